import HTTPTypes
public import ParleyNode
public import Statements
import Synchronization
public import TransparencyLog

/// A node over HTTP as the upstream of a follower: its log below `/log/`, its feed, its desk for statements, and the
/// sealed bodies that it keeps for the follower's party.
public final class NodeUpstream: LogUpstream, BodySource {
    /// Makes a connection; asked again when one broke, since a peer has a new certificate after every start.
    public typealias Connect = @Sendable () async throws(ClientError) -> NodeClient

    /// The node's address.
    public let name: String
    private let connect: Connect?
    private let client: Mutex<NodeClient?>

    /// The limits of a follower's calls: no file of a log is larger, and a dead line is noticed soon.
    public static var limits: NodeClient.Limits {
        var limits = NodeClient.Limits()
        limits.maximumReplyBytes = LogSourceLimits.maximumFileBytes
        limits.connectSeconds = 5
        limits.callSeconds = 30
        limits.silenceSeconds = 40
        return limits
    }

    /// The node that `client` talks to, whose base URL is that of the node, without `/log`.
    ///
    /// The client should try once, since the follower has a policy of its own.
    public init(client: NodeClient) {
        name = "\(client.baseURL)"
        connect = nil
        self.client = Mutex(client)
    }

    /// A node that is connected to when it is first asked, and anew after a connection failed.
    public init(name: String, connect: @escaping Connect) {
        self.name = name
        self.connect = connect
        client = Mutex(nil)
    }

    /// Closes every connection; of no use afterwards.
    public func close() async {
        let last = client.withLock { client in
            defer { client = nil }
            return client
        }
        try? await last?.shutDown()
    }

    /// The newest checkpoint.
    public func checkpoint() async throws(UpstreamError) -> [UInt8] { try await resource(.checkpoint) }

    /// The bytes of a file of the log.
    public func resource(_ path: LogPath) async throws(UpstreamError) -> [UInt8] {
        try await using { try await $0.get("/log/" + path.path, accept: "*/*").body }
    }

    /// Hands over checkpoints from the node's feed until the connection ends.
    public func announcements(_ handle: @escaping @Sendable ([UInt8]) -> Void) async throws(UpstreamError) {
        var limits = EventClient.Limits()
        limits.maximumFailures = 0
        limits.events.maximumLineBytes = Note.maximumByteCount
        limits.events.maximumEventBytes = Note.maximumByteCount + 1024
        try await using { [limits] client in
            do {
                try await EventClient(client: client, limits: limits).follow("/log/feed") { event in
                    if event.name == "checkpoint" { handle(Array(event.data.utf8)) }
                    return true
                }
            } catch let problem as Problem where problem.status == 404 || problem.status == 405 {
                throw UpstreamError(.notOffered, "\(self.name) has no feed of its log; it is asked instead")
            }
        }
    }

    /// Sends a statement, and gives back whatever is answered.
    public func submit(_ statement: ForwardedStatement) async throws(UpstreamError) -> ForwardedAnswer {
        try await using { client in
            var fields: HTTPFields = [.contentType: statement.contentType, .accept: statement.accept]
            if statement.prefersPromise, let name = HTTPField.Name("Prefer") { fields[name] = "respond-async" }
            let isBatch = statement.contentType == ForwardedStatement.batchType
            let path = isBatch ? "/statements/batch" : "/statements"
            let reply = try await client.once(.post, path, fields, body: statement.body)
            return ForwardedAnswer(
                status: reply.status, contentType: reply.fields[.contentType] ?? "", body: reply.body,
                location: reply.fields[.location],
                retryAfterSeconds: HTTPField.Name("Retry-After").flatMap { reply.fields[$0] }.flatMap { Int($0) })
        }
    }

    /// The sealed body of a statement, where the node keeps it for this node's party.
    public func sealed(_ statement: StatementHash) async throws(UpstreamError) -> [UInt8]? {
        do {
            return try await using { try await $0.get("/sealed/\(statement)", accept: "*/*").body }
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    private func using<Value: Sendable>(
        _ body: (NodeClient) async throws -> Value
    ) async throws(UpstreamError) -> Value {
        let current: NodeClient
        do { current = try await connected() } catch { throw Self.failure(error) }
        do { return try await body(current) } catch {
            let failure = Self.failure(error)
            if failure.code == .unreachable, !Task.isCancelled { forget(current) }
            throw failure
        }
    }

    private func connected() async throws -> NodeClient {
        if let known = client.withLock({ $0 }) { return known }
        guard let connect else { throw ClientError(.unreachable, "\(name) is no longer asked") }
        let made = try await connect()
        // Another call may have been quicker.
        let kept = client.withLock { client in
            client = client ?? made
            return client ?? made
        }
        if kept !== made { try? await made.shutDown() }
        return kept
    }

    /// Gives up a connection that failed, where another can be made.
    private func forget(_ failed: NodeClient) {
        guard connect != nil else { return }
        let isCurrent = client.withLock { client in
            guard client === failed else { return false }
            client = nil
            return true
        }
        guard isCurrent else { return }
        Task { try? await failed.shutDown() }
    }

    private static func failure(_ error: any Error) -> UpstreamError {
        switch error {
        case let error as UpstreamError: error
        case let problem as Problem:
            UpstreamError(problem.status == 404 || problem.status == 410 ? .notFound : .refused, "\(problem)")
        case let error as ClientError:
            switch error.code {
            case .timedOut: UpstreamError(.timedOut, error.message)
            case .tooLarge: UpstreamError(.tooLarge, error.message)
            case .badReply: UpstreamError(.badReply, error.message)
            default: UpstreamError(.unreachable, error.message)
            }
        case let error as EventStreamError: UpstreamError(.tooLarge, "\(error)")
        case is CancellationError: UpstreamError(.unreachable, "the call was called off")
        default: UpstreamError(.badReply, "\(error)")
        }
    }
}
