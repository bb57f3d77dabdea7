import Geodesy
import ParleyNode
import TestKit
import Testing
import TransparencyLog

@Suite struct WitnessGoldenTests {
    @Test("the eleven public cases, in their order, on one witness")
    func publicCases() throws {
        let key = try AddCheckpointCases.logKey()
        let log = try WitnessedLog(origin: key.name, keys: [key])
        let witness = Witness(
            try WitnessCore(signer: WitnessedTree.witness, logs: [log]), store: MemoryWitnessStore())
        for one in AddCheckpointCases.all {
            let outcome = try witness.answer(one.body, at: .seconds(1_700_000_000))
            #expect(outcome.answer.status == one.status, "\(one.name): \(outcome.answer)")
            #expect(outcome.splitView == nil, "\(one.name)")
            if let size = one.conflict { #expect(outcome.answer == .conflict(size), "\(one.name)") }
            guard one.status == 200 else { continue }
            let checkpoint = try AddCheckpointRequest(parsing: one.body).checkpoint
            let line = outcome.answer.cosignature(of: WitnessedTree.witness.verifierKey, on: checkpoint)
            #expect(line != nil, "\(one.name)")
        }
    }
}
