public import Geodesy
import HeapModule

extension DeliveryCore {
    /// Takes what became of attempts; nil for one whose content is no longer there or no longer for its recipient.
    ///
    /// An outcome of a delivery that is over by now, or told twice, changes nothing.
    public mutating func finish(
        _ outcomes: [(assignment: Assignment, outcome: DeliveryOutcome?)], at now: Instant
    ) -> Step {
        var step = Step()
        for (assignment, outcome) in outcomes {
            guard let place = keys[assignment.key], let delivery = deliveries[place.delivery],
                delivery.legs[place.leg].isUnderWay
            else { continue }
            release(delivery, place.leg)
            var ended = delivery
            ended.legs[place.leg].isUnderWay = false
            guard let outcome else {
                ended.legs[place.leg].fault = DeliveryFault(
                    .withdrawn, "the notice is no longer there, or no longer for this recipient")
                put(ended, &step)
                bury(ended, .withdrawn, at: now, &step)
                continue
            }
            put(ended, &step)
            settle(ended, place.leg, outcome, at: now, &step)
        }
        run(at: now, &step)
        return step
    }

    /// Takes what means learned of parcels that they had handed over.
    public mutating func take(_ reports: [DeliveryReport], at now: Instant) -> Step {
        var step = Step()
        for report in reports {
            guard let place = keys[report.key], let delivery = deliveries[place.delivery],
                !delivery.legs[place.leg].isUnderWay, delivery.legs[place.leg].deadAt == nil
            else { continue }
            if case .handedOver = report.outcome, delivery.legs[place.leg].isHandedOver { continue }
            var reopened = delivery
            reopened.legs[place.leg].handedOverAt = nil
            put(reopened, &step)
            settle(reopened, place.leg, report.outcome, at: now, &step)
        }
        run(at: now, &step)
        return step
    }

    private mutating func settle(
        _ delivery: QueuedDelivery, _ place: Int, _ outcome: DeliveryOutcome, at now: Instant, _ step: inout Step
    ) {
        let name = lane(of: delivery, place)
        switch outcome {
        case .handedOver:
            counters.handedOver += 1
            lanes[name]?.failuresInRow = 0
            lanes[name]?.pausedUntil = nil
            var taken = delivery
            taken.legs[place].due = nil
            taken.legs[place].fault = nil
            taken.legs[place].handedOverAt = now
            handOver(taken, at: now, &step)
        case .pending(let seconds):
            lanes[name]?.failuresInRow = 0
            lanes[name]?.pausedUntil = nil
            var waiting = delivery
            waiting.legs[place].due = now.adding(seconds: min(max(1, seconds), limits.urgentSeconds))
            put(waiting, &step)
            arm(waiting, only: place)
        case .refused(let fault):
            counters.failed += 1
            lanes[name]?.failuresInRow = 0
            lanes[name]?.pausedUntil = nil
            giveUp(delivery, place, fault, at: now, &step)
        case .failed(let fault, let asked):
            counters.failed += 1
            let urgency = delivery.notice.urgency
            let leg = delivery.legs[place]
            let patience = (leg.begunAt ?? delivery.queuedAt).adding(seconds: limits.giveUpSeconds(urgency))
            guard leg.attempts < limits.attempts, now < patience else {
                return giveUp(delivery, place, fault, at: now, &step)
            }
            let longest = limits.longestBackoff(urgency)
            var wait = jitter.backoff(
                failures: leg.attempts, first: limits.firstBackoffMilliseconds, longest: longest)
            if let asked { wait = max(wait, min(max(0, asked), longest / 1_000) * 1_000) }
            var later = delivery
            later.legs[place].fault = fault
            later.legs[place].due = now.adding(milliseconds: wait)
            put(later, &step)
            pause(name, longest, at: now)
            arm(later, only: place)
        }
        announce(name)
    }

    /// Leaves an address alone that fails and fails, so that a thousand notices do not knock a thousand times.
    private mutating func pause(_ name: Lane.Name, _ longest: Int64, at now: Instant) {
        lanes[name, default: Lane()].failuresInRow += 1
        let beyond = (lanes[name]?.failuresInRow ?? 0) - limits.failuresBeforePause
        guard beyond >= 0 else { return }
        let wait = jitter.backoff(
            failures: beyond + 1, first: limits.firstBackoffMilliseconds, longest: longest)
        lanes[name]?.pausedUntil = now.adding(milliseconds: wait)
    }

    private mutating func handOver(_ delivery: QueuedDelivery, at now: Instant, _ step: inout Step) {
        put(delivery, &step)
        guard delivery.notice.awaitsReceipt else {
            // Nobody is to sign for it: one way that took it is enough.
            dismiss(delivery.id)
            step.changes.remove(delivery.id)
            return
        }
        guard deliveries.count - withWork > limits.awaiting else { return }
        bury(delivery, .notReceived, at: now, &step)
    }

    /// Ends one way; the next begins at once, and where there is none the delivery is over.
    mutating func giveUp(
        _ delivery: QueuedDelivery, _ place: Int, _ fault: DeliveryFault, at now: Instant, _ step: inout Step
    ) {
        var ended = delivery
        ended.legs[place].due = nil
        ended.legs[place].deadAt = now
        ended.legs[place].fault = fault
        let next = ended.legs.firstIndex { !$0.hasBegun }
        if let next { begin(&ended, next, at: now) }
        put(ended, &step)
        if let next { arm(ended, only: next) }
        if ended.legs.allSatisfy({ $0.deadAt != nil }) { bury(ended, .notReached, at: now, &step) }
    }

    /// Frees the place that a leg had under way.
    mutating func release(_ delivery: QueuedDelivery, _ place: Int) {
        let name = lane(of: delivery, place)
        if let count = lanes[name]?.underWay { lanes[name]?.underWay = max(0, count - 1) }
        if let kind = book[name.recipient]?.address(name.means)?.kind, let count = kinds[kind]?.underWay {
            kinds[kind]?.underWay = max(0, count - 1)
        }
        announce(name)
    }

    /// Lets rates begin anew, since a clock that went back would hold everything up until it is there again.
    mutating func forgetRates() {
        for name in lanes.keys {
            lanes[name]?.gate = RateGate()
            lanes[name]?.urgentGate = RateGate()
        }
        for kind in kinds.keys { kinds[kind]?.gate = RateGate() }
    }

    /// Sets every timer and every lane anew, after loading, after another address book, or when the clock went back.
    mutating func rebuild(at now: Instant) {
        timers = Heap()
        var flights: [MeansKind: Int] = [:]
        for name in lanes.keys {
            lanes[name]?.ready = Heap()
            lanes[name]?.wakeAt = nil
            if let kind = book[name.recipient]?.address(name.means)?.kind {
                flights[kind, default: 0] += lanes[name]?.underWay ?? 0
            }
            if let paused = lanes[name]?.pausedUntil {
                let longest = now.adding(milliseconds: limits.routineBackoffMilliseconds)
                lanes[name]?.pausedUntil = min(paused, longest)
            }
        }
        for kind in MeansKind.allCases {
            let gate = kinds[kind]?.gate ?? RateGate()
            kinds[kind] = WaysOfKind(underWay: flights[kind, default: 0], gate: gate)
        }
        for var delivery in queue {
            for place in delivery.legs.indices {
                // A wait that was reckoned by a clock ahead of this one would never end.
                let longest = now.adding(milliseconds: limits.longestBackoff(delivery.notice.urgency))
                if let due = delivery.legs[place].due { delivery.legs[place].due = min(due, longest) }
            }
            deliveries[delivery.id] = delivery
            arm(delivery)
        }
    }
}

extension Instant {
    func adding(milliseconds: Int64) -> Instant {
        let whole = adding(seconds: milliseconds / 1_000)
        let rest = whole.microsecondsSince1970 + milliseconds % 1_000 * 1_000
        return (try? Instant(microsecondsSince1970: rest)) ?? whole
    }
}
