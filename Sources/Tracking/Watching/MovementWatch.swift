public import Geodesy

/// Watches one movement by its plan: where it was last, and what is late, off-route, silent or stopped.
///
/// It has no clock and writes nothing; what it answers depends only on what it was told, in that order. Figures of what
/// it judges by are in `thresholds`. A report costs some tens of microseconds on a route of 2,000 positions.
public struct MovementWatch: Sendable {
    /// The plan.
    public private(set) var plan: WatchPlan
    /// From when on something is an alarm.
    public let thresholds: WatchThresholds
    /// The newest report taken.
    public internal(set) var newest: PositionReport?
    /// When it set out, as stated or as its positions show; nil before.
    public internal(set) var setOutAt: Instant?
    /// Legs that lie behind it: the next leg's number, from 0.
    public internal(set) var nextLeg = 0
    /// When the last leg that lies behind it was reached; nil before the first.
    public internal(set) var lastReachedAt: Instant?
    /// Of the legs behind it, those whose end it was never seen at.
    public internal(set) var passedUnseen: Set<Int> = []
    /// Whether it is closed; then nothing is watched.
    public internal(set) var isClosed = false

    var index: RouteIndex
    /// The piece of the route where it was last.
    var piece = 0
    /// The last report lay on a later leg and off those before it: one more, and they are behind it.
    var passing: Int?
    /// Where and since when it has been at one place.
    var anchor: PositionReport?
    /// Whether it was seen where its first leg begins.
    var wasAtStart = false
    var alarms: [TrackingAlarm.Kind: TrackingAlarm] = [:]
    var lastStated: Instant?
    var recent = RecentReports()

    /// Begins to watch, or goes on after a restart from what was stated.
    ///
    /// - Parameters:
    ///   - plan: The legs.
    ///   - thresholds: From when on something is an alarm.
    ///   - setOutAt: When it set out, if that is known; with legs behind it, at the latest its earliest departure.
    ///   - legsReached: How many legs lie behind it already.
    ///   - newest: The newest report that was stated, from which silence, jumps and stops go on.
    public init(
        _ plan: WatchPlan, thresholds: WatchThresholds = WatchThresholds(), setOutAt: Instant? = nil,
        legsReached: Int = 0, newest: PositionReport? = nil
    ) {
        self.plan = plan
        self.thresholds = thresholds
        nextLeg = min(max(0, legsReached), plan.legs.count)
        self.setOutAt = setOutAt ?? (nextLeg > 0 ? plan.legs[0].earliestDeparture : nil)
        index = RouteIndex(plan.legs.map(\.route))
        guard let newest else { return }
        (self.newest, anchor, lastStated) = (newest, newest, newest.at)
        recent.remember(newest)
    }

    /// The alarms that are active, in the order of their kinds.
    public var active: [TrackingAlarm] { TrackingAlarm.Kind.allCases.compactMap { alarms[$0] } }

    /// Whether every leg lies behind it.
    public var hasArrived: Bool { nextLeg == plan.legs.count }

    /// When `tick` may next have something to say, as far as is known now; nil for nothing to wait for.
    public var nextDue: Instant? {
        guard !isClosed else { return nil }
        return [silenceDue, lateDue].compactMap { $0 }.min()
    }

    /// Notices what the passing of time alone makes so: silence and lateness.
    ///
    /// - Parameter now: The time; one that lies before an earlier one changes nothing.
    /// - Returns: Alarms that begin.
    public mutating func tick(_ now: Instant) -> [AlarmChange] {
        guard !isClosed else { return [] }
        var changes: [AlarmChange] = []
        if let due = lateDue, now > due { raise(.late(leg: nextLeg, due: due), &changes) }
        if let due = silenceDue, now > due, let since = heardLast { raise(.silent(since: since), &changes) }
        return changes
    }

    /// Takes that the movement set out, as stated.
    public mutating func setOut(at time: Instant) {
        guard !isClosed, setOutAt == nil else { return }
        setOutAt = time
    }

    /// Takes that the end of a leg, from 0, was reached, as stated; the legs before it then lie behind as well.
    ///
    /// - Returns: Alarms that end.
    public mutating func reach(leg: Int, at time: Instant) -> [AlarmChange] {
        guard !isClosed, leg >= nextLeg, leg < plan.legs.count else { return [] }
        var changes: [AlarmChange] = []
        if setOutAt == nil { setOutAt = time }
        for skipped in nextLeg..<leg { passedUnseen.insert(skipped) }
        advance(past: leg, at: time, &changes)
        return changes
    }

    /// Takes a changed plan, such as a delay or another route; what was reached stays reached.
    ///
    /// - Returns: Alarms that end, because their reason did: those that still hold begin anew at the next report or tick.
    public mutating func amend(_ plan: WatchPlan) -> [AlarmChange] {
        guard !isClosed else { return [] }
        var changes: [AlarmChange] = []
        self.plan = plan
        index = RouteIndex(plan.legs.map(\.route))
        (piece, passing) = (0, nil)
        nextLeg = min(nextLeg, plan.legs.count)
        passedUnseen = passedUnseen.filter { $0 < nextLeg }
        for kind in [TrackingAlarm.Kind.late, .offRoute, .stopped] { clear(kind, &changes) }
        return changes
    }

    /// Takes that the movement is closed.
    ///
    /// - Returns: Every alarm that was active ends.
    public mutating func close() -> [AlarmChange] {
        var changes: [AlarmChange] = []
        for kind in TrackingAlarm.Kind.allCases { clear(kind, &changes) }
        isClosed = true
        return changes
    }
}
