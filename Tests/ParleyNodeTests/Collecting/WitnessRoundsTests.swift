import ParleyNode
import TestKit
import Testing
import TransparencyLog

@Suite("witness rounds")
struct WitnessRoundsTests {
    private func world(
        _ seed: UInt64, _ faults: [RoundsWorld.Fault], policy: (([NoteSigner]) -> String)? = nil
    ) throws -> RoundsWorld {
        try RoundsWorld(
            seed: seed, policy: policy ?? RoundsWorld.everybody, witnesses: faults.count, faults: faults, size: 121)
    }

    private func quiet(_ count: Int) -> [RoundsWorld.Fault] { Array(repeating: .none, count: count) }

    @Test(
        "whatever witnesses do, nothing untrue is shown, and once they are well everything is witnessed",
        arguments: UInt64(0)..<40)
    func faults(seed: UInt64) throws {
        var random = SplitMix64(seed: seed &* 77)
        let faults = (0..<7).map { _ in
            RoundsWorld.Fault.allCases[Int(random.next() % UInt64(RoundsWorld.Fault.allCases.count))]
        }
        var world = try world(seed, faults)
        try world.run(commits: 60, every: 300, healAt: 20_000, until: 90_000)
        #expect(world.violations == [], "SEED=\(seed) \(faults)")
        #expect(world.halted == nil)
        #expect(world.shown.last?.target.size == 60)
        #expect(world.witnessedAt.count == 60, "SEED=\(seed) \(faults): \(world.witnessedAt.count)")
        // Shown in time, whatever happens: two rounds at the most.
        for (size, time) in world.commits {
            let shown = world.shown.first { $0.target.size >= TreeSize(UInt64(size)) }
            #expect((shown?.time ?? .max) - time <= 3_000, "SEED=\(seed) size \(size)")
        }
    }

    @Test("with everybody well each commit is witnessed within a few answers' time")
    func well() throws {
        var world = try world(1, quiet(7))
        try world.run(commits: 120, every: 10, healAt: 0, until: 60_000)
        #expect(world.violations == [])
        #expect(world.shown.allSatisfy { $0.target.verdict.isWitnessed })
        for (size, time) in world.commits { #expect((world.witnessedAt[size] ?? .max) - time < 150) }
    }

    @Test("a fault of one neutral keeps nothing back", arguments: RoundsWorld.Fault.allCases)
    func neutral(fault: RoundsWorld.Fault) throws {
        var world = try world(2, quiet(4) + [fault, .none, .none])
        try world.run(commits: 120, every: 10, healAt: 1 << 40, until: 60_000)
        #expect(world.violations == [])
        #expect(world.shown.allSatisfy { $0.target.verdict.isWitnessed })
        for (size, time) in world.commits { #expect((world.witnessedAt[size] ?? .max) - time < 150, "\(fault)") }
    }

    @Test(
        "a party that is dead or lies is named, costs no time after the first rounds, and is not asked all the time",
        arguments: [
            RoundsWorld.Fault.dead, .silent, .forgesItsLine, .claimsHugeSizes, .claimsSmallSizes, .refuses,
            .aheadOfTime,
        ])
    func party(fault: RoundsWorld.Fault) throws {
        var world = try world(3, [.none, fault, .none, .none, .none, .none])
        try world.run(commits: 120, every: 100, healAt: 1 << 40, until: 20_000)
        #expect(world.violations == [])
        let late = world.shown.filter { $0.time > 4_000 }
        #expect(!late.isEmpty)
        for shown in late {
            guard case .short(let shortfall) = shown.target.verdict else {
                Issue.record("witnessed by \(fault)"); continue
            }
            #expect(shortfall.missingWitnesses.map(\.description) == ["w1"])
        }
        for (size, time) in world.commits where time > 4_000 {
            let shown = world.shown.first { $0.target.size >= TreeSize(UInt64(size)) }
            #expect((shown?.time ?? .max) - time < 150, "\(fault)")
        }
        #expect(world.requests[1] < 40, "\(fault): \(world.requests)")
        #expect(world.requests[0] > 60)
    }

    @Test("an empty policy, and one that asks for nobody, hold nothing back")
    func noneRequired() throws {
        let tree = WitnessedTree(3)
        for policy in [nil, try WitnessPolicy(parsing: Array("quorum none\n".utf8))] {
            var rounds = WitnessRounds(linked: [], limits: NodeLimits())
            let target = WitnessTarget(try tree.checkpoint(3), policy: policy)
            #expect(rounds.committed(target, at: 0) == [.publish(target)])
            #expect(rounds.nextWake == nil)
        }
    }

    @Test("a policy that changes on the way is asked for from its size on, and no earlier")
    func policyChange() throws {
        let tree = WitnessedTree(9)
        let signers = (0..<2).map { WitnessedTree.signer(WitnessedTree.name, .cosignatureV1, UInt8(70 + $0)) }
        func policy(_ index: Int) throws -> WitnessPolicy {
            try WitnessPolicy(
                parsing: Array("witness w\(index) \(signers[index].verifierKey.vkey)\nquorum w\(index)\n".utf8))
        }
        let keys = signers.map(\.verifierKey)
        var rounds = WitnessRounds(linked: Set(keys), known: [keys[0]: 0, keys[1]: 0], limits: NodeLimits())
        let first = try rounds.committed(WitnessTarget(tree.checkpoint(4), policy: policy(0)), at: 0)
        guard case .send(let asked) = first.first else { Issue.record("nobody is asked"); return }
        #expect(asked.witness == keys[0])
        #expect(try rounds.committed(WitnessTarget(tree.checkpoint(7), policy: policy(1)), at: 1) == [])
        let line = try signers[0].cosign(tree.checkpoint(4).note.text, timestampSeconds: 9)
        let actions = rounds.answered(asked, .cosigned([line]), at: 2, wallSeconds: 9)
        guard case .publish(let shown) = actions.first, case .send(let next) = actions.last else {
            Issue.record("\(actions)")
            return
        }
        #expect(shown.size == 4 && shown.verdict == .witnessed(asOfSeconds: 9))
        #expect(next.witness == keys[1] && next.question == .cosign(7, old: 0))
    }

    @Test("a witness that shows a checkpoint of this log beyond its own stops everything; its word alone does not")
    func ahead() throws {
        let tree = WitnessedTree(9)
        let signer = WitnessedTree.witness
        let policy = try WitnessPolicy(parsing: Array("witness w \(signer.verifierKey.vkey)\nquorum w\n".utf8))
        func asked() throws -> (WitnessRounds, WitnessRequest)? {
            var rounds = WitnessRounds(
                linked: [signer.verifierKey], known: [signer.verifierKey: 2], limits: NodeLimits())
            guard
                case .send(let ask)? = try rounds.committed(WitnessTarget(tree.checkpoint(4), policy: policy), at: 0)
                    .first,
                case .send(let look)? = rounds.answered(ask, .conflict(8), at: 1, wallSeconds: 1).first
            else { return nil }
            #expect(look.question == .lastCosigned)
            return (rounds, look)
        }
        for sighting in [WitnessSighting.nothing, .ours(2), .unproven("not signed")] {
            var (rounds, look) = try #require(try asked())
            guard case .publish(let shown)? = rounds.saw(look, sighting, at: 2).first else {
                Issue.record("held back by \(sighting)")
                continue
            }
            #expect(!shown.verdict.isWitnessed)
            guard case .untruthful? = rounds.troubles.first?.trouble else { Issue.record("not named"); continue }
        }
        var (rounds, look) = try #require(try asked())
        let found = WitnessContradiction(witness: signer.verifierKey, shown: try tree.checkpoint(8), splitView: nil)
        #expect(rounds.saw(look, .contradiction(found), at: 2) == [.halt(found)])
        #expect(rounds.isHalted && !rounds.isBusy)
        #expect(try rounds.committed(WitnessTarget(tree.checkpoint(9), policy: policy), at: 3) == [])
        #expect(rounds.wake(at: 10_000) == [] && rounds.nextWake == nil)
    }
}
