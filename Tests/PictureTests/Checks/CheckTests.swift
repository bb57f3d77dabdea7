import Coordination
import Deconfliction
import Geodesy
import Picture
import Statements
import TestKit
import Testing

@Suite("check")
struct CheckTests {
    /// A circle of `radiusMetres` at a distance to the north of the usual hospital, for one hour from `from`.
    private func activity(northE7: Int64, radiusMetres: Int64 = 100, from: Int64 = 0) throws -> Activity {
        let centre = try Position(latitudeE7: 362_000_000 + northE7, longitudeE7: 371_300_000)
        let circle = try Circle(centre: centre, radiusMillimetres: radiusMetres * 1_000)
        let window = try TimeWindow(start: .test(from), end: .test(from + 3_600))
        return try Activity(volumes: [Volume4D(area: .circle(circle), band: .everything, window: window)])
    }

    private let reader = PartyID(checked: "party-a")

    @Test(
        "given a hospital, when something comes nearer than its stand-off, then it says which, whose, how near and whom to call"
    )
    func found() throws {
        var world = try Scenario()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        // 0.005 degrees are 555 m; 50 m and 100 m of radius leave about 405 m, and the stand-off is 500 m.
        let answer = world.picture.check(try activity(northE7: 50_000), as: reader)
        let finding = try #require(answer.findings.first)
        #expect(answer.findings.count == 1)
        #expect(finding.record.id.description == "un-hub/s")
        #expect((395_000...415_000).contains(finding.conflict.distanceMillimetres))
        #expect(finding.standOff == Accord.StandOffClass(name: "hospital", millimetres: 500_000, clause: "Annex B, 2"))
        #expect(finding.officers.map(\.id.rawValue) == ["access-1"])
        #expect(finding.record.contact.phones == ["+963 11 000 0000"])
        #expect(answer.isExercise)
        #expect(!answer.isPartial)
        #expect(answer.loggedAt == .test(0))
    }

    @Test(
        "beyond the stand-off, or before it holds, or after it was withdrawn, nothing is found",
        arguments: [
            (70_000, 0), (50_000, -7_200), (50_000, 90_000),
        ] as [(Int64, Int64)])
    func nothing(northE7: Int64, from: Int64) throws {
        var world = try Scenario()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site(until: .test(80_000)))
        #expect(world.picture.check(try activity(northE7: northE7, from: from), as: reader).findings.isEmpty)
        #expect(world.picture.check(try activity(northE7: 50_000), as: reader).findings.count == 1)
        try world.say("un-hub", .notificationWithdraw, "s", Bodies.reason("moved"))
        #expect(world.picture.check(try activity(northE7: 50_000), as: reader).findings.isEmpty)
    }

    @Test("nearest first, and an amended place is where it is now")
    func order() throws {
        var world = try Scenario()
        try world.say("un-hub", .notificationNotify, "far", Bodies.site("Far"))
        try world.say("red-crescent", .notificationNotify, "near", Bodies.site("Near", latitudeE7: 362_030_000))
        let first = world.picture.check(try activity(northE7: 50_000), as: reader)
        #expect(first.findings.map { $0.record.name.text() } == ["Near", "Far"])
        try world.say("red-crescent", .notificationAmend, "near", Bodies.site("Near", latitudeE7: 300_000_000))
        let second = world.picture.check(try activity(northE7: 50_000), as: reader)
        #expect(second.findings.map { $0.record.name.text() } == ["Far"])
    }

    @Test(
        "given an audience, then the owner and its audience find the record and nobody else does",
        arguments: [
            ("red-crescent", true), ("party-a", true), ("party-b", false), ("un-hub", false), (nil, false),
        ] as [(String?, Bool)])
    func audience(party: String?, isFound: Bool) throws {
        var world = try Scenario()
        try world.say("red-crescent", .notificationNotify, "s", Bodies.site(), audience: [PartyID(checked: "party-a")])
        let reader = party.map { PartyID(checked: $0) }
        let answer = world.picture.check(try activity(northE7: 0), as: reader)
        #expect(answer.findings.isEmpty != isFound)
        #expect(world.picture.records(matching: RecordQuery(), as: reader).records.isEmpty != isFound)
    }

    @Test("given an overdue convoy, then its road stays in the way until it reports or is closed")
    func overdue() throws {
        var world = try Scenario()
        let legs = [(departs: Instant.test(600), arrives: Instant.test(1_200))]
        try world.say("un-hub", .movementNotify, "c", Bodies.movement(longitudeE7: 371_000_000, legs: legs))
        func count(_ from: Int64) throws -> Int {
            world.picture.check(try activity(northE7: 0, from: from), as: reader).findings.count
        }
        #expect(try count(0) == 1)
        #expect(try count(50_000) == 0)
        try world.tick(at: .test(1_200))
        #expect(try count(50_000) == 1)
        try world.say("un-hub", .movementClose, "c", Bodies.close(.denied, at: .test(1_200)))
        #expect(try count(50_000) == 0)
        #expect(try count(0) == 0)
    }

    @Test("a convoy that arrived stands at the end of its road until it is closed")
    func halted() throws {
        var world = try Scenario()
        let legs = [(departs: Instant.test(0), arrives: Instant.test(600))]
        // The road ends at the usual place.
        try world.say("un-hub", .movementNotify, "c", Bodies.movement(longitudeE7: 370_300_000, legs: legs))
        try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(0)))
        try world.tick(at: .test(500))
        try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(500), reachedLeg: 0))
        #expect(world.picture.check(try activity(northE7: 0, from: 400_000), as: reader).findings.count == 1)
    }

    @Test("what was given imprecisely is kept away from by as much more")
    func precision() throws {
        var world = try Scenario()
        let body = String(decoding: Bodies.site(), as: UTF8.self)
            .replacing(
                "\"standOffClass\"",
                with: "\"given\":{\"text\":\"near the mill\",\"precisionMetres\":5000},\"standOffClass\"")
        try world.say("un-hub", .notificationNotify, "s", Array(body.utf8))
        #expect(world.picture.check(try activity(northE7: 400_000), as: reader).findings.count == 1)
        #expect(world.picture.check(try activity(northE7: 600_000), as: reader).findings.isEmpty)
    }
}
