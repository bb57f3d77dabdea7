import Hummingbird
import NIOCore
import ParleyNode
import ServiceLifecycle
import Statements
import TransparencyLog

/// One client of the feed: which entry is its next, and when it last heard anything.
struct FeedSession {
    private let exchange: Exchange
    private let reader: PartyID
    private var next: EntryIndex
    private var lastWrite = ContinuousClock.now

    init(exchange: Exchange, reader: PartyID, next: EntryIndex) {
        self.exchange = exchange
        self.reader = reader
        self.next = next
    }

    /// Writes until the client leaves, the node stops or the server does.
    @concurrent
    mutating func run(_ growth: AsyncStream<TreeSize>, to writer: inout any ResponseBodyWriter) async throws {
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
        defer {
            listening.cancel()
            beating.cancel()
            wake.finish()
        }
        try await write(Self.greeting, to: &writer)
        // A handler of the graceful stop must not suspend: it only ends the signals.
        let result: Result<Void, any Error> = await withGracefulShutdownHandler {
            do {
                return .success(try await follow(signals, to: &writer))
            } catch {
                return .failure(error)
            }
        } onGracefulShutdown: {
            wake.finish()
        }
        try result.get()
        try await write(farewell, to: &writer)
    }

    private static let greeting = Array(": parley feed; ids are entry numbers\nretry: 2000\n\n".utf8)

    private var farewell: [UInt8] {
        Array(": this node is stopping; come back with the id of the last event\n\n".utf8)
    }

    @concurrent
    private mutating func follow(_ signals: AsyncStream<Void>, to writer: inout any ResponseBodyWriter) async throws {
        for await _ in signals {
            try await catchUp(to: &writer)
            if lastWrite.advanced(by: .seconds(exchange.limits.feedHeartbeatSeconds)) <= .now {
                try await write(Array(": alive at \(exchange.node.publisher.state.size)\n\n".utf8), to: &writer)
            }
        }
    }

    /// Writes every entry up to the published size, step by step, reading what is not kept from the store.
    @concurrent
    private mutating func catchUp(to writer: inout any ResponseBodyWriter) async throws {
        let limits = exchange.limits
        let events = exchange.facilities.feeds
        while exchange.node.publisher.state.size.contains(next), !exchange.facilities.stopping.isSet {
            var step = events.events(from: next, count: limits.feedEntriesPerStep)
            if step.isEmpty {
                let (node, first) = (exchange.node, next)
                step = try await exchange.facilities.blocking.run(retryAfterSeconds: limits.retryAfterSeconds) {
                    try events.read(from: first, count: limits.feedEntriesPerStep, of: node)
                }
            }
            guard !step.isEmpty else { return }
            let isBehind = exchange.node.publisher.state.size.value > next.value + UInt64(step.count)
            try await write(step.flatMap { $0.bytes(for: reader) }, to: &writer)
            next = EntryIndex(next.value + UInt64(step.count))
            if !isBehind { try await Task.sleep(for: .milliseconds(limits.feedPaceMilliseconds)) }
        }
    }

    /// Writes within the time that a client may take; later its connection is closed.
    @concurrent
    private mutating func write(_ bytes: [UInt8], to writer: inout any ResponseBodyWriter) async throws {
        let deadline = exchange.facilities.deadlines.enter(exchange.channel, seconds: exchange.limits.stallSeconds)
        defer { exchange.facilities.deadlines.leave(deadline) }
        try await writer.write(ByteBuffer(bytes: bytes))
        lastWrite = .now
    }
}
