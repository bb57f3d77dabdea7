public import Coordination
public import Deconfliction
public import Geodesy
public import HashTreeCollections
public import Statements
public import TransparencyLog

/// The common picture: what all statements up to one entry add up to; a value, so a copy is a snapshot.
///
/// Copies share structure. Folding a batch into a copy touches what the batch names and leaves readers alone.
public struct Picture: Sendable {
    /// Records one picture may hold; slots are 32-bit.
    public static let maximumRecords = 100_000_000

    /// The accord; nil until it is founded.
    public internal(set) var accord: Accord?
    /// The log's clock.
    public internal(set) var clock = LogClock()
    /// Entries folded in so far.
    public internal(set) var size = TreeSize(0)
    /// Parties, officers and keys.
    public internal(set) var register = PartyRegister()
    /// The witness policy that the host has stated last; nil while there is none.
    public internal(set) var witnessPolicy: StatedPolicy?
    /// What everybody knows of restricted statements.
    public internal(set) var bodies = BodyRegister()
    /// What was said about notices besides the notices themselves, and the units that parties declared.
    public internal(set) var notices = NoticeBook()
    /// What every party has handed to every other.
    public internal(set) var outboxes = OutboxBook()
    /// Lines between cells of parties.
    public internal(set) var lines = LineRegister()
    /// Who is on duty at them.
    public internal(set) var rosters = RosterRegister()
    /// Dossiers: convoys' paper, access, returns, hazards, incidents.
    public internal(set) var dossiers = DossierBook()
    /// The head of every party's chain.
    public internal(set) var chains: TreeDictionary<ChainID, ChainHead> = [:]
    /// Every record the log ever named.
    public internal(set) var records = RecordTable()
    /// Slots by record name.
    public internal(set) var slots: TreeDictionary<RecordID, RecordSlot> = [:]
    /// Slots of restricted records that are not at hand, by record name.
    var reserved: TreeDictionary<RecordID, RecordSlot> = [:]
    /// Where and when active records hold.
    public internal(set) var index = ConflictIndex()
    /// Movements that are not over, with the end of the leg they are on; nil when there is none to wait for.
    var openMovements: TreeDictionary<RecordSlot, Instant> = [:]
    /// Movements with which something is amiss.
    var alarmedMovements: TreeSet<RecordSlot> = []
    /// The earliest of those ends.
    public internal(set) var nextDeadline: Instant?
    /// The arrangement's instruments and what their clauses set.
    public internal(set) var instruments = InstrumentRegister()
    /// Messages on the lines.
    public internal(set) var messages = MessageRegister()
    /// What is owed by when, what is due of it, and which lapses were recorded.
    public internal(set) var clocks = DutyClocks()
    /// Statements of kinds that this version does not know; while there are any, the picture is partial.
    public internal(set) var unknownStatements = 0
    /// Statements about records whose body is not at hand: not for this node, not yet here, or erased.
    public internal(set) var sealedStatements = 0
    /// Statements whose body is at hand and cannot be folded in: it breaks its form or the rules, or what it follows is
    /// not at hand.
    public internal(set) var unreadableStatements = 0

    /// Whether there are statements that this picture does not show, so that what it shows may not be all.
    public var isPartial: Bool { unknownStatements + sealedStatements + unreadableStatements > 0 }

    /// The picture of an empty log.
    public static let empty = Picture()

    /// The record called `id`.
    public func record(_ id: RecordID) -> Record? { slots[id].map { records[$0] } }
}

/// Whose chain: a party's officers share one, the host's node has its own, so that its clock never delays its officers.
public struct ChainID: Hashable, Comparable, Sendable {
    /// The party.
    public let party: PartyID
    /// Whether it is the node's.
    public let isNode: Bool

    /// The chain that a statement by this officer belongs to.
    public init(_ party: PartyID, _ officer: OfficerID) {
        self.party = party
        isNode = officer == .node
    }

    /// Orders chains by party, the node's last.
    public static func < (left: ChainID, right: ChainID) -> Bool {
        left.party == right.party ? !left.isNode && right.isNode : left.party < right.party
    }
}

/// The last statement of a chain.
public struct ChainHead: Hashable, Sendable {
    /// Its number.
    public let sequence: UInt64
    /// Its name.
    public let hash: StatementHash
    /// The tree it had seen.
    public let seen: TreeSize
    /// Its entry.
    public let entry: EntryIndex
}
