import Geodesy
public import Statements

/// A record that holds no place of its own, to which its owner and those who have it add: a convoy's paper, an obstacle to
/// access, an area's assessment, conditions of return, a mined area.
public struct Dossier: Sendable {
    /// Times that one may be stated anew.
    public static let maximumRevisions = 256
    /// Additions that one may have.
    public static let maximumAdditions = 4_096
    /// Disputes that one may have.
    public static let maximumDisputes = 64

    /// Something said, with who said it and where it stands.
    public struct Said<Content: Hashable & Sendable>: Hashable, Sendable {
        /// What was said.
        public let content: Content
        /// By which party.
        public let party: PartyID
        /// The statement.
        public let statement: StatementHash
        /// Its entry.
        public let provenance: Provenance
    }

    /// Its name in the accord.
    public let id: RecordID
    /// Who may read it, besides its owner.
    public private(set) var audience: Audience
    /// Who of them this node may show it to; nil when it is open.
    public private(set) var readers: [PartyID]?
    /// Whether statements about it could not be read here, so that it may no longer be as shown.
    public private(set) var isIncomplete = false
    /// What its owner stated last.
    public private(set) var stated: Said<Matter>
    /// What its owner stated before, oldest first.
    public private(set) var earlier: [Said<Matter>] = []
    /// Balls that hold the ground of its statements, where it is a hazard.
    private(set) var grounds: [BoundingBall]
    /// Where parties do not agree with it, in order.
    public private(set) var disputes: [Said<DossierDispute>] = []
    /// What is claimed of it, in order, where it is an incident; what was superseded stays.
    public private(set) var claims: [Said<IncidentClaim>] = []
    /// The paper, where it is a convoy.
    public internal(set) var paper: ConvoyPaper?
    /// Last statement about it.
    public private(set) var updated: Provenance

    init(id: RecordID, _ stated: Said<Matter>, in context: RuleContext) {
        self.id = id
        self.stated = stated
        audience = context.audience
        readers = context.readers
        updated = context.provenance
        grounds = stated.content.ground.map { [$0] } ?? []
        paper = if case .convoy = stated.content { ConvoyPaper() } else { nil }
    }

    /// Which mechanism it belongs to.
    public var mechanism: DossierMechanism { stated.content.mechanism }

    /// How often it was stated: 1 when never anew.
    public var revision: Int { earlier.count + 1 }

    /// When its owner first stated it.
    public var opened: Provenance { earlier.first?.provenance ?? stated.provenance }

    /// Whether an officer of `reader` may read it; nil reads only what is open.
    public func isReadable(by reader: PartyID?) -> Bool {
        guard audience.admits(reader, owner: id.owner) else { return false }
        guard let readers, let reader else { return true }
        return reader == id.owner || readers.contains(reader)
    }

    /// Who has it: its owner and its audience; nil when that is everybody.
    var circle: Set<PartyID>? {
        if case .parties(let parties) = audience { Set(parties).union([id.owner]) } else { nil }
    }

    /// Whether this statement made it what it is, or was said about it.
    public func holds(_ statement: StatementHash) -> Bool {
        stated.statement == statement || earlier.contains { $0.statement == statement }
            || disputes.contains { $0.statement == statement }
            || claims.contains { $0.statement == statement }
            || paper?.steps.contains { $0.statement == statement } ?? false
    }

    mutating func restate(_ matter: Said<Matter>, in context: RuleContext) {
        earlier.append(stated)
        stated = matter
        if let ground = matter.content.ground { grounds.append(ground) }
        audience = context.audience
        readers = context.readers
        // It states everything of its owner's anew.
        isIncomplete = false
        updated = context.provenance
    }

    mutating func take(_ dispute: Said<DossierDispute>, in context: RuleContext) {
        disputes.append(dispute)
        touch(context)
    }

    mutating func take(_ claim: Said<IncidentClaim>, in context: RuleContext) {
        claims.append(claim)
        touch(context)
    }

    mutating func touch(_ context: RuleContext) {
        readers = readers.narrowed(to: context.readers)
        updated = context.provenance
    }

    /// Something was said about it that cannot be read here.
    mutating func miss(in context: RuleContext) {
        isIncomplete = true
        updated = context.provenance
    }

    /// Its body was given to further parties.
    mutating func widen(by parties: [PartyID]) { audience.widen(by: parties) }
}
