import Delivery
import Geodesy
import TestKit
import Testing

@Suite struct DeliveryCrashTests {
    @Test("given a crash between sending and storing, then the same is sent again under the same key")
    func sendsAgain() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
        try world.enqueue([1])
        try world.crash()
        try world.run(seconds: 1) { _ in .handedOver }
        #expect(world.sent.count == 2)
        #expect(Set(world.sent.map(\.assignment.key)).count == 1)
        #expect(world.sent.map(\.assignment.attempt) == [1, 2], "an attempt before a crash is not counted")
    }

    @Test("given a notice that ends the process each time, then the attempts end too")
    func poison() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
        try world.enqueue([1])
        for _ in 0..<100 where !world.core.queue.isEmpty {
            try world.crash()
            try world.take(world.core.step(at: world.now))
        }
        #expect(world.core.deadLetters.map(\.reason) == [.notReached])
        #expect(world.sent.count == world.limits.attempts)
    }

    @Test("given the same entries of the log twice, then they are queued once")
    func queuedOnce() throws {
        var world = DeliveryWorld(try DeliveryBooks.one(DeliveryBooks.webhook()))
        try world.enqueue([1, 2])
        try world.enqueue([1, 2])
        #expect(world.sent.count == 2)
        #expect(world.core.queue.count == 2)
    }

    @Test("under faults of every kind nothing is lost and nothing is silently dropped", arguments: UInt64(0)..<24)
    func anything(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let entries = (0..<4).map { number in
            DeliveryBooks.entry(
                "party-\(number)/duty",
                [
                    DeliveryBooks.webhook(), DeliveryBooks.mailbox(),
                    DeliveryBooks.phone(rest: #", "atLeast": "priority""#),
                ]
                .joined(separator: ","),
                quiet: number == 0 ? #"{"from": "22:00", "to": "05:00", "except": "immediate"}"# : nil)
        }
        var world = DeliveryWorld(try AddressBook(json: Array(DeliveryBooks.file(entries).utf8)))
        var queued = 0
        var received: Set<Int> = []
        for round in 0..<60 {
            if round < 40, let urgency = random.one(of: NoticeUrgency.allCases) {
                let numbers = Array(queued..<(queued + random.below(4)))
                queued += numbers.count
                try world.enqueue(numbers, urgency)
            }
            if random.happens(300) { try world.crash() }
            if random.happens(200), queued > 0 {
                let number = random.below(queued)
                received.insert(number)
                for party in 0..<4 { try world.receive(number, by: "duty", of: "party-\(party)") }
            }
            let mood = random.below(1_000)
            var dice = random
            try world.run(seconds: Int64(random.below(3_600))) { _ in
                guard dice.happens(mood) else { return .handedOver }
                let choices: [DeliveryOutcome] = [.down, .no, .pending(seconds: 60), .handedOver, .down]
                return choices[dice.below(5)]
            }
            random = dice
            let stored = try world.store.load()
            #expect(Set(stored.deliveries.map(\.id)) == Set(world.core.queue.map(\.id)), "SEED=\(seed)")
            #expect(stored.deadLetters.map(\.delivery.id) == world.core.deadLetters.map(\.delivery.id), "SEED=\(seed)")
        }
        let known = Set(world.core.queue.map { Pair($0) } + world.core.deadLetters.map { Pair($0.delivery) })
        for number in 0..<queued where !received.contains(number) {
            for recipient in world.book.recipients {
                let pair = Pair(notice: "\(DeliveryBooks.notice(number).reference)", recipient: "\(recipient.id)")
                #expect(known.contains(pair), "\(pair) is nowhere: SEED=\(seed)")
            }
        }
        let attempts = Dictionary(grouping: world.sent, by: \.assignment.key).mapValues(\.count)
        #expect(attempts.values.allSatisfy { $0 <= world.limits.attempts }, "SEED=\(seed)")
    }

    private struct Pair: Hashable {
        let notice: String
        let recipient: String

        init(notice: String, recipient: String) {
            self.notice = notice
            self.recipient = recipient
        }

        init(_ delivery: QueuedDelivery) {
            notice = "\(delivery.notice.reference)"
            recipient = "\(delivery.recipient)"
        }
    }
}
