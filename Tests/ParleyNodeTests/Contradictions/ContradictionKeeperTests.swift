import Coordination
import Inquiry
import ParleyNode
import Statements
import TestKit
import Testing
import TransparencyLog

/// Given a party that signs two statements for one place of its chain, when the node refuses the second, then it keeps both.
@Suite struct ContradictionKeeperTests {
    @Test("the loser of a race is kept as evidence that convinces a stranger, once, and raises no alarm")
    func keeps() async throws {
        var harness = try await Harness()
        let kept = MemoryEvidence()
        try await harness.node.stop()
        let node = try await Node.open(
            keys: Node.Keys(
                log: harness.accord.logSigner, node: harness.accord.nodeKey, sealing: [TestKeys.hostSealing()]),
            store: harness.store, vault: harness.vault, anchor: harness.anchor, evidence: MemoryEvidence(),
            contradictions: kept, clock: harness.clock, limits: Harness.still, logger: Harness.quiet)
        harness = Harness(harness, node)
        var rival = harness
        let ours = try harness.sites(3, named: "ours")
        let theirs = try rival.sites(1, named: "theirs")
        for said in ours {
            guard case .accepted = try await node.submit(said.envelope) else { return #expect(Bool(false)) }
        }
        for _ in 0..<3 {
            guard case .refused(.sequenceTaken) = try await node.submit(theirs[0].envelope) else {
                return #expect(Bool(false))
            }
        }
        // The same statement again is a replay, not a contradiction.
        guard case .refused(.replayed) = try await node.submit(ours[0].envelope) else { return #expect(Bool(false)) }
        try await node.stop()
        let notes = kept.alarms()
        #expect(notes.count == 1 && notes.first?.kind == .equivocation)
        #expect(node.alarms.all.isEmpty)
        let file = try #require(notes.first.flatMap { kept.evidence($0.file) })
        let judgement = try Evidence(parsing: file).judged(by: node.logKey)
        #expect(judgement.isProven, "\(judgement)")
        #expect("\(judgement)".contains(theirs[0].hash.description) && "\(judgement)".contains("as entry"))
    }

    @Test("one party cannot fill the store: beyond a number nothing more of it is kept")
    func bounded() async throws {
        var harness = try await Harness()
        let kept = MemoryEvidence()
        try await harness.node.stop()
        let node = try await Node.open(
            keys: Node.Keys(
                log: harness.accord.logSigner, node: harness.accord.nodeKey, sealing: [TestKeys.hostSealing()]),
            store: harness.store, vault: harness.vault, anchor: harness.anchor, contradictions: kept,
            clock: harness.clock, limits: Harness.still, logger: Harness.quiet)
        harness = Harness(harness, node)
        var rival = harness
        for said in try harness.sites(24, named: "ours") { _ = try await node.submit(said.envelope) }
        for said in try rival.sites(24, named: "theirs") { _ = try await node.submit(said.envelope) }
        try await node.stop()
        #expect((1...16).contains(kept.alarms().count))
    }
}
