import Coordination
import HTTPAPI
import HTTPSignatures
import HTTPTypes
import Logging
import ParleyNode
import ServiceLifecycle
import Statements
import TestKit
import TransparencyLog

/// A follower of an upstream in memory, served on loopback.
struct FollowerServer {
    var scenario: Scenario
    let upstream: ImageUpstream
    let node: Node
    let evidence: MemoryEvidence
    let clock: ManualClock
    let port: Int

    var client: WireClient { WireClient(port: port) }

    /// Serves while `body` runs.
    static func serve(_ body: @escaping @Sendable (inout FollowerServer) async throws -> Void) async throws {
        let scenario = try Scenario()
        let entries = scenario.log.store.entries(from: EntryIndex(0), count: 1_000).map(\.envelope)
        let upstream = ImageUpstream(entries, signer: scenario.accord.logSigner, name: "https://host.example")
        let clock = ManualClock(scenario.log.now)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let evidence = MemoryEvidence()
        var limits = NodeLimits()
        limits.followRetryMilliseconds = 5
        limits.followRetryMaximumMilliseconds = 20
        let node = try await Node.follow(
            upstream, logKey: scenario.accord.logSigner.verifierKey, store: MemoryStore(), vault: MemoryVault(),
            anchor: MemoryAnchor(),
            evidence: evidence, clock: clock, limits: limits, logger: logger)
        while node.publisher.state.size < scenario.log.state.size { try await Task.sleep(for: .milliseconds(5)) }
        var configuration = ServerConfiguration()
        configuration.port = 0
        configuration.authority = TestServer.authority
        let (ready, port) = AsyncStream.makeStream(of: Int.self)
        let server = ParleyServer(node: node, configuration: configuration, logger: logger, onReady: { port.yield($0) })
        let services = ServiceGroup(configuration: .init(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var ports = ready.makeAsyncIterator()
            guard let port = await ports.next() else { return }
            var served = FollowerServer(
                scenario: scenario, upstream: upstream, node: node, evidence: evidence, clock: clock, port: port)
            let result: Result<Void, any Error>
            do { result = .success(try await body(&served)) } catch { result = .failure(error) }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            try await node.stop()
            try result.get()
        }
    }

    /// Asks without a signature, or with that of a party's officer.
    func ask(
        _ method: String, _ target: String, by party: String? = nil, headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws -> WireReply {
        var request = HTTPRequest(
            method: HTTPRequest.Method(method) ?? .get, scheme: "http", authority: TestServer.authority, path: target)
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { request.headerFields.append(HTTPField(name: name, value: value)) }
        }
        if let key = party.flatMap({ scenario.accord.member($0)?.officerKey }) {
            let nonce = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
            try RequestSigner(key: key).sign(&request, body: body, now: clock.now(), nonce: nonce)
        }
        return try await client.exchange(TestServer.bytes(of: request, body: body), method: method)
    }
}
