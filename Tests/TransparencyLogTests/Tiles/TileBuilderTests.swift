import Testing
import TransparencyLog

@Suite struct TileBuilderTests {
    @Test("every hash of every tile is the root of its entries, at every size up to 600")
    func againstDefinition() throws {
        let leaves = (0..<600).map(MemoryLog.leaf)
        var log = MemoryLog()
        for size in 1...600 {
            log.append([leaves[size - 1]])
            #expect(log.builder.size == TreeSize(UInt64(size)))
            for tile in log.builder.partialTiles { try check(tile, leaves) }
            let partial = (0..<2).compactMap { TreeSize(UInt64(size)).partialTile(atLevel: $0) }
            #expect(log.builder.partialTiles.map(\.coordinate) == partial, "size \(size)")
        }
        #expect(log.completed.map(\.path) == ["tile/0/000", "tile/0/001"])
        for tile in log.completed { try check(Tile(tile, bytes: log.tile(tile)), leaves) }
        #expect(log.builder.root == ReferenceTree.root(leaves[...]))
    }

    private func check(_ tile: Tile, _ leaves: [Hash]) throws {
        let span = tile.coordinate.level == 0 ? 1 : 256
        for position in 0..<tile.coordinate.width {
            let start = (Int(tile.coordinate.index) * 256 + position) * span
            #expect(tile.hash(at: position) == ReferenceTree.root(leaves[start..<start + span]), "\(tile.coordinate)")
        }
        #expect(tile.hash(at: tile.coordinate.width) == nil)
        #expect(tile.hash(at: -1) == nil)
    }

    @Test func batchesMakeNoDifference() throws {
        var random = SplitMix64(seed: 5)
        let whole = MemoryLog.counting(3000)
        for _ in 0..<10 {
            var log = MemoryLog()
            while log.leaves.count < 3000 {
                let end = min(3000, log.leaves.count + Int.random(in: 0...700, using: &random))
                log.append(whole.leaves[log.leaves.count..<end])
            }
            #expect(log.completed == whole.completed, "seed 5")
            #expect(log.fullTiles == whole.fullTiles)
            #expect(log.builder.root == whole.builder.root)
            #expect(log.builder.partialTiles == whole.builder.partialTiles)
        }
    }

    @Test func seventyThousand() throws {
        let log = MemoryLog.large
        #expect(log.completed.count == 274)
        #expect(log.completed.filter { $0.level == 0 }.count == 273)
        #expect(
            log.builder.partialTiles.map(\.coordinate.path) == [
                "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
            ])
        // A tile is complete before the hash above it that counts it.
        let firstAbove = try #require(log.completed.firstIndex { $0.level == 1 })
        #expect(log.completed[firstAbove - 1].path == "tile/0/255")
        #expect(try log.builder.partialTiles[2].hash(at: 0) == rootHash(at: 65_536, reader: log))
        #expect(log.builder.root == ReferenceTree.root(log.leaves[...]))
        #expect(log.builder.rightEdge.nodes.count == 70_000.nonzeroBitCount)
    }

    @Test func partialTilesOfFormerSizesAreStillServed() throws {
        let log = MemoryLog.large
        let narrow = try #require(TileCoordinate(level: 0, index: 273, width: 7))
        let tile = try #require(log.builder.partialTile(narrow))
        #expect(tile.hashes == Array(log.leaves[273 * 256..<273 * 256 + 7]))
        #expect(try log.builder.partialTile(#require(TileCoordinate(level: 0, index: 273, width: 113))) == nil)
        #expect(try log.builder.partialTile(#require(TileCoordinate(level: 0, index: 272, width: 7))) == nil)
        #expect(try log.builder.partialTile(#require(TileCoordinate(level: 3, index: 0, width: 1))) == nil)
    }

    @Test(
        "restored from full tiles and the tail, it goes on as if it had never stopped",
        arguments: [
            0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 69_999, 70_000,
        ])
    func restores(size: Int) throws {
        let large = MemoryLog.large
        let tail = Array(large.leaves[(size - size % 256)..<size])
        var restored = try TileBuilder(size: TreeSize(UInt64(size)), tail: tail, fullTiles: large)
        var original = TileBuilder()
        _ = original.append(large.leaves[..<size])
        #expect(restored.root == original.root)
        #expect(restored.rightEdge == original.rightEdge)
        #expect(restored.partialTiles == original.partialTiles)
        let more = (0..<600).map { MemoryLog.leaf(1_000_000 + $0) }
        #expect(restored.append(more) == original.append(more))
        #expect(restored.root == original.root)
        #expect(restored.partialTiles == original.partialTiles)
    }

    @Test("a log of 2^63 - 1 entries restores, and its tiles are still right")
    func restoresTheLargest() throws {
        let log = UniformLog(leaf: .leaf(of: []))
        for size in [TreeSize.maximum, TreeSize(1 << 62), TreeSize(0x0123_4567_89AB_CDEF), TreeSize(1 << 48)] {
            let tail = [Hash](repeating: log.complete[0], count: Int(size.value % 256))
            let builder = try TileBuilder(size: size, tail: tail, fullTiles: log)
            #expect(builder.root == log.root(size.value))
            #expect(builder.size == size)
        }
    }

    @Test func restoringRefusesWhatDoesNotFit() {
        #expect(throws: LogError.tailLength(size: 257, expected: 1, found: 0)) {
            try TileBuilder(size: 257, tail: [], fullTiles: MemoryLog.large)
        }
        #expect(throws: LogError.tileMissing(path: "tile/0/000")) {
            try TileBuilder(size: 256, tail: [], fullTiles: TileSet())
        }
    }

    @Test func tileSetServesNarrowerTiles() throws {
        let log = MemoryLog.counting(300)
        var set = TileSet()
        for coordinate in log.builder.size.tiles(newSince: 0) {
            set.insert(try Tile(coordinate, bytes: log.tile(coordinate)))
        }
        let narrow = try #require(TileCoordinate(level: 0, index: 0, width: 3))
        #expect(try set.tile(narrow) == Array(log.leaves[..<3].flatMap(\.bytes)))
        #expect(try rootHash(at: 300, reader: set) == log.builder.root)
        let absent = try #require(TileCoordinate(level: 0, index: 1, width: 45))
        #expect(throws: LogError.tileMissing(path: "tile/0/001.p/45")) { try set.tile(absent) }
        #expect(throws: LogError.tileLength(path: "tile/0/000.p/3", expectedByteCount: 96, foundByteCount: 95)) {
            try Tile(narrow, bytes: [UInt8](repeating: 0, count: 95))
        }
    }
}
