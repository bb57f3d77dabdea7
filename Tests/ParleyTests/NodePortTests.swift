import Coordination
import Geodesy
import HTTPAPI
import HTTPSignatures
import HTTPTypes
import HashTreeCollections
import Logging
import ParleyClient
import ParleyNode
import Picture
import ServiceLifecycle
import Statements
import TestKit
import Testing
import TransparencyLog

/// The port for nodes over real TLS: who gets in is decided by the keys that the log enrols, and by nothing else.
@Suite("the port for nodes")
struct NodePortTests {
    private struct Ports: Sendable {
        let plain: Int
        let nodes: Int
        let accord: TestAccord
        let node: Node
    }

    /// Serves the usual accord, in which un-hub has a node, with a port for nodes.
    private func serve(_ body: @escaping @Sendable (Ports) async throws -> Void) async throws {
        let accord = try TestAccord()
        var scenario = try Scenario(accord)
        #expect(try scenario.say("un-hub", .nodeEnrol, "node", Bodies.node("un-hub"), byRoot: true).refusal == nil)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var limits = NodeLimits()
        limits.heartbeatSeconds = 0
        let node = try await Node.open(
            keys: .init(log: accord.logSigner, node: accord.nodeKey), store: scenario.log.store,
            vault: MemoryVault(), anchor: MemoryAnchor(),
            clock: ManualClock(scenario.log.now), limits: limits, logger: logger)
        let own = try NodeCertificate(key: accord.nodeKey, name: "neutral-host", now: SystemClock().now())
        var configuration = ServerConfiguration()
        configuration.port = 0
        configuration.nodePort = NodePort(
            port: 0, certificatePEM: own.certificatePEM, privateKeyPEM: accord.nodeKey.pem)
        let (plain, onPlain) = AsyncStream.makeStream(of: Int.self)
        let (nodes, onNodes) = AsyncStream.makeStream(of: Int.self)
        let server = ParleyServer(
            node: node, configuration: configuration, logger: logger, onReady: { onPlain.yield($0) },
            onNodePortReady: { onNodes.yield($0) })
        let services = ServiceGroup(configuration: .init(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var (first, second) = (plain.makeAsyncIterator(), nodes.makeAsyncIterator())
            guard let plain = await first.next(), let nodes = await second.next() else { return }
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(Ports(plain: plain, nodes: nodes, accord: accord, node: node)))
            } catch { result = .failure(error) }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            try await node.stop()
            try result.get()
        }
    }

    private func get(
        _ ports: Ports, as key: SigningKey?, expecting peer: KeyFingerprint?, _ path: String = "/log/checkpoint"
    ) async throws -> Int {
        let url = "https://127.0.0.1:\(ports.nodes)"
        let own = try key.map { try NodeCertificate(key: $0, name: "test", now: SystemClock().now()) }
        let certificate = try await PinnedPeer(BaseURL(url), key: peer, own: own).certificate()
        let clock = ports.node.clock
        let client = try NodeClient(
            baseURL: url, peer: certificate, own: own, signer: key.map { RequestSigner(key: $0) }, retry: .never,
            now: { clock.now() })
        let result: Result<Int, any Error>
        do { result = .success(try await client.get(path, accept: "*/*").status) } catch { result = .failure(error) }
        try await client.shutDown()
        return try result.get()
    }

    @Test("an enrolled node comes in, and its signed requests are taken on this port, too")
    func enrolled() async throws {
        try await serve { ports in
            let key = try TestKeys.signing("un-hub/node")
            let host = ports.accord.nodeKey.publicKey.id
            #expect(try await get(ports, as: key, expecting: host) == 200)
            #expect(try await get(ports, as: key, expecting: host, "/parties") == 200)
        }
    }

    @Test("a key that nobody enrolled, an officer's key, and no key at all stay outside")
    func strangers() async throws {
        try await serve { ports in
            let host = ports.accord.nodeKey.publicKey.id
            let officer = try #require(ports.accord.member("un-hub")?.officerKey)
            for key in [SigningKey(.ed25519), SigningKey(.p256), officer, nil] {
                await #expect(throws: ClientError.self) { try await get(ports, as: key, expecting: host) }
            }
        }
    }

    @Test("a node whose key was replaced stays outside from then on")
    func replaced() async throws {
        try await serve { ports in
            let key = try TestKeys.signing("un-hub/node")
            let host = ports.accord.nodeKey.publicKey.id
            #expect(try await get(ports, as: key, expecting: host) == 200)
            let member = try #require(ports.accord.member("un-hub"))
            let head = ports.node.publisher.state
            var writer = StatementWriter(accord: ports.accord.id, party: member.party)
            let chain = try #require(head.picture.chains[ChainID(member.party, .root)])
            (writer.sequence, writer.previous) = (chain.sequence, chain.hash)
            writer.seen = TreeHead(size: head.size, root: head.tree.root)
            let said = try writer.draft(
                Kind.nodeEnrol.name, "node", Bodies.node("other"), at: ports.node.clock.now(), as: .root,
                with: member.root)
            guard case .accepted = try await ports.node.submit(said.envelope) else {
                Issue.record("the new enrolment was not taken")
                return
            }
            await #expect(throws: ClientError.self) { try await get(ports, as: key, expecting: host) }
            #expect(try await get(ports, as: TestKeys.signing("other/node"), expecting: host) == 200)
        }
    }

    @Test("somebody in between, who has another key, is named and not spoken to")
    func inBetween() async throws {
        try await serve { ports in
            let key = try TestKeys.signing("un-hub/node")
            do {
                _ = try await get(ports, as: key, expecting: key.publicKey.id)
                Issue.record("another key was taken for the one expected")
            } catch let error as ClientError {
                #expect(error.code == .wrongPeer)
            }
        }
    }
}
