public import Geodesy

extension MovementWatch {
    /// Takes a report.
    ///
    /// - Parameters:
    ///   - report: What was reported.
    ///   - receivedAt: When it was received.
    ///   - isConfirmed: Somebody checked it: then neither a jump nor the distance from the route speaks against it.
    /// - Returns: What came of it; a refused report changes nothing at all.
    public mutating func take(
        _ report: PositionReport, receivedAt: Instant, isConfirmed: Bool = false
    ) -> WatchOutcome {
        if let reason = refusal(of: report, receivedAt: receivedAt) { return WatchOutcome(.refused(reason)) }
        if !isConfirmed, let reason = jump(to: report) { return WatchOutcome(.refused(reason)) }
        // The leg last reached still counts: the movement may stand at its end.
        let found = index.nearest(to: report.position, legs: max(0, nextLeg - 1)..<plan.legs.count, hint: piece)
        if !isConfirmed, let reason = strayed(report, found.point) { return WatchOutcome(.refused(reason)) }
        recent.remember(report)
        if let newest, report.at <= newest.at { return WatchOutcome(.enteredLate) }
        return follow(report, receivedAt: receivedAt, found)
    }

    private func refusal(of report: PositionReport, receivedAt: Instant) -> ReportRefusal? {
        if isClosed { return .closed }
        if report.at > receivedAt.adding(seconds: TrackingLimits.clockSlackSeconds) {
            return .fromTheFuture(at: report.at, receivedAt: receivedAt)
        }
        if report.at < receivedAt.adding(seconds: -TrackingLimits.oldestReportSeconds) {
            return .tooOld(at: report.at, receivedAt: receivedAt)
        }
        return recent.holds(report) ? .duplicate(at: report.at) : nil
    }

    /// The speed that a report implies from the newest fix, in either direction of time.
    private func jump(to report: PositionReport) -> ReportRefusal? {
        guard let newest else { return nil }
        let away = distance(newest.position, report.position)
        let beyond = away - thresholds.jumpSlackMillimetres - accuracy(of: newest) - accuracy(of: report)
        guard beyond > 0 else { return nil }
        let seconds = max(1, newest.at.microseconds(to: report.at).magnitude / 1_000_000)
        // Millimetres a second are 3.6 metres an hour.
        let speed = Double(beyond) * 0.0036 / Double(seconds)
        guard speed > Double(thresholds.fastestKilometresPerHour) else { return nil }
        return .impossibleJump(
            kilometres: away / 1_000_000, kilometresPerHour: Int64(speed), from: newest.position, since: newest.at)
    }

    private func strayed(_ report: PositionReport, _ point: RoutePoint) -> ReportRefusal? {
        let limit = thresholds.farthestFromRouteMillimetres
        guard point.distanceMillimetres > limit else { return nil }
        // Perhaps it is near a leg behind it.
        let whole = index.nearest(to: report.position, legs: 0..<plan.legs.count, hint: 0).point
        guard whole.distanceMillimetres > limit else { return nil }
        return .farFromRoute(kilometres: whole.distanceMillimetres / 1_000_000, nearest: whole.position)
    }

    /// Follows the movement to its newest fix.
    private mutating func follow(
        _ report: PositionReport, receivedAt: Instant, _ found: RouteIndex.Found
    ) -> WatchOutcome {
        var outcome = WatchOutcome(.taken)
        let isFirst = newest == nil
        (newest, piece) = (report, found.piece)
        outcome.nearest = found.point
        outcome.hasSetOut = noticeSettingOut(report, found.point)
        noticeHearing(report, receivedAt: receivedAt, &outcome.changes)
        noticePassing(report, found.point, &outcome)
        noticeRoute(report, found.point, &outcome.changes)
        noticeStop(report, &outcome.changes)
        outcome.changes += tick(receivedAt)
        let isDue = lastStated.map { $0.adding(seconds: thresholds.stateEverySeconds) <= report.at } ?? true
        outcome.shouldState =
            isFirst || isDue || outcome.hasSetOut || !outcome.changes.isEmpty || !outcome.reachedLegs.isEmpty
            || !outcome.passedLegs.isEmpty
        if outcome.shouldState { lastStated = report.at }
        return outcome
    }

    /// It set out by its positions once it is on the route but no longer where that begins, not before its time.
    private mutating func noticeSettingOut(_ report: PositionReport, _ point: RoutePoint) -> Bool {
        guard setOutAt == nil, let leg = plan.legs.first else { return false }
        if distance(report.position, leg.start) <= leg.endRadiusMillimetres {
            wasAtStart = true
            return false
        }
        guard report.at >= leg.earliestDeparture, wasAtStart || point.beyondMillimetres <= 0 else { return false }
        setOutAt = report.at
        return true
    }

    /// Notices the ends of legs: the next one where it is, and legs that it must have passed without being seen there.
    private mutating func noticePassing(
        _ report: PositionReport, _ point: RoutePoint, _ outcome: inout WatchOutcome
    ) {
        guard setOutAt != nil, !hasArrived else { return }
        let leg = plan.legs[nextLeg]
        if distance(report.position, leg.end) <= leg.endRadiusMillimetres {
            outcome.reachedLegs.append(nextLeg)
            return advance(past: nextLeg, at: report.at, &outcome.changes)
        }
        // On a later leg and on none before it, twice in a row: one position alone may be wrong.
        guard point.beyondMillimetres <= 0, point.leg > nextLeg, !isOnLeg(before: point.leg, report) else {
            passing = nil
            return
        }
        guard let known = passing else {
            passing = point.leg
            return
        }
        let last = min(known, point.leg) - 1
        for skipped in nextLeg...last { passedUnseen.insert(skipped) }
        outcome.passedLegs = Array(nextLeg...last)
        advance(past: last, at: report.at, &outcome.changes)
    }

    /// Whether the report may lie on a leg from the last reached one up to, without, this one.
    private func isOnLeg(before leg: Int, _ report: PositionReport) -> Bool {
        let found = index.nearest(to: report.position, legs: max(0, nextLeg - 1)..<leg, hint: piece)
        return found.point.beyondMillimetres <= accuracy(of: report)
    }
}
