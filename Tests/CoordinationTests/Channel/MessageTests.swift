import Coordination
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("messages on a line")
struct MessageTests {
    private let here = Position(test: 353_300_000, 401_400_000)
    private let nineKilometresOff = Position(test: 354_100_000, 401_400_000)

    @Test("given a message, when it is read back, acknowledged and answered, then it goes through its states")
    func life() throws {
        var channel = try ChannelWorld()
        try channel.send(Bodies.message(at: [here]))
        #expect(try channel.state() == .sent)
        let reference = try channel.reference()
        try channel.must("party-b", .messageDeliver, "m", Bodies.acknowledge(reference))
        #expect(try channel.state() == .delivered)
        try channel.must("party-b", .messageReadBack, "m", Bodies.readBack(reference, at: [here]))
        #expect(try channel.state() == .readBack)
        try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        #expect(try channel.state() == .acknowledged)
        let answer = Bodies.answer(reference, .stopping, at: .test(0))
        try channel.must("party-b", .messageAnswer, "m", answer)
        #expect(try channel.state() == .answered)
        // By somebody who may not decide: it stays on the board until one who may has it.
        #expect(channel.world.picture.openEnds(OpenEndQuery(reader: nil)).ends.count == 1)
        try channel.say("party-b", as: "flag-1", .messageAnswer, "m", answer)
        #expect(channel.world.picture.openEnds(OpenEndQuery(reader: nil)).ends.isEmpty)
        try channel.must("party-a", .messageClose, "m", Bodies.reason("stopped"))
        #expect(try channel.state() == .closed)
    }

    @Test("given a read-back that differs, then it does not count as received until it agrees or is corrected")
    func differs() throws {
        var channel = try ChannelWorld()
        try channel.send(Bodies.message(at: [here]))
        let reference = try channel.reference()
        let early = try channel.world.say("party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference)).refusal
        #expect(early?.pointer == "/body/message")
        try channel.must("party-b", .messageReadBack, "m", Bodies.readBack(reference, at: [nineKilometresOff]))
        #expect(try channel.state() == .readBackDiffers)
        let difference = try #require(try channel.recipient().readBacks.last?.differences.first)
        #expect(difference.field == "/positions/0")
        #expect((8_000_000...10_000_000).contains(try #require(difference.apartMillimetres)))
        let refused = try channel.world.say("party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference)).refusal
        #expect(refused.map { "\($0)" }?.contains("differs in '/positions/0'") == true)
        // It agrees: received.
        try channel.must("party-b", .messageReadBack, "m", Bodies.readBack(reference, at: [here]))
        try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        #expect(try channel.state() == .acknowledged)
        // Corrected: another message, which nobody has received yet.
        try channel.must("party-a", .messageCorrect, "m", Bodies.message(at: [nineKilometresOff]))
        #expect(try channel.state() == .sent)
        #expect(try channel.message().version == 2)
        let old = try channel.world.say("party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference)).refusal
        #expect(old?.pointer == "/body/statement")
    }

    @Test("given two formats that disagree, then the message is refused, and both are named")
    func formats() throws {
        var channel = try ChannelWorld()
        let body = Bodies.message(at: [here], gridOf: nineKilometresOff)
        let refusal = try #require(try channel.world.say("party-a", .messageSend, "m", body).refusal)
        #expect(refusal.rule == "malformed-body")
        #expect(refusal.pointer == "/body/positions/0/second")
        #expect("\(refusal)".contains("\(GridReference(nineKilometresOff))"))
        #expect("\(refusal)".contains("35.33, 40.14"))
    }

    @Test("what is not repeated differs, and so does a place or a time that was not said")
    func comparison() throws {
        var channel = try ChannelWorld()
        let window = try TimeWindow(start: .test(600), end: .test(1_200))
        try channel.send(Bodies.message(at: [here], time: window))
        let reference = try channel.reference()
        func fields(_ body: [UInt8]) throws -> [String] {
            try channel.must("party-b", .messageReadBack, "m", body)
            return try #require(try channel.recipient().readBacks.last).differences.map(\.field)
        }
        #expect(try fields(Bodies.readBack(reference, about: nil)) == ["/about", "/positions/0", "/time"])
        #expect(try fields(Bodies.readBack(reference, at: [here], time: window, about: "activity")) == ["/about"])
        #expect(try fields(Bodies.readBack(reference, at: [here, here], time: window)) == ["/positions/1"])
        let later = try TimeWindow(start: .test(660), end: .test(1_200))
        #expect(try fields(Bodies.readBack(reference, at: [here], time: later)) == ["/time"])
        let open = try TimeWindow(start: .test(600), end: nil)
        #expect(try fields(Bodies.readBack(reference, at: [here], time: open)) == ["/time"])
        // Four decimals and no seconds are what a voice carries.
        let spoken = Position(test: 353_300_900, 401_400_900)
        let minute = try TimeWindow(start: .test(600 + 59), end: .test(1_200))
        #expect(try fields(Bodies.readBack(reference, at: [spoken], time: minute)) == [])
    }

    @Test("only the parties of the line speak on it, each for itself")
    func speakers() throws {
        var channel = try ChannelWorld()
        let stranger = try channel.world.say("un-hub", .messageSend, "m", Bodies.message()).refusal
        #expect(stranger?.pointer == "/body/line")
        let nowhere = try channel.world.say(
            "party-a", .messageSend, "m", Bodies.message(line: "neutral-host/other")
        ).refusal
        #expect(nowhere?.pointer == "/body/line")
        let self_ = try channel.world.say("party-a", .messageSend, "m", Bodies.message(to: ["party-a"])).refusal
        #expect(self_?.pointer == "/body/to")
        try channel.send()
        let reference = try channel.reference()
        for (party, kind, body) in [
            ("un-hub", Kind.messageAcknowledge, Bodies.acknowledge(reference)),
            ("party-a", .messageAcknowledge, Bodies.acknowledge(reference)),
            ("un-hub", .messageAnswer, Bodies.answer(reference, .stopped, at: .test(0))),
        ] {
            #expect(try channel.world.say(party, kind, "m", body).refusal?.pointer == "/body/message")
        }
        #expect(
            try channel.world.say("party-b", .messageClose, "m", Bodies.reason("over")).refusal?.rule
                == "unknown-record")
        // One name is one record.
        #expect(
            try channel.world.say("party-a", .notificationNotify, "m", Bodies.site()).refusal?.rule == "other-mechanism"
        )
        #expect(try channel.world.say("party-a", .messageSend, "m", Bodies.message()).refusal?.rule == "record-exists")
    }

    @Test("what was said by voice is entered afterwards with both times, and clocks run from the entry")
    func enteredLater() throws {
        var channel = try ChannelWorld()
        try channel.tick(7_200)
        try channel.send(Bodies.message(enteredLater: (.telephone, .test(3_600))))
        let message = try channel.message()
        #expect(message.saidAt == .test(3_600))
        #expect(message.sent.loggedAt == .test(7_200))
        let id = DeadlineID(message.statement, .acknowledgeWithin, ChannelWorld.recipient)
        #expect(channel.world.picture.clocks.owed[id]?.due == .test(7_500))
        let reference = try channel.reference()
        // For another officer only what was said elsewhere is entered.
        let other = try channel.world.say(
            "party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference, officer: "flag-1"))
        #expect(other.refusal?.pointer == "/body/officer")
        let body = Bodies.acknowledge(reference, officer: "flag-1", enteredLater: (.telephone, .test(5_220)))
        try channel.must("party-b", .messageAcknowledge, "m", body)
        #expect(try channel.message().secondsToDecisionMaker(channel.recipient()) == 0)
        #expect(try channel.message().secondsToDecisionMakerAsSaid(channel.recipient()) == 27 * 60)
        let ahead = Bodies.acknowledge(reference, enteredLater: (.radio, .test(9_000)))
        #expect(
            try channel.world.say("party-b", .messageAcknowledge, "m", ahead).refusal?.pointer
                == "/body/enteredLater/at")
    }

    @Test("an acknowledgement holds for so long; without an answer it no longer counts, and the ladder goes on")
    func expiry() throws {
        var channel = try ChannelWorld()
        try channel.send()
        let reference = try channel.reference()
        try channel.say("party-b", as: "flag-1", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        #expect(try channel.state() == .acknowledged)
        try channel.tick(899)
        #expect(try channel.state() == .acknowledged)
        #expect(try channel.recipient().steps.isEmpty)
        try channel.tick(900)
        #expect(try channel.state() == .acknowledgementExpired)
        #expect(channel.lapses.map(\.id.rule) == [.acknowledgementHolds])
        #expect(try channel.recipient().steps.map(\.dueAt) == [.test(900)])
        let answer = Bodies.answer(reference, .notMyForce, at: .test(900), by: "Brigadier")
        try channel.say("party-b", as: "flag-1", .messageAnswer, "m", answer)
        #expect(try channel.state() == .answered)
        try channel.tick(9_000)
        #expect(try channel.recipient().steps.count == 1)
    }

    @Test("whoever has no authority acknowledges, and the clock that counts goes on")
    func authority() throws {
        var channel = try ChannelWorld()
        try channel.staff()
        try channel.send()
        let reference = try channel.reference()
        try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        #expect(try channel.message().secondsToDecisionMaker(channel.recipient()) == nil)
        try channel.tick(300)
        #expect(
            try channel.recipient().steps.map(\.to) == [Addressee(ChannelWorld.recipient, OfficerID(checked: "duty-2"))]
        )
        try channel.tick(600)
        #expect(try channel.recipient().steps.last?.to?.officer?.rawValue == "flag-1")
        // Acknowledged in time, decided too late.
        #expect(channel.lapses.map(\.id.rule) == [.decideWithin])
        try channel.tick(640)
        try channel.say("party-b", as: "flag-1", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        #expect(try channel.message().secondsToDecisionMaker(channel.recipient()) == 640)
    }

    @Test("a sealed message is followed by those who can open it, and by nobody else")
    func sealed() throws {
        var channel = try ChannelWorld()
        try channel.send(Bodies.message(), audience: [ChannelWorld.recipient])
        #expect(try channel.message().isReadable(by: ChannelWorld.recipient))
        #expect(try !channel.message().isReadable(by: PartyID(checked: "un-hub")))
        #expect(try !channel.message().isReadable(by: nil))
        let reference = try channel.reference()
        let open = try channel.world.say("party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference)).refusal
        #expect(open?.rule == "audience-differs")
        try channel.must(
            "party-b", .messageAcknowledge, "m", Bodies.acknowledge(reference), audience: [PartyID(checked: "party-a")])
        #expect(try channel.state() == .acknowledged)
        // The host's node writes nothing of what is sealed from the others.
        try channel.tick(9_000)
        #expect(channel.lapses.isEmpty)
        let sealed = channel.world.picture
        #expect(sealed.openEnds(OpenEndQuery(reader: PartyID(checked: "un-hub"))).ends.isEmpty)
        #expect(sealed.openEnds(OpenEndQuery(reader: ChannelWorld.recipient)).ends.count == 1)
    }

    @Test("no word of a message or of its states can be read as leave to act")
    func words() {
        let words =
            MessageState.allCases.map(\.rawValue) + AnswerChoice.allCases.map(\.rawValue)
            + MessagePurpose.allCases.map(\.rawValue) + ClauseRule.Name.allCases.map(\.rawValue)
        for word in words {
            for refused in ["approve", "permit", "clear", "authoris", "consent", "granted", "safe"] {
                #expect(!word.contains(refused), "\(word)")
            }
        }
    }
}

extension Position {
    /// A position that a test writes as it is.
    init(test latitudeE7: Int64, _ longitudeE7: Int64) {
        guard let position = try? Position(latitudeE7: latitudeE7, longitudeE7: longitudeE7) else {
            preconditionFailure("no such position")
        }
        self = position
    }
}
