import Testing
import TransparencyLog

@Suite struct TileCoordinateTests {
    @Test(
        "paths of tlog-tiles",
        arguments: [
            (0, UInt64(0), 256, "tile/0/000"), (0, 5, 256, "tile/0/005"), (1, 0, 1, "tile/1/000.p/1"),
            (0, 999, 256, "tile/0/999"), (0, 1000, 256, "tile/0/x001/000"), (2, 1_234_067, 256, "tile/2/x001/x234/067"),
            (0, 1_234_067, 5, "tile/0/x001/x234/067.p/5"), (0, 273, 112, "tile/0/273.p/112"),
            (7, 0, 127, "tile/7/000.p/127"),
            (0, 36_028_797_018_963_967, 255, "tile/0/x036/x028/x797/x018/x963/967.p/255"),
        ])
    func paths(level: Int, index: UInt64, width: Int, path: String) throws {
        let tile = try #require(TileCoordinate(level: level, index: index, width: width))
        #expect(tile.path == path)
        #expect(try TileCoordinate(path: path) == tile)
        #expect(try LogPath(path) == .tile(tile))
        if level == 0 {
            let bundle = try #require(tile.entries)
            let bundlePath = path.replacing("tile/0/", with: "tile/entries/")
            #expect(bundle.path == bundlePath)
            #expect(try BundleCoordinate(path: bundlePath) == bundle)
            #expect(bundle.leafTile == tile)
        } else {
            #expect(tile.entries == nil)
        }
    }

    @Test(
        "other spellings are refused",
        arguments: [
            "", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000/123",
            "tile/0/001/234", "tile/0/x001/x234", "tile/0/x001", "tile/0/X001/234", "tile/0/x01/234", "tile/00/000",
            "tile/8/000", "tile/64/000", "tile/-1/000", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0",
            "tile/0/000.p/256", "tile/0/000.p/05", "tile/0/000.p/5/", "tile/0/x001.p/234", "tile/0/000.q/5",
            "/tile/0/000",
            "tile/0/000 ", "tile//000", "tile/0//000", "tile/data/000", "tile/entries", "tile/entries/", "tile/7/000",
            "tile/7/000.p/128", "tile/7/001.p/1", "tile/0/x036/x028/x797/x018/x963/968",
            "tile/0/x999/x999/x999/x999/x999/x999/999",
            "tile/0/x036/x028/x797/x018/x963/967", "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
            "checkpoint/", "Checkpoint", "tile/0/٠٠٠", "tile/0/000.p/5\n", "tile/0/../000", "tile/0/000\u{301}",
        ])
    func refusals(path: String) {
        #expect(throws: LogError.badPath(path)) { try LogPath(path) }
    }

    @Test func everyAcceptedPathIsItsOwnSpelling() {
        var random = SplitMix64(seed: 4)
        let seeds = ["tile/0/x001/x234/067.p/5", "tile/entries/x012/345", "tile/3/007", "checkpoint"].map {
            Array($0.utf8)
        }
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<Int.random(in: 1...3, using: &random) { Mutation.apply(to: &bytes, using: &random) }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let path = try? LogPath(text) else { continue }
            accepted += 1
            #expect(path.path == text, "seed 4")
        }
        #expect(accepted > 100)
    }

    @Test func tilesOfKnownSizes() throws {
        let size: TreeSize = 70_000
        #expect((0...2).map { size.fullTileCount(atLevel: $0) } == [273, 1, 0])
        #expect(
            (0...3).map { size.partialTile(atLevel: $0)?.path } == [
                "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1", nil,
            ])
        #expect(size.tileLevelCount == 3)
        #expect(size.partialBundle?.path == "tile/entries/273.p/112")
        let full: TreeSize = 256
        #expect(full.tiles(newSince: 0).map(\.path) == ["tile/0/000", "tile/1/000.p/1"])
        #expect(full.partialBundle == nil)
        #expect(TreeSize(255).tiles(newSince: 0).map(\.path) == ["tile/0/000.p/255"])
        #expect(TreeSize(0).tiles(newSince: 0).isEmpty)
        #expect(TreeSize(0).tileLevelCount == 0)
        #expect(TreeSize.maximum.tileLevelCount == 8)
        #expect(TreeSize(65_536).tiles(newSince: 65_535).map(\.path) == ["tile/0/255", "tile/1/000", "tile/2/000.p/1"])
    }

    @Test("a tile exists exactly when the level has all its hashes")
    func existence() throws {
        for size in UInt64(0)...1100 {
            for level in 0...2 {
                let hashes = size >> UInt64(8 * level)
                for index in UInt64(0)...5 {
                    let expected = hashes > index * 256 ? min(hashes - index * 256, 256) : 0
                    #expect(TreeSize(size).tile(atLevel: level, index: index)?.width ?? 0 == Int(expected))
                }
            }
        }
        let partial = try #require(TileCoordinate(level: 0, index: 4, width: 10))
        #expect(partial.exists(in: 1034))
        #expect(!partial.exists(in: 1033))
        #expect(partial.entries?.firstIndex == 1024)
        #expect(TreeSize.maximum.tile(atLevel: 7, index: 0)?.width == 127)
        #expect(TreeSize.maximum.tile(atLevel: 8, index: 0) == nil)
        #expect(TreeSize.maximum.tile(atLevel: 0, index: .max) == nil)
        #expect(TileCoordinate(level: 0, index: .max, width: 1) == nil)
        #expect(TileCoordinate(level: 0, index: 0, width: 257) == nil)
        #expect(BundleCoordinate(index: 0, width: 0) == nil)
    }

    @Test("the new tiles of every step are those that the older size had not")
    func newTiles() {
        for size in stride(from: UInt64(0), to: 70_000, by: 997) {
            for old in stride(from: UInt64(0), to: size, by: 4999) {
                let before = Set(TreeSize(old).tiles(newSince: 0))
                let expected = TreeSize(size).tiles(newSince: 0).filter { !before.contains($0) }
                #expect(TreeSize(size).tiles(newSince: TreeSize(old)) == expected)
            }
        }
    }
}
