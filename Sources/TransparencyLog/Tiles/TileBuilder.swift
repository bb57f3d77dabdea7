/// Grows a log's tiles: full tiles come out to be stored, the partial ones at the right edge stay in memory.
///
/// One hash per appended entry on average gives the root and every tile. A value is at most 8 partial tiles (64 KiB).
public struct TileBuilder: Sendable {
    private var edge: RightEdge
    // The bytes of each level's tile that is still filling, lowest level first; each shorter than a full tile.
    private var filling: [[UInt8]]

    /// Starts with an empty log.
    public init() {
        edge = RightEdge()
        filling = []
    }

    /// How many entries the log has.
    public var size: TreeSize { edge.size }

    /// The root of the tree.
    public var root: Hash { edge.root }

    /// The right edge as a value of its own.
    public var rightEdge: RightEdge { edge }

    /// Appends leaf hashes in their order.
    ///
    /// - Returns: the tiles that became full, each before the one above that counts it; store them all before the
    ///   new size is published.
    public mutating func append(_ leaves: some Sequence<Hash>) -> [Tile] {
        var completed: [Tile] = []
        for leaf in leaves { append(leaf, completed: &completed) }
        return completed
    }

    private mutating func append(_ leaf: Hash, completed: inout [Tile]) {
        let index = edge.size.value
        edge.append(leaf) { height, root in
            guard height % 8 == 0 else { return }
            let level = height / 8
            if level == filling.count { filling.append([]) }
            root.append(to: &filling[level])
            guard filling[level].count == TileCoordinate.fullWidth * Hash.byteCount else { return }
            let full = TileCoordinate(
                checkedLevel: level, index: index >> UInt64(8 * (level + 1)), width: TileCoordinate.fullWidth)
            completed.append(Tile(checked: full, bytes: filling[level]))
            filling[level] = []
        }
    }

    /// The partial tiles of the current size, lowest level first; at most one a level.
    public var partialTiles: [Tile] {
        (0..<size.tileLevelCount).compactMap { level in
            size.partialTile(atLevel: level).map { Tile(checked: $0, bytes: filling[level]) }
        }
    }

    /// A tile that lies wholly in the right edge's partial tiles, at its present width or a former, smaller one.
    public func partialTile(_ coordinate: TileCoordinate) -> Tile? {
        guard let current = size.partialTile(atLevel: coordinate.level), current.index == coordinate.index else {
            return nil
        }
        return Tile(checked: current, bytes: filling[coordinate.level]).narrowed(to: coordinate.width)
    }
}

extension TileBuilder {
    /// Takes up a log where it stood, from its stored full tiles and the leaf hashes that follow them.
    ///
    /// Reads at most 255 full tiles a level and hashes them again, so that a damaged one shows in `root`: compare it
    /// with the checkpoint before going on.
    ///
    /// - Parameters:
    ///   - size: how many entries the log has.
    ///   - tail: the leaf hashes after the last full tile, `size % 256` of them, recomputed from the entries.
    ///   - tiles: the stored full tiles.
    /// - Throws: `LogError.tailLength`, `LogError.tileLength`, and what the reader throws.
    public init(size: TreeSize, tail: [Hash], fullTiles tiles: some TileReading) throws {
        guard UInt64(tail.count) == size.value % 256, size <= .maximum else {
            throw LogError.tailLength(size: size, expected: Int(size.value % 256), found: tail.count)
        }
        var filling: [[UInt8]] = []
        var nodes: [Hash] = []
        for level in (0..<size.tileLevelCount) {
            let hashes =
                level == 0 ? tail : try TileBuilder.roots(below: level, count: size.hashCount(atLevel: level), tiles)
            var edge = RightEdge()
            edge.append(contentsOf: hashes)
            nodes.insert(contentsOf: edge.nodes, at: 0)
            filling.append(hashes.reduce(into: []) { bytes, hash in hash.append(to: &bytes) })
        }
        guard let edge = RightEdge(size: size, nodes: nodes) else {
            preconditionFailure("the levels' edges make up the tree's")
        }
        self.edge = edge
        self.filling = filling
    }

    /// The hashes of the partial tile at a level that has `count` hashes: the roots of the full tiles below.
    private static func roots(below level: Int, count: UInt64, _ tiles: some TileReading) throws -> [Hash] {
        try (count - count % 256..<count).map { index in
            let full = TileCoordinate(checkedLevel: level - 1, index: index, width: TileCoordinate.fullWidth)
            var edge = RightEdge()
            edge.append(contentsOf: try Tile(full, bytes: try tiles.tile(full)).hashes)
            return edge.root
        }
    }
}
