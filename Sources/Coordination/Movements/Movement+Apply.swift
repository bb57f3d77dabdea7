public import Geodesy
public import Statements

extension Movement {
    /// Takes what was accepted.
    public mutating func apply(_ command: MovementCommand, under terms: MovementTerms, in context: RuleContext) {
        guard !isClosed else { return }
        switch command {
        case .notify: return
        case .amend(let details):
            changes = FieldChange.between({ self.details.write(to: &$0) }, { details.write(to: &$0) })
            self.details = details
            audience = context.audience
            readers = context.readers
            isIncomplete = false
            // The new plan states every time anew.
            delaySeconds = 0
            overdueSince = nil
            // Where it was reported last lies in the new corridor or outside it; nobody need report again to know.
            offRoute = lastCheckIn.flatMap { last in
                last.position.flatMap { place(it: $0, last.accuracyMillimetres, since: context.now) }
            }
            if let place = standing?.position, isAtHalt(place) { rest() }
            if case .underWay = state, reportDue == nil { heard(at: context.now, under: terms, in: context) }
            revision += 1
            versions.advance(to: context.statement)
            updated = context.provenance
            return
        case .depart(let time):
            state = .underWay(since: time)
            heard(at: time, under: terms, in: context)
        case .checkIn(let report): take(report, under: terms, in: context)
        case .delay(let seconds, _):
            versions.advance(to: context.statement)
            delaySeconds += seconds
            overdueSince = nil
        case .close(let closure):
            versions.advance(to: context.statement)
            state = .closed(closure, context.provenance)
        }
        readers = readers.narrowed(to: context.readers)
        updated = context.provenance
    }

    /// Takes what the header of a statement tells whose body cannot be read here.
    public mutating func apply(unread step: RecordStep, in context: RuleContext) {
        guard !isClosed else { return }
        switch step {
        case .ends:
            versions.advance(to: context.statement)
            state = .closed(nil, context.provenance)
        case .restates:
            versions.advance(to: context.statement)
            audience = context.audience
            isIncomplete = true
        case .begins, .continues, .states: isIncomplete = true
        }
        updated = context.provenance
    }

    /// Its body was given to further parties.
    public mutating func widen(by parties: [PartyID]) { audience.widen(by: parties) }

    private mutating func take(_ report: MovementReport, under terms: MovementTerms, in context: RuleContext) {
        reports.append(report)
        if reports.count > Self.keptReports { reports.removeFirst() }
        if let leg = report.reachedLeg, leg + 1 > legsReached, leg < details.legs.count {
            legsReached = leg + 1
            overdueSince = nil
            // At the end of a leg it is where it was to be, and stands as planned, until a position says otherwise.
            offRoute = nil
            rest()
        }
        // What is entered later than what came after it tells where the movement was, not where it is.
        if let last = lastCheckIn, report.at < last.at {
            if legsReached == details.legs.count { heard(at: last.at, under: terms, in: context) }
            return
        }
        heard(at: report.at, under: terms, in: context)
        lastCheckIn = CheckIn(
            at: report.at, position: report.position, accuracyMillimetres: report.accuracyMillimetres,
            means: report.means, note: report.note, provenance: context.provenance)
        guard let position = report.position else { return }
        offRoute = place(it: position, report.accuracyMillimetres, since: report.at)
        stand(report.at, position, terms)
    }

    /// It is in no place for longer than planned.
    private mutating func rest() {
        standing = nil
        hasStopped = false
    }

    /// Whether a position lies outside the corridors of the leg reached last and of those that follow.
    private func place(it position: Position, _ accuracyMillimetres: Int64, since time: Instant) -> MovementAlarm? {
        let ahead = details.legs.dropFirst(max(0, legsReached - 1))
        let distance = distance(of: position, accuracyMillimetres: accuracyMillimetres, from: ahead) ?? 0
        guard distance > 0 else { return nil }
        return MovementAlarm(
            .offRoute, since: offRoute?.since ?? time, position: position, distanceMillimetres: distance)
    }

    /// It was heard of at that time: the next report is due when the clause says, from then on.
    ///
    /// A report that is entered late tells of no later time than its own; one never counts from after its entry.
    private mutating func heard(at time: Instant, under terms: MovementTerms, in context: RuleContext) {
        silentSince = nil
        // After the last leg it waits to be closed, and has nothing more to report from the road.
        let isOnTheWay = legsReached < details.legs.count
        reportDue = isOnTheWay ? terms.checkInEvery?.due(from: min(time, context.now)) : nil
    }

    private mutating func stand(_ time: Instant, _ position: Position, _ terms: MovementTerms) {
        if let standing,
            Int64(Geodesic.inverse(standing.position, position).distanceMetres * 1_000)
                <= Self.standingMillimetres
        {
            let seconds = standing.since.microseconds(to: time) / 1_000_000
            let limit = terms.stoppedAfter.map { $0.seconds + $0.graceSeconds }
            hasStopped = limit.map { seconds >= $0 } ?? false
        } else {
            standing = isAtHalt(position) ? nil : Standing(since: time, position: position)
            hasStopped = false
        }
    }

    /// The log's clock moved on; returns whether a leg became overdue, or a report did not come.
    public mutating func apply(clock now: Instant) -> Bool {
        var hasChanged = false
        if let deadline = nextDeadline, deadline <= now {
            overdueSince = deadline
            hasChanged = true
        }
        if !isClosed, silentSince == nil, let due = reportDue, due <= now {
            silentSince = due
            hasChanged = true
        }
        return hasChanged
    }
}
