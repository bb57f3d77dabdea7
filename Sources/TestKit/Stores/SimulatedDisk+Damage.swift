public import TransparencyLog
import ParleyNode

extension SimulatedDisk {
    /// What rots on the disk beneath its checksums, so that only the node can notice.
    public enum Damage: Sendable {
        /// One bit of an entry.
        case entry(EntryIndex)
        /// One bit of a full tile.
        case tile(level: Int, index: UInt64)
        /// Everything after this many commits is gone: an old backup was restored.
        case commitsLost(after: Int)
    }

    /// Damages what is stored; returns false when there is no such thing.
    public func damage(_ damage: Damage) -> Bool {
        var records: [DiskRecord] = []
        for payload in Journal.read(journal).payloads {
            guard let record = BatchBytes.decode(payload) else { return false }
            records.append(record)
        }
        let isDone =
            switch damage {
            case .entry(let index): Self.flip(index, in: &records)
            case .tile(let level, let index): Self.flip(level, index, in: &records)
            case .commitsLost(let count): Self.cut(after: count, &records)
            }
        guard isDone else { return false }
        var bytes: [UInt8] = []
        var checksum: [UInt8] = []
        for record in records {
            let frame = Journal.frame(BatchBytes.encode(record), after: checksum)
            bytes += frame.bytes
            checksum = frame.checksum
        }
        replaceJournal(bytes)
        return true
    }

    private static func flip(_ index: EntryIndex, in records: inout [DiskRecord]) -> Bool {
        for at in records.indices {
            guard case .batch(let batch) = records[at], index >= batch.from.nextIndex,
                index.value - batch.from.value < UInt64(batch.entries.count)
            else { continue }
            var entries = batch.entries
            let place = Int(index.value - batch.from.value)
            var bytes = entries[place].entry.envelope
            bytes[bytes.count / 3] ^= 1
            entries[place].entry = StoredEntry(envelope: bytes)
            records[at] = .batch(
                CommitBatch(from: batch.from, entries: entries, tiles: batch.tiles, checkpoint: batch.checkpoint))
            return true
        }
        return false
    }

    private static func flip(_ level: Int, _ index: UInt64, in records: inout [DiskRecord]) -> Bool {
        for at in records.indices {
            guard case .batch(let batch) = records[at],
                let place = batch.tiles.firstIndex(where: {
                    $0.coordinate.level == level && $0.coordinate.index == index
                })
            else { continue }
            var bytes = batch.tiles[place].bytes
            bytes[bytes.count / 3] ^= 1
            guard let tile = try? Tile(batch.tiles[place].coordinate, bytes: bytes) else { return false }
            var tiles = batch.tiles
            tiles[place] = tile
            records[at] = .batch(
                CommitBatch(from: batch.from, entries: batch.entries, tiles: tiles, checkpoint: batch.checkpoint))
            return true
        }
        return false
    }

    private static func cut(after count: Int, _ records: inout [DiskRecord]) -> Bool {
        var commits = 0
        for at in records.indices {
            guard case .batch = records[at] else { continue }
            if commits == count {
                records.removeSubrange(at...)
                return true
            }
            commits += 1
        }
        return false
    }
}
