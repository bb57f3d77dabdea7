import Deconfliction
import Geodesy
import Hummingbird
import ParleyNode
import Statements
import TransparencyLog

/// One client of the feed: which entry is its next, and how far it is with windows.
struct FeedSession {
    private let exchange: Exchange
    private let reader: PartyID
    private var next: EntryIndex
    /// Nil for a client that follows entries alone.
    private var windows: WindowFeed.Place?
    /// Whether the client follows the party's board.
    private let hasBoard: Bool
    /// The number of the board that it heard last.
    private var board: UInt64?

    init(exchange: Exchange, reader: PartyID, next: EntryIndex, windowsSince: Instant?, hasBoard: Bool) {
        self.exchange = exchange
        self.reader = reader
        self.next = next
        windows = windowsSince.map { WindowFeed.Place(since: $0) }
        self.hasBoard = hasBoard
    }

    /// Writes until the client leaves, the node stops or the server does.
    @concurrent
    mutating func run(_ growth: AsyncStream<TreeSize>, to writer: inout any ResponseBodyWriter) async throws {
        var changes: [AsyncStream<Void>] = []
        if windows != nil { changes.append(exchange.facilities.windows.changes()) }
        if hasBoard { changes.append(exchange.facilities.boards.changes(of: reader)) }
        var connection = FeedConnection(exchange: exchange)
        try await connection.run(
            growth, and: changes, greeting: "parley feed; ids are entry numbers\nretry: 2000",
            farewell: "this node is stopping; come back with the id of the last event", to: &writer
        ) { @concurrent connection, writer in
            try await catchUp(connection: &connection, to: &writer)
            guard connection.isQuiet else { return }
            let knowledge = exchange.node.knowledge(of: exchange.node.publisher.state)
            let standing = "\(Wording.witnesses(knowledge))\(knowledge.isStale ? ", STALE" : "")"
            try await connection.write(comment: "alive at \(knowledge.size); \(standing)", to: &writer)
        }
    }

    /// Writes entries, windows and the board by turns, so that none waits for another.
    @concurrent
    private mutating func catchUp(
        connection: inout FeedConnection, to writer: inout any ResponseBodyWriter
    ) async throws {
        while !exchange.facilities.stopping.isSet {
            // A feed lasts for a day: whoever was released meanwhile, or whose key was revoked, hears no more.
            guard let key = exchange.readersKey,
                RequestAuthentication.speaker(key, in: exchange.node.publisher.state.picture) != nil
            else {
                try await connection.write(comment: "this key no longer speaks; the feed ends", to: &writer)
                throw CancellationError()
            }
            let hasToldEntries = try await tellEntries(connection: &connection, to: &writer)
            let hasToldWindows = try await tellWindows(connection: &connection, to: &writer)
            let hasToldBoard = try await tellBoard(connection: &connection, to: &writer)
            guard hasToldEntries || hasToldWindows || hasToldBoard else { return }
        }
    }

    /// Writes one step of entries up to the published size, reading what is not kept from the store; false if none.
    @concurrent
    private mutating func tellEntries(
        connection: inout FeedConnection, to writer: inout any ResponseBodyWriter
    ) async throws -> Bool {
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
        let picture = exchange.node.publisher.state.picture
        try await connection.write(
            step.flatMap { $0.bytes(for: reader) + DepartureMessages.event($0.departs, in: picture, for: reader) },
            to: &writer)
        next = EntryIndex(next.value + UInt64(step.count))
        if !isBehind { try await Task.sleep(for: .milliseconds(limits.feedPaceMilliseconds)) }
        return true
    }

    /// Writes the party's board where it has changed; false if it has not.
    @concurrent
    private mutating func tellBoard(
        connection: inout FeedConnection, to writer: inout any ResponseBodyWriter
    ) async throws -> Bool {
        guard hasBoard, let found = exchange.facilities.boards.board(of: reader, after: board) else { return false }
        try await connection.write(found.event, to: &writer)
        board = found.number
        return true
    }

    /// Writes one step of windows that opened or closed; false if there is none.
    @concurrent
    private mutating func tellWindows(
        connection: inout FeedConnection, to writer: inout any ResponseBodyWriter
    ) async throws -> Bool {
        guard var place = windows, let step = exchange.facilities.windows.step(from: place) else { return false }
        var bytes: [UInt8] = []
        if let until = step.isIncompleteUntil { bytes += WindowMessages.gap(from: place.since, until: until) }
        let node = exchange.node
        bytes += WindowMessages.events(
            step.events, in: node.publisher.state.picture, at: node.clock.now(), for: reader)
        if !bytes.isEmpty { try await connection.write(bytes, to: &writer) }
        let hasMoved = place.next != step.next
        place.next = step.next
        place.since = step.events.last?.instant ?? place.since
        windows = place
        return hasMoved
    }
}
