import ArgumentParser
import Delivery
import HTTPAPI
import Logging
import ParleyClient
import ParleyNode
import ServiceLifecycle
import Statements
import UnixSignals

/// Runs a node: the host's, or one that follows.
struct ServeCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the node of a folder made by init.",
        discussion: """
            Before it listens the node reads and hashes its whole log again and compares it with what was signed and
            with what was shown to others; it refuses to start when anything differs. SIGTERM and SIGINT stop it
            gracefully: nothing that was accepted is lost.

            In a folder made by 'join' or 'init --follow' the node follows: it fetches the log, verifies every signature,
            hash and rule, and shows the same picture. The node that it asks need not be trusted, and may itself be a
            follower.
            """)

    @Option(help: "The node's folder.") var folder: String
    @Flag(
        name: .customLong("take-store-as-newest"),
        help: "Start without the published checkpoint, after its size and root were compared with the parties'.")
    var takesStoreAsNewest = false
    @Option(
        help: ArgumentHelp(
            "Where the log's witnesses are: a file in tlog-policy syntax, 'witness NAME VKEY URL' a line.",
            discussion: "Who must cosign is stated in the log (witness.policy.v1); addresses stay out of it."))
    var witnesses: String?
    @Option(
        help: ArgumentHelp(
            "In a follower's folder: the node to follow now, instead of the one named in its settings.",
            discussion: "Anybody's copy of the log will do. Restricted bodies still come from the node in the settings."
        ))
    var follow: String?
    @Option(name: .customLong("trust-roots"), help: "CA certificates (PEM) for an https address to follow.")
    var trustRoots: String?
    @OptionGroup var listen: ListenOptions
    @OptionGroup var console: ConsoleOptions

    func perform() async throws {
        let logger = Logger(label: "parley")
        let links = try witnesses.map { try WitnessLinks(file: $0) }
        let opened: NodeFolder.Opened
        do {
            opened = try await NodeFolder(path: folder).open(
                takesStoreAsNewest: takesStoreAsNewest, witnesses: links, follow: follow, trustRoots: trustRoots,
                logger: logger)
        } catch {
            try? await links?.close()
            throw error
        }
        let watching = FollowerProgress.watch(opened.node)
        defer { watching?.cancel() }
        let delivery = try NodeDelivery(
            folder: folder, node: opened.node, party: opened.settings.knownParty, logger: logger)
        let delivering = delivery.map { delivery in Task { await delivery.run() } }
        var trackers: TrackerBook?
        if let party = opened.settings.knownParty {
            trackers = try TrackerBook(folder: folder, node: opened.node, party: party, logger: logger)
        }
        let site = try console.open(folder: folder, opened, logger: logger)
        try await listen.serve(opened, deliveries: delivery?.service, positions: trackers, site: site, logger: logger) {
            port in
            Terminal.note("parley \(Parley.version) serves on \(listen.url(port)); stop with Ctrl-C")
            if site != nil { Terminal.note("  the console is at \(listen.url(port))/console") }
        }
        delivering?.cancel()
        await delivering?.value
        try await links?.close()
    }
}

/// Where and how to listen.
struct ListenOptions: ParsableArguments {
    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0 lets the system choose.") var port = 8440
    @Option(
        name: .customLong("node-port"),
        help: "A second port, for other parties' nodes alone: TLS 1.3 with the keys that the log enrols for them.")
    var nodePort: Int?
    @Option(name: .customLong("tls-certificate"), help: "Certificate chain, PEM; with a key the node speaks TLS.")
    var tlsCertificate: String?
    @Option(name: .customLong("tls-key"), help: "The certificate's private key, PEM.") var tlsKey: String?
    @Option(help: "The name for which callers sign their requests (host or host:port); default: what it listens on.")
    var authority: String?
    @Flag(
        name: .customLong("private-entries"),
        help: "Show entries to enrolled keys only; the checkpoint and the hashes stay public.")
    var privateEntries = false

    func url(_ port: Int) -> String { "\(tlsCertificate == nil ? "http" : "https")://\(host):\(port)" }

    /// Serves until told to stop, then closes the node.
    func serve(
        _ opened: NodeFolder.Opened, deliveries: (any DeliveryDesk)? = nil, positions: (any PositionDesk)? = nil,
        site: (any Site)? = nil, logger: Logger, onReady: @escaping @Sendable (Int) async -> Void
    ) async throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw Failure(.usage, "--tls-certificate and --tls-key belong together")
        }
        var configuration = ServerConfiguration()
        configuration.host = host
        configuration.port = port
        configuration.tlsCertificateFile = tlsCertificate
        configuration.tlsPrivateKeyFile = tlsKey
        configuration.authority = authority
        configuration.entriesArePublic = !privateEntries
        configuration.nodePort = try nodePort.map { port in
            let made = try NodeCertificate(
                key: opened.nodeKey, name: opened.settings.ownParty, now: opened.node.clock.now())
            return NodePort(port: port, certificatePEM: made.certificatePEM, privateKeyPEM: opened.nodeKey.pem)
        }
        configuration.version = Parley.version
        configuration.party = opened.settings.knownParty
        let server = ParleyServer(
            node: opened.node, witness: opened.witness?.service, deliveries: deliveries, positions: positions,
            site: site,
            configuration: configuration, logger: logger, onReady: onReady)
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do { try await group.run() } catch {
            try? await opened.close()
            throw error
        }
        try await opened.close()
        Terminal.note("stopped; everything accepted is stored")
    }
}
