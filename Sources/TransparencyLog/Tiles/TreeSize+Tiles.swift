extension TreeSize {
    /// How many hashes the tree's tiles have at a level: `floor(size / 256^level)`.
    func hashCount(atLevel level: Int) -> UInt64 {
        level > TileCoordinate.maximumLevel ? 0 : value >> UInt64(8 * level)
    }

    /// How many levels of tiles the tree has: 0 when it is empty, at most 8.
    public var tileLevelCount: Int { (UInt64.bitWidth - value.leadingZeroBitCount + 7) / 8 }

    /// How many full tiles the tree has at a level.
    public func fullTileCount(atLevel level: Int) -> UInt64 { hashCount(atLevel: level) >> 8 }

    /// The tree's partial tile at a level; nil when the last tile is full or the level is empty.
    public func partialTile(atLevel level: Int) -> TileCoordinate? {
        let hashes = hashCount(atLevel: level)
        guard hashes % 256 != 0 else { return nil }
        return TileCoordinate(checkedLevel: level, index: hashes >> 8, width: Int(hashes % 256))
    }

    /// The tree's tile at a position, as wide as the tree fills it; nil when it has none there.
    public func tile(atLevel level: Int, index: UInt64) -> TileCoordinate? {
        guard level >= 0 else { return nil }
        let hashes = hashCount(atLevel: level)
        guard index <= hashes >> 8, hashes - index << 8 > 0 else { return nil }
        return TileCoordinate(checkedLevel: level, index: index, width: Int(Swift.min(hashes - index << 8, 256)))
    }

    /// Every tile that the tree has and the older one had not, by level, then index; partial ones included.
    ///
    /// With `old` 0 these are all tiles of the tree: `size / 255` of them, so ask in steps for a large one.
    public func tiles(newSince old: TreeSize) -> [TileCoordinate] {
        guard old < self else { return [] }
        var tiles: [TileCoordinate] = []
        for level in 0..<tileLevelCount where hashCount(atLevel: level) > old.hashCount(atLevel: level) {
            for index in old.fullTileCount(atLevel: level)...fullTileCount(atLevel: level) {
                if let tile = tile(atLevel: level, index: index) { tiles.append(tile) }
            }
        }
        return tiles
    }

    /// The bundle that ends the log when its last one is not full; nil when it is.
    public var partialBundle: BundleCoordinate? { partialTile(atLevel: 0)?.entries }
}
