import Coordination
import Geodesy
import Picture
import Statements
import TestKit
import Testing

@Suite("how far down a notice went")
struct DepthTests {
    private typealias World = NoticeWorld
    private static let unit = "battery-2"

    @Test("depth is attested per unit, and an operating unit is always named")
    func steps() throws {
        var world = try World()
        let notice = try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        let liaison = Bodies.disseminate("un-hub/s", notice, to: .liaison)
        try world.say("party-a", .noticeDisseminate, "d", liaison)
        #expect(try world.state(of: World.partyA, World.site, at: World.hub)?.depth == .liaison)
        let nameless = Bodies.disseminate("un-hub/s", notice, to: .operatingUnit)
        #expect(try world.refused("party-a", .noticeDisseminate, "d", nameless)?.pointer == "/body/depth")
        for depth in [DisseminationDepth.loadedInSystem, .formation] {
            let body = Bodies.disseminate("un-hub/s", notice, to: depth, unit: Self.unit)
            try world.say("party-a", .noticeDisseminate, "d", body)
        }
        let state = try #require(try world.state(of: World.partyA, World.site, at: World.hub))
        #expect(state.step == .disseminated)
        #expect(state.depth == .loadedInSystem)
        #expect(state.operatingUnits == [SubjectID(checked: Self.unit)])
        #expect(state.units.map(\.unit) == [nil, SubjectID(checked: Self.unit)])
        // What went down was the first text; of the next one nothing has.
        try world.say("un-hub", .notificationAmend, "s", Bodies.site("Moved"))
        let after = try #require(try world.state(of: World.partyA, World.site, at: World.hub))
        #expect(after.step == .earlierReceived)
        #expect(after.depth == nil)
        #expect(after.operatingUnits.isEmpty)
        #expect(DisseminationDepth.allCases == DisseminationDepth.allCases.sorted())
    }

    @Test("units that operate near a notice while it holds and have not got it are listed, and no others")
    func unread() throws {
        var world = try World()
        let notice = try world.say("un-hub", .notificationNotify, "s", Bodies.site(from: .test(0), until: .test(7_200)))
        try world.say("party-a", .unitDeclare, "near", Bodies.unit())
        try world.say("party-a", .unitDeclare, "read", Bodies.unit())
        try world.say("party-a", .unitDeclare, "far", Bodies.unit(latitudeE7: 340_000_000))
        try world.say("party-a", .unitDeclare, "later", Bodies.unit(from: .test(7_200)))
        // 500 m of stand-off, 50 m of site and 400 m of area reach this far and no farther.
        try world.say("party-a", .unitDeclare, "edge", Bodies.unit(longitudeE7: 371_400_000, radiusMetres: 400))
        try world.say("party-a", .unitDeclare, "beyond", Bodies.unit(longitudeE7: 371_410_000, radiusMetres: 400))
        let body = Bodies.disseminate("un-hub/s", notice, to: .operatingUnit, unit: "read")
        try world.say("party-a", .noticeDisseminate, "d", body)
        let unread = try world.picture().unreadUnits(as: World.hub).map(\.unit.rawValue)
        #expect(unread == ["edge", "near"])
        #expect(try world.picture().unreadUnits(as: World.partyA).map(\.unit.rawValue) == unread)
        #expect(try world.picture().unreadUnits(as: World.partyB).isEmpty)
        #expect(try world.picture().unreadUnits(as: World.crescent).isEmpty)
        // A declaration is stated whole: the last word holds.
        try world.say("party-a", .unitDeclare, "near", Bodies.unit(latitudeE7: 340_000_000))
        #expect(try world.picture().unreadUnits(as: World.hub).map(\.unit.rawValue) == ["edge"])
    }

    @Test("a unit declared to nobody else alarms its own side, and the owner learns only that there is one")
    func sealedUnit() throws {
        var world = try World()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        try world.say("party-a", .unitDeclare, "secret", Bodies.unit(), audience: [World.partyB])
        let own = try world.picture(at: [World.partyA])
        #expect(own.unreadUnits(as: World.partyA).map(\.unit.rawValue) == ["secret"])
        let owner = try world.picture(at: [World.hub])
        #expect(owner.unreadUnits(as: World.hub).isEmpty)
        let alarm = owner.depthAlarms(as: World.hub).first { $0.party == World.partyA }
        #expect(alarm?.hasUnknownUnits == true)
        // A node that acts for both shows each its own.
        let both = try world.picture(at: [World.hub, World.partyA])
        #expect(both.unreadUnits(as: World.hub).isEmpty)
        #expect(both.unreadUnits(as: World.partyA).count == 1)
    }

    @Test(
        "given a clause, when a notice is about to begin and no unit has it, then both sides are alarmed, until one has"
    )
    func alarm() throws {
        var world = try World()
        let begins = Instant.test(24 * 3_600)
        let body = Bodies.movement(legs: [(begins, .test(30 * 3_600))])
        let notice = try world.say("un-hub", .movementNotify, "c", body, audience: [World.partyA])
        #expect(try world.picture(at: [World.hub]).depthAlarms(as: World.hub).isEmpty)
        try world.world.tick(at: .test(12 * 3_600 - 1))
        #expect(try world.picture(at: [World.hub]).depthAlarms(as: World.hub).isEmpty)
        try world.world.tick(at: .test(12 * 3_600))
        for party in [World.hub, World.partyA] {
            let alarms = try world.picture(at: [party]).depthAlarms(as: party)
            #expect(alarms.count == 1)
            #expect(alarms.first?.due == ClauseDeadline(clause: "annex-c 7", at: .test(12 * 3_600)))
            #expect(alarms.first?.hasBegun == false)
        }
        #expect(try world.picture(at: [World.partyB]).depthAlarms(as: World.partyB).isEmpty)
        let down = Bodies.disseminate("un-hub/c", notice, to: .loadedInSystem, unit: Self.unit)
        try world.say("party-a", .noticeDisseminate, "d", down, audience: [World.hub])
        for party in [World.hub, World.partyA] {
            #expect(try world.picture(at: [party]).depthAlarms(as: party).isEmpty)
        }
        // A convoy that is delayed is somewhere else at another time: those who act there must have that too.
        try world.say("un-hub", .movementDelay, "c", Bodies.delay(seconds: 3_600), audience: [World.partyA])
        #expect(try world.picture(at: [World.hub]).depthAlarms(as: World.hub).count == 1)
    }
}
