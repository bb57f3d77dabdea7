import Coordination
import Deconfliction
import Geodesy
import Picture
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("movements")
struct MovementTests {
    private let id = RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "c"))

    /// Two legs, 10 to 20 and 25 to 35 minutes after midnight.
    private func notified() throws -> Scenario {
        var world = try Scenario()
        let body = Bodies.movement(legs: [(.test(600), .test(1_200)), (.test(1_500), .test(2_100))])
        #expect(try world.say("un-hub", .movementNotify, "c", body).entry != nil)
        return world
    }

    private func movement(_ world: Scenario) throws -> Movement {
        guard case .movement(let found)? = world.picture.record(id) else {
            throw Scenario.Misuse(description: "no movement")
        }
        return found
    }

    @Test("number plates are kept as they are written, in whatever script")
    func plates() throws {
        var world = try Scenario()
        let plates = ["حلب ١٢٣٤٥٦", "АВ 1234 77", "ADANA-01-AB-123"]
        let listed = plates.map { "\"\($0)\"" }.joined(separator: ",")
        let plain = String(decoding: Bodies.movement(legs: [(.test(600), .test(1_200))]), as: UTF8.self)
        let body = plain.replacing(
            #""kind":"truck","count":31"#, with: #""kind":"truck","count":31,"plates":[\#(listed)]"#)
        #expect(body != plain)
        #expect(try world.say("un-hub", .movementNotify, "c", Array(body.utf8)).refusal == nil)
        #expect(try movement(world).details.vehicles.first?.plates == plates)
    }

    @Test("given a notice, when it sets out, reports and closes, then it goes through its states")
    func life() throws {
        var world = try notified()
        #expect(world.picture.record(id)?.state(at: world.picture.clock.now) == .planned)
        try world.tick(at: .test(600))
        #expect(try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(600))).refusal == nil)
        #expect(world.picture.record(id)?.state(at: world.picture.clock.now) == .underWay)
        try world.tick(at: .test(1_100))
        #expect(
            try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(1_100), reachedLeg: 0)).refusal
                == nil)
        #expect(try movement(world).legsReached == 1)
        #expect(
            try world.say("un-hub", .movementClose, "c", Bodies.close(.facilitated, at: .test(1_100))).refusal == nil)
        #expect(world.picture.record(id)?.state(at: world.picture.clock.now) == .closed)
        #expect(try movement(world).volumes.isEmpty)
    }

    @Test("given a leg whose end passed without a report, when the clock says so, then it and all later legs stay open")
    func overdue() throws {
        var world = try notified()
        try world.tick(at: .test(600))
        try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(600)))
        try world.tick(at: .test(1_199))
        #expect(try movement(world).overdueSince == nil)
        #expect(try movement(world).volumes[0].window.end == .test(1_500))
        #expect(try movement(world).volumes[1].window.end == .test(2_100))
        try world.tick(at: .test(1_200))
        #expect(try movement(world).overdueSince == .test(1_200))
        #expect(world.picture.record(id)?.state(at: world.picture.clock.now) == .overdue)
        #expect(try movement(world).volumes.count == 3)
        #expect(try movement(world).volumes.allSatisfy { $0.window.end == nil })
        // A report from anywhere else leaves it overdue; one from the end of the leg does not.
        try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(1_200)))
        #expect(try movement(world).overdueSince != nil)
        try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(1_200), reachedLeg: 0))
        #expect(try movement(world).overdueSince == nil)
        #expect(try movement(world).volumes.count == 2)
    }

    @Test("given a delay, then ends move and starts do not; a delay that is not enough leaves it overdue")
    func delays() throws {
        var world = try notified()
        #expect(try world.say("un-hub", .movementDelay, "c", Bodies.delay(seconds: 300)).refusal == nil)
        #expect(try movement(world).nextDeadline == .test(1_500))
        #expect(try movement(world).volumes[0].window.start == .test(600))
        try world.tick(at: .test(1_500))
        #expect(try movement(world).overdueSince == .test(1_500))
        try world.tick(at: .test(4_000))
        try world.say("un-hub", .movementDelay, "c", Bodies.delay(seconds: 60))
        #expect(try movement(world).overdueSince == .test(1_560))
        try world.say("un-hub", .movementDelay, "c", Bodies.delay(seconds: 3_600))
        #expect(try movement(world).overdueSince == nil)
    }

    @Test("given an early departure, then its leg holds from then on")
    func early() throws {
        var world = try notified()
        try world.tick(at: .test(100))
        try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(100)))
        #expect(try movement(world).volumes[0].window.start == .test(100))
        try world.tick(at: .test(400))
        try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(400), reachedLeg: 0))
        #expect(try movement(world).volumes[0].window.start <= .test(400))
    }

    @Test("given the last leg's end, then it stays there until it is closed")
    func arrived() throws {
        var world = try notified()
        try world.tick(at: .test(600))
        try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(600)))
        try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(600), reachedLeg: 1))
        let volumes = try movement(world).volumes
        #expect(volumes.count == 1)
        #expect(volumes[0].window == (try TimeWindow(start: .test(600), end: nil)))
        try world.tick(at: .test(90_000))
        #expect(try movement(world).overdueSince == nil)
        #expect(try movement(world).volumes.count == 1)
    }

    @Test(
        "what cannot be said in a state is refused",
        arguments: [
            ("planned", Kind.movementClose, "close-facilitated"), ("planned", .movementCheckIn, "check-in"),
            ("under way", .movementDepart, "depart"), ("closed", .movementDelay, "delay"),
            ("closed", .movementDepart, "depart"), ("closed", .movementClose, "close-denied"),
        ] as [(String, Kind, String)])
    func notAllowed(state: String, kind: Kind, what: String) throws {
        var world = try notified()
        if state != "planned" { try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(0))) }
        if state == "closed" { try world.say("un-hub", .movementClose, "c", Bodies.close(.attacked, at: .test(0))) }
        let body =
            switch what {
            case "close-facilitated": Bodies.close(.facilitated, at: .test(0))
            case "close-denied": Bodies.close(.denied, at: .test(0))
            case "check-in": Bodies.checkIn(at: .test(0))
            case "delay": Bodies.delay(seconds: 60)
            default: Bodies.depart(at: .test(0))
            }
        #expect(try world.say("un-hub", kind, "c", body).refusal?.rule == "not-allowed-in-state")
    }

    @Test("only what has happened is stated, in order")
    func past() throws {
        var world = try notified()
        #expect(
            try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(301))).refusal?.pointer == "/body/at")
        try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(0)))
        try world.tick(at: .test(60))
        try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(60)))
        // What is entered later than what came after it is kept, and moves nothing back.
        #expect(try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(59))).refusal == nil)
        #expect(try movement(world).lastCheckIn?.at == .test(60))
        #expect(
            try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(59))).refusal?.pointer == "/body/at"
        )
        let leg = try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(60), reachedLeg: 2)).refusal
        #expect(leg?.pointer == "/body/reachedLeg")
    }

    @Test("whoever stood in the way is named, or it says that no reason was given", arguments: MovementOutcome.allCases)
    func outcomes(outcome: MovementOutcome) throws {
        var world = try notified()
        try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(0)))
        let bare = Bodies.object { body in
            body.member("outcome", outcome.rawValue)
            body.member("at", Instant.test(0).description)
        }
        let refusal = try world.say("un-hub", .movementClose, "c", bare).refusal
        #expect((refusal?.rule == "malformed-body") == outcome.needsDecider)
        if outcome.needsDecider {
            #expect("\(refusal.map { "\($0)" } ?? "")".contains("no reason given"))
            #expect(try world.say("un-hub", .movementClose, "c", Bodies.close(outcome, at: .test(0))).refusal == nil)
        }
    }

    @Test("nobody speaks about another party's movement: the name is another record")
    func others() throws {
        var world = try notified()
        #expect(
            try world.say("red-crescent", .movementDepart, "c", Bodies.depart(at: .test(0))).refusal?.rule
                == "unknown-record")
    }
}
