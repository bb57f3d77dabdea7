import ParleyClient
import Synchronization
import TransparencyLog

/// A log's files in memory, which a test may damage.
struct MemoryLogSource: LogSource {
    var files: [String: [UInt8]]

    /// The files that a server would have for the accord's log as it stands.
    init(_ accord: SmallAccord) throws {
        files = ["checkpoint": try accord.checkpoint().bytes]
        for tile in accord.tree.tiles {
            files[tile.coordinate.path] = tile.bytes
            guard let bundle = tile.coordinate.entries else { continue }
            let first = Int(bundle.firstIndex.value)
            files[bundle.path] = try EntryBundle.encode(accord.entries[first..<first + bundle.width])
        }
    }

    func checkpoint() async throws -> [UInt8] { try await resource("checkpoint") }

    func resource(_ path: String) async throws -> [UInt8] {
        guard let bytes = files[path] else {
            throw LogSourceError(.notFound, path: path, message: "there is no such file")
        }
        return bytes
    }
}
