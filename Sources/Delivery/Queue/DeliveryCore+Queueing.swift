public import Geodesy
import Statements

extension DeliveryCore {
    /// Queues a notice to recipients, together with how far the log has been queued from; what is queued already stays.
    ///
    /// - Returns: the step; its cursor is stored with it, so that a crash neither loses a notice nor repeats one.
    /// - Throws: `DeliveryError` with code `full` when the queue takes no more: the log keeps the notice until it does.
    public mutating func enqueue(
        _ notices: [(notice: Notice, recipients: [RecipientID])], cursor: UInt64, at now: Instant
    ) throws(DeliveryError) -> Step {
        var news = DeliveryNews(cursor: cursor)
        news.notices = notices
        return try take(news, at: now) { _, _ in true }
    }

    /// Takes what the log says, in one step: queues notices, ends what was signed for, and takes back what nobody waits
    /// for any more.
    ///
    /// What a receipt of the same news answers is never sent.
    ///
    /// - Parameters:
    ///   - news: what the log says.
    ///   - now: the time.
    ///   - isWanted: whether a notice of a record that was touched is still for a recipient.
    /// - Returns: the step; the news' cursor is stored with it, so that a crash neither loses a notice nor repeats one.
    /// - Throws: `DeliveryError` with code `full` when the queue takes no more: the log keeps the news until it does.
    public mutating func take(
        _ news: DeliveryNews, at now: Instant, unless isWanted: (Notice, RecipientID) -> Bool
    ) throws(DeliveryError) -> Step {
        let wanted = news.notices.reduce(0) { $0 + $1.recipients.count }
        guard withWork + wanted <= limits.queued else {
            throw DeliveryError(
                .full, "the delivery queue holds \(withWork) of at most \(limits.queued); the log keeps the rest")
        }
        var step = Step()
        for (notice, recipients) in news.notices {
            for id in recipients { enqueue(notice, to: id, at: now, &step) }
        }
        for receipt in news.receipts { end(receipt, &step) }
        takeBack(news.touched, at: now, &step, unless: isWanted)
        cursor = news.cursor
        step.changes.cursor = cursor
        run(at: now, &step)
        return step
    }

    private mutating func enqueue(_ notice: Notice, to id: RecipientID, at now: Instant, _ step: inout Step) {
        guard let recipient = book[id] else { return }
        let ways = recipient.means.filter { $0.atLeast <= notice.urgency }
        var delivery = QueuedDelivery(
            notice: notice, recipient: id, queuedAt: now, legs: ways.map { Leg(means: $0.name) })
        guard deliveries[delivery.id] == nil, letters[delivery.id] == nil else { return }
        guard !ways.isEmpty else { return bury(delivery, .notReached, at: now, &step) }
        guard workOf[id, default: 0] < limits.queuedPerRecipient else {
            return bury(delivery, .noRoom, at: now, &step)
        }
        begin(&delivery, 0, at: now)
        admit(delivery)
        step.changes.keep(delivery)
        arm(delivery)
    }

    /// Lets a leg's turn come.
    func begin(_ delivery: inout QueuedDelivery, _ leg: Int, at now: Instant) {
        guard delivery.legs.indices.contains(leg), !delivery.legs[leg].hasBegun else { return }
        delivery.legs[leg].begunAt = now
        delivery.legs[leg].due = now
    }

    /// Ends deliveries that a signed statement of their recipient answers.
    ///
    /// Nothing else makes a delivery received.
    public mutating func receive(_ receipts: [SignedReceipt], at now: Instant) -> Step {
        var step = Step()
        for receipt in receipts { end(receipt, &step) }
        run(at: now, &step)
        return step
    }

    private mutating func end(_ receipt: SignedReceipt, _ step: inout Step) {
        for id in receipt.answers {
            if deliveries[id] != nil {
                dismiss(id)
                step.changes.remove(id)
                counters.received += 1
            } else if letters.remove(id) != nil {
                step.changes.dead.removeAll { $0.delivery.id == id }
                step.changes.forgotten.insert(id)
                counters.received += 1
            }
        }
    }

    /// Ends what is not wanted any more: where no machine took it, a letter says so.
    private mutating func takeBack(
        _ records: Set<RecordID>, at now: Instant, _ step: inout Step, unless isWanted: (Notice, RecipientID) -> Bool
    ) {
        for record in records.sorted() {
            for id in (ofRecord[record] ?? []).sorted() {
                guard let delivery = deliveries[id], !isWanted(delivery.notice, delivery.recipient) else { continue }
                guard delivery.standing == .handedOver else {
                    bury(delivery, .withdrawn, at: now, &step)
                    continue
                }
                dismiss(id)
                step.changes.remove(id)
            }
        }
    }

    /// Tries a dead letter again from the beginning, by the ways that the address book has now.
    ///
    /// - Returns: nil when there is no such letter, or its recipient is no longer in the book.
    public mutating func retry(_ id: DeliveryID, at now: Instant) -> Step? {
        guard let letter = letters[id], book[letter.delivery.recipient] != nil else { return nil }
        letters.remove(id)
        var step = Step()
        enqueue(letter.delivery.notice, to: letter.delivery.recipient, at: now, &step)
        // What could not be queued is a letter anew, under the same id.
        if letters[id] == nil { step.changes.forgotten.insert(id) }
        run(at: now, &step)
        return step
    }

    /// Forgets a dead letter that an operator has dealt with; nil when there is none.
    public mutating func forget(_ id: DeliveryID, at now: Instant) -> Step? {
        guard letters.remove(id) != nil else { return nil }
        var step = Step()
        step.changes.forgotten.insert(id)
        run(at: now, &step)
        return step
    }

    /// Ends a delivery without a receipt, and says who was not reached.
    mutating func bury(
        _ delivery: QueuedDelivery, _ reason: DeadLetter.Reason, at now: Instant, _ step: inout Step
    ) {
        dismiss(delivery.id)
        step.changes.remove(delivery.id)
        var ended = delivery
        for place in ended.legs.indices {
            ended.legs[place].isUnderWay = false
            ended.legs[place].due = nil
        }
        let letter = DeadLetter(delivery: ended, at: now, reason: reason)
        letters.add(letter)
        step.changes.dead.removeAll { $0.delivery.id == delivery.id }
        step.changes.dead.append(letter)
        step.changes.forgotten.remove(delivery.id)
        counters.dead += 1
        while letters.count > limits.deadLetters, let oldest = letters.removeOldest() {
            step.changes.forgotten.insert(oldest)
            step.changes.dead.removeAll { $0.delivery.id == oldest }
            counters.droppedLetters += 1
        }
    }
}
