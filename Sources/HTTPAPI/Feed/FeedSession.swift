import Deconfliction
import Geodesy
import Hummingbird
import NIOCore
import ParleyNode
import ServiceLifecycle
import Statements
import TransparencyLog

/// One client of the feed: which entry is its next, how far it is with windows, and when it last heard anything.
struct FeedSession {
    private let exchange: Exchange
    private let reader: PartyID
    private var next: EntryIndex
    /// Nil for a client that follows entries alone.
    private var windows: WindowFeed.Place?
    private var lastWrite = ContinuousClock.now

    init(exchange: Exchange, reader: PartyID, next: EntryIndex, windowsSince: Instant?) {
        self.exchange = exchange
        self.reader = reader
        self.next = next
        windows = windowsSince.map { WindowFeed.Place(since: $0) }
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
        let changes = windows == nil ? nil : exchange.facilities.windows.changes()
        let watching = Task {
            guard let changes else { return }
            for await _ in changes { wake.yield() }
        }
        defer {
            watching.cancel()
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
                let knowledge = exchange.node.knowledge(of: exchange.node.publisher.state)
                let standing = "\(Wording.witnesses(knowledge))\(knowledge.isStale ? ", STALE" : "")"
                try await write(Array(": alive at \(knowledge.size); \(standing)\n\n".utf8), to: &writer)
            }
        }
    }

    /// Writes entries and windows by turns, so that neither waits for the other.
    @concurrent
    private mutating func catchUp(to writer: inout any ResponseBodyWriter) async throws {
        while !exchange.facilities.stopping.isSet {
            let hasToldEntries = try await tellEntries(to: &writer)
            let hasToldWindows = try await tellWindows(to: &writer)
            guard hasToldEntries || hasToldWindows else { return }
        }
    }

    /// Writes one step of entries up to the published size, reading what is not kept from the store; false if none.
    @concurrent
    private mutating func tellEntries(to writer: inout any ResponseBodyWriter) async throws -> Bool {
        let limits = exchange.limits
        let events = exchange.facilities.feeds
        guard exchange.node.publisher.state.size.contains(next) else { return false }
        var step = events.events(from: next, count: limits.feedEntriesPerStep, of: exchange.node)
        if step.isEmpty {
            let (node, first) = (exchange.node, next)
            step = try await exchange.facilities.blocking.run(retryAfterSeconds: limits.retryAfterSeconds) {
                try events.read(from: first, count: limits.feedEntriesPerStep, of: node)
            }
        }
        guard !step.isEmpty else { return false }
        let isBehind = exchange.node.publisher.state.size.value > next.value + UInt64(step.count)
        try await write(step.flatMap { $0.bytes(for: reader) }, to: &writer)
        next = EntryIndex(next.value + UInt64(step.count))
        if !isBehind { try await Task.sleep(for: .milliseconds(limits.feedPaceMilliseconds)) }
        return true
    }

    /// Writes one step of windows that opened or closed; false if there is none.
    @concurrent
    private mutating func tellWindows(to writer: inout any ResponseBodyWriter) async throws -> Bool {
        guard var place = windows, let step = exchange.facilities.windows.step(from: place) else { return false }
        var bytes: [UInt8] = []
        if let until = step.isIncompleteUntil { bytes += WindowMessages.gap(from: place.since, until: until) }
        let node = exchange.node
        bytes += WindowMessages.events(
            step.events, in: node.publisher.state.picture, at: node.clock.now(), for: reader)
        if !bytes.isEmpty { try await write(bytes, to: &writer) }
        let hasMoved = place.next != step.next
        place.next = step.next
        place.since = step.events.last?.instant ?? place.since
        windows = place
        return hasMoved
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
