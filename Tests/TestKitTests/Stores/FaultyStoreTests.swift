import ParleyNode
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("faulty store")
struct FaultyStoreTests {
    /// Commits single-entry batches until a fault strikes; returns how many were acknowledged.
    private func fill(_ store: FaultyStore, from first: Int) throws -> (acknowledged: Int, error: (any Error)?) {
        var tree = TileBuilder()
        let signer = try TestKeys.log()
        for index in 0..<first + 200 {
            let bytes = Array("entry \(index)".utf8)
            let from = tree.size
            let tiles = tree.append([Hash.leaf(of: bytes)])
            let checkpoint = try Checkpoint(
                origin: signer.verifierKey.name, size: tree.size, root: tree.root
            ).signed(by: signer)
            guard index >= first else { continue }
            do {
                try store.commit(
                    CommitBatch(
                        from: from,
                        entries: [(StatementHash(Hash.sha256(of: bytes)), StoredEntry(envelope: bytes))],
                        tiles: tiles, checkpoint: checkpoint))
            } catch { return (index, error) }
        }
        return (first + 200, nil)
    }

    @Test(
        "after a power loss everything acknowledged is there, at most one batch more, and nothing torn",
        arguments: UInt64(0)..<40)
    func powerLoss(seed: UInt64) throws {
        let disk = SimulatedDisk()
        var faults = StoreFaults.none
        faults.losesPower = 50
        let (acknowledged, error) = try fill(FaultyStore(disk: disk, faults: faults, seed: seed), from: 0)
        #expect(error is PowerLoss || error == nil, "SEED=\(seed)")
        let again = FaultyStore(disk: disk, seed: seed)
        let entries = try again.entries(from: EntryIndex(0), count: 1_000)
        #expect(entries.count == acknowledged || entries.count == acknowledged + 1, "SEED=\(seed)")
        for (index, entry) in entries.enumerated() {
            #expect(entry.envelope == Array("entry \(index)".utf8), "SEED=\(seed)")
        }
        if let bytes = try again.checkpoint() {
            #expect(try SignedCheckpoint(parsing: bytes).checkpoint.size.value == UInt64(entries.count), "SEED=\(seed)")
        }
        // And the disk goes on from there.
        #expect(try fill(again, from: entries.count).error == nil, "SEED=\(seed)")
    }

    @Test("once the power is gone the process hears nothing more from its store")
    func dead() throws {
        let store = FaultyStore(disk: SimulatedDisk(), seed: 1)
        store.losePower()
        #expect(throws: PowerLoss.self) { try store.checkpoint() }
        #expect(throws: PowerLoss.self) { try store.setNote("a", []) }
    }

    @Test("a full disk stores nothing and says so")
    func full() throws {
        let disk = SimulatedDisk(capacityBytes: 3_000)
        let store = FaultyStore(disk: disk, seed: 1)
        let (acknowledged, error) = try fill(store, from: 0)
        #expect((error as? StoreError)?.code == .full)
        #expect(acknowledged > 0)
        #expect(try store.entries(from: EntryIndex(0), count: 100).count == acknowledged)
        disk.addRoom(1 << 20)
        #expect(try fill(store, from: acknowledged).error == nil)
    }

    @Test("a failure says nothing about whether the batch is durable: both happen")
    func unknownOutcomes() throws {
        var before = StoreFaults.none
        before.failsBefore = 1_000
        var after = StoreFaults.none
        after.failsAfter = 1_000
        for (faults, stored) in [(before, 0), (after, 1)] {
            let disk = SimulatedDisk()
            let (_, error) = try fill(FaultyStore(disk: disk, faults: faults, seed: 3), from: 0)
            #expect((error as? StoreError)?.code == .failed)
            #expect(try FaultyStore(disk: disk, seed: 3).entries(from: EntryIndex(0), count: 9).count == stored)
        }
    }

    @Test("a stall is time that passed, told once")
    func stalls() throws {
        var faults = StoreFaults.none
        faults.stalls = 1_000
        let store = FaultyStore(disk: SimulatedDisk(), faults: faults, seed: 4)
        try store.setNote("a", [1])
        #expect((1...30).contains(store.takeStalledSeconds()))
        #expect(store.takeStalledSeconds() == 0)
    }

    @Test("rot beneath the checksums shows in what is read, and nowhere else")
    func rot() throws {
        let disk = SimulatedDisk()
        _ = try fill(FaultyStore(disk: disk, seed: 1), from: 0)
        #expect(disk.damage(.entry(EntryIndex(7))))
        #expect(!disk.damage(.tile(level: 0, index: 0)))
        let entries = try FaultyStore(disk: disk, seed: 1).entries(from: EntryIndex(0), count: 300)
        #expect(entries.count == 200)
        let damaged = entries.indices.filter { entries[$0].envelope != Array("entry \($0)".utf8) }
        #expect(damaged == [7])
    }
}
