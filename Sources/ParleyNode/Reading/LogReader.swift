import Synchronization
public import TransparencyLog

/// Reads tiles, bundles and proofs of the log as published; full tiles are kept, since they never change.
public final class LogReader: Sendable {
    private let store: any LogStore
    private let publisher: Publisher
    private let cache: TileCache
    /// Proofs of one published state share what they read and hash: 2 µs each instead of 150.
    private let prover = Mutex<(size: TreeSize, reader: TreeReader<Tiles>)?>(nil)

    /// A reader of what `publisher` shows.
    package init(store: any LogStore, publisher: Publisher, limits: NodeLimits) {
        self.store = store
        self.publisher = publisher
        cache = TileCache(limit: limits.cachedTiles)
    }

    /// The bytes of a resource below `/log/`; nil when the published log has no such thing.
    ///
    /// Blocks on the store.
    public func resource(_ path: LogPath) throws -> [UInt8]? {
        let state = publisher.state
        switch path {
        case .checkpoint:
            return state.checkpoint?.bytes
        case .tile(let coordinate):
            guard coordinate.exists(in: state.size) else { return nil }
            return try Tiles(state: state, store: store, cache: cache).tile(coordinate)
        case .entries(let bundle):
            guard bundle.leafTile.exists(in: state.size) else { return nil }
            let entries = try store.entries(from: bundle.firstIndex, count: bundle.width)
            guard entries.count == bundle.width else { return nil }
            return try EntryBundle.encode(entries.map(\.envelope))
        }
    }

    /// The receipt of an entry against the newest checkpoint that may stand in one: where the log's policy asks for
    /// witnesses the newest witnessed one, else the newest; nil when that is shorter.
    ///
    /// Blocks on the store for tiles that are not in memory, at most one a level.
    public func receipt(of index: EntryIndex) throws -> LogProof? {
        let state = publisher.state
        guard let checkpoint = state.witnessing.checkpoint(for: index, newest: state.checkpoint) else { return nil }
        let size = checkpoint.checkpoint.size
        let proof = try prover.withLock { prover in
            var reader =
                if let prover, prover.size == size { prover.reader } else {
                    TreeReader(size: size, tiles: Tiles(state: state, store: store, cache: cache))
                }
            prover = nil
            defer { prover = (size, reader) }
            return try reader.inclusionProof(of: index)
        }
        return try LogProof(inclusion: proof, checkpoint: checkpoint)
    }

    /// The proof that the published log continues the one of size `old`; nil when the log is shorter.
    public func consistency(from old: TreeSize) throws -> (proof: ConsistencyProof, checkpoint: SignedCheckpoint)? {
        let state = publisher.state
        guard let checkpoint = state.checkpoint, old <= state.size else { return nil }
        let tiles = Tiles(state: state, store: store, cache: cache)
        return (try ConsistencyProof(oldSize: old, newSize: state.size, reader: tiles), checkpoint)
    }

    /// The proof that a state continues the log of size `old`, which is at most its own.
    package func consistency(from old: TreeSize, of state: LogState) throws -> ConsistencyProof {
        try ConsistencyProof(
            oldSize: old, newSize: state.size, reader: Tiles(state: state, store: store, cache: cache))
    }

    /// The bytes of a full tile, from memory or the store.
    package func fullTile(level: Int, index: UInt64) throws -> [UInt8] {
        try Tiles.fullTile(level: level, index: index, store, cache)
    }

    /// This log's root at a past size.
    package func root(at size: TreeSize, of state: LogState) throws -> Hash {
        if size == state.size { return state.tree.root }
        return try rootHash(at: size, reader: Tiles(state: state, store: store, cache: cache))
    }
}

/// The tiles of one published state: the right edge from memory, full ones from the cache or the store.
private struct Tiles: TileReading {
    let state: LogState
    let store: any LogStore
    let cache: TileCache

    func tile(_ coordinate: TileCoordinate) throws -> [UInt8] {
        if let edge = state.tree.partialTile(coordinate) { return edge.bytes }
        let full = try Self.fullTile(level: coordinate.level, index: coordinate.index, store, cache)
        return coordinate.isPartial ? Array(full.prefix(coordinate.byteCount)) : full
    }

    static func fullTile(
        level: Int, index: UInt64, _ store: any LogStore, _ cache: TileCache
    ) throws -> [UInt8] {
        let key = TileCache.Key(level: level, index: index)
        if let kept = cache[key] { return kept }
        guard let stored = try store.fullTile(level: level, index: index),
            stored.count == TileCoordinate.fullWidth * Hash.byteCount
        else {
            throw StoreError(.failed, "tile \(level)/\(index) is missing or damaged in the store; stop and restore it")
        }
        cache[key] = stored
        return stored
    }
}

/// Full tiles in memory, the oldest given up first.
private final class TileCache: Sendable {
    struct Key: Hashable, Sendable {
        let level: Int
        let index: UInt64
    }

    private struct Shared {
        var tiles: [Key: [UInt8]] = [:]
        var order: [Key] = []
        var next = 0
    }

    private let shared = Mutex(Shared())
    private let limit: Int

    init(limit: Int) { self.limit = max(1, limit) }

    subscript(key: Key) -> [UInt8]? {
        get { shared.withLock { $0.tiles[key] } }
        set {
            guard let newValue else { return }
            shared.withLock { shared in
                guard shared.tiles.updateValue(newValue, forKey: key) == nil else { return }
                if shared.order.count < limit {
                    shared.order.append(key)
                } else {
                    shared.tiles.removeValue(forKey: shared.order[shared.next])
                    shared.order[shared.next] = key
                    shared.next = (shared.next + 1) % limit
                }
            }
        }
    }
}
