import AsyncHTTPClient
import Couriers
import Delivery
import Foundation
import Geodesy
import NIOCore
import NIOHTTP1
import NIOPosix
import ParleyNode
import Statements
import StoreSQLite
import Synchronization
import TransparencyLog

/// Signed webhooks from one node's queue to a receiver on this machine, every step stored, retries on.
struct DeliverBench {
    var notices = 5_000
    private let recipients = 20
    // One answer in this many is 503, so that retries are part of what is measured.
    private let refusals = 100

    func run(in folder: String) async throws -> BenchResult {
        let receiver = BenchReceiver(refusesEvery: refusals)
        let port = try await receiver.start()
        let secret = "whsec_" + Base64.encode([UInt8](repeating: 0x42, count: 32))
        let book = try AddressBook(json: Array(book(port).utf8))
        let store = try SQLiteDeliveryStore(path: folder + "/" + SQLiteDeliveryStore.fileName)
        let http = CourierHTTP.client()
        var limits = DeliveryLimits()
        limits.firstBackoffMilliseconds = 200
        let clock = SystemClock()
        let service = try DeliveryService(
            store: store, means: [.webhook: WebhookMeans(http: http, secrets: BenchSecrets(secret: secret))],
            contents: BenchContents(), book: book, node: SendingNode(name: "bench", address: "https://node.example"),
            coreLimits: limits, seed: 1, now: { clock.now() })
        let running = Task { await service.run() }
        let start = ContinuousClock.now
        for first in stride(from: 0, to: notices, by: 500) {
            let batch = (first..<min(first + 500, notices)).map { number in
                (notice: notice(number), recipients: [book.recipients[number % recipients].id])
            }
            try await service.enqueue(batch, cursor: UInt64(first + batch.count))
        }
        while service.view.core.counters.handedOver < notices {
            guard start.duration(to: .now) < .seconds(120) else {
                throw Failure(.unavailable, "not everything was handed over within two minutes")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let taken = start.duration(to: .now).seconds
        let counters = service.view.core.counters
        running.cancel()
        await running.value
        try await http.shutdown()
        try await receiver.stop()
        try store.close()
        guard receiver.distinct == notices else { throw Failure(.refused, "the receiver did not get every notice") }
        return BenchResult(
            name: "deliver", value: Double(notices) / taken, unit: "webhooks/s", seconds: taken,
            conditions:
                "\(notices) signed webhooks to \(recipients) recipients on loopback, one process, every step durable in "
                + "SQLite, one answer in \(refusals) is 503 and tried again",
            details: [("attempts", Double(counters.attempts)), ("failed", Double(counters.failed))])
    }

    private func notice(_ number: Int) -> Notice {
        Notice(
            statement: StatementHash(Hash.sha256(of: Array("deliver \(number)".utf8))),
            record: RecordID(owner: PartyID(checked: "bench"), subject: SubjectID(checked: "site-\(number)")),
            urgency: .routine)
    }

    private func book(_ port: Int) -> String {
        let entries = (0..<recipients).map { number in
            """
            {"party": "party-\(number)", "name": "bench", "languages": ["en"], "means": [{"name": "hook", \
            "means": "webhook", "url": "http://127.0.0.1:\(port)/\(number)", "secrets": ["hook"], "perHour": 3600000}]}
            """
        }
        return #"{"version": 1, "recipients": [\#(entries.joined(separator: ","))]}"#
    }
}

private struct BenchSecrets: SecretSource {
    let secret: String

    func secret(_ name: SecretName) throws -> String { secret }
}

private struct BenchContents: NoticeContents {
    func content(of notice: Notice, for recipient: RecipientID) async -> NoticeContent? { NoticeContent() }
}

/// A receiver of webhooks that counts what it takes.
private final class BenchReceiver: Sendable {
    private let state = Mutex<(ids: Set<String>, requests: Int)>(([], 0))
    private let channel = Mutex<(any Channel)?>(nil)
    private let refusesEvery: Int

    init(refusesEvery: Int) { self.refusesEvery = refusesEvery }

    /// Different events that were taken.
    var distinct: Int { state.withLock { $0.ids.count } }

    func start() async throws -> Int {
        let bound = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(receiver: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        channel.withLock { $0 = bound }
        return bound.localAddress?.port ?? 0
    }

    func stop() async throws { try await channel.withLock { $0 }?.close() }

    fileprivate func take(_ id: String) -> HTTPResponseStatus {
        state.withLock { state in
            state.requests += 1
            guard !state.requests.isMultiple(of: refusesEvery) else { return .serviceUnavailable }
            state.ids.insert(id)
            return .noContent
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let receiver: BenchReceiver
        private var id = ""

        init(receiver: BenchReceiver) { self.receiver = receiver }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): id = head.headers.first(name: "webhook-id") ?? ""
            case .body: break
            case .end:
                var head = HTTPResponseHead(version: .http1_1, status: receiver.take(id))
                head.headers.add(name: "Content-Length", value: "0")
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
