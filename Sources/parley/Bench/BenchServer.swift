import HTTPAPI
import ParleyClient
import ParleyNode
import ServiceLifecycle

/// A node served on loopback for the time of a measurement.
struct BenchServer {
    let url: String
    let port: Int
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    init(_ node: Node, site: (any Site)? = nil) async throws {
        var configuration = ServerConfiguration()
        configuration.port = 0
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let server = ParleyServer(
            node: node, site: site, configuration: configuration, logger: BenchWorld.quiet, onReady: { found.yield($0) }
        )
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: server)], logger: BenchWorld.quiet))
        self.group = group
        running = Task { try await group.run() }
        var port = 0
        for await value in ports {
            port = value
            break
        }
        self.port = port
        url = "http://127.0.0.1:\(port)"
    }

    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// A client for a follower of this node.
    func followerClient() throws -> NodeClient {
        let clock = SystemClock()
        return try NodeClient(baseURL: url, limits: NodeUpstream.limits, retry: .never, now: { clock.now() })
    }
}
