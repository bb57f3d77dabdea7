import Coordination
import Deconfliction
import Geodesy
import Inquiry
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

/// What went wrong, replayed: each shows where it would have been stopped, or what would be proved of it.
@Suite("replays: right data, wrong hands")
struct WrongHandsTests {
    private typealias World = NoticeWorld

    /// Kunduz, 3 October 2015: headquarters had the hospital's coordinates, and the crew flew without them.
    ///
    /// The check at headquarters was not made. Here the crew's own machine holds the register and finds the hospital by itself.
    @Test(
        "Kunduz: what lies on a list at headquarters is found by the check at the edge, and who has not got it is known"
    )
    func kunduz() throws {
        var world = try World()
        // The hospital is told to the one party that flies, and its headquarters has it.
        let body = Bodies.site("Kunduz Trauma Centre", latitudeE7: 367_180_600, longitudeE7: 688_619_100)
        let notice = try world.say("red-crescent", .notificationNotify, "s", body, audience: [World.partyA])
        try world.say(
            "party-a", .notificationReceive, "r", Bodies.receive("red-crescent/s", notice), audience: [World.crescent])
        try world.say(
            "party-a", .noticeDisseminate, "d",
            Bodies.disseminate("red-crescent/s", notice, to: .operationsCentre), audience: [World.crescent])
        try world.say(
            "party-a", .unitDeclare, "aircraft-1",
            Bodies.unit("Aircraft 1", latitudeE7: 367_200_000, longitudeE7: 688_600_000), audience: [World.crescent])

        // Before take-off both sides see that the crew has not got it.
        for party in [World.crescent, World.partyA] {
            let alarms = try world.picture(at: [party]).depthAlarms(as: party).filter { $0.party == World.partyA }
            #expect(alarms.map(\.unread) == [[SubjectID(checked: "aircraft-1")]])
            #expect(alarms.first?.depth == .operationsCentre)
            #expect(alarms.first?.hasBegun == true)
        }

        // The crew's own copy finds it, 300 m from where they mean to act, without asking anybody.
        let edge = try world.picture(at: [World.partyA])
        let circle = try Circle(
            centre: Position(latitudeE7: 367_207_600, longitudeE7: 688_619_100), radiusMillimetres: 10_000)
        let window = try TimeWindow(start: .test(0), end: .test(3_600))
        let activity = try Activity(
            volumes: [Volume4D(area: .circle(circle), band: .everything, window: window)], standOffMillimetres: 0)
        let findings = edge.check(activity, as: World.partyA).findings
        #expect(findings.map(\.record.id.description) == ["red-crescent/s"])
        #expect(findings.first?.record.contact.phones.isEmpty == false)
        // Whoever was not told finds nothing, and learns nothing about the place from that.
        #expect(try world.picture(at: [World.partyB]).check(activity, as: World.partyB).findings.isEmpty)

        // Once it is loaded into the aircraft's system, nobody is alarmed any more.
        let loaded = Bodies.disseminate("red-crescent/s", notice, to: .loadedInSystem, unit: "aircraft-1")
        try world.say("party-a", .noticeDisseminate, "d", loaded, audience: [World.crescent])
        #expect(
            try world.picture(at: [World.crescent]).depthAlarms(as: World.crescent).allSatisfy {
                $0.party != World.partyA
            })
    }

    /// 1 April 2024: the movement was coordinated with the liaison office; those who flew had never seen the document.
    @Test("a movement known to the liaison and unread by the operating unit alarms both sides before it sets out")
    func liaisonOnly() throws {
        var world = try World()
        let departs = Instant.test(72 * 3_600)
        let plan = Bodies.movement("Aid convoy", legs: [(departs, .test(74 * 3_600))])
        let notice = try world.say("un-hub", .movementNotify, "c", plan, audience: [World.partyA])
        #expect(try world.picture(at: [World.hub]).notices[World.convoy].shortLead == nil)
        try world.say(
            "party-a", .notificationReceive, "r", Bodies.receive("un-hub/c", notice), audience: [World.hub])
        try world.say(
            "party-a", .noticeDisseminate, "d", Bodies.disseminate("un-hub/c", notice, to: .liaison),
            audience: [World.hub])
        try world.say(
            "party-a", .unitDeclare, "drones-7", Bodies.unit("Drones 7", longitudeE7: 370_500_000),
            audience: [World.hub])
        // Received is not read by those who act: the list says so from the first day.
        #expect(try world.state(of: World.partyA, World.convoy, at: World.hub)?.step == .disseminated)
        #expect(
            try world.picture(at: [World.hub]).unreadUnits(as: World.hub).map(\.unit.rawValue) == ["drones-7"])
        try world.world.tick(at: .test(60 * 3_600))
        for party in [World.hub, World.partyA] {
            let alarm = try #require(try world.picture(at: [party]).depthAlarms(as: party).first)
            #expect(alarm.depth == .liaison)
            #expect(alarm.begins == departs)
            #expect(!alarm.hasBegun)
            #expect(alarm.sentence.contains("drones-7"))
        }
        // The organiser postpones; what is over raises no alarm.
        try world.say(
            "un-hub", .movementClose, "c", Bodies.close(.postponed, at: .test(60 * 3_600)), audience: [World.partyA])
        #expect(try world.picture(at: [World.hub]).depthAlarms(as: World.hub).isEmpty)
    }

    /// North-west Syria, 2019: whether coordinates had been received, and what stood there, was disputed afterwards.
    @Test("the disputed list: the receipt is the recipient's own signature under one text, at one place of the log")
    func disputed() throws {
        var world = try World()
        let wrong = try world.say(
            "un-hub", .notificationNotify, "s", Bodies.site(latitudeE7: 362_000_000), audience: [World.partyA])
        let right = try world.say(
            "un-hub", .notificationAmend, "s", Bodies.site(latitudeE7: 362_100_000), audience: [World.partyA])
        try world.say(
            "party-a", .notificationReceive, "r", Bodies.receive("un-hub/s", right), audience: [World.hub])
        // "We never had it": the receipt names the text, the officer, the time; nobody else's key could have signed it.
        let state = try #require(try world.state(of: World.partyA, World.site, at: World.hub))
        #expect(state.receipts.map(\.version) == [right])
        #expect(state.receipts.first?.mark.provenance.officer == OfficerID(checked: "access-1"))
        #expect(wrong != right)
        // "What stands there is no hospital": said in its own words, with a time by which it is answered.
        let doubt = try world.say(
            "party-a", .notificationChallenge, "d", Bodies.challenge("un-hub/s", right, .status), audience: [World.hub])
        try world.world.tick(at: .test(7_200))
        let open = try #require(try world.picture(at: [World.hub]).openChallenges(as: World.hub).first)
        #expect(open.challenge.mark.statement == doubt)
        #expect(open.challenge.due?.at == .test(7_200))
        // And then it leaves: every owner who relied on it is warned, and what it signed stays signed.
        try world.world.say("party-a", .partyLeave, "party-a", Bodies.reason("x"), byRoot: true)
        let after = try world.picture(at: [World.hub])
        #expect(after.departedRecipients(as: World.hub).map(\.party) == [World.partyA])
        #expect(after.recipientStates(of: World.site, as: World.hub).first?.receipts.count == 1)
    }

    /// The Board of Inquiry of 2020 dropped one of seven incidents because its coordinates had not been passed.
    @Test("the incident dropped for want of transmission: the sender proves its list whole, for and against itself")
    func dropped() throws {
        var world = try World()
        let passed = try world.say("un-hub", .notificationNotify, "passed", Bodies.site(), audience: [World.partyA])
        let kept = try world.say(
            "un-hub", .notificationNotify, "kept", Bodies.site("Kept"), audience: [World.partyB])
        try world.count(World.partyA)
        let row = OutboxKey(sender: World.hub, recipient: World.partyA)
        let log = world.world.accord.logSigner.verifierKey
        let proof = try world.proof(row, from: nil, to: try #require(world.counts.last))
        let listed = try OutboxProof(parsing: proof.bytes).judged(by: log).statements.map(\.verified.hash)
        // A stranger with the log's key sees that the one was passed, and that the other was not among what was.
        #expect(listed == [passed])
        #expect(!listed.contains(kept))
        // Nor can it be slipped in afterwards: what is passed now has the next number, after the count.
        try world.say("un-hub", .bodyShare, "kept", [], audience: [World.partyA], sharing: "kept")
        try world.count(World.partyA)
        let later = try world.proof(row, from: nil, to: try #require(world.counts.last))
        #expect(try later.judged(by: log).statements.map(\.statement.kind.rawValue).last == "body.share.v1")
        #expect(try proof.judged(by: log).statements.map(\.verified.hash) == [passed])
    }
}

extension NoticeWorld {
    /// Gives the body of what the hub notified under this name to further parties.
    fileprivate mutating func say(
        _ party: String, _ kind: Kind, _ subject: String, _ body: [UInt8], audience: [PartyID], sharing name: String
    ) throws {
        let entries = world.log.store.entries(from: EntryIndex(0), count: world.log.store.count)
        let key = try TestKeys.sealing("own/\(party)")
        var shared: OpenedBody?
        for entry in entries {
            let signed = try SignedStatement(entry.envelope)
            guard signed.statement.subject.rawValue == name, let bytes = world.log.vault.sealed(signed.hash) else {
                continue
            }
            shared = try SealedBody(bytes).opened(of: signed.statement, with: [key])?.body(for: PartyID(party))
        }
        let said = try world.draft(party, kind, subject, body, audience: audience, opened: shared)
        #expect(try world.submit(said, of: party).refusal == nil)
    }
}
