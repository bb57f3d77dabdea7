import ParleyNode
import Picture
import TestKit
import Testing
import TransparencyLog

/// A follower that has judged a part of what a checkpoint covers, and whose upstream then shows something else.
@Suite("a follower that was interrupted")
struct InterruptedTests {
    private struct Interrupted {
        let world: FollowerHarness
        var core: FollowerCore
        let shown: Int
        let judged: Int

        init() throws {
            var world = try FollowerHarness()
            shown = world.entries.count
            try world.grow(20, serving: false)
            self.world = world
            judged = shown + 8
            let first = try world.checkpoint(of: Array(world.entries.prefix(shown)))
            let newest = try world.checkpoint(of: world.entries)
            core = FollowerCore(shown: .empty, logKey: world.logKey)
            try take(0, shown, toward: first)
            _ = try core.reach(first, tiles: none)
            try take(shown, judged, toward: newest)
        }

        private mutating func take(_ from: Int, _ to: Int, toward signed: SignedCheckpoint) throws {
            let entries = CheckedEntries(world.entries[from..<to].map { $0[...] }, keys: core.keys)
            let proof = try ConsistencyProof(
                oldSize: TreeSize(UInt64(to)), newSize: signed.checkpoint.size,
                reader: world.tiles(of: Array(world.entries.prefix(Int(signed.checkpoint.size.value)))))
            _ = try core.take([entries], toward: signed, proof: proof, tiles: none)
        }
    }

    @Test("a checkpoint of less than was judged is an older one, and is not shown")
    func older() throws {
        let given = try Interrupted()
        let between = try given.world.checkpoint(of: Array(given.world.entries.prefix(given.judged - 2)))
        #expect(
            throws: SourceFault.rolledBack(
                shows: between.checkpoint.size, had: TreeSize(UInt64(given.judged)))
        ) { try given.core.consider(between.bytes, tiles: none) }
    }

    @Test("a checkpoint of exactly what was judged is wanted where it has the same root")
    func same() throws {
        var given = try Interrupted()
        let signed = try given.world.checkpoint(of: Array(given.world.entries.prefix(given.judged)))
        guard case .wanted = try given.core.consider(signed.bytes, tiles: none) else {
            Issue.record("not wanted")
            return
        }
        let state = try given.core.reach(signed, tiles: none)
        #expect(state.tree.root == signed.checkpoint.root)
    }

    @Test("a checkpoint of exactly what was judged with another root is evidence against the log")
    func otherRoot() throws {
        let given = try Interrupted()
        var other = Array(given.world.entries.prefix(given.judged))
        other[given.judged - 1] = Array("another".utf8)
        let signed = try given.world.checkpoint(of: other)
        let divergence = #expect(throws: Divergence.self) { try given.core.consider(signed.bytes, tiles: none) }
        guard case .splitView(let view) = divergence else {
            Issue.record("\(String(describing: divergence))")
            return
        }
        #expect(EvidenceFile(view).judged(by: given.world.logKey).isProven)
    }
}

private func none(_ level: Int, _ index: UInt64) throws -> [UInt8] { [] }

extension FollowerHarness {
    fileprivate func tree(of entries: [[UInt8]]) -> TileBuilder {
        var tree = TileBuilder()
        _ = tree.append(entries.map { Hash.leaf(of: $0) })
        return tree
    }

    fileprivate func tiles(of entries: [[UInt8]]) -> TileSet {
        var tiles = TileSet()
        for tile in tree(of: entries).partialTiles { tiles.insert(tile) }
        return tiles
    }

    /// What the log's key signs of these entries.
    fileprivate func checkpoint(of entries: [[UInt8]]) throws -> SignedCheckpoint {
        let tree = tree(of: entries)
        let signer = scenario.accord.logSigner
        return try Checkpoint(origin: signer.verifierKey.name, size: tree.size, root: tree.root).signed(by: signer)
    }
}
