import ParleyNode
import TestKit
import Testing

@Suite("simulated world")
struct SimulatedWorldTests {
    @Test("nothing that got a receipt is ever lost or changed", arguments: UInt64(0)..<100)
    func survivesFaults(seed: UInt64) async throws {
        let run = try await SimulatedWorld.run(seed: seed, hours: 1, faults: seed % 4 == 0 ? .powerLoss : .all)
        #expect(run.violations == [], "replay with SEED=\(seed)")
        #expect(run.refusedToStart == nil, "replay with SEED=\(seed)")
        #expect(run.accepted > 0, "replay with SEED=\(seed): a world in which nothing is accepted shows nothing")
        print(seed, run.accepted, run.entries, run.commits, run.powerLosses, run.recoveredBatches, run.refused)
    }
}
