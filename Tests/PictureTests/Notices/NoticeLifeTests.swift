import Coordination
import Deconfliction
import Geodesy
import HashTreeCollections
import Picture
import Statements
import TestKit
import Testing

@Suite("notices over their life")
struct NoticeLifeTests {
    private typealias World = NoticeWorld

    private func changes(_ world: World, _ record: RecordID) throws -> [String: (old: String?, new: String?)] {
        var found: [String: (old: String?, new: String?)] = [:]
        for change in try world.picture().record(record)?.changes ?? [] {
            found[change.field] = (
                change.old.map { String(decoding: $0, as: UTF8.self) },
                change.new.map { String(decoding: $0, as: UTF8.self) }
            )
        }
        return found
    }

    @Test("an amendment says which fields changed, what they said and what they say")
    func changed() throws {
        var world = try World()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site("First"))
        #expect(try changes(world, World.site).isEmpty)
        let body = Bodies.adding(#""functionalStatus":"not-functional""#, to: Bodies.site("Second"))
        try world.say("un-hub", .notificationAmend, "s", body)
        let found = try changes(world, World.site)
        #expect(found.keys.sorted() == ["functionalStatus", "name"])
        #expect(found["name"]?.old == #"{"en":"First"}"#)
        #expect(found["name"]?.new == #"{"en":"Second"}"#)
        #expect(found["functionalStatus"]?.old == nil)
        #expect(found["functionalStatus"]?.new == #""not-functional""#)
        // The last amendment is what counts, and one that says the same changes nothing.
        try world.say("un-hub", .notificationAmend, "s", body)
        #expect(try changes(world, World.site).isEmpty)
    }

    @Test("additions and removals never share a submission, whichever came first")
    func submissions() throws {
        var world = try World()
        let first = Bodies.adding(#""submission":"2016-09""#, to: Bodies.site())
        let removal = Bodies.adding(#""submission":"2016-09""#, to: Bodies.reason("x"))
        try world.say("un-hub", .notificationNotify, "s", first)
        try world.say("un-hub", .notificationNotify, "t", first)
        #expect(try world.refused("un-hub", .notificationWithdraw, "s", removal)?.rule == "mixed-submission")
        let other = Bodies.adding(#""submission":"2016-10""#, to: Bodies.reason("x"))
        try world.say("un-hub", .notificationWithdraw, "s", other)
        let late = Bodies.adding(#""submission":"2016-10""#, to: Bodies.site())
        #expect(try world.refused("un-hub", .notificationNotify, "u", late)?.pointer == "/body/submission")
        // Another party's submission of that name is another one, and so is a sealed one.
        try world.say("red-crescent", .notificationNotify, "s", late)
        try world.say("un-hub", .notificationNotify, "v", late, audience: [World.partyA])
        let key = NoticeSubmissionKey(
            party: World.hub, submission: SubmissionID(checked: "2016-09"), isSealed: false)
        #expect(try world.picture().notices.submissions[key] == .init(purpose: .adds, count: 2))
    }

    @Test("a notice is said to hold still, for longer if need be, and what nobody has confirmed is shown as due")
    func reconfirmed() throws {
        var world = try World()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site(until: .test(40 * 86_400)))
        try world.world.tick(at: .test(30 * 86_400))
        let due = try world.picture().reconfirmationsDue(as: World.hub)
        #expect(due.map(\.record) == [World.site])
        #expect(due.first?.deadline == ClauseDeadline(clause: "annex-c 6", at: .test(30 * 86_400)))
        #expect(try world.picture().reconfirmationsDue(as: World.partyA).isEmpty)
        let body = Bodies.reconfirm(at: .test(30 * 86_400), until: .test(90 * 86_400))
        try world.say("un-hub", .notificationReconfirm, "s", body)
        #expect(try world.picture().reconfirmationsDue(as: World.hub).isEmpty)
        guard case .notification(let site)? = try world.picture().record(World.site) else {
            Issue.record("no site")
            return
        }
        #expect(site.details.valid.end == .test(90 * 86_400))
        #expect(site.volumes.first?.window.end == .test(90 * 86_400))
        #expect(site.reconfirmed?.loggedAt == .test(30 * 86_400))
        for (bad, pointer) in [
            (Bodies.reconfirm(at: .test(31 * 86_400)), "/body/at"),
            (Bodies.reconfirm(at: .test(0), until: .test(86_400)), "/body/until"),
        ] {
            #expect(try world.refused("un-hub", .notificationReconfirm, "s", bad)?.pointer == pointer)
        }
        try world.say("un-hub", .notificationWithdraw, "s", Bodies.reason("x"))
        #expect(try world.refused("un-hub", .notificationReconfirm, "s", body)?.rule == "not-allowed-in-state")
    }

    @Test("a lead that is too short warns and never blocks; an emergency has a shorter one and a reason")
    func lead() throws {
        var world = try World()
        func notify(_ subject: String, hours: Int64, _ more: String = "") throws -> ShortLead? {
            let legs = [(Instant.test(hours * 3_600), Instant.test(hours * 3_600 + 60))]
            let body = Bodies.adding(more, to: Bodies.movement(legs: legs))
            try world.say("un-hub", .movementNotify, subject, body)
            return try world.picture().notices[RecordID(owner: World.hub, subject: SubjectID(checked: subject))]
                .shortLead
        }
        #expect(try notify("a", hours: 48) == nil)
        let short = try #require(try notify("b", hours: 47))
        #expect(short.clause == "annex-c 2")
        #expect(short.neededSeconds == 48 * 3_600)
        #expect(short.givenSeconds == 47 * 3_600)
        #expect(short.sentence.contains("stands as notified"))
        let emergency = #""emergency":{"reason":"wounded people"}"#
        #expect(try notify("d", hours: 24, emergency) == nil)
        #expect(try notify("e", hours: 23, emergency)?.isEmergency == true)
        let nameless = Bodies.adding(
            #""emergency":{}"#, to: Bodies.movement(legs: [(.test(60), .test(120))]))
        #expect(try world.refused("un-hub", .movementNotify, "f", nameless)?.pointer == "/body/emergency/reason")
        // Sites stay where they are: nobody plans around their first day.
        try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        #expect(try world.picture().notices[World.site].shortLead == nil)
        let evacuation = String(decoding: Bodies.site(), as: UTF8.self).replacing("static-site", with: "evacuation")
        try world.say("un-hub", .notificationNotify, "g", Array(evacuation.utf8))
        let begun = try world.picture().notices[RecordID(owner: World.hub, subject: SubjectID(checked: "g"))].shortLead
        #expect(begun?.givenSeconds == 0)
    }

    @Test("a movement is stated anew: what is travelled stays, the rest goes another way, and the index follows")
    func rerouted() throws {
        var world = try World()
        let legs = [(Instant.test(600), Instant.test(1_200)), (.test(1_200), .test(1_800))]
        try world.say("un-hub", .movementNotify, "c", Bodies.movement(legs: legs))
        try world.world.tick(at: .test(600))
        try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(600)))
        try world.say("un-hub", .movementDelay, "c", Bodies.delay(seconds: 60))
        try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(600), reachedLeg: 0))
        let wrong = Bodies.movement(legs: [(.test(500), .test(1_200)), (.test(1_200), .test(1_800))])
        #expect(try world.refused("un-hub", .movementAmend, "c", wrong)?.pointer == "/body/legs/0")
        let short = Bodies.movement(legs: [(.test(600), .test(1_200))])
        #expect(try world.refused("un-hub", .movementAmend, "c", short)?.pointer == "/body/legs")
        let longer = Bodies.movement(legs: legs + [(.test(2_000), .test(2_600))])
        try world.say("un-hub", .movementAmend, "c", longer)
        guard case .movement(let movement)? = try world.picture().record(World.convoy) else {
            Issue.record("no movement")
            return
        }
        #expect(movement.revision == 2)
        #expect(movement.delaySeconds == 0)
        #expect(movement.legsReached == 1)
        #expect(movement.changes.map(\.field) == ["legs"])
        #expect(movement.nextDeadline == .test(1_800))
        #expect(movement.volumes.count == 3)
        #expect(try world.refused("un-hub", .movementAmend, "d", longer)?.rule == "unknown-record")
        try world.say("un-hub", .movementClose, "c", Bodies.close(.facilitated, at: .test(600)))
        #expect(try world.refused("un-hub", .movementAmend, "c", longer)?.rule == "not-allowed-in-state")
    }

    @Test("given a restricted movement, when it is stated anew for more, then they know it from then on")
    func reroutedSealed() throws {
        var world = try World()
        let plan = Bodies.movement(legs: [(.test(600), .test(1_200))])
        try world.say("un-hub", .movementNotify, "c", plan, audience: [World.partyA])
        try world.say("un-hub", .movementAmend, "c", plan, audience: [World.partyA, World.partyB])
        #expect(try world.picture(at: [World.partyB]).record(World.convoy) != nil)
        #expect(try world.refused("un-hub", .movementAmend, "c", plan)?.rule == "audience-differs")
    }

    @Test("names of people stand in a restricted body only")
    func persons() throws {
        var world = try World()
        let plan = Bodies.adding(
            #""persons":[{"name":"A. Driver","document":"N 1"}]"#,
            to: Bodies.movement(legs: [(.test(600), .test(1_200))]))
        #expect(try world.refused("un-hub", .movementNotify, "c", plan)?.pointer == "/body/persons")
        try world.say("un-hub", .movementNotify, "c", plan, audience: [World.partyA])
    }

    @Test("notices of one place or of one name nearby are shown side by side, and nothing is refused for it")
    func duplicates() throws {
        var world = try World()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site("Al-Quds Hospital"))
        try world.say(
            "red-crescent", .notificationNotify, "x", Bodies.site("al quds hospital", latitudeE7: 362_050_000))
        try world.say("red-crescent", .notificationNotify, "y", Bodies.site("Clinic", latitudeE7: 362_000_100))
        try world.say("red-crescent", .notificationNotify, "z", Bodies.site("Clinic", latitudeE7: 362_100_000))
        try world.say(
            "red-crescent", .notificationNotify, "w", Bodies.site("Al-Quds hospital"), audience: [World.partyA])
        let picture = try world.picture(at: [World.partyA, World.crescent])
        guard case .notification(let site)? = picture.record(World.site) else {
            Issue.record("no site")
            return
        }
        func found(_ reader: PartyID) -> [String] {
            picture.duplicates(of: site.details.name, at: site.details.place, except: World.site, as: reader)
                .map { "\($0.record.subject) \($0.reason.rawValue)" }
        }
        #expect(found(World.hub) == ["y same-place", "x same-name"])
        #expect(found(World.partyA) == ["w same-name", "y same-place", "x same-name"])
    }
}
