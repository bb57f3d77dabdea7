import Coordination
import Geodesy
import HashTreeCollections
@testable import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("what a party's node says on the line of a movement in trouble")
struct AlarmScribeTests {
    private let convoy = RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "c"))
    private let hub = PartyID(checked: "un-hub")

    /// A convoy that reports every ten minutes, on a line with party-a; its organiser answers within four.
    private func underWay(audience: [PartyID]? = nil) throws -> Scenario {
        var world = try Scenario()
        let settings =
            Bodies.usualSettings + [
                Bodies.Setting("5(a)", .checkInEvery, 600), Bodies.Setting("5(d)", .alarmAnswerWithin, 240),
                Bodies.Setting("6(a)", .acknowledgeWithin(.immediate), 300),
                Bodies.Setting("6(b)", .escalateAfter(.immediate), 300),
            ]
        for (kind, subject, body) in [
            (Kind.lineEstablish, "north", Bodies.line(["un-hub", "party-a"], caller: "un-hub")),
            (.instrumentClauses, "access", Bodies.instrument(settings)),
        ] {
            try #require(try world.say("neutral-host", kind, subject, body, byRoot: true).refusal == nil)
        }
        try world.enrolNodes()
        let body = Bodies.movement(legs: [(.test(0), .test(7_200))])
        try #require(try world.say("un-hub", .movementNotify, "c", body, audience: audience).refusal == nil)
        let depart = Bodies.depart(at: .test(0))
        try #require(try world.say("un-hub", .movementDepart, "c", depart, audience: audience).refusal == nil)
        let place = try Position(latitudeE7: 362_000_000, longitudeE7: 370_300_000)
        let report = Bodies.checkIn(at: .test(0), position: place, means: .phone)
        try #require(try world.say("un-hub", .movementCheckIn, "c", report, audience: audience).refusal == nil)
        return world
    }

    private func scribe() throws -> SealedScribe {
        SealedScribe(PartyScribe(party: hub, key: try TestKeys.signing("un-hub/node")))
    }

    private func log(_ drafts: [SealedScribe.Draft], in world: inout Scenario) throws -> [Refusal?] {
        let said = drafts.map { draft in
            SaidStatement(
                envelope: draft.envelope, sealed: draft.sealed?.bytes, hash: StatementHash(.emptyTree),
                sequence: draft.sequence)
        }
        let outcomes = try world.log.submit(said).map(\.refusal)
        world.see()
        return outcomes
    }

    @Test("given silence that its organiser does not answer, then its node asks on the line, once, with the last place")
    func asks() throws {
        var world = try underWay()
        var scribe = try scribe()
        try world.tick(at: .test(600))
        // Its organiser has the time that the clause gives it.
        #expect(try scribe.next(in: world.picture, seen: world.log.head).isEmpty)
        try world.tick(at: .test(840))
        let drafts = try scribe.next(in: world.picture, seen: world.log.head)
        #expect(drafts.count == 1)
        #expect(try log(drafts, in: &world) == [nil])
        let message = try #require(world.picture.messages.messages.values.first)
        #expect(message.details.about == .alarm(convoy, .silent))
        #expect(message.details.to == [PartyID(checked: "party-a")])
        #expect(message.details.needsReadBack)
        #expect(message.details.text.text().contains("was due to report by"))
        // What follows is the way of every message: the ladder's next step is due.
        let step = DeadlineID(message.statement, .escalateAfter, PartyID(checked: "party-a"))
        #expect(world.picture.clocks.owed[step] != nil)
        #expect(try scribe.next(in: world.picture, seen: world.log.head).isEmpty)
        // It reports, and falls silent again: that is another matter.
        try world.tick(at: .test(900))
        let place = try Position(latitudeE7: 362_000_000, longitudeE7: 370_500_000)
        let report = Bodies.checkIn(at: .test(900), position: place)
        #expect(try world.say("un-hub", .movementCheckIn, "c", report).refusal == nil)
        try world.tick(at: .test(900 + 840))
        let again = try scribe.next(in: world.picture, seen: world.log.head)
        #expect(try log(again, in: &world) == [nil])
        #expect(world.picture.messages.messages.count == 2)
    }

    @Test("given a sealed movement, then the question is sealed to those who have it")
    func sealed() throws {
        var world = try underWay(audience: [PartyID(checked: "party-a")])
        var scribe = try scribe()
        try world.tick(at: .test(840))
        // The lapses are its node's to write, too.
        for _ in 0..<3 {
            for refusal in try log(try scribe.next(in: world.picture, seen: world.log.head), in: &world) {
                #expect(refusal == nil)
            }
        }
        let message = try #require(world.picture.messages.messages.values.first)
        #expect(message.audience == .parties([PartyID(checked: "party-a")]))
        #expect(world.picture.clocks.lapses.keys.contains { $0.rule == .checkInEvery })
    }

    @Test("given an answer by its organiser in time, then nothing goes out")
    func answered() throws {
        var world = try underWay()
        var scribe = try scribe()
        try world.tick(at: .test(700))
        try world.say("un-hub", .movementDelay, "c", Bodies.delay(seconds: 600))
        try world.tick(at: .test(1_300))
        #expect(try scribe.next(in: world.picture, seen: world.log.head).isEmpty)
        // It is silent still, and the time that the answer asked for is over.
        try world.tick(at: .test(700 + 600 + 240))
        #expect(try scribe.next(in: world.picture, seen: world.log.head).count == 1)
    }

    @Test("a node says nothing else on a line, and nothing of a movement that is well")
    func nothingElse() throws {
        var world = try underWay()
        func decide(_ body: [UInt8]) throws -> Refusal? {
            let duty = DutyScribe.Duty(
                kind: .messageSend, subject: SubjectID(checked: "m"), body: body, audience: nil)
            let verified = try duty.signed(
                by: try TestKeys.signing("un-hub/node"), of: hub, in: world.picture, seen: world.log.head)
            do {
                _ = try world.picture.decide(
                    try #require(verified), opened: nil, rootAtSeen: world.log.head.root)
                return nil
            } catch { return error as? Refusal }
        }
        try world.tick(at: .test(60))
        #expect(try decide(Bodies.message()).map { $0.pointer } == "/body/about")
        let well =
            #"{"line":"neutral-host/north","to":["party-a"],"purpose":"question","urgency":"immediate","about":{"alarm":{"movement":"un-hub/c","kind":"silent"}},"text":{"en":"x"}}"#
        #expect(try decide(Array(well.utf8))?.pointer == "/body/about/alarm")
    }

    @Test("what a node checks in is what a tracker reports; what people say an officer states")
    func trackersOnly() throws {
        let world = try underWay()
        func decide(_ means: ReportMeans) throws -> Refusal? {
            let place = try Position(latitudeE7: 362_000_000, longitudeE7: 370_300_000)
            let duty = DutyScribe.Duty(
                kind: .movementCheckIn, subject: convoy.subject,
                body: Bodies.checkIn(at: .test(0), position: place, means: means), audience: nil)
            let verified = try duty.signed(
                by: try TestKeys.signing("un-hub/node"), of: hub, in: world.picture, seen: world.log.head)
            do {
                _ = try world.picture.decide(try #require(verified), opened: nil, rootAtSeen: world.log.head.root)
                return nil
            } catch { return error as? Refusal }
        }
        #expect(try decide(.tracker) == nil)
        #expect(try decide(.phone)?.pointer == "/body/means")
    }
}
