import ParleyNode
import TransparencyLog

/// The tiles of one state: the right edge from memory, full ones from the store.
struct StateTiles: TileReading {
    let state: LogState
    let store: any LogStore

    func tile(_ coordinate: TileCoordinate) throws -> [UInt8] {
        if let edge = state.tree.partialTile(coordinate) { return edge.bytes }
        guard let full = try store.fullTile(level: coordinate.level, index: coordinate.index) else {
            throw LogError.tileMissing(path: coordinate.path)
        }
        return Array(full.prefix(coordinate.byteCount))
    }
}
