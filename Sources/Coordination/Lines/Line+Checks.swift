import Geodesy
import Statements

extension Line {
    /// Takes a check that was accepted.
    mutating func take(_ check: LineCheck, by caller: PartyID, _ provenance: Provenance) {
        checks.append(EnteredCheck(caller: caller, check: check, provenance: provenance))
        if checks.count > Self.keptChecks { checks.removeFirst() }
        see(check.called, by: caller, check.outcome, at: check.at, provenance)
        guard let schedule = terms.checks, schedule.caller == caller, let due = schedule.due(for: check.at) else {
            return
        }
        // Before its time, within the grace, nothing is running yet.
        while let next = nextDue, next <= due { begin(next) }
        if let place = running.firstIndex(where: { $0.due == due && $0.called == check.called }) {
            // Who answered once was reached, however many calls it took.
            if running[place].outcome != .answered { running[place].outcome = check.outcome }
        } else if let place = missed.lastIndex(where: { $0.due == due && $0.called == check.called }),
            missed[place].caller == caller, check.outcome == .answered || missed[place].reason == .notMade
        {
            missed[place].enteredLater = missed[place].enteredLater ?? provenance
        }
    }

    /// The check that each party missed last, while nothing has been heard of it since: no call by one that was to call, no
    /// answer by one that was called.
    public var unmade: [MissedCheck] {
        var latest: [PartyID: MissedCheck] = [:]
        for check in missed { latest[check.silent] = check }
        return latest.values.filter { check in
            guard check.enteredLater == nil, terms.cell(of: check.silent) != nil else { return false }
            if check.reason == .notMade {
                return !checks.contains { $0.caller == check.silent && $0.check.at > check.due }
            }
            return !observations(of: check.silent).contains { ($0.observation.answeredAt ?? .earliest) > check.due }
        }
        .sorted { ($0.lapsedAt, $0.silent) < ($1.lapsedAt, $1.silent) }
    }

    /// Keeps what one party saw of another.
    mutating func see(
        _ observed: PartyID, by observer: PartyID, _ outcome: LineCheck.Outcome, at time: Instant,
        _ provenance: Provenance
    ) {
        let sight = Sight(observer: observer, observed: observed)
        if sightings[sight] == nil {
            sightings[sight] = LineObservation(outcome, at: time, provenance)
        } else {
            sightings[sight]?.take(outcome, at: time, provenance)
        }
    }

    /// Takes new terms; what is running keeps the schedule under which it was due.
    mutating func restate(_ terms: LineTerms, _ provenance: Provenance, _ statement: StatementHash, now: Instant) {
        // No more than one is due in between: the clock has judged all before.
        if let due = nextDue, due <= now { begin(due) }
        self.terms = terms
        self.statement = statement
        restated = provenance
        revision += 1
        nextDue = terms.checks?.next(after: now)
        let parties = Set(terms.cells.map(\.party))
        sightings = sightings.filter { parties.contains($0.key.observed) && parties.contains($0.key.observer) }
        declarations = declarations.filter { parties.contains($0.key) }
    }

    /// Lets the grace of the check due at `due` run, for every party that is to be called.
    private mutating func begin(_ due: Instant) {
        guard let schedule = terms.checks else { return }
        for cell in terms.cells where cell.party != schedule.caller {
            running.append(
                RunningCheck(
                    schedule: schedule, due: due, called: cell.party, establishedBy: restated, statement: statement))
        }
        nextDue = schedule.next(after: due)
    }

    /// The clock moved on: what became due begins to run, and what is past its grace is judged.
    ///
    /// `takesPart` says whether a party can be expected to call or answer: nobody is missed who left.
    ///
    /// - Returns: what was missed and has not been told before, the oldest first.
    mutating func apply(clock now: Instant, takesPart: (PartyID) -> Bool) -> [MissedCheck] {
        skipForgotten(now, takesPart)
        while let due = nextDue, due <= now { begin(due) }
        let over = running.filter { $0.deadline < now }
        guard !over.isEmpty else { return [] }
        var found: [MissedCheck] = []
        running.removeAll { $0.deadline < now }
        for check in over where check.outcome != .answered && takesPart(check.called) {
            let reason: MissedCheck.Reason = check.outcome == nil ? .notMade : .unanswered
            guard reason == .unanswered || takesPart(check.schedule.caller) else { continue }
            let silent = reason == .notMade ? check.schedule.caller : check.called
            found.append(
                MissedCheck(
                    line: id, due: check.due, lapsedAt: check.deadline, caller: check.schedule.caller,
                    called: check.called, reason: reason, clause: check.schedule.clause,
                    establishedBy: check.establishedBy, schedule: check.statement, declared: declared(by: silent)))
        }
        missed += found
        missedCount += UInt64(found.count)
        if missed.count > Self.keptMissed { missed.removeFirst(missed.count - Self.keptMissed) }
        return found
    }

    /// After a gap in the clock, checks of which none could be kept are counted without being made.
    private mutating func skipForgotten(_ now: Instant, _ takesPart: (PartyID) -> Bool) {
        guard let schedule = terms.checks, let due = nextDue else { return }
        let days = due.microseconds(to: now) / 86_400_000_000
        let others = Int64(terms.cells.count - 1)
        let aDay = Int64(schedule.minutes.count)
        // As many whole days as leave more than is kept.
        let skipped = days - Int64(Self.keptMissed) / max(1, aDay * others) - 2
        guard skipped > 0 else { return }
        if takesPart(schedule.caller) {
            let called = terms.cells.filter { $0.party != schedule.caller && takesPart($0.party) }.count
            missedCount += UInt64(skipped * aDay * Int64(called))
        }
        nextDue = due.adding(seconds: skipped * 86_400)
    }
}
