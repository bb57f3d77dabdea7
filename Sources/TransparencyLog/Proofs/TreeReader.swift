/// The tree of one size, read through its tiles: root and proofs, in a number of tiles that grows with its height.
///
/// It remembers what it read, so that many proofs of one size, as after a batch, cost little more than one. Only the
/// tiles that a tree of this size has are asked for, the last of each level at its partial width; nothing that was
/// appended later can leak into a proof.
public struct TreeReader<Tiles: TileReading> {
    /// The tree's size.
    public let size: TreeSize
    private let tiles: Tiles
    // The nodes of tiles read so far, by level and index of the tile.
    private var expanded: [TilePosition: ExpandedTile] = [:]

    /// How many tiles it keeps before it starts afresh: about 16 KiB each.
    public static var maximumRememberedTileCount: Int { 256 }

    /// Reads the tree of `size` entries through `tiles`.
    public init(size: TreeSize, tiles: Tiles) {
        self.size = size
        self.tiles = tiles
    }

    /// The tree's root.
    ///
    /// - Throws: what the reader throws, or `LogError.tileLength`.
    public mutating func root() throws -> Hash {
        try subtree(from: 0, to: size.value)
    }

    /// The proof that the entry is in the tree.
    ///
    /// - Throws: `ProofError.indexBeyondTree`, what the reader throws, or `LogError.tileLength`.
    public mutating func inclusionProof(of index: EntryIndex) throws -> InclusionProof {
        guard size.contains(index) else { throw ProofError.indexBeyondTree(index: index, size: size) }
        var path: [Hash] = []
        var start: UInt64 = 0
        var end = size.value
        // From the root down to the leaf, RFC 9162 section 2.1.3.1: what is on the other side belongs to the path.
        while end - start > 1 {
            let middle = start + splitPoint(end - start)
            if index.value < middle {
                path.append(try subtree(from: middle, to: end))
                end = middle
            } else {
                path.append(try subtree(from: start, to: middle))
                start = middle
            }
        }
        return InclusionProof(index: index, size: size, path: path.reversed())
    }

    /// The proof that the tree continues the one of `oldSize` entries.
    ///
    /// - Throws: `ProofError.sizesReversed`, what the reader throws, or `LogError.tileLength`.
    public mutating func consistencyProof(from oldSize: TreeSize) throws -> ConsistencyProof {
        guard oldSize <= size else { throw ProofError.sizesReversed(old: oldSize, new: size) }
        guard oldSize > 0, oldSize < size else { return ConsistencyProof(oldSize: oldSize, newSize: size, path: []) }
        var path: [Hash] = []
        var start: UInt64 = 0
        var end = size.value
        // RFC 9162 section 2.1.4.1: descend until what is left of the older tree is one complete subtree.
        while end > oldSize.value {
            let middle = start + splitPoint(end - start)
            if oldSize.value <= middle {
                path.append(try subtree(from: middle, to: end))
                end = middle
            } else {
                path.append(try subtree(from: start, to: middle))
                start = middle
            }
        }
        if start > 0 { path.append(try subtree(from: start, to: end)) }
        return ConsistencyProof(oldSize: oldSize, newSize: size, path: path.reversed())
    }
}

extension TreeReader {
    /// The largest power of two below `count`, which is at least 2.
    private func splitPoint(_ count: UInt64) -> UInt64 {
        1 << UInt64(UInt64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }

    /// The root over the entries start..<end, a subtree of the RFC's recursion: complete subtrees, largest first.
    private mutating func subtree(from start: UInt64, to end: UInt64) throws -> Hash {
        var nodes: [Hash] = []
        var position = start
        while position < end {
            let height = UInt64.bitWidth - 1 - (end - position).leadingZeroBitCount
            nodes.append(try node(height: height, position >> UInt64(height)))
            position += 1 << UInt64(height)
        }
        guard var root = nodes.popLast() else { return .emptyTree }
        while let left = nodes.popLast() { root = .node(left, root) }
        return root
    }

    /// The root of the complete subtree of `2^height` entries at a position of that height.
    private mutating func node(height: Int, _ index: UInt64) throws -> Hash {
        let level = height / 8
        let inside = height % 8
        let firstHash = index << UInt64(inside)
        let position = TilePosition(level: level, index: firstHash >> 8)
        let offset = Int(firstHash & 255) >> inside
        if let known = expanded[position] { return known.rows[inside][offset] }
        guard let coordinate = size.tile(atLevel: level, index: position.index) else {
            preconditionFailure("a complete subtree of the tree lies in one of its tiles")
        }
        let tile = ExpandedTile(try Tile(coordinate, bytes: try tiles.tile(coordinate)))
        if expanded.count >= Self.maximumRememberedTileCount { expanded.removeAll(keepingCapacity: true) }
        expanded[position] = tile
        return tile.rows[inside][offset]
    }
}

/// Which tile, whatever its width.
private struct TilePosition: Hashable {
    let level: Int
    let index: UInt64
}

/// A tile with the nodes above its hashes, as far as they are complete.
private struct ExpandedTile {
    /// Row 0 is the tile's hashes, each further row half as many, rounded down; eight rows.
    let rows: [[Hash]]

    init(_ tile: Tile) {
        var rows = [tile.hashes]
        for height in 1..<8 {
            let below = rows[height - 1]
            rows.append((0..<below.count / 2).map { .node(below[2 * $0], below[2 * $0 + 1]) })
        }
        self.rows = rows
    }
}

/// The root of the tree of `size` entries, computed from its tiles: at most 8 are read.
///
/// - Throws: what the reader throws, or `LogError.tileLength`.
public func rootHash(at size: TreeSize, reader: some TileReading) throws -> Hash {
    var tree = TreeReader(size: size, tiles: reader)
    return try tree.root()
}
