public import Coordination
public import Statements
import StrictJSON
public import TransparencyLog

/// Chooses, of all entries of a log, those that a file about some of them must carry, so that a stranger can verify it.
///
/// Fed with every entry in order. What it keeps on the way is bounded by the accord's enrolments and by the record.
public struct EntryCollector: Sendable {
    /// What the file is about.
    public enum Subject: Sendable {
        /// Everything said about a record.
        case record(RecordID)
        /// One statement, by its place.
        case entry(EntryIndex)
        /// One statement, by its name.
        case statement(StatementHash)
        /// What a sender handed to one recipient between two of its counts; from the beginning without the first.
        case outbox(OutboxKey, from: EntryIndex?, to: EntryIndex)
        /// Statements that may not be in the log; only what makes their keys known is kept, and those that are.
        case keys([SignedStatement])
    }

    /// An entry that may be needed.
    private struct Kept: Sendable {
        let index: EntryIndex
        let signed: SignedStatement
        /// The clock statement before it.
        let tick: EntryIndex?
    }

    /// Statements about one record that are gathered.
    public static let maximumMatches = 16_384

    private let subject: Subject
    private var founding: Kept?
    private var groundwork: [Kept] = []
    private var ticks: [EntryIndex: SignedStatement] = [:]
    private var lastTick: (index: EntryIndex, signed: SignedStatement)?
    private var matches: [Kept] = []
    private var names: Set<StatementHash> = []
    private var commitments: Set<Commitment> = []
    /// Whether the record has more statements than are gathered.
    public private(set) var isOverfull = false

    /// A collector for a file about this.
    public init(about subject: Subject) { self.subject = subject }

    /// Looks at the log's next entry.
    public mutating func take(_ signed: SignedStatement, at index: EntryIndex) {
        let kind = signed.statement.kind.rawValue
        let isWanted = isAbout(signed, index)
        if kind == Kind.clockTick.rawValue, !isWanted {
            lastTick = (index, signed)
            return
        }
        let isFounding = kind == Kind.accordFound.rawValue && index == EntryIndex(0)
        guard isWanted || isFounding || SpeakerTable.isGroundwork(signed.statement.kind) else { return }
        // Only the clock before something that is kept can be needed.
        if let lastTick { ticks[lastTick.index] = lastTick.signed }
        let kept = Kept(index: index, signed: signed, tick: lastTick?.index)
        if isFounding {
            founding = kept
        } else if SpeakerTable.isGroundwork(signed.statement.kind) {
            groundwork.append(kept)
        }
        guard isWanted else { return }
        guard matches.count < Self.maximumMatches else { return isOverfull = true }
        matches.append(kept)
        names.insert(signed.hash)
        if let commitment = signed.statement.commitment { commitments.insert(commitment) }
    }

    private func isAbout(_ signed: SignedStatement, _ index: EntryIndex) -> Bool {
        let statement = signed.statement
        switch subject {
        case .entry(let wanted): return index == wanted || refersToMatch(statement)
        case .statement(let wanted): return signed.hash == wanted || refersToMatch(statement)
        case .keys(let statements): return statements.contains { $0.hash == signed.hash }
        case .record(let record):
            return statement.record == record || responds(statement, to: record) || refersToMatch(statement)
        case .outbox(let key, let from, let to):
            if index == from || index == to { return true }
            return from.map { $0 < index } ?? true && index < to && statement.party == key.sender
                && statement.outboxes.contains(key)
        }
    }

    /// Whether it says in the open what a recipient, or the owner to a recipient, says about the record.
    private func responds(_ statement: Statement, to record: RecordID) -> Bool {
        guard Kind(statement.kind)?.isResponse == true, case .open(let body) = statement.content,
            var fields = try? body.object()
        else { return false }
        return (try? fields.required("record").recordID()) == record
    }

    /// Whether the statement gives or recalls a body that one of the matches commits to.
    private func refersToMatch(_ statement: Statement) -> Bool {
        switch statement.kind.rawValue {
        case "body.share.v1": return statement.commitment.map(commitments.contains) ?? false
        case "body.recall.v1":
            guard case .open(let body) = statement.content, var fields = try? body.object(),
                let name = try? fields.required("statement").statementHash()
            else { return false }
            return names.contains(name)
        default: return false
        }
    }
}

extension EntryCollector {
    /// An entry that the file carries.
    public struct Chosen: Sendable {
        /// Where it stands.
        public let index: EntryIndex
        /// What it says.
        public let signed: SignedStatement
    }

    /// The statements that the file is about, in the log's order.
    public var statements: [Chosen] { matches.map { Chosen(index: $0.index, signed: $0.signed) } }

    /// The policy that the host stated last, as far as the log was read.
    public var policy: String? {
        let last = groundwork.last { $0.signed.statement.kind.rawValue == SpeakerTable.Effect.witnessPolicy.rawValue }
        guard let last, case .open(let body) = last.signed.statement.content, var fields = try? body.object() else {
            return nil
        }
        return try? fields.required("policy").string()
    }

    /// What the file carries, in the log's order: the founding, what makes the keys of all speakers known, and the
    /// statements; for a record also who the recipients are, the witness policies, and the clock.
    public var chosen: [Chosen] {
        var out: [EntryIndex: SignedStatement] = [:]
        var speakers: Set<OfficerRef> = []
        var (parties, recipients): (Set<PartyID>, Set<PartyID>) = ([], [])
        var spoken = matches.map(\.signed)
        var needsClock = true
        if case .keys(let statements) = subject {
            spoken += statements
            needsClock = false
        }
        for statement in spoken.map(\.statement) {
            speakers.insert(OfficerRef(statement.party, statement.officer))
            parties.insert(statement.party)
            if needsClock { recipients.formUnion(statement.audience ?? []) }
        }
        var keys: Set<KeyFingerprint> = []
        for kept in [founding].compactMap(\.self) + groundwork + matches {
            let isMatch = names.contains(kept.signed.hash)
            guard isMatch || isNeeded(kept, speakers, parties, recipients, &keys, needsClock) else { continue }
            out[kept.index] = kept.signed
            if needsClock, let tick = kept.tick { out[tick] = ticks[tick] }
        }
        return out.sorted { $0.key < $1.key }.map { Chosen(index: $0.key, signed: $0.value) }
    }

    private func isNeeded(
        _ kept: Kept, _ speakers: Set<OfficerRef>, _ parties: Set<PartyID>, _ recipients: Set<PartyID>,
        _ keys: inout Set<KeyFingerprint>, _ isRecord: Bool
    ) -> Bool {
        let statement = kept.signed.statement
        let subject = PartyID(checked: statement.subject.rawValue)
        guard let effect = SpeakerTable.Effect(rawValue: statement.kind.rawValue) else {
            return statement.kind.rawValue == Kind.accordFound.rawValue
        }
        switch effect {
        case .clockTick: return false
        case .witnessPolicy: return isRecord
        case .partyEnrol: return parties.contains(subject) || recipients.contains(subject)
        case .partyRekey, .partySuspend, .partyReinstate: return parties.contains(subject)
        case .partyLeave: return parties.contains(statement.party)
        // Whose node could open what was sealed for a recipient belongs to the question who was told.
        case .nodeEnrol, .nodeRevoke: return parties.contains(statement.party) || recipients.contains(statement.party)
        case .officerEnrol, .officerRelease:
            return speakers.contains(OfficerRef(statement.party, OfficerID(checked: subject.rawValue)))
        case .keyEnrol:
            guard speakers.contains(OfficerRef(statement.party, OfficerID(checked: subject.rawValue))) else {
                return false
            }
            if let key = Self.named(in: statement) { keys.insert(key) }
            return true
        case .keyRevoke: return Self.named(in: statement).map(keys.contains) ?? false
        }
    }

    /// The key that a statement enrols or revokes.
    private static func named(in statement: Statement) -> KeyFingerprint? {
        guard case .open(let body) = statement.content, var fields = try? body.object(),
            let key = try? fields.required("key")
        else { return nil }
        return (try? key.publicKey().id) ?? (try? key.keyID())
    }
}
