import ParleyClient
import TransparencyLog

/// A log on paper, read as its files would be served.
struct PaperSource: LogSource {
    let log: PaperLog
    var cosigners = 2
    /// Entries that are served with a byte changed.
    var damaged: Set<Int> = []

    func checkpoint() async throws -> [UInt8] { try log.checkpoint(cosigners: cosigners).bytes }

    func resource(_ path: String) async throws -> [UInt8] {
        switch try LogPath(path) {
        case .checkpoint: return try await checkpoint()
        case .entries(let bundle):
            let first = Int(bundle.firstIndex.value)
            let entries = log.entries[first..<(first + bundle.width)].enumerated().map { position, entry in
                damaged.contains(first + position)
                    ? Array(String(decoding: entry, as: UTF8.self).replacing("a", with: "b", maxReplacements: 1).utf8)
                    : entry
            }
            return try EntryBundle.encode(entries)
        case .tile(let coordinate):
            var builder = TileBuilder()
            let full = builder.append(log.leaves)
            guard let tile = (full + builder.partialTiles).first(where: { $0.coordinate == coordinate }) else {
                throw LogSourceError(.notFound, path: path, message: "is not there")
            }
            return tile.bytes
        }
    }
}
