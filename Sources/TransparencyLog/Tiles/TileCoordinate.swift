/// Where a tile lies in a tree: its level, its position in the level, and how many hashes it has.
///
/// Hash `i` of the tile at `level` and `index` is the root of the entries from
/// `(index * 256 + i) * 256^level`, `256^level` of them. Source: c2sp.org/tlog-tiles.
public struct TileCoordinate: Hashable, Sendable {
    /// How many hashes a full tile has, and how many entries a full bundle.
    public static let fullWidth = 256

    /// The highest level that a tree of at most 2^63 - 1 entries has.
    public static let maximumLevel = 7

    /// 0...7; level 0 holds leaf hashes.
    public let level: Int

    /// Position in the level, from 0.
    public let index: UInt64

    /// How many hashes, 1...256; a tile of fewer than 256 is partial.
    public let width: Int

    /// Checks the ranges; nil when no tree of at most 2^63 - 1 entries has such a tile.
    public init?(level: Int, index: UInt64, width: Int) {
        guard (0...TileCoordinate.maximumLevel).contains(level), (1...TileCoordinate.fullWidth).contains(width),
            index <= TreeSize.maximum.value >> UInt64(8 * (level + 1))
        else { return nil }
        self.init(checkedLevel: level, index: index, width: width)
        guard hashEnd <= TreeSize.maximum.hashCount(atLevel: level) else { return nil }
    }

    init(checkedLevel level: Int, index: UInt64, width: Int) {
        self.level = level
        self.index = index
        self.width = width
    }

    /// Whether the tile has fewer than 256 hashes.
    public var isPartial: Bool { width < TileCoordinate.fullWidth }

    /// How many bytes the tile has.
    public var byteCount: Int { width * Hash.byteCount }

    /// Whether a tree of this size has all the tile's hashes.
    public func exists(in size: TreeSize) -> Bool { hashEnd <= size.hashCount(atLevel: level) }

    /// The bundle of the entries whose leaf hashes the tile holds; nil above level 0.
    public var entries: BundleCoordinate? {
        level == 0 ? BundleCoordinate(checkedIndex: index, width: width) : nil
    }

    /// One past the tile's last hash, counted in the whole level.
    var hashEnd: UInt64 { index << 8 + UInt64(width) }
}

/// Which bundle of 256 consecutive entries, and how many of them.
public struct BundleCoordinate: Hashable, Sendable {
    /// The bundle holds entries from `index * 256`.
    public let index: UInt64

    /// How many entries, 1...256.
    public let width: Int

    /// Checks the ranges; nil when no log of at most 2^63 - 1 entries has such a bundle.
    public init?(index: UInt64, width: Int) {
        guard let tile = TileCoordinate(level: 0, index: index, width: width) else { return nil }
        self.init(checkedIndex: tile.index, width: tile.width)
    }

    init(checkedIndex index: UInt64, width: Int) {
        self.index = index
        self.width = width
    }

    /// The level-0 tile with these entries' leaf hashes.
    public var leafTile: TileCoordinate { TileCoordinate(checkedLevel: 0, index: index, width: width) }

    /// The index of the bundle's first entry.
    public var firstIndex: EntryIndex { EntryIndex(index << 8) }

    /// Whether a log of this size has all the bundle's entries.
    public func exists(in size: TreeSize) -> Bool { leafTile.exists(in: size) }
}
