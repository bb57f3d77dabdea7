public import Geodesy
public import HashTreeCollections
public import Statements

/// Everything said about notices besides the notices themselves: receipts, depth, challenges, submissions, units.
///
/// What is open in the log is folded by everybody; what is sealed, where it can be read. A notice about which nothing was
/// said and for which no clause set a time takes no room here.
public struct NoticeBook: Sendable {
    /// By notice.
    public private(set) var ledgers: TreeDictionary<RecordID, NoticeLedger> = [:]
    /// What each submission holds.
    public internal(set) var submissions: TreeDictionary<NoticeSubmissionKey, NoticeSubmission> = [:]
    /// Units that parties have declared.
    public private(set) var units = UnitRegister()

    /// A book in which nothing stands.
    public init() {}

    /// What is kept about a notice; empty when nothing is.
    public subscript(record: RecordID) -> NoticeLedger { ledgers[record] ?? NoticeLedger() }

    /// Takes a declaration; nil where it cannot be read here.
    public mutating func apply(_ unit: UnitDeclaration?, id: RecordID, in context: RuleContext) {
        units.apply(unit, id: id, in: context)
    }

    mutating func change(_ record: RecordID, _ body: (inout NoticeLedger) -> Void) {
        var ledger = ledgers[record] ?? NoticeLedger()
        body(&ledger)
        ledgers[record] = ledger
    }

    /// A notice has a new text: its times start to run by the clauses in force now.
    ///
    /// `times` is nil where the text cannot be read here, and when the notice has ended. What only moves it keeps the lead
    /// that it was notified with.
    public mutating func applyVersion(
        of record: RecordID, times: NoticeTimes?, loggedAt: Instant, by clauses: NoticeClauses, keepsLead: Bool = false
    ) {
        let short = times.flatMap { ShortLead($0, loggedAt: loggedAt, by: clauses) }
        let due = clauses.acknowledge?.deadline(from: loggedAt)
        guard short != nil || due != nil || ledgers[record] != nil else { return }
        change(record) { ledger in
            if !keepsLead { ledger.shortLead = short }
            ledger.acknowledgeDue = due
        }
    }
}

/// What the rules know of the notice that a response is about.
public struct KnownNotice: Sendable {
    /// Its name.
    public let id: RecordID
    /// Who may read it.
    public let audience: Audience
    /// Whether it was withdrawn or closed.
    public let hasEnded: Bool
    /// The statement that made it what it is.
    public let version: StatementHash?
    private let isVersion: @Sendable (StatementHash) -> Bool

    /// A notice from its parts; `isVersion` says whether a statement belongs to it.
    public init(
        id: RecordID, audience: Audience, hasEnded: Bool, version: StatementHash?,
        isVersion: @escaping @Sendable (StatementHash) -> Bool
    ) {
        self.id = id
        self.audience = audience
        self.hasEnded = hasEnded
        self.version = version
        self.isVersion = isVersion
    }

    /// Whether a statement made it what it is or was.
    func has(_ statement: StatementHash) -> Bool { isVersion(statement) }
}
