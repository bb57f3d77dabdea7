import ParleyNode
import TransparencyLog

/// Writes a node's log as static files, laid out as it is served.
struct LogExport {
    let node: Node
    let out: String

    /// Writes every tile and bundle, the checkpoint last; returns how many files.
    func write(progress: (UInt64, UInt64) -> Void) throws -> Int {
        let size = node.publisher.state.size
        let tiles = size.tiles(newSince: TreeSize(0))
        var written = 0
        func put(_ path: LogPath) throws {
            guard let bytes = try node.log.resource(path) else {
                throw Failure(.refused, "\(path.path) is missing in the store; restore it from a follower")
            }
            try Files.write(bytes, to: out + "/" + path.path)
            written += 1
        }
        for (number, coordinate) in tiles.enumerated() {
            try put(.tile(coordinate))
            if let bundle = coordinate.entries { try put(.entries(bundle)) }
            progress(UInt64(number + 1), UInt64(tiles.count))
        }
        // Last, so that a reader who finds the checkpoint finds what it signs.
        try put(.checkpoint)
        return written
    }
}
