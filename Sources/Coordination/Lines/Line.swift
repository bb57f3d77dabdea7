public import Geodesy
public import Statements

/// A line between cells of parties: how it is set up, what each declares, and what was seen of it.
public struct Line: Hashable, Sendable {
    /// Checks and missed checks that are kept for showing, the newest of each; older ones stay in the log.
    public static let keptChecks = 64
    /// Missed checks that are kept.
    public static let keptMissed = 512

    /// A party's declaration.
    public struct Declaration: Hashable, Sendable {
        /// The state.
        public let state: DeclaredState
        /// Why.
        public let reason: String
        /// Who said it, when.
        public let provenance: Provenance
    }

    /// A check as it was entered.
    public struct EnteredCheck: Hashable, Sendable {
        /// The party that called.
        public let caller: PartyID
        /// The check.
        public let check: LineCheck
        /// Who entered it, when.
        public let provenance: Provenance

        /// Whether it was entered so long after it was made that it cannot have been written down at the time.
        public var isEnteredLater: Bool {
            check.at.adding(seconds: LogClock.toleranceSeconds) < provenance.loggedAt
        }
    }

    /// Who saw whom.
    struct Sight: Hashable, Sendable {
        let observer: PartyID
        let observed: PartyID
    }

    /// A due check whose grace is running.
    struct RunningCheck: Hashable, Sendable {
        let schedule: CheckSchedule
        let due: Instant
        let called: PartyID
        let establishedBy: Provenance
        let statement: StatementHash
        var outcome: LineCheck.Outcome?

        var deadline: Instant { due.adding(seconds: schedule.graceSeconds) }
    }

    /// Its name in the accord.
    public let id: RecordID
    /// How it is set up, as last stated.
    public internal(set) var terms: LineTerms
    /// First established.
    public let established: Provenance
    /// Last stated.
    public internal(set) var restated: Provenance
    /// The statement that said so.
    public internal(set) var statement: StatementHash
    /// How often it was stated.
    public internal(set) var revision = 1
    /// What each party declared last.
    public internal(set) var declarations: [PartyID: Declaration] = [:]
    /// The checks entered last, oldest first.
    public internal(set) var checks: [EnteredCheck] = []
    /// The checks missed last, oldest first.
    public internal(set) var missed: [MissedCheck] = []
    /// How many were missed altogether, also those that are no longer kept.
    public internal(set) var missedCount: UInt64 = 0
    var sightings: [Sight: LineObservation] = [:]
    var running: [RunningCheck] = []
    /// The next time that a check is due; nil when none is scheduled.
    var nextDue: Instant?

    init(id: RecordID, terms: LineTerms, provenance: Provenance, statement: StatementHash, now: Instant) {
        self.id = id
        self.terms = terms
        self.statement = statement
        established = provenance
        restated = provenance
        nextDue = terms.checks?.next(after: now)
    }

    /// What `party` declares; nil while it has declared nothing.
    public func declared(by party: PartyID) -> DeclaredState? { declarations[party]?.state }

    /// What was seen of `party`, by each observer, in their order.
    public func observations(of party: PartyID) -> [(observer: PartyID, observation: LineObservation)] {
        sightings.filter { $0.key.observed == party }.map { ($0.key.observer, $0.value) }
            .sorted { $0.observer < $1.observer }
    }

    /// Whether `party` was seen to answer, by the latest sighting of any other; where two are of one time, the worse.
    public func observed(_ party: PartyID, at now: Instant) -> ObservedState {
        let seen = observations(of: party).map(\.observation)
        guard let latest = seen.map(\.lastAt).max(),
            latest.adding(seconds: ObservedState.holdsSeconds) > now
        else { return .unknown }
        let last = seen.filter { $0.lastAt == latest }
        if let since = last.compactMap(\.notAnsweringSince).min() { return .notAnswering(since: since) }
        return .answering(at: latest)
    }

    /// When the next thing about its checks happens by itself.
    var nextDeadline: Instant? {
        [nextDue, running.map(\.deadline).min()].compactMap { $0 }.min()
    }
}
