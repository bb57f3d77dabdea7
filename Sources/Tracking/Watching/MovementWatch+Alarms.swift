import Geodesy

extension MovementWatch {
    /// The last that was heard of it since it set out.
    var heardLast: Instant? {
        guard let setOutAt, !hasArrived else { return nil }
        return newest.map { max($0.at, setOutAt) } ?? setOutAt
    }

    /// After this it is silent; nil before it sets out, once it arrived, and while it is.
    var silenceDue: Instant? {
        guard alarms[.silent] == nil else { return nil }
        return heardLast?.adding(seconds: thresholds.silentAfterSeconds)
    }

    /// After this the next leg's end is late; nil once it arrived, and while it is.
    var lateDue: Instant? {
        guard !hasArrived, alarms[.late] == nil else { return nil }
        return plan.legs[nextLeg].latestArrival
    }

    mutating func raise(_ alarm: TrackingAlarm, _ changes: inout [AlarmChange]) {
        if alarms.updateValue(alarm, forKey: alarm.kind) == nil { changes.append(.raised(alarm)) }
    }

    mutating func clear(_ kind: TrackingAlarm.Kind, _ changes: inout [AlarmChange]) {
        if let alarm = alarms.removeValue(forKey: kind) { changes.append(.cleared(alarm)) }
    }

    /// Puts the legs up to this one behind it.
    mutating func advance(past leg: Int, at time: Instant, _ changes: inout [AlarmChange]) {
        nextLeg = leg + 1
        lastReachedAt = time
        passing = nil
        clear(.late, &changes)
        clear(.stopped, &changes)
        if hasArrived {
            clear(.silent, &changes)
            clear(.offRoute, &changes)
        }
    }

    /// Silence ends with a fix that is not itself older than what silence means.
    mutating func noticeHearing(_ report: PositionReport, receivedAt: Instant, _ changes: inout [AlarmChange]) {
        let age = report.at.microseconds(to: receivedAt)
        if age <= thresholds.silentAfterSeconds * 1_000_000 { clear(.silent, &changes) }
    }

    /// Off-route begins where even the accuracy does not explain it, and ends on the route itself.
    ///
    /// In between nothing changes, so that a vague position ends no alarm.
    mutating func noticeRoute(_ report: PositionReport, _ point: RoutePoint, _ changes: inout [AlarmChange]) {
        guard setOutAt != nil, !hasArrived else { return }
        if point.beyondMillimetres > accuracy(of: report) {
            raise(.offRoute(at: report.at, position: report.position, nearest: point), &changes)
        } else if point.beyondMillimetres <= 0 {
            clear(.offRoute, &changes)
        }
    }

    /// Stopped: all fixes since the anchor lie about it, and it is neither before setting out nor at a planned halt.
    mutating func noticeStop(_ report: PositionReport, _ changes: inout [AlarmChange]) {
        if let anchor, distance(anchor.position, report.position) <= sameplace(anchor, report) {
            // Still there.
        } else {
            anchor = report
            clear(.stopped, &changes)
        }
        guard let setOutAt, let anchor, !hasArrived, !isAtPlannedEnd(report) else {
            return clear(.stopped, &changes)
        }
        var since = max(anchor.at, setOutAt)
        if nextLeg > 0 { since = max(since, plan.legs[nextLeg].earliestDeparture) }
        if since.microseconds(to: report.at) >= thresholds.stoppedAfterSeconds * 1_000_000 {
            raise(.stopped(since: since, at: anchor.position), &changes)
        }
    }

    private func sameplace(_ one: PositionReport, _ other: PositionReport) -> Int64 {
        thresholds.stoppedWithinMillimetres + accuracy(of: one) + accuracy(of: other)
    }

    /// Whether it is where the last leg reached ends.
    private func isAtPlannedEnd(_ report: PositionReport) -> Bool {
        guard nextLeg > 0 else { return false }
        let leg = plan.legs[nextLeg - 1]
        return distance(report.position, leg.end) <= leg.endRadiusMillimetres
    }

    /// What a report's accuracy counts for.
    func accuracy(of report: PositionReport) -> Int64 {
        min(report.accuracyMillimetres ?? 0, thresholds.largestAccuracyMillimetres)
    }

    /// Whole millimetres along the ground.
    func distance(_ one: Position, _ other: Position) -> Int64 {
        Int64((Geodesic.inverse(one, other).distanceMetres * 1_000).rounded())
    }
}
