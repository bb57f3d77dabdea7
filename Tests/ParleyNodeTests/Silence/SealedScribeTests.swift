import Coordination
import Geodesy
import HashTreeCollections
@testable import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("what a party's node writes of what is sealed")
struct SealedScribeTests {
    private let id = RecordID(owner: PartyID(checked: "party-a"), subject: SubjectID(checked: "m"))
    private let recipient = PartyID(checked: "party-b")

    /// A sealed flash message from party-a to party-b, held to the usual clauses.
    private func sent() throws -> Scenario {
        var world = try Scenario()
        for (kind, subject, body) in [
            (Kind.lineEstablish, "flight", Bodies.line()), (.instrumentClauses, "mou", Bodies.instrument()),
        ] {
            try #require(try world.say("neutral-host", kind, subject, body, byRoot: true).refusal == nil)
        }
        try #require(
            try world.say("party-a", .messageSend, "m", Bodies.message(), audience: [recipient]).refusal == nil)
        return world
    }

    private func scribe(_ name: String = "party-a") throws -> SealedScribe {
        SealedScribe(PartyScribe(party: PartyID(checked: name), key: try TestKeys.signing("\(name)/node")))
    }

    private func log(_ drafts: [SealedScribe.Draft], in world: inout Scenario) throws -> [Outcome] {
        let said = drafts.map { draft in
            SaidStatement(
                envelope: draft.envelope, sealed: draft.sealed?.bytes ?? [], hash: StatementHash(.emptyTree),
                sequence: draft.sequence)
        }
        return try world.log.submit(said)
    }

    private func draw(_ scribe: inout SealedScribe, _ world: Scenario) throws -> [SealedScribe.Draft] {
        try scribe.next(in: world.picture, seen: world.log.head)
    }

    @Test("given sealed notices that nobody acknowledged, then each lapses, and messages behind them do not wait")
    func notices() throws {
        var world = try sent()
        let clause = Bodies.instrument([.init("5", .notificationAcknowledgeWithin, 60)])
        try #require(try world.say("neutral-host", .instrumentClauses, "sop", clause, byRoot: true).refusal == nil)
        let count = SealedScribe.maximumPerRound + 4
        for number in 0..<count {
            let site = Bodies.site("Site \(number)")
            try #require(
                try world.say("party-a", .notificationNotify, "s\(number)", site, audience: [recipient]).refusal == nil)
        }
        try world.tick(at: .test(3_000))
        var scribe = try scribe()
        for _ in 0..<4 {
            for outcome in try log(try draw(&scribe, world), in: &world) { #expect(outcome.refusal == nil) }
        }
        let lapses = world.picture.clocks.lapses.values
        #expect(lapses.count { $0.id.rule == .notificationAcknowledgeWithin } == count)
        #expect(lapses.contains { $0.id.rule == .decideWithin })
        #expect(try draw(&scribe, world).isEmpty)
    }

    @Test("given a sealed message that nobody answers, then the waiting party's node records it, each once")
    func once() throws {
        var world = try sent()
        var scribe = try scribe()
        #expect(try draw(&scribe, world).isEmpty)
        try world.tick(at: .test(3_000))
        #expect(world.picture.clocks.lapses.isEmpty)
        let drafts = try draw(&scribe, world)
        // The acknowledgement and the decision that did not come, and the first step.
        #expect(drafts.count == 3)
        for outcome in try log(drafts, in: &world) { #expect(outcome.refusal == nil) }
        #expect(world.picture.clocks.lapses.values.map(\.lapsedAt).sorted() == [.test(300), .test(600)])
        #expect(world.picture.clocks.lapses.values.allSatisfy { !$0.isOpen })
        #expect(world.picture.messages[id]?.recipient(recipient)?.steps.map(\.dueAt) == [.test(300)])
        for _ in 0..<20 {
            let more = try draw(&scribe, world)
            for outcome in try log(more, in: &world) { #expect(outcome.refusal == nil) }
        }
        #expect(world.picture.clocks.lapses.count == 2)
        let steps = try #require(world.picture.messages[id]?.recipient(recipient)?.steps)
        #expect(steps.map(\.number) == Array(1...steps.count))
        #expect(world.picture.unreadableStatements == 0)
    }

    @Test("what is on its way is handed on again byte for byte, and never numbered twice")
    func again() throws {
        var world = try sent()
        var scribe = try scribe()
        try world.tick(at: .test(301))
        let first = try draw(&scribe, world)
        try world.tick(at: .test(900))
        let second = try draw(&scribe, world)
        #expect(first.map(\.envelope) == second.map(\.envelope))
        _ = try log(second, in: &world)
        // It was logged, and the answer was lost: the same again is refused as known.
        for outcome in try log(second, in: &world) { #expect(outcome.refusal != nil) }
        #expect(world.picture.clocks.lapses.count == 1)
        // A node that comes back knows what the log knows.
        var fresh = try self.scribe()
        let rest = try draw(&fresh, world)
        #expect(rest.allSatisfy { draft in !first.contains { $0.sequence == draft.sequence } })
        for outcome in try log(rest, in: &world) { #expect(outcome.refusal == nil) }
        #expect(world.picture.clocks.lapses.count == 2)
    }

    @Test("another party's node writes none of it, and neither does one whose key is not enrolled")
    func others() throws {
        var world = try sent()
        try world.tick(at: .test(3_000))
        var other = try scribe("party-b")
        #expect(try draw(&other, world).isEmpty)
        var stranger = SealedScribe(
            PartyScribe(party: PartyID(checked: "party-a"), key: try TestKeys.signing("somebody else")))
        #expect(try draw(&stranger, world).isEmpty)
    }

    @Test("a party's node is no clock: what it says is held to the log's time")
    func noClock() throws {
        var world = try sent()
        try world.tick(at: .test(3_000))
        let deadline = try #require(world.picture.clocks.due(limit: 1) { _ in true }.first)
        let body = try JSONDocument(Lapse(deadline).body, limits: .init(maximumBytes: 4_096)).root
        for (time, rule) in [(Int64(3_000 + 7_200), "from-the-future"), (-90_000, "backdated")] {
            let key = try TestKeys.signing("party-a/node")
            let statement = Statement(
                accord: world.accord.id, party: PartyID(checked: "party-a"), officer: .node,
                kind: Kind.lapseRecord.name,
                subject: SubjectID(checked: "m"), sequence: 1, previous: nil, seen: world.log.head, saidAt: .test(time),
                content: .open(body))
            let envelope = try Envelope(payload: statement.payload, signedBy: key)
            let outcome = try world.log.submit([.raw(envelope.bytes)]).first
            #expect(outcome?.refusal?.rule == rule)
        }
    }
}
