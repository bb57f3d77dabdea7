import Testing
import TransparencyLog

@Suite struct TreeReaderTests {
    @Test("proofs for a whole batch read each tile once")
    func remembers() throws {
        let log = MemoryLog.large
        let reader = StrictReader(log, size: 70_000)
        var tree = TreeReader(size: 70_000, tiles: reader)
        let root = log.builder.root
        for index in 69_500..<70_000 {
            try tree.inclusionProof(of: EntryIndex(UInt64(index))).verify(leaf: log.leaves[index], root: root)
        }
        #expect(Set(reader.reads).count == reader.reads.count)
        #expect(reader.reads.count <= 7)
    }

    @Test func forgetsRatherThanGrows() throws {
        let log = MemoryLog.large
        let reader = StrictReader(log, size: 70_000)
        var tree = TreeReader(size: 70_000, tiles: reader)
        for index in stride(from: 0, to: 70_000, by: 256) {
            try tree.inclusionProof(of: EntryIndex(UInt64(index))).verify(
                leaf: log.leaves[index], root: log.builder.root)
        }
        #expect(Set(reader.reads).count > TreeReader<StrictReader>.maximumRememberedTileCount)
        // Having started afresh once, it read the tiles of the right edge a second time.
        #expect(reader.reads.count > Set(reader.reads).count)
    }

    @Test func aDamagedTileNeverYieldsAProofThatVerifies() throws {
        let log = MemoryLog.counting(600)
        for coordinate in log.builder.size.tiles(newSince: 0) {
            let reader = Damaged(log: log, damaged: coordinate)
            var failures = 0
            for index in stride(from: UInt64(0), to: 600, by: 7) {
                let proof = try InclusionProof(index: EntryIndex(index), size: 600, reader: reader)
                do { try proof.verify(leaf: log.leaves[Int(index)], root: log.builder.root) } catch { failures += 1 }
            }
            #expect(failures > 0, "\(coordinate)")
            #expect(try rootHash(at: 600, reader: reader) != log.builder.root || coordinate.level == 0)
        }
        #expect(throws: LogError.tileLength(path: "tile/1/000.p/2", expectedByteCount: 64, foundByteCount: 63)) {
            try rootHash(at: 600, reader: Short(log: log))
        }
    }
}

private struct Damaged: TileReading {
    let log: MemoryLog
    let damaged: TileCoordinate

    func tile(_ coordinate: TileCoordinate) throws -> [UInt8] {
        var bytes = try log.tile(coordinate)
        if coordinate == damaged { bytes[17] ^= 1 }
        return bytes
    }
}

private struct Short: TileReading {
    let log: MemoryLog

    func tile(_ coordinate: TileCoordinate) throws -> [UInt8] { try log.tile(coordinate).dropLast() }
}
