import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ParleyNode
public import ServiceLifecycle
import StrictJSON
import TransparencyLog

/// Serves a witness alone, of a party that follows no log with this program, until it is told to stop.
public struct WitnessServer: Service {
    private let witness: WitnessService
    private let configuration: ServerConfiguration
    private let logger: Logger
    private let onReady: @Sendable (Int) async -> Void

    /// A server for `witness`, not yet listening; `onReady` is called with the port once it does.
    ///
    /// Of the configuration it takes the address and the limits; TLS is for a proxy in front.
    public init(
        witness: WitnessService, configuration: ServerConfiguration, logger: Logger,
        onReady: @escaping @Sendable (Int) async -> Void
    ) {
        self.witness = witness
        self.configuration = configuration
        self.logger = logger
        self.onReady = onReady
    }

    /// Listens and answers until a graceful stop has ended, or listening failed.
    public func run() async throws {
        let (configuration, onReady) = (configuration, onReady)
        let limits = configuration.limits
        let application = Application(
            responder: WitnessResponder(witness: witness, limits: limits),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(Int64(limits.idleSeconds)),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections, logger: logger)),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? configuration.port) },
            logger: logger)
        try await application.run()
    }
}

/// Answers the few paths that a witness has.
private struct WitnessResponder: HTTPResponder {
    typealias Context = ConnectionContext

    let witness: WitnessService
    let limits: HTTPLimits
    private let blocking: BlockingWork

    init(witness: WitnessService, limits: HTTPLimits) {
        self.witness = witness
        self.limits = limits
        blocking = BlockingWork(label: "witness", width: 2, limit: limits.readsInFlight, rule: "too-many-reads")
    }

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        var response: Response
        do { response = try await answer(request) } catch let problem as Problem {
            response = problem.response
        } catch {
            response = Problem.incident(error, context.id, context.logger).response
        }
        SecurityHeaders.add(to: &response, id: context.id, speaksTLS: false)
        if request.method == .head { response = response.createHeadResponse() }
        return response
    }

    private func answer(_ request: Request) async throws -> Response {
        let parts = (request.head.path ?? "").split(separator: "?", maxSplits: 1).first?.split(separator: "/") ?? []
        switch (request.method, parts.count) {
        case (.post, 2) where parts[0] == "witness" && parts[1] == WitnessPath.addCheckpoint:
            let body = try await BodyReader.read(request, limit: limits.witnessBodyBytes)
            let witness = witness
            return WitnessResources.reply(
                try await blocking.run(retryAfterSeconds: limits.retryAfterSeconds) { try witness.answer(body) })
        case (.get, 3) where parts[0] == "witness" && parts[2] == "checkpoint",
            (.head, 3) where parts[0] == "witness" && parts[2] == "checkpoint":
            let (witness, origin) = (witness, String(parts[1]))
            let note = try await blocking.run(retryAfterSeconds: limits.retryAfterSeconds) {
                try witness.cosigned(originHash: origin)
            }
            guard let note else { throw Problem.notFound }
            return WitnessResources.cosigned(note)
        case (.get, 1) where parts[0] == "health":
            let alarms = witness.raised
            return Reply.json { writer in
                writer.object { fields in
                    fields.member("witness", witness.verifierKey.vkey)
                    KnowledgeFields.write(alarms, to: &fields)
                }
            }
        default: throw Problem.notFound
        }
    }
}
