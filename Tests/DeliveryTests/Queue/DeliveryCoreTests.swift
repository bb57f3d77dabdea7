import Delivery
import Geodesy
import Statements
import TestKit
import Testing

@Suite struct DeliveryCoreTests {
    private static let hookThenPhone = DeliveryBooks.webhook() + "," + DeliveryBooks.phone()

    @Test("given a notice, when every machine took it, then it is handed over and never received")
    func handedOverIsNotReceived() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(Self.hookThenPhone))
        try world.enqueue([1], .flash)
        try world.run(seconds: 86_400) { _ in .handedOver }
        #expect(world.sent.count == 2)
        #expect(world.core.queue.map(\.standing) == [.handedOver])
        #expect(world.core.counters.received == 0)
        try world.run(seconds: 7 * 86_400) { _ in .handedOver }
        let letter = try #require(world.core.deadLetters.first)
        #expect(letter.reason == .notReceived)
        #expect("\(letter)".contains("red-crescent/duty has not signed for it"))
    }

    @Test("given a delivery, when its recipient's signed statement comes, then it is over, dead letter or not")
    func receiptEnds() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
        try world.enqueue([1, 2, 3])
        try world.receive(1, by: "another")
        try world.receive(2, by: "duty", of: "another-party")
        #expect(world.core.queue.count == 3, "somebody else's word ended a delivery")
        try world.receive(1, by: "duty")
        #expect(world.core.queue.count == 2)
        try world.land { $0.notice == DeliveryBooks.notice(2) ? .no : .handedOver }
        #expect(world.core.deadLetters.count == 1)
        try world.receive(2, by: "duty")
        #expect(world.core.deadLetters.isEmpty)
        let stored = try world.store.load()
        #expect(stored.deadLetters.isEmpty)
        #expect(stored.deliveries.map(\.notice) == [DeliveryBooks.notice(3)])
    }

    @Test("given a party's entry, when any of its officers signs, then it is over")
    func anyOfficer() throws {
        let book = try AddressBook(
            json: Array(DeliveryBooks.file([DeliveryBooks.entry("red-crescent", DeliveryBooks.phone())]).utf8))
        var world = DeliveryWorld(book)
        try world.enqueue([1])
        try world.receive(1, by: "whoever")
        #expect(world.core.queue.isEmpty)
    }

    @Test(
        "given ways in order, when the first is refused, then the next begins at once, and the last one's end names both"
    )
    func ladderOnRefusal() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(Self.hookThenPhone))
        try world.enqueue([1])
        #expect(world.sent.map(\.assignment.address.name.rawValue) == ["hook"])
        try world.land { _ in .no }
        #expect(world.sent.map(\.assignment.address.name.rawValue) == ["hook", "phone"])
        #expect(world.sent.last?.at == DeliveryBooks.noon)
        try world.land { _ in .no }
        let letter = try #require(world.core.deadLetters.first)
        #expect(letter.reason == .notReached)
        #expect(
            "\(letter)".hasPrefix(
                "red-crescent/duty was not reached: notice \(DeliveryBooks.notice(1).reference) (hook, 1 "))
        #expect("\(letter)".contains("phone, 1 attempts: never"))
    }

    @Test(
        "given ways in order, when nobody signs, then the next begins as the urgency asks",
        arguments: [
            (NoticeUrgency.flash, Int64(0), 3), (.immediate, 59, 1), (.immediate, 60, 2), (.immediate, 121, 3),
            (.priority, 899, 1), (.priority, 900, 2), (.routine, 86_400, 1),
        ])
    func ladderOnSilence(urgency: NoticeUrgency, seconds: Int64, ways: Int) throws {
        var world = DeliveryWorld(try DeliveryBooks.one(Self.hookThenPhone + "," + DeliveryBooks.mailbox()))
        try world.enqueue([1], urgency)
        try world.run(seconds: seconds) { _ in .handedOver }
        #expect(world.sent.count == ways)
    }

    @Test("given a means for pressing notices alone, when a routine one comes, then it is not used")
    func atLeast() throws {
        let means = DeliveryBooks.mailbox() + "," + DeliveryBooks.phone(rest: #", "atLeast": "immediate""#)
        var world = DeliveryWorld(try DeliveryBooks.one(means))
        try world.enqueue([1])
        try world.enqueue([2], .flash)
        #expect(world.core.queue.map(\.legs.count) == [2, 1])
        let only = try DeliveryBooks.one(DeliveryBooks.phone(rest: #", "atLeast": "immediate""#))
        var none = DeliveryWorld(only)
        try none.enqueue([1])
        #expect(none.core.deadLetters.map(\.reason) == [.notReached], "a notice that no way is for vanished")
    }

    @Test(
        "given a peer that is down, then waits double up to their limit, attempts end, and one seed gives one history")
    func backoff() throws {
        func history() throws -> [Instant] {
            var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
            try world.enqueue([1])
            try world.run(seconds: 80 * 3600) { _ in .down }
            #expect(world.core.deadLetters.map(\.reason) == [.notReached])
            #expect(world.core.queue.isEmpty)
            return world.sent.map(\.at)
        }
        let times = try history()
        #expect(times == (try history()))
        #expect(times.count == DeliveryLimits().attempts)
        let waits = zip(times, times.dropFirst()).map { $0.microseconds(to: $1) / 1_000 }
        for (number, wait) in waits.enumerated() {
            let ceiling = min(2_000 << Int64(number), 1_800_000)
            #expect(wait >= ceiling / 2, "wait \(number) is \(wait)")
            #expect(wait <= 2 * ceiling, "wait \(number) is \(wait)")
        }
    }

    @Test("given a peer that asks for patience, then it gets it, up to the limit")
    func retryAfter() throws {
        for (asked, least, most) in [(Int64(100), Int64(100), Int64(100)), (1_000_000, 1_800, 1_800), (-5, 0, 3)] {
            var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
            try world.enqueue([1])
            try world.land { _ in .failed(DeliveryFault(.busy, "later"), retryAfterSeconds: asked) }
            try world.run(seconds: 7_200) { _ in .handedOver }
            let wait = DeliveryBooks.noon.microseconds(to: try #require(world.sent.last).at) / 1_000_000
            #expect(world.sent.count == 2)
            #expect((least...most).contains(wait), "\(asked): \(wait)")
        }
    }

    @Test("given a peer that comes back, then what waited goes out, each notice once, none lost")
    func comesBack() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
        try world.enqueue(Array(1...200))
        try world.run(seconds: 600) { _ in .down }
        let knocks = world.sent.count
        #expect(knocks < 200, "an address that is down was knocked at \(knocks) times in ten minutes")
        try world.run(seconds: 2 * 3600) { _ in .handedOver }
        #expect(world.core.queue.allSatisfy { $0.standing == .handedOver })
        #expect(world.core.queue.count == 200)
    }

    @Test("given a notice whose content is gone, then nothing is sent of it and it is over")
    func withdrawn() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(Self.hookThenPhone))
        try world.enqueue([1])
        try world.land { _ in nil }
        #expect(world.core.queue.isEmpty)
        #expect(world.core.deadLetters.map(\.reason) == [.withdrawn])
        #expect(world.sent.count == 1)
    }

    @Test(
        "given a message that lies in a queue, when nothing is reported, then it is looked at again; a report settles it"
    )
    func pending() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.phone()))
        try world.enqueue([1])
        let key = try #require(world.sent.first).assignment.key
        try world.land { _ in .pending(seconds: 120) }
        #expect(world.core.queue.map(\.standing) == [.trying], "a file in a folder counts as handed over")
        try world.run(seconds: 121) { _ in .pending(seconds: 120) }
        #expect(world.sent.count == 2)
        try world.take(world.core.take([DeliveryReport(key: key, outcome: .handedOver)], at: world.now))
        #expect(world.core.queue.map(\.standing) == [.handedOver])
        try world.take(world.core.take([DeliveryReport(key: key, outcome: .down)], at: world.now))
        #expect(world.core.queue.map(\.standing) == [.trying], "a failure that was reported later is lost")
        try world.run(seconds: 60) { _ in .handedOver }
        #expect(world.sent.count == 3)
    }

    @Test("given an expiry, when it passes, then the delivery is over and says so")
    func expiry() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
        let notice = DeliveryBooks.notice(1, .flash, expires: world.now.adding(seconds: 100))
        try world.take(world.core.enqueue([(notice, [DeliveryBooks.duty])], cursor: 1, at: world.now))
        try world.run(seconds: 1_000) { _ in .down }
        #expect(world.core.deadLetters.map(\.reason) == [.expired])
        #expect(world.core.deadLetters.first?.at == DeliveryBooks.noon.adding(seconds: 100))
    }

    @Test("given a notice that nobody has to sign for, when one way took it, then it is over")
    func informs() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(Self.hookThenPhone))
        try world.enqueue([1], awaitsReceipt: false)
        try world.land { _ in .handedOver }
        #expect(world.core.sizes == (0, 0, 0))
        #expect(try world.store.load().deliveries.isEmpty)
    }

    @Test("given a dead letter, when an operator tries again, then it goes anew by what the book has now")
    func retryLetter() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
        try world.enqueue([1])
        try world.land { _ in .no }
        let id = try #require(world.core.deadLetters.first).delivery.id
        world.core.use(try DeliveryBooks.one(DeliveryBooks.phone()), at: world.now)
        let step = world.core.retry(id, at: world.now)
        try world.take(try #require(step))
        #expect(world.sent.last?.assignment.address.kind == .smsQueue)
        #expect(world.core.deadLetters.isEmpty)
        let again = world.core.retry(id, at: world.now)
        if again != nil { Issue.record("a letter that is gone was tried again") }
        let stored = try world.store.load()
        #expect(stored.deadLetters.isEmpty)
        #expect(stored.deliveries.count == 1)
    }

    @Test("given a way that the book no longer has, then nothing is sent there")
    func bookChanges() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
        try world.enqueue([1])
        try world.land { _ in .down }
        world.core.use(.empty, at: world.now)
        try world.run(seconds: 600) { _ in .handedOver }
        #expect(world.sent.count == 1)
        #expect(world.core.deadLetters.first?.delivery.legs.first?.fault?.code == .noAddress)
    }
}
