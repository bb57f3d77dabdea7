public import Geodesy
public import Statements

/// Names what is waited for: one statement is answered once by one party under one rule.
public struct DeadlineID: Hashable, Comparable, Sendable {
    /// What an answer is awaited to.
    public let statement: StatementHash
    /// Which rule sets the time.
    public let rule: ClauseRule.Name
    /// Who is to answer.
    public let party: PartyID
    /// Where one statement asks for the same again and again, when this one was to be done; else nil.
    public let occurrence: Instant?

    /// What `party` owes to `statement` under `rule`.
    public init(_ statement: StatementHash, _ rule: ClauseRule.Name, _ party: PartyID, at occurrence: Instant? = nil) {
        self.statement = statement
        self.rule = rule
        self.party = party
        self.occurrence = occurrence
    }

    /// Orders by statement, rule, party and occurrence.
    public static func < (left: DeadlineID, right: DeadlineID) -> Bool {
        if left.statement != right.statement { return left.statement < right.statement }
        if left.rule != right.rule { return left.rule < right.rule }
        if left.party != right.party { return left.party < right.party }
        return (left.occurrence ?? .earliest) < (right.occurrence ?? .earliest)
    }
}

/// A time by which something is owed, with the clause that says so.
///
/// It keeps the clause that was in force when it began; what an instrument says later changes nothing about it.
public struct Deadline: Hashable, Sendable {
    /// What is waited for.
    public let id: DeadlineID
    /// When it is due, by the log's clock; what is logged at this instant is late.
    public let due: Instant
    /// Who waits.
    public let waiting: PartyID
    /// The instrument.
    public let instrument: SubjectID
    /// Its clause.
    public let clause: String
    /// The record that it belongs to.
    public let record: RecordID
    /// Whether everybody who has the log can follow it; else only those who can open what it rests on.
    public let isOpen: Bool
    /// For `escalate-after`, the number of the step that is due then, from 1; else 0.
    public let step: Int

    /// A deadline from its parts.
    public init(
        _ id: DeadlineID, due: Instant, waiting: PartyID, under term: Term, record: RecordID, isOpen: Bool,
        step: Int = 0
    ) {
        self.id = id
        self.due = due
        self.waiting = waiting
        instrument = term.instrument
        clause = term.clause
        self.record = record
        self.isOpen = isOpen
        self.step = step
    }

    /// Whether it passed by `now`.
    public func isDue(at now: Instant) -> Bool { due <= now }
}
