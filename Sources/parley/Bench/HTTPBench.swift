import AsyncHTTPClient
import Foundation
import HTTPAPI
import Logging
import NIOCore
import NIOHTTP1
import ParleyClient
import ParleyNode
import ServiceLifecycle

/// Statements admitted over HTTP with receipts: one a request, or many as newline-delimited envelopes.
struct HTTPBench {
    var clients = 64
    var statementsPerClient = 300
    var batchStatements = 60_000
    var batchClients = 4

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: clients)
        let single = try world.sites(statementsPerClient)
        let perParty = batchStatements / clients
        let bulk = try world.sites(perParty)
        var configuration = ServerConfiguration()
        configuration.port = 0
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let server = ParleyServer(
            node: world.node, configuration: configuration, logger: BenchWorld.quiet,
            onReady: { found.yield($0) })
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: server)], logger: BenchWorld.quiet))
        let running = Task { try await group.run() }
        var port = 0
        for await value in ports {
            port = value
            break
        }
        let url = "http://127.0.0.1:\(port)"
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let commitsBefore = world.node.counters.commits
        let figures = try await one(single, port)
        let commits = world.node.counters.commits - commitsBefore
        let batch = try await many(bulk, url, client)
        try await client.shutdown()
        await group.triggerGracefulShutdown()
        try await running.value
        try await world.close()
        return result(figures, batch, commits)
    }

    private struct Figures {
        let seconds: Double
        let milliseconds: [Double]

        func percentile(_ share: Double) -> Double {
            milliseconds.isEmpty
                ? 0 : milliseconds[min(milliseconds.count - 1, Int(Double(milliseconds.count) * share))]
        }
    }

    private func result(_ one: Figures, _ batch: Double, _ commits: Int) -> BenchResult {
        let count = clients * statementsPerClient
        return BenchResult(
            name: "http", value: Double(count) / one.seconds, unit: "statements/s", seconds: one.seconds,
            conditions: "one statement a request with its receipt, keep-alive, \(clients) clients in the same process, "
                + "Ed25519 verified, SQLite WAL synchronous=FULL",
            details: [
                ("statements", Double(count)), ("clients", Double(clients)), ("commits", Double(commits)),
                ("p50Milliseconds", one.percentile(0.5)), ("p99Milliseconds", one.percentile(0.99)),
                ("maximumMilliseconds", one.milliseconds.last ?? 0), ("batchStatementsPerSecond", batch),
                ("batchClients", Double(batchClients)),
                ("batchStatements", Double(batchStatements / clients * clients)),
            ])
    }

    /// One thread a client, so that what the clients cost is the sockets and little else.
    private func one(_ work: [[[UInt8]]], _ port: Int) async throws -> Figures {
        let start = ContinuousClock.now
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for envelopes in work { group.addTask { try await Self.onThread { try Self.speak(envelopes, port) } } }
            var all: [Double] = []
            for try await times in group { all += times }
            return all.sorted()
        }
        return Figures(seconds: (ContinuousClock.now - start).seconds, milliseconds: times)
    }

    private static func onThread<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }

    private static func speak(_ envelopes: [[UInt8]], _ port: Int) throws -> [Double] {
        var client = try LeanClient(port: port)
        var times: [Double] = []
        times.reserveCapacity(envelopes.count)
        for envelope in envelopes {
            let began = ContinuousClock.now
            let (status, body) = try client.post(envelope, to: "/statements")
            guard status == 201, body.count > 300 else {
                throw Failure(.refused, "answered \(status): \(String(decoding: body.prefix(400), as: UTF8.self))")
            }
            times.append((ContinuousClock.now - began).seconds * 1000)
        }
        return times
    }

    /// Statements a second through the batch endpoint; each client sends the chains of its own parties.
    private func many(_ work: [[[UInt8]]], _ url: String, _ client: HTTPClient) async throws -> Double {
        let share = max(1, work.count / batchClients)
        var bodies: [[UInt8]] = []
        for first in stride(from: 0, to: work.count, by: share) {
            var body: [UInt8] = []
            for chain in work[first..<min(first + share, work.count)] {
                for envelope in chain {
                    body += envelope
                    body.append(0x0A)
                }
            }
            bodies.append(body)
        }
        let count = work.reduce(0) { $0 + $1.count }
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for body in bodies {
                group.addTask {
                    try await Self.post(
                        body, "application/x-ndjson", url + "/statements/batch", client, expecting: 200)
                }
            }
            try await group.waitForAll()
        }
        return Double(count) / (ContinuousClock.now - start).seconds
    }

    private static func post(
        _ body: [UInt8], _ type: String, _ url: String, _ client: HTTPClient, expecting status: UInt
    ) async throws {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: type)
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await client.execute(request, timeout: .seconds(60))
        var answer = ByteBuffer()
        for try await part in response.body { answer.writeImmutableBuffer(part) }
        guard response.status.code == status, answer.firstRange(of: "\"problem\"") == nil else {
            throw Failure(.refused, "\(url) answered \(response.status.code): \(String(buffer: answer).prefix(400))")
        }
    }
}

extension ByteBuffer {
    /// Whether the readable bytes hold this text.
    fileprivate func firstRange(of text: String) -> Range<Int>? {
        readableBytesView.firstRange(of: Array(text.utf8))
    }
}
