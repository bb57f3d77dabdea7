import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import TestKit
import Testing

@Suite("receipts: received, never consent")
struct ReceiptTests {
    private typealias World = NoticeWorld

    @Test("given a notice, when an officer of a recipient has it, then the owner sees that and nobody else does")
    func received() throws {
        var world = try World()
        let notice = try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        #expect(try world.state(of: World.partyA, World.site, at: World.hub)?.step == .transmitted)
        try world.say("party-a", .notificationReceive, "got-s", Bodies.receive("un-hub/s", notice))
        let seen = try world.picture().recipientStates(of: World.site, as: World.hub)
        #expect(seen.map(\.party) == [World.partyA, World.partyB])
        #expect(seen.map(\.step) == [.received, .transmitted])
        #expect(seen.first?.receipts.first?.mark.provenance.officer == OfficerID(checked: "access-1"))
        #expect(try world.picture().recipientStates(of: World.site, as: World.partyA).map(\.party) == [World.partyA])
        #expect(try world.picture().recipientStates(of: World.site, as: World.crescent).isEmpty)
        #expect(try world.picture().recipientStates(of: World.site, as: nil).isEmpty)
    }

    @Test("an amendment is another text: who had the first has an earlier one until an officer has the second")
    func amended() throws {
        var world = try World()
        let first = try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        try world.say("party-a", .notificationReceive, "r", Bodies.receive("un-hub/s", first))
        let second = try world.say("un-hub", .notificationAmend, "s", Bodies.site("Moved"))
        #expect(try world.state(of: World.partyA, World.site, at: World.hub)?.step == .earlierReceived)
        try world.say("party-a", .notificationReceive, "r", Bodies.receive("un-hub/s", second))
        #expect(try world.state(of: World.partyA, World.site, at: World.hub)?.step == .received)
        // To say that it still holds is no other text.
        try world.say("un-hub", .notificationReconfirm, "s", Bodies.reconfirm(at: .test(0)))
        #expect(try world.state(of: World.partyA, World.site, at: World.hub)?.step == .received)
        let end = try world.say("un-hub", .notificationWithdraw, "s", Bodies.reason("closed"))
        #expect(try world.state(of: World.partyA, World.site, at: World.hub)?.step == .earlierReceived)
        try world.say("party-a", .notificationReceive, "r", Bodies.receive("un-hub/s", end))
        #expect(try world.state(of: World.partyA, World.site, at: World.hub)?.step == .received)
    }

    @Test("a receipt names a text of the notice, once an officer, and never one's own notice")
    func refused() throws {
        var world = try World()
        let notice = try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        let other = try world.say("un-hub", .notificationNotify, "t", Bodies.site("Other", latitudeE7: 350_000_000))
        let body = Bodies.receive("un-hub/s", notice)
        #expect(try world.refused("un-hub", .notificationReceive, "r", body)?.pointer == "/body/record")
        let wrong = Bodies.receive("un-hub/s", other)
        #expect(try world.refused("party-a", .notificationReceive, "r", wrong)?.pointer == "/body/statement")
        let nothing = Bodies.receive("un-hub/u", notice)
        #expect(try world.refused("party-a", .notificationReceive, "r", nothing)?.rule == "unknown-record")
        let tomorrow = Bodies.receive("un-hub/s", notice, at: .test(86_400))
        #expect(try world.refused("party-a", .notificationReceive, "r", tomorrow)?.pointer == "/body/receivedAt")
        try world.say("party-a", .notificationReceive, "r", body)
        #expect(try world.refused("party-a", .notificationReceive, "r2", body)?.rule == "not-allowed-in-state")
    }

    @Test("given a restricted notice, then its receipt is sealed to its owner, and only the two know of it")
    func sealed() throws {
        var world = try World()
        let notice = try world.say(
            "un-hub", .notificationNotify, "s", Bodies.site(), audience: [World.partyA, World.partyB])
        let body = Bodies.receive("un-hub/s", notice)
        #expect(try world.refused("party-a", .notificationReceive, "r", body)?.rule == "sealed-notice")
        try world.say("party-a", .notificationReceive, "r", body, audience: [World.hub])
        #expect(try world.state(of: World.partyA, World.site, at: World.hub)?.step == .received)
        #expect(try world.state(of: World.partyA, World.site, at: World.partyA)?.step == .received)
        #expect(try world.state(of: World.partyB, World.site, at: World.hub)?.step == .transmitted)
        // The other recipient's node holds the notice, not the receipt.
        let other = try world.picture(at: [World.partyB])
        #expect(other.notices[World.site].recipients.isEmpty)
        #expect(other.recipientStates(of: World.site, as: World.partyB).map(\.party) == [World.partyB])
        // All agree on what is open, whatever they can read.
        let digests = try [[], [World.hub], [World.partyA], [World.partyB]].map {
            try world.picture(at: $0).digest(.open)
        }
        #expect(Set(digests).count == 1)
        #expect(try world.picture(at: [World.hub]).digest(.local) != world.picture(at: [World.partyB]).digest(.local))
    }

    @Test(
        "a receipt from outside the audience, or sealed away from the owner, counts as unreadable and changes nothing")
    func outside() throws {
        var world = try World()
        let notice = try world.say("un-hub", .notificationNotify, "s", Bodies.site(), audience: [World.partyA])
        let body = Bodies.receive("un-hub/s", notice)
        // The host judges headers only, so it takes both.
        try world.say("party-b", .notificationReceive, "r", body, audience: [World.hub])
        try world.say("party-a", .notificationReceive, "r", body, audience: [World.crescent])
        let owner = try world.picture(at: [World.hub])
        #expect(owner.notices[World.site].recipients.isEmpty)
        #expect(owner.unreadableStatements == 1)
        #expect(owner.sealedStatements == 1)
        #expect(try world.picture(at: [World.partyA]).unreadableStatements == 1)
        // A node that can open what it is about to say refuses it before it is in the log.
        var own = try World()
        own.world.log.sealingKeys = [try TestKeys.sealing("own/party-a"), try TestKeys.sealing("own/un-hub")]
        let again = try own.say("un-hub", .notificationNotify, "s", Bodies.site(), audience: [World.partyA])
        let same = Bodies.receive("un-hub/s", again)
        #expect(
            try own.refused("party-a", .notificationReceive, "r", same, audience: [World.crescent])?.rule
                == "without-owner")
    }

    @Test("given a clause, when nobody has acknowledged in time, then both see who, since when and by which clause")
    func silence() throws {
        var world = try World()
        let notice = try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        try world.say("party-a", .notificationReceive, "r", Bodies.receive("un-hub/s", notice))
        try world.world.tick(at: .test(3_599))
        #expect(try world.picture().unacknowledged(as: World.hub).isEmpty)
        try world.world.tick(at: .test(3_600))
        let missing = try world.picture().unacknowledged(as: World.hub)
        #expect(missing.map(\.party) == [World.partyB])
        #expect(missing.first?.deadline == ClauseDeadline(clause: "annex-c 4", at: .test(3_600)))
        #expect(try world.picture().unacknowledged(as: World.partyB).count == 1)
        #expect(try world.picture().unacknowledged(as: World.partyA).isEmpty)
        #expect(try world.picture().unacknowledged(as: nil).isEmpty)
    }

    @Test("silence after the clause's time is recorded once, and a receipt in time leaves nothing to record")
    func lapses() throws {
        var world = try World()
        let notice = try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        try world.say("party-a", .notificationReceive, "r", Bodies.receive("un-hub/s", notice))
        for second in [3_600, 3_700, 9_000] { try world.world.tick(at: .test(Int64(second))) }
        let picture = try world.picture()
        #expect(picture.clocks.lapses.values.map(\.id.party) == [World.partyB])
        #expect(picture.clocks.lapses.values.first?.lapsedAt == .test(3_600))
        #expect(picture.clocks.lapses.values.first?.record == World.site)
        #expect(picture.digest(.open) == world.world.picture.digest(.open))
        // A new text is owed anew, by both.
        let second = try world.say("un-hub", .notificationAmend, "s", Bodies.site("Moved"))
        #expect(try world.picture().clocks.owed.keys.map(\.statement) == [second, second])
        // A receipt under seal does not stop a clock that runs in the open.
        let body = Bodies.receive("un-hub/s", second, at: .test(9_000))
        try world.say("party-a", .notificationReceive, "r", body, audience: [World.hub])
        #expect(try world.picture(at: [World.hub]).clocks.owed.count == 2)
        #expect(try world.picture(at: [World.hub]).digest(.open) == world.picture().digest(.open))
    }

    @Test("under seal the owner's node waits for all, a recipient's for itself, the host's for nobody")
    func sealedClocks() throws {
        var world = try World()
        let notice = try world.say(
            "un-hub", .notificationNotify, "s", Bodies.site(), audience: [World.partyA, World.partyB])
        func owed(_ party: PartyID?) throws -> [PartyID] {
            try world.picture(at: party.map { [$0] } ?? []).clocks.owed.keys.map(\.party).sorted()
        }
        #expect(try owed(World.hub) == [World.partyA, World.partyB])
        #expect(try owed(World.partyA) == [World.partyA])
        #expect(try owed(nil).isEmpty)
        try world.say(
            "party-a", .notificationReceive, "r", Bodies.receive("un-hub/s", notice), audience: [World.hub])
        #expect(try owed(World.hub) == [World.partyB])
        #expect(try owed(World.partyA).isEmpty)
    }

    @Test("whom the owner names is whose acknowledgement counts")
    func named() throws {
        var world = try World()
        let body = Bodies.adding(#""recipients":["party-b"]"#, to: Bodies.site())
        try world.say("un-hub", .notificationNotify, "s", body)
        #expect(try world.picture().recipientStates(of: World.site, as: World.hub).map(\.party) == [World.partyB])
        let own = Bodies.adding(#""recipients":["un-hub"]"#, to: Bodies.site())
        #expect(try world.refused("un-hub", .notificationNotify, "t", own)?.pointer == "/body/recipients/0")
    }

    @Test("a recipient that leaves or is suspended is named to every owner who relied on it, and to nobody else")
    func departed() throws {
        var world = try World()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        try world.say("red-crescent", .notificationNotify, "t", Bodies.site(), audience: [World.partyB])
        #expect(try world.picture().departedRecipients(as: World.hub).isEmpty)
        try world.world.say("neutral-host", .partySuspend, "party-a", Bodies.reason("x"), byRoot: true)
        try world.world.say("party-b", .partyLeave, "party-b", Bodies.reason("x"), byRoot: true)
        let warned = try world.picture(at: [World.hub]).departedRecipients(as: World.hub)
        #expect(warned.map(\.party) == [World.partyA, World.partyB])
        #expect(warned.map(\.standing.word) == ["suspended", "left"])
        #expect(warned.allSatisfy { $0.records == [World.site] })
        #expect(
            try world.picture(at: [World.crescent]).departedRecipients(as: World.crescent).map(\.party)
                == [World.partyB])
        #expect(try world.picture().departedRecipients(as: World.partyA).isEmpty)
        // What has ended needs nobody.
        try world.say("un-hub", .notificationWithdraw, "s", Bodies.reason("x"))
        #expect(try world.picture().departedRecipients(as: World.hub).isEmpty)
    }
}
