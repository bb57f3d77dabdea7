import Coordination
import Geodesy
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@testable import ParleyNode

@Suite("a party's own node judges what is sealed before it is handed on")
struct JudgingTests {
    private struct NoBodies: BodySource {
        func sealed(_ statement: StatementHash) async throws(UpstreamError) -> [UInt8]? { nil }
    }

    private let partyB = PartyID(checked: "party-b")
    private let partyA = PartyID(checked: "party-a")

    private func roster(_ officer: String) -> [UInt8] {
        Bodies.roster(from: 0, until: 86_400, [Bodies.shift(0, 86_400, officer)])
    }

    /// A follower of party-b that can open what is sealed to it.
    private func follower(_ harness: FollowerHarness) async throws -> Node {
        var limits = FollowerHarness.quick
        limits.followJudgeMilliseconds = 50
        let bodies = FollowedBodies(party: partyB, keys: [try TestKeys.hostSealing()], source: NoBodies())
        let node = try await Node.follow(
            harness.upstream, logKey: harness.logKey, store: MemoryStore(), vault: MemoryVault(), bodies: bodies,
            anchor: MemoryAnchor(), evidence: harness.evidence, clock: ManualClock(harness.scenario.log.now),
            limits: limits, logger: Harness.quiet)
        let size = harness.size
        try #require(try await eventually { node.publisher.state.size == size })
        return node
    }

    private func harness() throws -> FollowerHarness {
        var harness = try FollowerHarness()
        if !harness.scenario.hasNodes { try harness.scenario.enrolNodes() }
        try #require(
            try harness.scenario.say("neutral-host", .lineEstablish, "flight", Bodies.line(), byRoot: true).refusal
                == nil)
        harness.upstream.serve(harness.entries)
        return harness
    }

    @Test("given a sealed statement that no reader would take, then its author hears so, and what is right passes")
    func refuses() async throws {
        let harness = try harness()
        let node = try await follower(harness)
        let ghost = try harness.scenario.draft("party-b", .rosterPublish, "r", roster("ghost"), audience: [partyA])
        let refusal = await #expect(throws: Refusal.self) { try await node.judge(ghost.envelope, sealed: ghost.sealed) }
        #expect(refusal.map { "\($0)" }?.contains("ghost") == true)
        let right = try harness.scenario.draft("party-b", .rosterPublish, "r", roster("access-1"), audience: [partyA])
        try await node.judge(right.envelope, sealed: right.sealed)
        // What others say is for their own nodes to judge.
        let other = try harness.scenario.draft("party-a", .rosterPublish, "r", roster("ghost"), audience: [partyB])
        try await node.judge(other.envelope, sealed: nil)
        try await node.stop()
    }

    @Test("given a message of which a field is withheld from a reader, then it is refused")
    func split() async throws {
        let harness = try harness()
        let node = try await follower(harness)
        let place = try Position(latitudeE7: 353_300_000, longitudeE7: 401_400_000)
        let body = Bodies.message(to: ["party-a"], at: [place])
        let said = try harness.scenario.draft(
            "party-b", .messageSend, "m", body, audience: [partyA], withheld: [partyA: ["positions"]])
        let refusal = await #expect(throws: Refusal.self) { try await node.judge(said.envelope, sealed: said.sealed) }
        #expect(refusal.map { "\($0)" }?.contains("whole") == true)
        let whole = try harness.scenario.draft("party-b", .messageSend, "m", body, audience: [partyA])
        try await node.judge(whole.envelope, sealed: whole.sealed)
        try await node.stop()
    }

    @Test(
        "given a node that has not seen the party's statement before, then it says so instead of passing it on unread")
    func behind() async throws {
        var harness = try harness()
        let node = try await follower(harness)
        try #require(
            try harness.scenario.say("party-b", .lineDeclare, "flight", Bodies.declare(.open)).refusal == nil)
        let next = try harness.scenario.draft("party-b", .rosterPublish, "r", roster("access-1"), audience: [partyA])
        await #expect(throws: Unavailable.self) { try await node.judge(next.envelope, sealed: next.sealed) }
        harness.upstream.serve(harness.entries)
        let size = harness.size
        try #require(try await eventually { node.publisher.state.size == size })
        try await node.judge(next.envelope, sealed: next.sealed)
        try await node.stop()
    }
}
