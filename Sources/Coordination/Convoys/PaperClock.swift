public import Geodesy
public import Statements

/// One of the two clocks of a convoy's paper: it runs from a statement, by a clause, and stops only for a stated reason.
public struct PaperClock: Hashable, Sendable {
    /// A time in which it stood still.
    public struct Stop: Hashable, Sendable {
        /// From when, by the log's clock.
        public let from: Instant
        /// Who stopped it, and why.
        public let decision: Decision
        /// The statement that stopped it.
        public let statement: StatementHash
        /// Until when; nil while it stands still.
        public internal(set) var until: Instant?
    }

    /// What the clause leaves, while it stands still.
    enum Remaining: Hashable, Sendable {
        case seconds(Int64)
        case workingDays(Int64)
    }

    /// The clause.
    public let term: Term
    /// Since when it runs, by the log's clock.
    public let since: Instant
    /// What is owed, by name.
    public let id: DeadlineID
    /// When it is due, with all stops so far.
    public internal(set) var due: Instant
    /// When it stood still.
    public internal(set) var stops: [Stop] = []
    /// When what it waits for came; nil while it has not.
    public internal(set) var settledAt: Instant?
    var remaining: Remaining?

    init(_ id: DeadlineID, under term: Term, since: Instant) {
        self.id = id
        self.term = term
        self.since = since
        due = term.due(from: since)
    }

    /// Whether it stands still.
    public var isStopped: Bool { settledAt == nil && stops.last.map { $0.until == nil } ?? false }

    /// Seconds that it stood still until `now`.
    public func stoppedSeconds(at now: Instant) -> Int64 {
        stops.map { $0.from.microseconds(to: $0.until ?? settledAt ?? now) / 1_000_000 }.reduce(0, +)
    }

    mutating func stop(_ stop: Stop) {
        remaining =
            if let days = term.workingDays {
                .workingDays(
                    days.calendar.workingDays(after: stop.from, until: due.adding(seconds: -term.graceSeconds)))
            } else {
                .seconds(max(60, stop.from.microseconds(to: due) / 1_000_000))
            }
        stops.append(stop)
    }

    mutating func resume(at now: Instant) {
        guard isStopped, let remaining else { return }
        stops[stops.count - 1].until = now
        self.remaining = nil
        switch remaining {
        case .seconds(let seconds): due = now.adding(seconds: seconds)
        case .workingDays(let days):
            guard let working = term.workingDays?.calendar else { return }
            // Stopped on its last day, it has that day's rest: the day on which it goes on, and no further one.
            let end = days == 0 ? working.end(ofDayOf: now) : working.end(ofWorkingDay: days, after: now)
            due = end.adding(seconds: term.graceSeconds)
        }
    }
}
