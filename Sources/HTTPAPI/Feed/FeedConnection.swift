import Hummingbird
import NIOCore
import ServiceLifecycle
import TransparencyLog

/// One client's connection to a feed: woken by what is published and by its heartbeat, written to within a time limit.
struct FeedConnection {
    private let exchange: Exchange
    private var lastWrite = ContinuousClock.now

    init(exchange: Exchange) { self.exchange = exchange }

    /// Whether the client has heard nothing for as long as a heartbeat.
    var isQuiet: Bool { lastWrite.advanced(by: .seconds(exchange.limits.feedHeartbeatSeconds)) <= .now }

    /// Calls `step` whenever something may be new, until the client leaves, the node stops or the server does.
    ///
    /// `growth` wakes the feed when the node shows something new and ends with the node; `changes` wake it as well, where
    /// they tell of something that does not grow with the log. The feed begins with one comment, and ends with the other
    /// when the node or the server stops.
    @concurrent
    mutating func run(
        _ growth: AsyncStream<TreeSize>, and changes: [AsyncStream<Void>] = [], greeting: String, farewell: String,
        to writer: inout any ResponseBodyWriter,
        step: @concurrent (inout FeedConnection, inout any ResponseBodyWriter) async throws -> Void
    ) async throws {
        let (signals, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let heartbeat = exchange.limits.feedHeartbeatSeconds
        let listening = Task {
            for await _ in growth { wake.yield() }
            wake.finish()
        }
        let beating = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(heartbeat))
                wake.yield()
            }
        }
        let watching = changes.map { changes in Task { for await _ in changes { wake.yield() } } }
        defer {
            for watch in watching { watch.cancel() }
            listening.cancel()
            beating.cancel()
            wake.finish()
        }
        try await write(comment: greeting, to: &writer)
        // A handler of the graceful stop must not suspend: it only ends the signals.
        let result: Result<Void, any Error> = await withGracefulShutdownHandler {
            do {
                for await _ in signals { try await step(&self, &writer) }
                return .success(())
            } catch {
                return .failure(error)
            }
        } onGracefulShutdown: {
            wake.finish()
        }
        try result.get()
        try await write(comment: farewell, to: &writer)
    }

    /// Writes a comment, which clients ignore.
    @concurrent
    mutating func write(comment: String, to writer: inout any ResponseBodyWriter) async throws {
        try await write(Array(": \(comment)\n\n".utf8), to: &writer)
    }

    /// Writes within the time that a client may take; later its connection is closed.
    @concurrent
    mutating func write(_ bytes: [UInt8], to writer: inout any ResponseBodyWriter) async throws {
        let deadline = exchange.facilities.deadlines.enter(exchange.channel, seconds: exchange.limits.stallSeconds)
        defer { exchange.facilities.deadlines.leave(deadline) }
        try await writer.write(ByteBuffer(bytes: bytes))
        lastWrite = .now
    }
}
