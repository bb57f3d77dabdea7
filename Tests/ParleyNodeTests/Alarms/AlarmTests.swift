import Geodesy
import ParleyNode
import TestKit
import Testing

@Suite struct AlarmTests {
    @Test("an alarm stands beside every answer, once, and survives a restart until it is cleared")
    func survivesRestart() async throws {
        let (accord, store, evidence) = (try TestAccord(), MemoryStore(), MemoryEvidence())
        func open() async throws -> Node {
            try await Node.open(
                keys: .init(log: accord.logSigner, node: accord.nodeKey), store: store,
                vault: MemoryVault(), anchor: MemoryAnchor(),
                evidence: evidence, clock: ManualClock(.test(7)), limits: Harness.still, logger: Harness.quiet)
        }
        let node = try await open()
        #expect(node.knowledge(of: node.publisher.state).alarms.isEmpty)
        let piece = Array("two histories".utf8)
        let alarm = node.alarms.raise(.splitView, "the log has two histories", evidence: piece, at: .test(7))
        #expect(node.alarms.raise(.splitView, "again", evidence: piece, at: .test(9)) == alarm)
        #expect(node.knowledge(of: node.publisher.state).alarms == [alarm])
        #expect(node.alarms.stop == alarm)
        try await node.stop()
        let again = try await open()
        #expect(again.alarms.all == [alarm])
        #expect(evidence.evidence(alarm.file) == piece)
        evidence.clear(alarm.file)
        try await again.stop()
        #expect(try await open().alarms.all.isEmpty)
    }

    @Test("a broken promise and an equivocation are no reason to stop following")
    func kinds() {
        #expect(Alarm.Kind.allCases.filter(\.stopsFollowing) == [.splitView, .divergence])
    }
}
