import Coordination
import Delivery
import Geodesy
import HTTPAPI
import HTTPSignatures
import HTTPTypes
import Logging
import ParleyNode
import ServiceLifecycle
import Statements
import Synchronization
import Testing
import TestKit
import TransparencyLog

/// A node served on loopback: the usual accord, with keys, clock and store in memory.
final class TestServer: Sendable {
    let accord: TestAccord
    let node: Node
    let clock: ManualClock
    let store: SwitchableStore
    let port: Int
    private let usesTLS: Bool
    private let chains: Mutex<[PartyID: StatementWriter]>
    private let nonces = Mutex<UInt64>(0)

    private init(
        scenario: Scenario, node: Node, clock: ManualClock, store: SwitchableStore, port: Int, usesTLS: Bool
    ) {
        accord = scenario.accord
        self.node = node
        self.clock = clock
        self.store = store
        self.port = port
        self.usesTLS = usesTLS
        chains = Mutex(scenario.writers)
    }

    var client: WireClient { WireClient(port: port, usesTLS: usesTLS) }
    /// The name that requests are signed for.
    static let authority = "node.example"

    /// Serves while `body` runs, then stops gracefully; `prepare` says what is in the log before.
    static func serve(
        _ configure: (inout ServerConfiguration) -> Void = { _ in }, limits: NodeLimits = quiet,
        prepare: (inout Scenario) throws -> Void = { _ in }, witness: WitnessService? = nil,
        deliveries: (any DeliveryDesk)? = nil, positions: ((Node) -> any PositionDesk)? = nil,
        site: (any Site)? = nil, _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        var scenario = try Scenario()
        try prepare(&scenario)
        try await serve(
            scenario, configure, limits: limits, witness: witness, deliveries: deliveries, positions: positions,
            site: site, body)
    }

    /// No clock statements of the node's own, so that sizes are what the test makes them.
    static var quiet: NodeLimits {
        var limits = NodeLimits()
        limits.heartbeatSeconds = 0
        return limits
    }

    /// Serves a node whose log has no entries.
    static func serveUnfounded(_ body: @escaping @Sendable (TestServer) async throws -> Void) async throws {
        let accord = try TestAccord()
        var scenario = try Scenario(accord)
        scenario.log = SteppedLog(logSigner: accord.logSigner, nodeKey: accord.nodeKey, now: accord.foundedAt)
        try await serve(scenario, { _ in }, limits: quiet, body)
    }

    private static func serve(
        _ scenario: Scenario, _ configure: (inout ServerConfiguration) -> Void, limits: NodeLimits,
        witness: WitnessService? = nil, deliveries: (any DeliveryDesk)? = nil,
        positions: ((Node) -> any PositionDesk)? = nil, site: (any Site)? = nil,
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = ManualClock(scenario.log.now)
        let store = SwitchableStore(scenario.log.store)
        let node = try await Node.open(
            keys: .init(
                log: scenario.accord.logSigner, node: scenario.accord.nodeKey, sealing: [TestKeys.hostSealing()]),
            store: store, vault: scenario.log.vault, anchor: MemoryAnchor(), clock: clock, limits: limits,
            logger: logger)
        var configuration = ServerConfiguration()
        configuration.port = 0
        configuration.authority = authority
        configuration.version = "1.2.3-test"
        configure(&configuration)
        let (ready, port) = AsyncStream.makeStream(of: Int.self)
        let server = ParleyServer(
            node: node, witness: witness, deliveries: deliveries, positions: positions?(node), site: site,
            configuration: configuration, logger: logger
        ) { port.yield($0) }
        let services = ServiceGroup(configuration: .init(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var ports = ready.makeAsyncIterator()
            guard let port = await ports.next() else { return }
            let served = TestServer(
                scenario: scenario, node: node, clock: clock, store: store, port: port,
                usesTLS: configuration.tlsCertificateFile != nil)
            let result: Result<Void, any Error>
            do { result = .success(try await body(served)) } catch { result = .failure(error) }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            try await node.stop()
            try result.get()
        }
    }
}

extension TestServer {
    /// The key of a party's officer.
    func key(_ party: String) -> SigningKey? { accord.member(party)?.officerKey }

    /// A request as bytes, signed by a party's officer where one is named.
    func request(
        _ method: String, _ target: String, by party: String? = nil, key: SigningKey? = nil,
        headers: [(String, String)] = [], body: [UInt8]? = nil, authority: String = authority
    ) throws -> [UInt8] {
        var request = HTTPRequest(
            method: HTTPRequest.Method(method) ?? .get, scheme: "http", authority: authority, path: target)
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { request.headerFields.append(HTTPField(name: name, value: value)) }
        }
        if let key = try key ?? party.map({ try #require(self.key($0)) }) {
            let nonce = nonces.withLock { number in
                number += 1
                return Hash.sha256(of: Array("nonce \(number)".utf8)).bytes
            }
            try RequestSigner(key: key).sign(&request, body: body, now: clock.now(), nonce: nonce)
        }
        return Self.bytes(of: request, body: body)
    }

    /// The bytes of a request.
    static func bytes(of request: HTTPRequest, body: [UInt8]?) -> [UInt8] {
        var head = "\(request.method) \(request.path ?? "/") HTTP/1.1\r\nHost: \(request.authority ?? "")\r\n"
        for field in request.headerFields { head += "\(field.name.rawName): \(field.value)\r\n" }
        if let body, request.headerFields[.transferEncoding] == nil, request.headerFields[.contentLength] == nil {
            head += "Content-Length: \(body.count)\r\n"
        }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }

    /// Sends a request and waits for the reply.
    func ask(
        _ method: String, _ target: String, by party: String? = nil, key: SigningKey? = nil,
        headers: [(String, String)] = [], body: [UInt8]? = nil, authority: String = authority
    ) async throws -> WireReply {
        let bytes = try request(
            method, target, by: party, key: key, headers: headers, body: body, authority: authority)
        return try await client.exchange(bytes, method: method)
    }

    func get(_ target: String, by party: String? = nil) async throws -> WireReply {
        try await ask("GET", target, by: party)
    }

    /// Asks about an activity.
    func check(_ activity: String, by party: String = "party-a") async throws -> WireReply {
        try await ask(
            "POST", "/checks", by: party, headers: [("Content-Type", "application/json")], body: Array(activity.utf8))
    }

    /// Posts a submission.
    func submit(
        _ body: [UInt8], type: String = "application/json", headers: [(String, String)] = []
    ) async throws -> WireReply {
        try await ask("POST", "/statements", headers: [("Content-Type", type)] + headers, body: body)
    }
}

extension TestServer {
    /// The next statement of a party's chain, which moves on at once.
    func next(
        _ party: String, _ kind: Kind, _ subject: String, _ body: [UInt8], audience: [PartyID]? = nil,
        withheld: [PartyID: Set<String>] = [:], opened: OpenedBody? = nil
    ) throws -> SaidStatement {
        let member = try #require(accord.member(party))
        let state = node.publisher.state
        return try chains.withLock { chains in
            var writer = try #require(chains[member.party])
            writer.seen = TreeHead(size: state.size, root: state.tree.root)
            let said = try writer.draft(
                kind.name, subject, body, at: clock.now(), as: member.officer, with: member.officerKey,
                audience: audience, withheld: withheld, opened: opened)
            writer.advance(past: said)
            chains[member.party] = writer
            return said
        }
    }

    /// Hospitals of a party, one after another.
    func sites(_ count: Int, of party: String = "un-hub", prefix: String = "site") throws -> [SaidStatement] {
        try (0..<count).map { number in
            try next(
                party, .notificationNotify, "\(prefix)-\(number)",
                Bodies.site("Hospital \(number)", latitudeE7: 340_000_000 + Int64(number) * 20_000))
        }
    }
}
