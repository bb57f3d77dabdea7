import Delivery
import Geodesy
import Statements
import TestKit
import Testing

@Suite("what the log says, taken in one step")
struct DeliveryNewsTests {
    private func world() throws -> DeliveryWorld {
        DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook() + "," + DeliveryBooks.phone()))
    }

    private func news(_ numbers: [Int], received: [Int] = [], touched: [Int] = []) -> DeliveryNews {
        var news = DeliveryNews(cursor: 7)
        news.notices = numbers.map { (DeliveryBooks.notice($0), [DeliveryBooks.duty]) }
        news.receipts = received.map {
            SignedReceipt(
                of: DeliveryBooks.notice($0).statement, by: DeliveryBooks.duty.party, OfficerID(checked: "duty"),
                in: DeliveryBooks.notice(1_000 + $0).statement)
        }
        news.touched = Set(touched.map { DeliveryBooks.notice($0).record })
        return news
    }

    @Test("given a notice and its receipt in one step, then it is not sent, and nothing is left of it")
    func alreadyReceived() throws {
        var world = try world()
        try world.take(try world.core.take(news([1, 2], received: [1]), at: world.now) { _, _ in true })
        #expect(world.sent.map(\.assignment.notice) == [DeliveryBooks.notice(2)])
        #expect(try world.store.load().deliveries.map(\.notice) == [DeliveryBooks.notice(2)])
        #expect(try world.store.load().cursor == 7)
        #expect(world.core.deadLetters.isEmpty)
    }

    @Test("given a notice that no way of the entry is for, when its receipt is in the same step, then no letter stays")
    func receivedLetter() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.phone(rest: #", "atLeast": "flash""#)))
        try world.take(try world.core.take(news([1, 2], received: [1]), at: world.now) { _, _ in true })
        #expect(world.core.deadLetters.map(\.delivery.notice) == [DeliveryBooks.notice(2)])
        #expect(try world.store.load().deadLetters.map(\.delivery.notice) == [DeliveryBooks.notice(2)])
    }

    @Test(
        "given a record that is touched, then what is not wanted of it ends: in silence where a machine took it, else as a letter",
        arguments: [true, false])
    func takenBack(isHandedOver: Bool) throws {
        var world = try world()
        try world.enqueue([1, 2])
        try world.land { _ in isHandedOver ? .handedOver : .down }
        let step = try world.core.take(news([], touched: [1, 2, 3]), at: world.now) { notice, recipient in
            #expect(recipient == DeliveryBooks.duty)
            return notice == DeliveryBooks.notice(2)
        }
        try world.take(step)
        #expect(world.core.queue.map(\.notice) == [DeliveryBooks.notice(2)])
        #expect(world.core.deadLetters.map(\.reason) == (isHandedOver ? [] : [.withdrawn]))
        #expect(try world.store.load().deliveries.map(\.notice) == [DeliveryBooks.notice(2)])
        #expect(try world.store.load().deadLetters.count == (isHandedOver ? 0 : 1))
        #expect(world.core.counters.received == 0)
    }

    @Test("given an attempt under way, when its notice is taken back, then what comes of it changes nothing")
    func underWay() throws {
        var world = try world()
        try world.enqueue([1])
        try world.take(try world.core.take(news([], touched: [1]), at: world.now) { _, _ in false })
        try world.land { _ in .handedOver }
        #expect(world.core.queue.isEmpty)
        #expect(world.core.deadLetters.map(\.reason) == [.withdrawn])
        try world.crash()
        #expect(world.core.queue.isEmpty)
    }

    @Test("given a full queue, then nothing of the news is taken, the receipts neither")
    func full() throws {
        var limits = DeliveryLimits()
        limits.queued = 2
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()), limits: limits)
        try world.enqueue([1])
        #expect(throws: DeliveryError.self) {
            _ = try world.core.take(news([2, 3], received: [1]), at: world.now) { _, _ in true }
        }
        #expect(world.core.queue.map(\.notice) == [DeliveryBooks.notice(1)])
        #expect(world.core.cursor == 1)
    }
}
