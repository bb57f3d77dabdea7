package import Delivery
import HummingbirdCore
import HTTPTypes
import Hummingbird
import HummingbirdTLS
package import Logging
import NIOCore
import NIOSSL
package import ParleyNode
public import ServiceLifecycle

/// Serves a node over HTTP until it is told to stop; then it takes no more requests, ends the feeds and answers the rest.
public struct ParleyServer: Service {
    private let facilities: Facilities
    private let table: RouteTable
    private let site: (any Site)?
    private let logger: Logger
    private let onReady: @Sendable (Int) async -> Void
    private let onNodePortReady: @Sendable (Int) async -> Void

    /// A server for `node`, not yet listening; `onReady` is called with the port once it does, `onNodePortReady` with
    /// that of the port for other nodes.
    ///
    /// With a witness it cosigns logs, too; with deliveries, officers of the configuration's party see to them; with
    /// positions, trackers of its movements report to it; with a site, people find pages there.
    package init(
        node: Node, witness: WitnessService? = nil, deliveries: (any DeliveryDesk)? = nil,
        positions: (any PositionDesk)? = nil, site: (any Site)? = nil, configuration: ServerConfiguration,
        logger: Logger,
        onReady: @escaping @Sendable (Int) async -> Void,
        onNodePortReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        let limits = configuration.limits
        let table = RouteTable.parley
        self.table = table
        self.site = site
        self.logger = logger
        self.onReady = onReady
        self.onNodePortReady = onNodePortReady
        facilities = Facilities(
            node: node, witness: witness, deliveries: deliveries, positions: positions, configuration: configuration,
            authentication: RequestAuthentication(
                authority: configuration.authority, speaksTLS: configuration.speaksTLS),
            blocking: BlockingWork(label: "read", width: 4, limit: limits.readsInFlight, rule: "too-many-reads"),
            computing: BlockingWork(
                label: "check", width: System.coreCount, limit: limits.checksInFlight, rule: "too-many-checks"),
            checkSeats: PartySeats(limits.checksInFlightPerParty), deadlines: RequestDeadlines(),
            feeds: FeedEvents(kept: limits.feedEntriesKept),
            feedSeats: Seats(limits.feedClients),
            feedSeatsOfParties: PartySeats(limits.feedClientsPerParty), logFeedSeats: Seats(limits.logFeedClients),
            windows: WindowFeed(limits: limits),
            boards: BoardFeed(limits: limits),
            joining: JoinDesk(limit: limits.joinRequests, seconds: limits.joinRequestSeconds),
            keysJoining: JoinDesk(limit: limits.keyRequests, seconds: limits.keyRequestSeconds),
            metrics: RequestMetrics(routes: table.routes.count),
            stopping: Stopping())
    }

    /// Listens and answers until a graceful stop has ended, or listening failed.
    ///
    /// - Throws: what kept it from listening: the address, or the certificate and key.
    public func run() async throws {
        let (configuration, facilities) = (facilities.configuration, facilities)
        let application = Application(
            responder: APIResponder(facilities: facilities, table: table, site: site),
            server: try transport(configuration),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    configuration.limits.connections, logger: logger)),
            onServerRunning: { channel in await listens(on: channel) }, logger: logger)
        let forNodes = try configuration.nodePort.map { try self.application(for: $0) }
        let sweeping = Task { await facilities.deadlines.run() }
        let opening = Task { await facilities.windows.run(facilities.node, facilities.feeds, logger) }
        let waiting = Task { await facilities.boards.run(facilities.node, logger) }
        let showing = Task { [site, table] in await site?.run(Inside(facilities: facilities, table: table)) }
        defer {
            showing.cancel()
            sweeping.cancel()
            opening.cancel()
            waiting.cancel()
        }
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                if let forNodes { group.addTask { try await forNodes.run() } }
                // Without one of its ports a server is not the one that was asked for.
                try await group.next()
                facilities.stopping.set()
                group.cancelAll()
                try await group.waitForAll()
            }
        } onGracefulShutdown: {
            facilities.stopping.set()
        }
    }

    /// The same interface behind the port for nodes.
    private func application(for port: NodePort) throws -> some ApplicationProtocol {
        let configuration = facilities.configuration
        let transport = try port.transport(knowing: facilities.node)
        return Application(
            responder: APIResponder(facilities: facilities, table: table, site: nil),
            server: try .tls(.http1(configuration: http(configuration)), configuration: transport),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: port.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    configuration.limits.connections, logger: logger)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port.port
                facilities.authentication.alsoListens(host: configuration.host, port: port)
                await onNodePortReady(port)
            }, logger: logger)
    }

    private func listens(on channel: any Channel) async {
        let configuration = facilities.configuration
        let port = channel.localAddress?.port ?? configuration.port
        if configuration.authority == nil {
            facilities.authentication.listens(host: configuration.host, port: port)
            if ["0.0.0.0", "::"].contains(configuration.host) {
                logger.warning(
                    "no authority is configured, so requests signed for another server would be taken here; name this one"
                )
            }
        }
        await onReady(port)
    }

    private func http(_ configuration: ServerConfiguration) -> HTTP1Channel.Configuration {
        let limits = configuration.limits
        return HTTP1Channel.Configuration(
            idleTimeout: .seconds(Int64(limits.idleSeconds)),
            // Twice what is read, so that the usual excess gets an answer and only the rest breaks off.
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headerBytes * 2, maxHeaderListSize: limits.headerBytes * 2,
                maxHeaderFieldCount: 256))
    }

    private func transport(_ configuration: ServerConfiguration) throws -> HTTPServerBuilder {
        let http = http(configuration)
        guard configuration.speaksTLS else { return .http1(configuration: http) }
        guard let certificate = configuration.tlsCertificateFile, let key = configuration.tlsPrivateKeyFile else {
            throw ConfigurationError.incompleteTLS
        }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        return try .tls(.http1(configuration: http), tlsConfiguration: tls)
    }
}
