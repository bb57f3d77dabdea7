import TransparencyLog

/// The tiles of a tree as it grows: the right edge from memory, full ones from where they are stored.
struct GrowingTiles: TileReading {
    let tree: TileBuilder
    let full: (_ level: Int, _ index: UInt64) throws -> [UInt8]

    func tile(_ coordinate: TileCoordinate) throws -> [UInt8] {
        if let edge = tree.partialTile(coordinate) { return edge.bytes }
        let stored = try full(coordinate.level, coordinate.index)
        return coordinate.isPartial ? Array(stored.prefix(coordinate.byteCount)) : stored
    }
}
