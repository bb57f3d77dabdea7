import ParleyNode
import TestKit
import Testing

@Suite("simulated world")
struct SimulatedWorldTests {
    @Test("nothing that got a receipt is ever lost or changed", arguments: UInt64(0)..<60)
    func survivesFaults(seed: UInt64) async throws {
        let run = try await SimulatedWorld.run(seed: seed, hours: 1, faults: seed % 4 == 0 ? .powerLoss : .all)
        #expect(run.violations == [], "replay with SEED=\(seed)")
        #expect(run.refusedToStart == nil, "replay with SEED=\(seed)")
        #expect(run.accepted > 0, "SEED=\(seed): a world in which nothing is accepted shows nothing")
        #expect(run.powerLosses > 0, "SEED=\(seed): a world without a power loss shows nothing")
    }

    @Test("a long day, with both kinds of keys and full tiles", arguments: [UInt64(1_002)])
    func survivesLong(seed: UInt64) async throws {
        var faults = WorldFaults.all
        faults.hoursBetweenClockJumps = 0
        let run = try await SimulatedWorld.run(seed: seed, hours: 6, faults: faults, mixesAlgorithms: true)
        #expect(run.violations == [], "replay with SEED=\(seed)")
        #expect(run.entries > 256, "SEED=\(seed): one full tile at least, not \(run.entries) entries")
        #expect(run.restarts > 4, "SEED=\(seed)")
    }

    @Test("the same seed gives the same world, another seed another", arguments: [UInt64(7), 8])
    func repeats(seed: UInt64) async throws {
        let first = try await SimulatedWorld.run(seed: seed, hours: 1, faults: .all)
        let second = try await SimulatedWorld.run(seed: seed, hours: 1, faults: .all)
        let other = try await SimulatedWorld.run(seed: seed + 100, hours: 1, faults: .all)
        #expect(first.digest == second.digest, "SEED=\(seed)")
        #expect(first.steps == second.steps, "SEED=\(seed)")
        #expect(first.digest != other.digest, "SEED=\(seed)")
    }

    @Test("without faults everything honest is accepted")
    func peace() async throws {
        let run = try await SimulatedWorld.run(seed: 5, hours: 1, faults: .none)
        #expect(run.violations == [])
        // A closing may overtake the state it was written for; nothing else is ever refused in peace.
        #expect(run.refused.keys.sorted().filter { $0 != "not-allowed-in-state" && $0 != "already-ended" } == [])
        #expect(run.accepted > 60)
    }

    @Test("a rotten disk is refused at the next start", arguments: UInt64(0)..<8)
    func refusesRot(seed: UInt64) async throws {
        var faults = WorldFaults.all
        faults.hasRot = true
        let run = try await SimulatedWorld.run(seed: seed, hours: 2, faults: faults)
        #expect(run.violations == [], "replay with SEED=\(seed)")
        #expect(run.refusedToStart != nil, "SEED=\(seed)")
    }
}

@Suite("the checks can fail")
struct BrokenStoreTests {
    @Test("a store that breaks its promise is caught", arguments: StoreDefect.allCases)
    func caught(defect: StoreDefect) async throws {
        var faults = WorldFaults.powerLoss
        faults.store.losesPower = 150
        for seed in UInt64(0)..<20 {
            let run = try await SimulatedWorld.run(seed: seed, hours: 1, faults: faults, defect: defect)
            if !run.violations.isEmpty { return }
        }
        Issue.record("\(defect) went unnoticed in twenty worlds")
    }
}
