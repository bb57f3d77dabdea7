import AsyncHTTPClient
import Couriers
import Delivery
import Foundation
import Geodesy
import Statements
import Synchronization
import TestKit
import Testing

@Suite(.serialized) struct DeliveryServiceTests {
    /// Content for everybody, except notices that are gone.
    private final class Contents: NoticeContents {
        let gone = Mutex<Set<StatementHash>>([])

        func content(of notice: Notice, for recipient: RecipientID) async -> NoticeContent? {
            gone.withLock { $0.contains(notice.statement) } ? nil : DeliveryBooks.content
        }
    }

    private static let started = ContinuousClock.now
    private static let now: @Sendable () -> Instant = {
        let elapsed = ContinuousClock.now - started
        let microseconds = elapsed.components.seconds * 1_000_000 + elapsed.components.attoseconds / 1_000_000_000_000
        let at = DeliveryBooks.noon.microsecondsSince1970 + microseconds
        return (try? Instant(microsecondsSince1970: at)) ?? DeliveryBooks.noon
    }

    private static let secrets = Secrets(values: ["hook": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])

    /// Limits under which a test does not wait for minutes.
    private static let quick: DeliveryLimits = {
        var limits = DeliveryLimits()
        limits.firstBackoffMilliseconds = 20
        limits.routineBackoffMilliseconds = 100
        limits.urgentBackoffMilliseconds = 100
        return limits
    }()

    private func book(_ port: Int) throws -> AddressBook {
        try DeliveryBooks.one(
            DeliveryBooks.webhook(url: "http://127.0.0.1:\(port)/hook", rest: #", "perHour": 3600000"#))
    }

    private func service(
        _ store: any DeliveryStore, _ contents: any NoticeContents, _ book: AddressBook, _ http: HTTPClient
    ) throws -> DeliveryService {
        var limits = DeliveryService.Limits()
        limits.storeRetryMilliseconds = 50
        return try DeliveryService(
            store: store, means: [.webhook: WebhookMeans(http: http, secrets: Self.secrets)], contents: contents,
            book: book, node: DeliveryBooks.node, limits: limits, coreLimits: Self.quick, seed: 1, now: Self.now)
    }

    private func notices(_ numbers: Range<Int>) -> [(notice: Notice, recipients: [RecipientID])] {
        numbers.map { (DeliveryBooks.notice($0), [DeliveryBooks.duty]) }
    }

    private func wait(seconds: Double = 20, until isDone: () -> Bool) async throws -> Bool {
        let end = ContinuousClock.now.advanced(by: .seconds(seconds))
        while ContinuousClock.now < end {
            if isDone() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return isDone()
    }

    @Test("a receiver that is down, then slow, then back gets every notice, and only a signed statement ends them")
    func comesBack() async throws {
        let server = HookServer(.status(503))
        let port = try await server.start()
        let http = CourierHTTP.client()
        let store = MemoryDeliveryStore()
        let service = try service(store, Contents(), try book(port), http)
        let running = Task { await service.run() }
        try await service.enqueue(notices(0..<20), cursor: 20)
        #expect(try await wait { service.view.core.counters.failed >= 3 })
        server.answer(.breakOff)
        try await Task.sleep(for: .milliseconds(200))
        server.answer(.status(200))
        #expect(try await wait { service.view.core.queue.allSatisfy { $0.standing == .handedOver } })
        #expect(service.view.core.queue.count == 20)
        #expect(try store.load().cursor == 20)
        // Nothing is due for hours: it waits, and does not look again and again.
        let turns = service.turns
        try await Task.sleep(for: .milliseconds(500))
        #expect(service.turns - turns < 50)
        let receipt = SignedReceipt(
            of: DeliveryBooks.notice(3).statement, by: PartyID(checked: "red-crescent"), OfficerID(checked: "duty"),
            in: DeliveryBooks.notice(99).statement)
        try await service.receive([receipt])
        #expect(try store.load().deliveries.count == 19)
        running.cancel()
        await running.value
        try await http.shutdown()
        try await server.stop()
    }

    @Test("a process that dies in the middle is gone on from: each notice arrives, some twice under one key")
    func diesInTheMiddle() async throws {
        let server = HookServer(.silence)
        let port = try await server.start()
        let http = CourierHTTP.client()
        let store = MemoryDeliveryStore()
        let first = try service(store, Contents(), try book(port), http)
        let dying = Task { await first.run() }
        try await first.enqueue(notices(0..<10), cursor: 10)
        #expect(try await wait { server.requests.count == 10 })
        dying.cancel()
        await dying.value
        server.answer(.status(200))
        let second = try service(store, Contents(), try book(port), http)
        let running = Task { await second.run() }
        #expect(try await wait { second.view.core.queue.allSatisfy { $0.standing == .handedOver } })
        let keys = server.requests.compactMap { $0.header("webhook-id") }
        #expect(keys.count == 20)
        #expect(Set(keys).count == 10)
        running.cancel()
        await running.value
        try await http.shutdown()
        try await server.stop()
    }

    @Test("a store that fails stops sending, and what it holds goes on once it is back", arguments: [true, false])
    func storeFails(before: Bool) async throws {
        let server = HookServer(.status(200))
        let port = try await server.start()
        let http = CourierHTTP.client()
        let store = MemoryDeliveryStore()
        let service = try service(store, Contents(), try book(port), http)
        let running = Task { await service.run() }
        store.fail([before ? .before : .after])
        await #expect(throws: DeliveryError.self) { try await service.enqueue(notices(0..<5), cursor: 5) }
        #expect(try await wait { service.view.fault == nil })
        #expect(service.cursor == (before ? 0 : 5))
        if before { try await service.enqueue(notices(0..<5), cursor: 5) }
        #expect(try await wait { service.view.core.queue.filter { $0.standing == .handedOver }.count == 5 })
        running.cancel()
        await running.value
        try await http.shutdown()
        try await server.stop()
    }

    @Test("what was erased meanwhile is not sent from the queue")
    func erased() async throws {
        let server = HookServer(.status(503))
        let port = try await server.start()
        let http = CourierHTTP.client()
        let contents = Contents()
        let service = try service(MemoryDeliveryStore(), contents, try book(port), http)
        let running = Task { await service.run() }
        try await service.enqueue(notices(0..<1), cursor: 1)
        #expect(try await wait { !server.requests.isEmpty })
        contents.gone.withLock { _ = $0.insert(DeliveryBooks.notice(0).statement) }
        server.answer(.status(200))
        #expect(try await wait { !service.view.core.deadLetters.isEmpty })
        #expect(service.view.core.deadLetters.map(\.reason) == [.withdrawn])
        running.cancel()
        await running.value
        try await http.shutdown()
        try await server.stop()
    }

    @Test("two thousand webhooks to one receiver, retries on: every one arrives")
    func rate() async throws {
        let server = HookServer(.status(204))
        let port = try await server.start()
        let http = CourierHTTP.client()
        let service = try service(MemoryDeliveryStore(), Contents(), try book(port), http)
        let running = Task { await service.run() }
        let began = ContinuousClock.now
        try await service.enqueue(notices(0..<2_000), cursor: 2_000)
        #expect(try await wait(seconds: 60) { service.view.core.counters.handedOver == 2_000 })
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        print("webhooks: 2000 in \(seconds) s, \(Int(2_000 / seconds)) a second")
        #expect(Set(server.requests.compactMap { $0.header("webhook-id") }).count == 2_000)
        running.cancel()
        await running.value
        try await http.shutdown()
        try await server.stop()
    }
}
