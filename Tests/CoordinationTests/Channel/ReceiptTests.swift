import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import TestKit
import Testing

@Suite("what counts as a receipt, and for how long")
struct ReceiptTests {
    private let here = Position(test: 353_300_000, 401_400_000)
    private let nineKilometresOff = Position(test: 354_100_000, 401_400_000)
    private static let settings = [
        Bodies.Setting("4(a)", .acknowledgeWithin(.flash), 300),
        .init("4(b)", .decideWithin(.flash), 600, grade: "OF-6"),
        .init("4(c)", .escalateAfter(.flash), 300), .init("4(d)", .acknowledgementHolds(.flash), 600),
    ]

    private func openEnds(_ channel: ChannelWorld) -> Int {
        channel.world.picture.openEnds(OpenEndQuery(reader: nil)).ends.filter { $0.message != nil }.count
    }

    @Test(
        "given the general's receipt has expired, when a captain acknowledges, then the ladder goes on and the board keeps it"
    )
    func expiredAuthority() throws {
        var channel = try ChannelWorld(Self.settings)
        try channel.staff()
        try channel.send()
        let reference = try channel.reference()
        try channel.tick(60)
        try channel.say("party-b", as: "flag-1", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        for second in stride(from: Int64(120), through: 700, by: 20) { try channel.tick(second) }
        #expect(try channel.state() == .acknowledgementExpired)
        #expect(try channel.recipient().steps.map(\.dueAt) == [.test(660)])
        try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        #expect(openEnds(channel) == 1)
        for second in stride(from: Int64(720), through: 1_300, by: 20) { try channel.tick(second) }
        #expect(try channel.recipient().steps.map(\.dueAt) == [.test(660), .test(960), .test(1_260)])
        #expect(openEnds(channel) == 1)
    }

    @Test("given the general has it, when a captain acknowledges as well, then that puts the next step off by nothing")
    func captainPutsNothingOff() throws {
        var channel = try ChannelWorld(Self.settings)
        try channel.staff()
        try channel.send()
        let reference = try channel.reference()
        try channel.say("party-b", as: "flag-1", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        try channel.tick(500)
        try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        try channel.tick(599)
        #expect(try channel.recipient().steps.isEmpty)
        try channel.tick(601)
        #expect(try channel.recipient().steps.map(\.dueAt) == [.test(600)])
    }

    @Test("given an answer before the read-back, when that agrees, then everything is settled from then on")
    func answeredThenReadBack() throws {
        var channel = try ChannelWorld(Self.settings)
        try channel.staff()
        try channel.send(Bodies.message(at: [here]))
        let reference = try channel.reference()
        try channel.say(
            "party-b", as: "flag-1", .messageAnswer, "m", Bodies.answer(reference, .notMyForce, at: .test(0)))
        try channel.tick(10)
        try channel.must("party-b", .messageReadBack, "m", Bodies.readBack(reference, at: [here]))
        #expect(try channel.state() == .answered)
        for second in stride(from: Int64(60), through: 1_800, by: 60) { try channel.tick(second) }
        #expect(channel.lapses.isEmpty)
        #expect(try channel.recipient().steps.isEmpty)
    }

    @Test("given a receipt, when a later read-back differs, then it is to be received and decided on anew")
    func unmade() throws {
        var channel = try ChannelWorld(Self.settings)
        try channel.staff()
        try channel.send(Bodies.message(at: [here]))
        let reference = try channel.reference()
        try channel.must("party-b", .messageReadBack, "m", Bodies.readBack(reference, at: [here]))
        try channel.say("party-b", as: "flag-1", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        try channel.tick(60)
        try channel.must("party-b", .messageReadBack, "m", Bodies.readBack(reference, at: [nineKilometresOff]))
        #expect(try channel.state() == .readBackDiffers)
        for second in stride(from: Int64(120), through: 1_000, by: 20) { try channel.tick(second) }
        #expect(Set(channel.lapses.map(\.id.rule)).isSuperset(of: [.acknowledgeWithin, .decideWithin]))
        #expect(channel.lapses.first { $0.id.rule == .decideWithin }?.lapsedAt == .test(660))
        #expect(try !channel.recipient().steps.isEmpty)
        // Once it lapsed it is not recorded again, whatever comes and goes.
        try channel.must("party-b", .messageReadBack, "m", Bodies.readBack(reference, at: [here]))
        try channel.must("party-b", .messageReadBack, "m", Bodies.readBack(reference, at: [nineKilometresOff]))
        for second in stride(from: Int64(1_020), through: 3_000, by: 60) { try channel.tick(second) }
        let owed = channel.world.picture.clocks.owed
        for rule in [ClauseRule.Name.acknowledgeWithin, .decideWithin] {
            #expect(channel.lapses.count { $0.id.rule == rule } == 1)
            #expect(owed[DeadlineID(reference.statement, rule, ChannelWorld.recipient)] == nil)
        }
    }

    @Test("given a ladder that has ended, when the message is corrected, then the new text climbs one of its own")
    func correctedAfterTheLadder() throws {
        var channel = try ChannelWorld(Self.settings)
        try channel.staff()
        try channel.send()
        for second in stride(from: Int64(60), through: 2_400, by: 60) { try channel.tick(second) }
        #expect(try channel.recipient().steps.last?.isLast == true)
        let before = try channel.recipient().steps.count
        try channel.must("party-a", .messageCorrect, "m", Bodies.message(text: "Cease fire at once, at the hill."))
        try channel.tick(2_400 + 320)
        let steps = try channel.recipient().steps
        #expect(steps.count == before + 1)
        #expect(steps.last?.number == 1 && steps.last?.dueAt == .test(2_700))
        // Who acknowledged the text before has not been told: the figure is of the text as it stands.
        #expect(try channel.message().secondsToDecisionMaker(channel.recipient()) == nil)
        let reference = try channel.reference()
        try channel.say("party-b", as: "flag-1", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        #expect(try channel.message().secondsToDecisionMaker(channel.recipient()) == 2_720)
    }

    @Test("given a suspended party or a co-chair that left, then no step goes to them, and the skip is recorded")
    func nobodyWhoCannotSign() throws {
        var channel = try ChannelWorld(Self.settings)
        try channel.staff()
        try channel.must("guarantor", .partyLeave, "guarantor", Bodies.reason("leaves"), byRoot: true)
        try channel.send()
        try channel.must("neutral-host", .partySuspend, "party-b", Bodies.reason("x"), byRoot: true)
        for second in stride(from: Int64(60), through: 2_400, by: 60) { try channel.tick(second) }
        let steps = try channel.recipient().steps
        #expect(!steps.isEmpty && steps.allSatisfy { $0.to == nil })
        #expect(steps.flatMap(\.skipped).map(\.rung).contains(.onShift))
        #expect(steps.last?.isLast == true)
    }

    @Test("a receipt given elsewhere is by an officer with duty or access, not by whoever has the grade")
    func observerGivesNoReceipt() throws {
        var channel = try ChannelWorld(Self.settings)
        let observer = Bodies.officer("obs", grade: "OF-9", roles: [.observer], expires: channel.world.accord.expires)
        try channel.must("party-b", .officerEnrol, "obs", observer, byRoot: true)
        try channel.send()
        let body = Bodies.acknowledge(
            try channel.reference(), officer: "obs", enteredLater: (.telephone, .test(0)))
        #expect(try channel.world.say("party-b", .messageAcknowledge, "m", body).refusal?.pointer == "/body/officer")
    }

    @Test("each text has room for replies of its own")
    func roomByText() throws {
        var channel = try ChannelWorld([.init("4(a)", .acknowledgeWithin(.flash), 300)])
        try channel.send()
        let first = try channel.reference()
        for _ in 0..<Message.maximumReplies {
            try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(first))
        }
        #expect(
            try channel.world.say("party-b", .messageAcknowledge, "m", Bodies.acknowledge(first)).refusal != nil)
        try channel.must("party-a", .messageCorrect, "m", Bodies.message(text: "Another text."))
        try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(channel.reference()))
    }
}
