import Coordination
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

/// What went wrong, played again: where the channel stops it, or what it proves.
@Suite("what went wrong, replayed")
struct ReplayTests {
    /// 17 September 2016: the place was passed about 9 km off, and 27 minutes went by until somebody decided.
    @Test("Deir ez-Zor: the read-back shows the 9 km, and the 27 minutes become a ladder and a number")
    func deirEzZor() throws {
        var channel = try ChannelWorld()
        try channel.staff()
        let hill = Position(test: 352_800_000, 400_600_000)
        let heard = Position(test: 353_600_000, 400_700_000)

        // The notice in advance, by telephone: what the other side wrote down lies 9 km away, and says so.
        try channel.must(
            "party-a", .messageSend, "notice", Bodies.message(purpose: .notice, text: "Strikes from 15:55.", at: [hill])
        )
        let noticeID = RecordID(owner: PartyID(checked: "party-a"), subject: SubjectID(checked: "notice"))
        let notice = MessageCommand.MessageReference(
            noticeID, try #require(channel.world.picture.messages[noticeID]).statement)
        try channel.must("party-b", .messageReadBack, "notice", Bodies.readBack(notice, at: [heard]))
        let known = try #require(channel.world.picture.messages[noticeID])
        let party = try #require(known.recipient(ChannelWorld.recipient))
        #expect(known.state(party, at: .test(0)) == .readBackDiffers)
        let apart = try #require(party.readBacks[0].differences[0].apartMillimetres)
        #expect((8_500_000...9_500_000).contains(apart))
        #expect(
            try channel.world.say("party-b", .messageAcknowledge, "notice", Bodies.acknowledge(notice)).refusal != nil)
        try channel.must("party-a", .messageClose, "notice", Bodies.reason("called back"))

        // The call to stop, flash. Whoever picks up has no authority and waits for the usual point of contact.
        try channel.send(Bodies.message(purpose: .stopCall, text: "These are our soldiers. Stop.", at: [hill]))
        let reference = try channel.reference()
        try channel.tick(60)
        try channel.must("party-b", .messageReadBack, "m", Bodies.readBack(reference, at: [hill]))
        try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        for minute in Int64(2)..<27 { try channel.tick(minute * 60) }

        // Nobody had to remember to call anybody: four steps, each when it was due, the last to the co-chair.
        let steps = try channel.recipient().steps
        #expect(steps.map(\.dueAt) == [.test(300), .test(600), .test(900)])
        #expect(steps.map { $0.to?.officer?.rawValue ?? $0.to?.party.rawValue } == ["duty-2", "flag-1", "guarantor"])
        #expect(steps.map(\.rung) == [.onShift, .gradeUp, .coChair])
        #expect(steps.last?.isLast == true)
        // The silence is in the log, at the time it began, with its clause.
        #expect(channel.lapses.map(\.id.rule) == [.decideWithin, .acknowledgementHolds])
        #expect(channel.lapses[0].lapsedAt == .test(600))
        #expect(channel.lapses[0].clause == "4(b)")
        let board = channel.world.picture.openEnds(OpenEndQuery(reader: nil))
        #expect(board.ends.map(\.silent) == [ChannelWorld.recipient])
        #expect(board.ends[0].age(at: .test(26 * 60)) == 26 * 60)

        try channel.tick(27 * 60)
        try channel.say("party-b", as: "flag-1", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        let stopped = Bodies.answer(reference, .stopped, at: .test(27 * 60), by: "Battle director")
        try channel.say("party-b", as: "flag-1", .messageAnswer, "m", stopped)
        #expect(try channel.message().secondsToDecisionMaker(channel.recipient()) == 27 * 60)
        #expect(channel.world.picture.openEnds(OpenEndQuery(reader: nil)).ends.isEmpty)
    }

    /// 7 February 2018: the line was used before, during and after; the other side said that it had no forces there.
    @Test("Khasham: 'not my force' and 'force not acknowledged' stand in the log with time and name")
    func khasham() throws {
        var channel = try ChannelWorld()
        let place = Position(test: 352_300_000, 402_900_000)
        try channel.send(
            Bodies.message(purpose: .question, text: "Whose column is east of the river?", at: [place]))
        let reference = try channel.reference()
        try channel.must("party-b", .messageReadBack, "m", Bodies.readBack(reference, at: [place]))
        try channel.say("party-b", as: "flag-1", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        try channel.tick(240)
        let denied = Bodies.answer(reference, .forceNotAcknowledged, at: .test(200), by: "Colonel N., duty officer")
        try channel.say("party-b", as: "flag-1", .messageAnswer, "m", denied)
        try channel.tick(1_800)
        let again = Bodies.answer(reference, .notMyForce, at: .test(1_790), by: "Colonel N., duty officer")
        try channel.say("party-b", as: "flag-1", .messageAnswer, "m", again)
        let answers = try channel.recipient().answers
        #expect(answers.map(\.given.choice) == [.forceNotAcknowledged, .notMyForce])
        #expect(answers.map(\.given.at) == [.test(200), .test(1_790)])
        #expect(answers.map(\.provenance.loggedAt) == [.test(240), .test(1_800)])
        #expect(answers.allSatisfy { $0.given.by == "Colonel N., duty officer" && $0.grade.code == "OF-6" })
        // A name is not left out of such an answer.
        let nameless = Bodies.object { body in
            reference.write(to: &body)
            body.member("answer", "not-my-force")
            body.member("at", Instant.test(1_800).description)
        }
        #expect(try channel.world.say("party-b", .messageAnswer, "m", nameless).refusal?.pointer == "/body/by")
        #expect(channel.lapses.isEmpty)
    }

    @Test("an ultimatum carries its clock, and when it has run out nobody is said to have agreed to it")
    func ultimatum() throws {
        var channel = try ChannelWorld()
        let bare = try channel.world.say("party-a", .messageSend, "m", Bodies.message(purpose: .ultimatum)).refusal
        #expect(bare?.rule == "malformed-body")
        let end = Instant.test(48 * 3_600)
        try channel.send(Bodies.message(purpose: .ultimatum, urgency: .priority, text: "Leave.", expires: end))
        #expect(try !channel.message().hasRunOut(at: end.adding(seconds: -1)))
        #expect(try channel.message().hasRunOut(at: end))
        // No clause sets a time for it, so no silence is held against anybody.
        try channel.tick(49 * 3_600)
        #expect(channel.lapses.isEmpty)
        #expect(channel.world.picture.openEnds(OpenEndQuery(reader: nil)).ends.count == 1)
    }
}
