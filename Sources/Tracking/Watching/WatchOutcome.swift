/// What came of a report.
public struct WatchOutcome: Hashable, Sendable {
    /// What became of the report itself.
    public enum Verdict: Hashable, Sendable {
        /// It is the newest fix.
        case taken
        /// It is kept, but a newer one is known: it changes neither the place nor an alarm.
        case enteredLate
        /// It moves nothing.
        case refused(ReportRefusal)
    }

    /// What became of the report itself.
    public let verdict: Verdict
    /// The place of the route that it is nearest to; nil for a refused or late one.
    public internal(set) var nearest: RoutePoint?
    /// Whether by its positions the movement set out just now.
    public internal(set) var hasSetOut = false
    /// Legs, from 0, whose end was reached just now.
    public internal(set) var reachedLegs: [Int] = []
    /// Legs, from 0, that now lie behind it though it was never seen at their ends: somebody should ask.
    public internal(set) var passedLegs: [Int] = []
    /// Alarms that begin or end.
    public internal(set) var changes: [AlarmChange] = []
    /// Whether it is worth a statement in the log: the first fix, whatever began or ended, or the time for one.
    public internal(set) var shouldState = false

    init(_ verdict: Verdict) { self.verdict = verdict }

    /// Why it moves nothing; nil for one that was taken or entered late.
    public var refusal: ReportRefusal? { if case .refused(let reason) = verdict { reason } else { nil } }
}
