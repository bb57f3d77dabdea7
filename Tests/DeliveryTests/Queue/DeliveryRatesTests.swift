import Delivery
import Geodesy
import TestKit
import Testing

@Suite struct DeliveryRatesTests {
    @Test("given a rate an hour, then no hour has more, and pressing notices have as many again")
    func perRecipient() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.phone(rest: #", "perHour": 10"#)))
        try world.enqueue(Array(1...40))
        try world.run(seconds: 3_599) { _ in .handedOver }
        #expect((9...11).contains(world.sent.count), "\(world.sent.count) in an hour")
        let routine = world.sent.count
        try world.enqueue([100], .flash)
        #expect(world.sent.count == routine + 1, "a flood of routine notices holds up a flash")
        try world.run(seconds: 4 * 3_600) { _ in .handedOver }
        #expect(world.core.queue.allSatisfy { $0.standing == .handedOver })
    }

    @Test("given a rate of a means, then all recipients together keep to it")
    func perMeans() throws {
        var limits = DeliveryLimits()
        limits.perHourByMeans[.smsQueue] = 60
        let entries = (0..<40).map { DeliveryBooks.entry("party-\($0)/duty", DeliveryBooks.phone()) }
        var world = DeliveryWorld(
            try AddressBook(json: Array(DeliveryBooks.file(entries).utf8)), limits: limits)
        try world.enqueue([1, 2, 3, 4])
        try world.run(seconds: 3_599) { _ in .handedOver }
        #expect((59...66).contains(world.sent.count), "\(world.sent.count) in an hour")
        try world.run(seconds: 3 * 3_600) { _ in .handedOver }
        #expect(world.core.queue.allSatisfy { $0.standing == .handedOver })
        #expect(world.core.queue.count == 160)
    }

    @Test("the most pressing goes first, then the oldest")
    func order() throws {
        var limits = DeliveryLimits()
        limits.underWayPerAddress = 1
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()), limits: limits)
        try world.enqueue([1, 2])
        try world.enqueue([3], .priority)
        try world.enqueue([4], .flash)
        try world.enqueue([5], .immediate)
        try world.run(seconds: 1) { _ in .handedOver }
        let expected = [1, 4, 5, 3, 2].map { DeliveryBooks.notice($0).statement }
        #expect(world.sent.map(\.assignment.notice.statement) == expected)
    }

    @Test("no more are under way to one address, or by one means, than the limits say")
    func underWay() throws {
        let entries = (0..<6).map { DeliveryBooks.entry("party-\($0)/duty", DeliveryBooks.webhook()) }
        var limits = DeliveryLimits()
        limits.underWayByMeans[.webhook] = 50
        var world = DeliveryWorld(
            try AddressBook(json: Array(DeliveryBooks.file(entries).utf8)), limits: limits)
        try world.enqueue(Array(1...20))
        #expect(world.sent.count == 50)
        for entry in world.book.recipients {
            #expect(world.sent.filter { $0.assignment.recipient.id == entry.id }.count <= 16)
        }
        try world.run(seconds: 1) { _ in .handedOver }
        #expect(world.sent.count == 120)
    }

    @Test(
        "in quiet hours only what is pressing enough goes; the rest when they end",
        arguments: [("11:00", "13:00", Int64(3_600)), ("23:00", "12:01", 60), ("12:00", "11:59", 86_340)])
    func quiet(from: String, to: String, seconds: Int64) throws {
        let quiet = #"{"from": "\#(from)", "to": "\#(to)", "except": "immediate"}"#
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook(), quiet: quiet))
        try world.enqueue([1], .priority)
        #expect(world.sent.isEmpty)
        try world.enqueue([2], .immediate)
        #expect(world.sent.count == 1)
        try world.run(seconds: 2 * 86_400) { _ in .handedOver }
        #expect(world.sent.last?.at == DeliveryBooks.noon.adding(seconds: seconds))
        var other = DeliveryWorld(
            try DeliveryBooks.one(
                DeliveryBooks.webhook(), quiet: #"{"from": "13:00", "to": "14:00", "except": "flash"}"#))
        try other.enqueue([1])
        #expect(other.sent.count == 1)
    }

    @Test("a full queue takes nothing, and the cursor stays where it was")
    func fullQueue() throws {
        var limits = DeliveryLimits()
        limits.queued = 10
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()), limits: limits)
        try world.enqueue(Array(1...10))
        #expect(throws: DeliveryError.self) { try world.enqueue([11]) }
        #expect(world.core.cursor == 10)
        try world.land { _ in .handedOver }
        try world.enqueue([11])
        #expect(world.core.cursor == 11)
    }

    @Test("one recipient's full queue is a dead letter, not everybody's")
    func fullRecipient() throws {
        var limits = DeliveryLimits()
        limits.queuedPerRecipient = 5
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()), limits: limits)
        try world.enqueue(Array(1...7))
        #expect(world.core.queue.count == 5)
        #expect(world.core.deadLetters.map(\.reason) == [.noRoom, .noRoom])
    }

    @Test("letters beyond the limit go, the oldest first, and are counted")
    func letters() throws {
        var limits = DeliveryLimits()
        limits.deadLetters = 3
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()), limits: limits)
        for number in 1...5 {
            try world.enqueue([number])
            try world.land { _ in .no }
        }
        #expect(world.core.deadLetters.map(\.delivery.notice) == [3, 4, 5].map { DeliveryBooks.notice($0) })
        #expect(world.core.counters.droppedLetters == 2)
        #expect(try world.store.load().deadLetters == world.core.deadLetters)
    }

    @Test("a clock that goes back by a year holds nothing up by a year")
    func clockBack() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
        world.now = DeliveryBooks.noon.adding(seconds: 365 * 86_400)
        try world.enqueue([1])
        try world.land { _ in .down }
        world.now = DeliveryBooks.noon
        try world.run(seconds: 1_801) { _ in .handedOver }
        #expect(world.core.queue.map(\.standing) == [.handedOver])
    }
}
