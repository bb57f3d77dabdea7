import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Follows a node's feed and resumes it after a broken line, without a gap and without a double.
public struct EventClient: Sendable {
    /// Named limits of one feed.
    public struct Limits: Sendable {
        /// Connections in a row that may fail or end without an event.
        public var maximumFailures = 20
        /// The first wait before connecting again, unless the node asks for another.
        public var firstMilliseconds: Int64 = 500
        /// The longest wait.
        public var maximumMilliseconds: Int64 = 30_000
        /// How long one connection may last; the feed is then resumed.
        public var connectionSeconds: Int64 = 86_400
        /// What one event may hold.
        public var events = EventStreamParser.Limits()

        /// The limits as stated.
        public init() {}
    }

    private let client: NodeClient
    private let limits: Limits
    private let random: @Sendable (Int64) -> Int64

    /// A follower of feeds of the client's node.
    ///
    /// - Parameters:
    ///   - client: signs and sends.
    ///   - limits: how long to go on trying.
    ///   - random: a number from 0 to the given one, evenly spread.
    public init(
        client: NodeClient, limits: Limits = Limits(),
        random: @escaping @Sendable (Int64) -> Int64 = { Int64.random(in: 0...$0) }
    ) {
        self.client = client
        self.limits = limits
        self.random = random
    }

    /// Follows the feed at `path` until the node ends it, `handle` throws, or the task is cancelled.
    ///
    /// Events are handled one after the other; the node is not read from while one is.
    ///
    /// - Parameters:
    ///   - path: the feed, below the base URL.
    ///   - lastEventID: the event to resume after; nil or empty begins where the node begins.
    ///   - handle: takes each event; whether to go on.
    /// - Returns: the ID of the last event that was handled.
    /// - Throws: `Problem` when the node refuses, `ClientError` when it stays out of reach, `EventStreamError`, and what
    ///   `handle` throws.
    @discardableResult
    public func follow(
        _ path: String, after lastEventID: String? = nil, handle: (ServerSentEvent) async throws -> Bool
    ) async throws -> String {
        var state = State(lastEventID: lastEventID ?? "", failures: 0, retryMilliseconds: limits.firstMilliseconds)
        while true {
            let failure: (any Error)?
            var asked: Int64 = 0
            do {
                guard try await connect(path, &state, handle) else { return state.lastEventID }
                failure = nil
            } catch let error as ClientError where error.code == .unreachable || error.code == .timedOut {
                failure = error
            } catch let problem as Problem where problem.status == 503 || problem.status == 429 {
                failure = problem
                asked = min(problem.retryAfterSeconds ?? 0, limits.maximumMilliseconds / 1000)
            }
            state.failures += 1
            guard state.failures <= limits.maximumFailures else {
                throw failure
                    ?? ClientError(.unreachable, "\(client.baseURL) ends its feed again and again without an event")
            }
            let wait = waitMilliseconds(state) + asked * 1000
            try await Task.sleep(for: .milliseconds(wait))
        }
    }

    private struct State {
        var lastEventID: String
        var failures: Int
        var retryMilliseconds: Int64
    }

    /// One connection to its end; false when the feed is over.
    private func connect(
        _ path: String, _ state: inout State, _ handle: (ServerSentEvent) async throws -> Bool
    ) async throws -> Bool {
        var fields: HTTPFields = [.accept: "text/event-stream", .cacheControl: "no-store"]
        if !state.lastEventID.isEmpty, let name = HTTPField.Name("Last-Event-ID") { fields[name] = state.lastEventID }
        let response = try await client.send(
            .get, path, fields, body: nil, deadlineSeconds: limits.connectionSeconds)
        guard response.status.code != 204 else { return false }
        try await check(response)
        var parser = EventStreamParser(lastEventID: state.lastEventID, limits: limits.events)
        var pieces = response.body.makeAsyncIterator()
        while true {
            let next: ByteBuffer?
            do { next = try await pieces.next() } catch { throw client.failure(error) }
            guard let piece = next else { return true }
            for event in try parser.feed(piece.readableBytesView) {
                state.failures = 0
                let goesOn = try await handle(event)
                // Only what was handled is behind us: a line that breaks now resumes after this event.
                state.lastEventID = event.id
                guard goesOn else { return false }
            }
            state.lastEventID = parser.lastEventID
            if let asked = parser.retryMilliseconds {
                state.retryMilliseconds = min(asked, limits.maximumMilliseconds)
            }
        }
    }

    private func check(_ response: HTTPClientResponse) async throws {
        let fields = NodeClient.fields(response.headers)
        guard response.status.code == 200 else {
            let body = try? await response.body.collect(upTo: Problem.maximumBytes)
            let reply = NodeReply(
                status: Int(response.status.code), fields: fields, body: body.map { Array($0.readableBytesView) } ?? [])
            throw reply.problem ?? ClientError(.badReply, "the feed answers with status \(response.status.code)")
        }
        guard fields[.contentType]?.lowercased().hasPrefix("text/event-stream") == true else {
            throw ClientError(.badReply, "\(client.baseURL) answers with something other than an event stream")
        }
    }

    /// Half of the back-off is fixed, half is spread, so that all who lost a node do not return at once.
    private func waitMilliseconds(_ state: State) -> Int64 {
        let doublings = min(max(state.failures - 1, 0), 20)
        let (grown, isTooLarge) = state.retryMilliseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let ceiling = isTooLarge ? limits.maximumMilliseconds : min(grown, limits.maximumMilliseconds)
        return ceiling / 2 + random(max(ceiling / 2, 0))
    }
}
