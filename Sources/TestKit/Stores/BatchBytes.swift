import ParleyNode
import Statements
import TransparencyLog

/// What one write to the simulated disk says.
enum DiskRecord: Sendable {
    case batch(CommitBatch)
    case note(String, [UInt8])
}

/// The simulated disk's own spelling of its records; no other program reads it.
enum BatchBytes {
    static func encode(_ record: DiskRecord) -> [UInt8] {
        var out: [UInt8] = []
        switch record {
        case .note(let key, let value):
            out.append(2)
            put(Array(key.utf8), to: &out)
            put(value, to: &out)
        case .batch(let batch):
            out.append(1)
            put(batch.from.value, to: &out)
            put(UInt64(batch.entries.count), to: &out)
            for (hash, entry) in batch.entries {
                out += hash.hash.bytes
                put(entry.envelope, to: &out)
            }
            put(UInt64(batch.tiles.count), to: &out)
            for tile in batch.tiles {
                put(UInt64(tile.coordinate.level), to: &out)
                put(tile.coordinate.index, to: &out)
                put(tile.bytes, to: &out)
            }
            put(batch.checkpoint.bytes, to: &out)
        }
        return out
    }

    /// Nil when the bytes are not whole.
    static func decode(_ bytes: ArraySlice<UInt8>) -> DiskRecord? {
        var reader = Reader(rest: bytes)
        switch reader.byte() {
        case 2:
            guard let key = reader.block(), let value = reader.block() else { return nil }
            return .note(String(decoding: key, as: UTF8.self), value)
        case 1: return reader.batch().map { .batch($0) }
        default: return nil
        }
    }

    static func put(_ value: UInt64, to out: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            out.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }

    private static func put(_ block: [UInt8], to out: inout [UInt8]) {
        put(UInt64(block.count), to: &out)
        out += block
    }

    struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func byte() -> UInt8? { rest.popFirst() }

        mutating func take(_ count: Int) -> [UInt8]? {
            guard count >= 0, count <= rest.count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }

        mutating func number() -> UInt64? { take(8)?.reduce(0) { $0 << 8 | UInt64($1) } }

        mutating func block() -> [UInt8]? {
            guard let count = number(), count <= UInt64(rest.count) else { return nil }
            return take(Int(count))
        }

        mutating func batch() -> CommitBatch? {
            guard let from = number(), let count = number(), count < 1 << 32 else { return nil }
            var entries: [(hash: StatementHash, entry: StoredEntry)] = []
            for _ in 0..<count {
                guard let name = take(Hash.byteCount), let hash = Hash(bytes: name), let envelope = block() else {
                    return nil
                }
                entries.append((StatementHash(hash), StoredEntry(envelope: envelope)))
            }
            guard let tiles = tiles(), let note = block(), let checkpoint = try? SignedCheckpoint(parsing: note) else {
                return nil
            }
            return CommitBatch(from: TreeSize(from), entries: entries, tiles: tiles, checkpoint: checkpoint)
        }

        private mutating func tiles() -> [Tile]? {
            guard let count = number(), count < 1 << 32 else { return nil }
            var tiles: [Tile] = []
            for _ in 0..<count {
                guard let level = number(), let index = number(), let bytes = block(),
                    let coordinate = TileCoordinate(
                        level: Int(level), index: index, width: bytes.count / Hash.byteCount),
                    let tile = try? Tile(coordinate, bytes: bytes)
                else { return nil }
                tiles.append(tile)
            }
            return tiles
        }
    }
}
