import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import TestKit
import Testing

@Suite("alarms of movements")
struct MovementAlarmTests {
    private let id = RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "c"))
    private let owner = PartyID(checked: "un-hub")

    /// One leg of about 9 km to the east, an hour long; report every ten minutes, stopped after fifteen.
    private func underWay(audience: [PartyID]? = nil) throws -> Scenario {
        var world = try Scenario()
        let terms = [
            Bodies.Setting("5(a)", .checkInEvery, 600), Bodies.Setting("5(b)", .lateAfter, 300),
            Bodies.Setting("5(c)", .stoppedAfter, 900), Bodies.Setting("5(d)", .alarmAnswerWithin, 240),
        ]
        #expect(
            try world.say("neutral-host", .instrumentClauses, "access", Bodies.instrument(terms), byRoot: true).refusal
                == nil)
        let body = Bodies.movement(legs: [(.test(0), .test(3_600))])
        #expect(try world.say("un-hub", .movementNotify, "c", body, audience: audience).refusal == nil)
        #expect(
            try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(0)), audience: audience).refusal
                == nil)
        return world
    }

    private func movement(_ world: Scenario) throws -> Movement {
        guard case .movement(let found)? = world.picture.record(id) else {
            throw Scenario.Misuse(description: "no movement")
        }
        return found
    }

    /// A place so many 1e-7 degrees along the leg, and so many beside it.
    private func place(_ along: Int64, _ beside: Int64 = 0) throws -> Position {
        try Position(latitudeE7: 362_000_000 + beside, longitudeE7: 370_000_000 + along)
    }

    private func report(
        _ world: inout Scenario, at seconds: Int64, _ position: Position?, leg: Int? = nil, means: ReportMeans = .phone
    ) throws -> Refusal? {
        try world.tick(at: .test(seconds))
        return try world.say(
            "un-hub", .movementCheckIn, "c",
            Bodies.checkIn(at: .test(seconds), reachedLeg: leg, position: position, means: means)
        ).refusal
    }

    @Test("given no report for as long as the clause allows, then it is silent, and the silence is recorded")
    func silent() throws {
        var world = try underWay()
        #expect(try movement(world).reportDue == .test(600))
        try world.tick(at: .test(599))
        #expect(try movement(world).alarms.isEmpty)
        try world.tick(at: .test(600))
        #expect(try movement(world).alarms.map(\.kind) == [.silent])
        let version = try #require(try movement(world).versions.latest)
        #expect(world.picture.clocks.lapses[DeadlineID(version, .checkInEvery, owner, at: .test(600))] != nil)
        let board = world.picture.openEnds(OpenEndQuery(reader: PartyID(checked: "party-a"))).ends
        #expect(board.map(\.alarm?.kind) == [.silent])
        // Its organiser says nothing for as long as it may: that is recorded too.
        try world.tick(at: .test(840))
        #expect(world.picture.clocks.lapses[DeadlineID(version, .alarmAnswerWithin, owner, at: .test(600))] != nil)
        #expect(try report(&world, at: 900, try place(10_000)) == nil)
        #expect(try movement(world).alarms.isEmpty)
        #expect(try movement(world).reportDue == .test(1_500))
        #expect(world.picture.openEnds(OpenEndQuery(reader: owner)).ends.isEmpty)
    }

    @Test("given an answer by the organiser in time, then nothing lapses of it")
    func answered() throws {
        var world = try underWay()
        try world.tick(at: .test(600))
        try world.say("un-hub", .movementDelay, "c", Bodies.delay(seconds: 900))
        let version = try #require(try movement(world).versions.latest)
        try world.tick(at: .test(2_000))
        let lapsed = world.picture.clocks.lapses.keys.filter { $0.rule == .alarmAnswerWithin }
        // What was answered did not lapse; that the convoy was silent still goes on.
        #expect(lapsed.allSatisfy { $0.statement == version })
        #expect(lapsed.count == 1)
    }

    @Test("given a position outside the corridor, then it is off its route until it is back")
    func offRoute() throws {
        var world = try underWay()
        // 0.001 degrees of latitude are 111 m; the corridor is 30 m to each side.
        #expect(try report(&world, at: 60, try place(100_000, 10_000)) == nil)
        let alarm = try #require(try movement(world).alarms.first)
        #expect(alarm.kind == .offRoute)
        #expect((75_000...85_000).contains(alarm.distanceMillimetres ?? 0))
        // What the report itself may be off by is not held against it.
        try world.tick(at: .test(120))
        try world.say(
            "un-hub", .movementCheckIn, "c",
            Bodies.checkIn(at: .test(120), position: try place(100_000, 10_000), accuracyMetres: 90))
        #expect(try movement(world).alarms.isEmpty)
    }

    @Test(
        "given a report from one place for longer than the clause allows, then it has stopped; at a leg's end it has not"
    )
    func stopped() throws {
        var world = try underWay()
        for seconds in [60, 360, 660, 900] {
            #expect(try report(&world, at: Int64(seconds), try place(300_000)) == nil)
            #expect(try movement(world).alarms.isEmpty)
        }
        #expect(try report(&world, at: 960, try place(300_100)) == nil)
        #expect(try movement(world).alarms.map(\.kind) == [.stopped])
        #expect(try movement(world).alarms.first?.since == .test(60))
        #expect(try report(&world, at: 1_200, try place(400_000)) == nil)
        #expect(try movement(world).alarms.isEmpty)
        for seconds in [1_800, 2_400, 3_000] {
            #expect(try report(&world, at: Int64(seconds), try place(1_000_000)) == nil)
        }
        #expect(try movement(world).alarms.isEmpty)
    }

    @Test("given a leg that has not ended by its time and the clause's, then it is late, and that is recorded")
    func late() throws {
        var world = try underWay()
        for seconds in stride(from: 500, through: 3_500, by: 500) {
            #expect(try report(&world, at: Int64(seconds), try place(Int64(seconds) * 200)) == nil)
        }
        try world.tick(at: .test(3_600))
        #expect(try movement(world).alarms.map(\.kind) == [.late])
        let version = try #require(try movement(world).versions.latest)
        let name = DeadlineID(version, .lateAfter, owner, at: .test(3_600))
        try world.tick(at: .test(3_899))
        #expect(world.picture.clocks.lapses[name] == nil)
        try world.tick(at: .test(3_900))
        #expect(world.picture.clocks.lapses[name] != nil)
    }

    @Test("given a sealed movement, then who has it sees what is amiss, and nobody else")
    func sealed() throws {
        var world = try underWay(audience: [PartyID(checked: "party-a")])
        try world.tick(at: .test(600))
        #expect(try movement(world).alarms.map(\.kind) == [.silent])
        #expect(world.picture.openEnds(OpenEndQuery(reader: PartyID(checked: "party-a"))).ends.count == 1)
        #expect(world.picture.openEnds(OpenEndQuery(reader: PartyID(checked: "party-b"))).ends.isEmpty)
        #expect(world.picture.openEnds(OpenEndQuery(reader: nil)).ends.isEmpty)
    }

    @Test("what a road movement can hardly have done is looked at again; confirmed, it is taken")
    func jumps() throws {
        var world = try underWay()
        #expect(try report(&world, at: 60, try place(10_000)) == nil)
        // Another continent.
        let far = try Position(latitudeE7: -340_000_000, longitudeE7: 185_000_000)
        #expect(try report(&world, at: 120, far)?.pointer == "/body/position")
        // A hundred kilometres in a minute.
        #expect(try report(&world, at: 180, try place(11_000_000))?.pointer == "/body/position")
        #expect(
            try world.say(
                "un-hub", .movementCheckIn, "c",
                Bodies.checkIn(at: .test(180), position: try place(11_000_000), isConfirmed: true)
            ).refusal == nil)
        #expect(try movement(world).alarms.map(\.kind) == [.offRoute])
    }

    @Test("a report from the future, and one that is entered twice, are refused; one out of order is kept")
    func order() throws {
        var world = try underWay()
        #expect(try report(&world, at: 300, try place(50_000)) == nil)
        let ahead = Bodies.checkIn(at: .test(700), position: try place(60_000))
        #expect(try world.say("un-hub", .movementCheckIn, "c", ahead).refusal?.pointer == "/body/at")
        let twice = Bodies.checkIn(at: .test(300), position: try place(50_000), means: .phone)
        #expect(try world.say("un-hub", .movementCheckIn, "c", twice).refusal?.pointer == "/body/at")
        let earlier = Bodies.checkIn(at: .test(100), position: try place(20_000, 100_000))
        #expect(try world.say("un-hub", .movementCheckIn, "c", earlier).refusal == nil)
        #expect(try movement(world).lastCheckIn?.at == .test(300))
        #expect(try movement(world).alarms.isEmpty)
    }

    @Test("given that it had been agreed to, when it is impeded, then that is a fact of its own")
    func impeded() throws {
        var world = try underWay()
        let body = Bodies.adding(
            #""agreement":{"by":{"name":"Liaison"},"at":"\#(Instant.test(0))"}"#,
            to: Bodies.close(.denied, at: .test(0)))
        #expect(try world.say("un-hub", .movementClose, "c", body).refusal == nil)
        guard case .closed(let closure?, _) = try movement(world).state else {
            Issue.record("not closed")
            return
        }
        #expect(closure.isImpededAfterAgreement)
    }

    @Test("given a report that is entered late, then it ends no silence that began after it")
    func enteredLate() throws {
        var world = try underWay()
        #expect(try report(&world, at: 300, try place(50_000)) == nil)
        try world.tick(at: .test(2_000))
        #expect(try movement(world).silentSince == .test(900))
        // Heard at 700, entered at 2,000: it was silent from 1,300 on, and still is.
        let late = Bodies.checkIn(at: .test(700), position: try place(90_000))
        #expect(try world.say("un-hub", .movementCheckIn, "c", late).refusal == nil)
        #expect(try movement(world).silentSince == .test(1_300))
        // Of an hour before the last report: it tells nothing of now.
        let earlier = Bodies.checkIn(at: .test(100), position: try place(20_000))
        #expect(try world.say("un-hub", .movementCheckIn, "c", earlier).refusal == nil)
        #expect(try movement(world).silentSince == .test(1_300))
    }

    @Test("given an answer while it stays silent, then it is asked again after the delay and the clause's time")
    func answeredAndStillSilent() throws {
        var world = try underWay()
        try world.tick(at: .test(600))
        try world.say("un-hub", .movementDelay, "c", Bodies.delay(seconds: 900))
        let version = try #require(try movement(world).versions.latest)
        let again = DeadlineID(version, .alarmAnswerWithin, owner, at: .test(600))
        #expect(world.picture.clocks.owed[again]?.due == .test(600 + 900 + 240))
        try world.tick(at: .test(1_739))
        #expect(world.picture.clocks.lapses[again] == nil)
        try world.tick(at: .test(1_740))
        #expect(world.picture.clocks.lapses[again] != nil)
    }

    @Test("given an amended route, then the last position is in its corridor or outside it, without another report")
    func amended() throws {
        var world = try underWay()
        #expect(try report(&world, at: 60, try place(300_000)) == nil)
        let elsewhere = Bodies.movement(latitudeE7: 362_100_000, legs: [(.test(0), .test(3_600))])
        #expect(try world.say("un-hub", .movementAmend, "c", elsewhere).refusal == nil)
        #expect(try movement(world).alarms.map(\.kind) == [.offRoute])
        let back = Bodies.movement(legs: [(.test(0), .test(3_600))])
        #expect(try world.say("un-hub", .movementAmend, "c", back).refusal == nil)
        #expect(try movement(world).alarms.isEmpty)
    }

    @Test("given an arrival reported without a position, then it is neither off its route nor stopped any more")
    func arrivedWithoutPosition() throws {
        var world = try underWay()
        for seconds in [60, 660, 1_000] {
            #expect(try report(&world, at: Int64(seconds), try place(300_000, 10_000)) == nil)
        }
        #expect(try movement(world).alarms.map(\.kind) == [.offRoute, .stopped])
        #expect(try report(&world, at: 1_200, nil, leg: 0) == nil)
        #expect(try movement(world).alarms.isEmpty)
    }

    @Test("given more legs after the last was reached, then it is silent again when it does not report")
    func moreLegs() throws {
        var world = try underWay()
        #expect(try report(&world, at: 300, nil, leg: 0) == nil)
        #expect(try movement(world).reportDue == nil)
        let longer = Bodies.movement(legs: [(.test(0), .test(3_600)), (.test(3_600), .test(7_200))])
        #expect(try world.say("un-hub", .movementAmend, "c", longer).refusal == nil)
        try world.tick(at: .test(900))
        #expect(try movement(world).alarms.map(\.kind) == [.silent])
    }
}
