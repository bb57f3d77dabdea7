import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import TestKit
import Testing

@Suite("instruments and what their clauses set")
struct InstrumentTests {
    private func state(_ world: inout Scenario, _ name: String, _ settings: [Bodies.Setting]) throws -> Refusal? {
        try world.say("neutral-host", .instrumentClauses, name, Bodies.instrument(settings), byRoot: true).refusal
    }

    @Test("given an instrument, then its clauses answer; restated, it is replaced whole")
    func restated() throws {
        var world = try Scenario()
        #expect(world.picture.instruments.rule(.leadTime) == nil)
        #expect(
            try state(&world, "sop", [.init("3", .leadTime, 172_800), .init("3(b)", .emergencyLeadTime, 86_400)]) == nil
        )
        let term = try #require(world.picture.instruments.rule(.leadTime))
        #expect(term.instrument.rawValue == "sop" && term.clause == "3" && term.seconds == 172_800)
        #expect(try state(&world, "sop", [.init("3", .leadTime, 86_400)]) == nil)
        #expect(world.picture.instruments.rule(.leadTime)?.seconds == 86_400)
        #expect(world.picture.instruments.rule(.emergencyLeadTime) == nil)
    }

    @Test("where two instruments set one thing, the one that asks for more counts")
    func stricter() throws {
        var world = try Scenario()
        _ = try state(&world, "a", [.init("1", .leadTime, 100_000), .init("2", .acknowledgeWithin(.flash), 300)])
        _ = try state(&world, "b", [.init("7", .leadTime, 200_000), .init("8", .acknowledgeWithin(.flash), 600)])
        #expect(world.picture.instruments.rule(.leadTime)?.clause == "7")
        #expect(world.picture.instruments.rule(.acknowledgeWithin(.flash))?.clause == "2")
        #expect(world.picture.instruments.rule(.acknowledgeWithin(.routine)) == nil)
    }

    @Test("of two clauses for one time the shorter counts, grace included, and the higher grade, whichever has it")
    func gradeAndGrace() throws {
        var world = try Scenario()
        _ = try state(&world, "a", [.init("1", .decideWithin(.flash), 60, grade: "OF-6")])
        _ = try state(&world, "b", [.init("2", .decideWithin(.flash), 59, grade: "OR-1")])
        let term = try #require(world.picture.instruments.rule(.decideWithin(.flash)))
        #expect(term.clause == "2" && term.seconds == 59 && term.grade?.code == "OF-6")
    }

    @Test("the host's root key states them, in range, once each, with urgency and grade where they belong")
    func refusals() throws {
        var world = try Scenario()
        let body = Bodies.instrument()
        #expect(
            try world.say("party-a", .instrumentClauses, "mou", body, byRoot: true).refusal?.rule == "not-authorised")
        for settings in [
            [Bodies.Setting("1", .acknowledgeWithin(.flash), 5)],
            [.init("1", .decideWithin(.flash), 600)],
            [.init("1", .leadTime, 86_400), .init("2", .leadTime, 90_000)],
            [.init("1", .leadTime, 86_400), .init("1", .reconfirmEvery, 90_000)],
            [.init("1", .minimumGrade, 0)],
        ] {
            #expect(try state(&world, "mou", settings)?.rule == "malformed-body")
        }
    }

    @Test("given an instrument about one line, then it counts there alone, beside those about everything")
    func lines() throws {
        var world = try Scenario()
        let other = RecordID(owner: PartyID(checked: "neutral-host"), subject: SubjectID(checked: "crossing"))
        for name in ["flight", "crossing"] {
            try #require(
                try world.say("neutral-host", .lineEstablish, name, Bodies.line(), byRoot: true).refusal == nil)
        }
        _ = try state(&world, "mou", [.init("1", .acknowledgeWithin(.flash), 600)])
        for (seconds, clause) in [(Int64(300), "9"), (900, "1")] {
            let body = Bodies.instrument([.init("9", .acknowledgeWithin(.flash), seconds)], lines: [Bodies.flightLine])
            #expect(try world.say("neutral-host", .instrumentClauses, "sop", body, byRoot: true).refusal == nil)
            let instruments = world.picture.instruments
            #expect(instruments.rule(.acknowledgeWithin(.flash), on: Bodies.flightLine)?.clause == clause)
            #expect(instruments.rule(.acknowledgeWithin(.flash), on: other)?.clause == "1")
            #expect(instruments.rule(.acknowledgeWithin(.flash))?.clause == "1")
        }
        let unknown = RecordID(owner: other.owner, subject: SubjectID(checked: "nowhere"))
        for lines in [[unknown], [other, other]] {
            let body = Bodies.instrument([.init("9", .leadTime, 86_400)], lines: lines)
            let refusal = try world.say("neutral-host", .instrumentClauses, "sop", body, byRoot: true).refusal
            #expect(refusal?.pointer?.contains("/lines") == true)
        }
    }
}
