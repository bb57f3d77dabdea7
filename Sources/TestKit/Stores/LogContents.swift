import ParleyNode
import Statements
import TransparencyLog

/// What a log store holds, as plain values; the stores of this room differ in how it survives.
struct LogContents: Sendable {
    struct TileKey: Hashable, Sendable {
        var level: Int
        var index: UInt64
    }

    var checkpoint: [UInt8]?
    var entries: [StoredEntry] = []
    var places: [StatementHash: EntryIndex] = [:]
    var tiles: [TileKey: [UInt8]] = [:]
    var notes: [String: [UInt8]] = [:]

    /// Checks that `batch` continues what is here.
    func checkContinues(_ batch: CommitBatch) throws(StoreError) {
        guard batch.from.value == UInt64(entries.count) else {
            throw StoreError(
                .conflict, "the log has \(entries.count) entries, not \(batch.from): another writer moved it")
        }
    }

    /// Takes a whole batch that was checked to continue what is here.
    mutating func take(_ batch: CommitBatch) {
        for (hash, entry) in batch.entries {
            places[hash] = EntryIndex(UInt64(entries.count))
            entries.append(entry)
        }
        for tile in batch.tiles {
            tiles[TileKey(level: tile.coordinate.level, index: tile.coordinate.index)] = tile.bytes
        }
        checkpoint = batch.checkpoint.bytes
    }

    /// Entries from `index` on, at most `count`.
    func entries(from index: EntryIndex, count: Int) -> [StoredEntry] {
        guard index.value < UInt64(entries.count), count > 0 else { return [] }
        let first = Int(index.value)
        return Array(entries[first..<min(entries.count, first + count)])
    }
}
