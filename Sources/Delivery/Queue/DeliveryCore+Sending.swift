public import Geodesy
import HeapModule

extension DeliveryCore {
    /// What is due now.
    public mutating func step(at now: Instant) -> Step {
        var step = Step()
        run(at: now, &step)
        return step
    }

    mutating func run(at now: Instant, _ step: inout Step) {
        if let lastNow, now < lastNow.adding(seconds: -limits.clockBackSeconds) {
            forgetRates()
            rebuild(at: now)
        }
        lastNow = now
        // Timers of what is over already stay in the heap until then; too many of them and it is made anew.
        if timers.count > 4 * (deliveries.count + lanes.count) + 4_096 { rebuild(at: now) }
        while let timer = timers.min, timer.at <= now {
            _ = timers.popMin()
            fire(timer, at: now, &step)
        }
        for kind in kinds.keys.sorted() { fill(kind, at: now, &step) }
        step.wake = timers.min?.at
    }

    private mutating func fire(_ timer: Timer, at now: Instant, _ step: inout Step) {
        switch timer.subject {
        case .lane(let name):
            guard lanes[name]?.wakeAt == timer.at else { return }
            lanes[name]?.wakeAt = nil
            announce(name)
        case .kind(let kind): kinds[kind]?.wakeAt = nil
        case .leg(let id, let place):
            guard let delivery = deliveries[id], let due = delivery.legs[place].due, due <= now,
                !delivery.legs[place].isUnderWay
            else { return }
            ready(delivery, place)
        case .next(let id, let place):
            guard var delivery = deliveries[id], !delivery.legs[place].hasBegun else { return }
            begin(&delivery, place, at: now)
            put(delivery, &step)
            arm(delivery, only: place)
        case .end(let id):
            guard let delivery = deliveries[id], end(of: delivery) <= now else { return }
            let isExpired = delivery.notice.expires.map { $0 <= now } ?? false
            let isHandedOver = delivery.standing == .handedOver
            bury(delivery, isHandedOver ? .notReceived : isExpired ? .expired : .notReached, at: now, &step)
        }
    }

    /// When a delivery is over whatever became of it.
    func end(of delivery: QueuedDelivery) -> Instant {
        let patience = delivery.queuedAt.adding(seconds: limits.awaitSeconds)
        return delivery.notice.expires.map { min($0, patience) } ?? patience
    }

    /// Sets the timers of a delivery, or of one of its legs.
    mutating func arm(_ delivery: QueuedDelivery, only place: Int? = nil) {
        if place == nil { timers.insert(Timer(at: end(of: delivery), order: order(), subject: .end(delivery.id))) }
        for (index, leg) in delivery.legs.enumerated() where place == nil || place == index {
            if let due = leg.due, !leg.isOver, !leg.isUnderWay {
                timers.insert(Timer(at: due, order: order(), subject: .leg(delivery.id, index)))
            }
            guard let begun = leg.begunAt, delivery.legs.indices.contains(index + 1),
                !delivery.legs[index + 1].hasBegun
            else { continue }
            // What a way gave up before this node went down begins at the next without waiting.
            let wait: Int64? = leg.deadAt != nil ? 0 : limits.nextMeansSeconds(delivery.notice.urgency)
            guard let wait else { continue }
            timers.insert(
                Timer(at: begun.adding(seconds: wait), order: order(), subject: .next(delivery.id, index + 1)))
        }
    }

    private mutating func ready(_ delivery: QueuedDelivery, _ place: Int) {
        let name = lane(of: delivery, place)
        lanes[name, default: Lane()].ready.insert(
            Turn(rank: delivery.notice.urgency.rank, order: order(), delivery: delivery.id, leg: place))
        announce(name)
    }

    /// Tells the lane's kind that something is ready there.
    mutating func announce(_ name: Lane.Name) {
        guard let turn = lanes[name]?.ready.min else {
            if lanes[name]?.underWay == 0, lanes[name]?.failuresInRow == 0, lanes[name]?.wakeAt == nil,
                book[name.recipient]?.address(name.means) == nil
            {
                lanes[name] = nil
            }
            return
        }
        // An address that is no longer in the book has no kind; any kind will find that out.
        let kind = book[name.recipient]?.address(name.means)?.kind ?? .webhook
        kinds[kind, default: WaysOfKind()].turns.insert(
            LaneTurn(rank: turn.rank, order: turn.order, lane: name))
    }

    private mutating func fill(_ kind: MeansKind, at now: Instant, _ step: inout Step) {
        while let turn = kinds[kind]?.turns.min {
            guard let first = lanes[turn.lane]?.ready.min, first.order == turn.order else {
                _ = kinds[kind]?.turns.popMin()
                continue
            }
            guard let delivery = deliveries[first.delivery], let due = delivery.legs[first.leg].due,
                due <= now, !delivery.legs[first.leg].isUnderWay
            else {
                pop(kind, turn)
                continue
            }
            guard let recipient = book[turn.lane.recipient], let address = recipient.address(turn.lane.means) else {
                pop(kind, turn)
                giveUp(
                    delivery, first.leg, DeliveryFault(.noAddress, "the address book no longer has this way"), at: now,
                    &step)
                continue
            }
            guard delivery.legs[first.leg].attempts < limits.attempts else {
                pop(kind, turn)
                let last = delivery.legs[first.leg].fault
                giveUp(
                    delivery, first.leg, last ?? DeliveryFault(.gaveUp, "this node stopped during every attempt"),
                    at: now, &step)
                continue
            }
            guard (kinds[kind]?.underWay ?? 0) < limits.underWayByMeans[kind, default: 1] else { return }
            if let rate = limits.perHourByMeans[kind], let opens = kinds[kind]?.gate.opens(perHour: rate, at: now),
                opens > now
            {
                if kinds[kind]?.wakeAt.map({ opens < $0 }) ?? true {
                    kinds[kind]?.wakeAt = opens
                    timers.insert(Timer(at: opens, order: order(), subject: .kind(kind)))
                }
                return
            }
            switch opening(of: turn.lane, address, recipient, delivery.notice.urgency, at: now) {
            case .now:
                pop(kind, turn)
                launch(delivery, first.leg, recipient, address, at: now, &step)
            case .at(let later):
                _ = kinds[kind]?.turns.popMin()
                wakeLane(turn.lane, at: later)
            case .whenFree: _ = kinds[kind]?.turns.popMin()
            }
        }
    }

    private mutating func pop(_ kind: MeansKind, _ turn: LaneTurn) {
        _ = kinds[kind]?.turns.popMin()
        _ = lanes[turn.lane]?.ready.popMin()
        announce(turn.lane)
    }

    private mutating func wakeLane(_ name: Lane.Name, at later: Instant) {
        if let set = lanes[name]?.wakeAt, set <= later { return }
        lanes[name]?.wakeAt = later
        timers.insert(Timer(at: later, order: order(), subject: .lane(name)))
    }

    private enum Opening { case now, at(Instant), whenFree }

    /// Whether a lane may have its first parcel now.
    private func opening(
        of name: Lane.Name, _ address: Address, _ recipient: Recipient, _ urgency: NoticeUrgency, at now: Instant
    ) -> Opening {
        guard let lane = lanes[name] else { return .whenFree }
        let isAiling = lane.failuresInRow >= limits.failuresBeforePause
        guard lane.underWay < (isAiling ? 1 : limits.underWayPerAddress) else { return .whenFree }
        var opens = now
        if let paused = lane.pausedUntil { opens = max(opens, paused) }
        if let quiet = recipient.quiet { opens = max(opens, quiet.opens(for: urgency, at: now)) }
        let gate = urgency.isUrgent ? lane.urgentGate : lane.gate
        opens = max(opens, gate.opens(perHour: address.perHour, at: now))
        return opens <= now ? .now : .at(opens)
    }

    private mutating func launch(
        _ delivery: QueuedDelivery, _ place: Int, _ recipient: Recipient, _ address: Address, at now: Instant,
        _ step: inout Step
    ) {
        var delivery = delivery
        delivery.legs[place].attempts += 1
        delivery.legs[place].isUnderWay = true
        put(delivery, &step)
        let name = lane(of: delivery, place)
        lanes[name]?.underWay += 1
        if delivery.notice.urgency.isUrgent {
            lanes[name]?.urgentGate.take(perHour: address.perHour, at: now)
        } else {
            lanes[name]?.gate.take(perHour: address.perHour, at: now)
        }
        kinds[address.kind]?.underWay += 1
        if let rate = limits.perHourByMeans[address.kind] { kinds[address.kind]?.gate.take(perHour: rate, at: now) }
        counters.attempts += 1
        step.sends.append(
            Assignment(
                delivery: delivery.id, key: delivery.key(of: delivery.legs[place]), notice: delivery.notice,
                recipient: recipient, address: address, attempt: delivery.legs[place].attempts))
    }
}
