import Coordination
import Deconfliction
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

/// What each party's node knows of restricted statements: all the same of their headers, each its own of their bodies.
@Suite("restricted statements")
struct RestrictedTests {
    private static let hub = PartyID(checked: "un-hub")
    private static let partyA = PartyID(checked: "party-a")
    private static let partyB = PartyID(checked: "party-b")

    /// An accord whose parties each have a sealing key of their own; the host opens nothing.
    private func world() throws -> Scenario {
        var world = try Scenario()
        var keys: [PartyID: SealingPublicKey] = [:]
        for member in [world.accord.host] + world.accord.members {
            keys[member.party] = try TestKeys.sealing("own/\(member.party)").publicKey
        }
        try world.enrolNodes(sealingKeys: keys)
        world.log.sealingKeys = []
        return world
    }

    /// The picture of a node that holds the keys of these parties and has fetched everything.
    private func picture(of world: Scenario, at parties: [PartyID]) throws -> Picture {
        var picture = Picture.empty
        let keys = try parties.map { try TestKeys.sealing("own/\($0)") }
        let entries = world.log.store.entries(from: EntryIndex(0), count: world.log.store.count)
        var bodies: [StatementHash: OpenedParts] = [:]
        for entry in entries {
            let signed = try SignedStatement(entry.envelope)
            guard let bytes = world.log.vault.sealed(signed.hash) else { continue }
            guard let opened = try SealedBody(bytes).opened(of: signed.statement, with: keys) else { continue }
            let isShare = signed.statement.kind == Kind.bodyShare.name
            let first = try #require(signed.statement.commitment)
            let name =
                isShare
                ? try #require(world.picture.bodies.statement(of: signed.statement.party, with: first)) : signed.hash
            bodies[name] = try bodies[name]?.adding(opened) ?? opened
        }
        for entry in entries {
            let signed = try SignedStatement(entry.envelope)
            let verified = VerifiedStatement(fromOwnLog: signed, leaf: Hash.leaf(of: entry.envelope))
            picture.apply(Accepted(fromOwnLog: verified, opened: bodies[signed.hash]))
        }
        return picture
    }

    private func site(_ picture: Picture, _ name: String = "s") -> Coordination.Notification? {
        guard
            case .notification(let site) = picture.record(RecordID(owner: Self.hub, subject: SubjectID(checked: name)))
        else { return nil }
        return site
    }

    @Test("given a sealed notice, then its audience and owner have the record, the host and others only its header")
    func knows() throws {
        var world = try world()
        #expect(
            try world.say("un-hub", .notificationNotify, "s", Bodies.site(), audience: [Self.partyA]).refusal == nil)
        #expect(site(world.picture) == nil)
        #expect(world.picture.sealedStatements == 1)
        let header = world.picture.bodies.records[RecordID(owner: Self.hub, subject: SubjectID(checked: "s"))]
        #expect(header?.audience == [Self.partyA])
        let (own, theirs, others) = (
            try picture(of: world, at: [Self.hub]), try picture(of: world, at: [Self.partyA]),
            try picture(of: world, at: [Self.partyB])
        )
        #expect(site(own) != nil && site(theirs) != nil && site(others) == nil)
        #expect(own.sealedStatements == 0 && others.sealedStatements == 1 && others.isPartial && !theirs.isPartial)
        for picture in [own, theirs, others] { #expect(picture.digest(.open) == world.picture.digest(.open)) }
        #expect(theirs.digest(.local) != others.digest(.local))
        // A node shows what it was handed to those for whom it was handed it, and to the owner.
        let record = try #require(theirs.record(RecordID(owner: Self.hub, subject: SubjectID(checked: "s"))))
        #expect(record.isReadable(by: Self.partyA) && record.isReadable(by: Self.hub))
        #expect(!record.isReadable(by: Self.partyB) && !record.isReadable(by: nil))
    }

    @Test("given a body that breaks its form, then everybody goes on: unread for its audience, sealed for others")
    func unreadable() throws {
        var world = try world()
        #expect(
            try world.say("un-hub", .notificationNotify, "s", Bodies.object { _ in }, audience: [Self.partyA]).refusal
                == nil)
        #expect(
            try world.say(
                "un-hub", .notificationNotify, "t", Bodies.site(standOffClass: "castle"), audience: [Self.partyA]
            ).refusal == nil)
        let theirs = try picture(of: world, at: [Self.partyA])
        #expect(theirs.unreadableStatements == 2 && theirs.sealedStatements == 0 && theirs.isPartial)
        #expect(theirs.slots.isEmpty)
        // What comes after it folds as ever, and an amendment states the site whole.
        #expect(
            try world.say("un-hub", .notificationAmend, "s", Bodies.site("Good"), audience: [Self.partyA]).refusal
                == nil)
        #expect(site(try picture(of: world, at: [Self.partyA]))?.details.name.text() == "Good")
    }

    @Test("given an author's own node, then what the others could not read is refused before it is logged")
    func refusesEarly() throws {
        var world = try world()
        world.log.sealingKeys = [try TestKeys.sealing("own/un-hub")]
        let refusal = try world.say(
            "un-hub", .notificationNotify, "s", Bodies.object { _ in }, audience: [Self.partyA]
        ).refusal
        #expect(refusal?.rule == "malformed-body")
        let castle = Bodies.site(standOffClass: "castle")
        #expect(
            try world.say("un-hub", .notificationNotify, "s", castle, audience: [Self.partyA]).refusal?.rule
                == "unknown-stand-off-class")
    }

    @Test("given a withdrawal that cannot be read, then it is withdrawn all the same, without its reason")
    func unreadEnd() throws {
        var world = try world()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site(), audience: [Self.partyA])
        try world.say("un-hub", .notificationWithdraw, "s", Bodies.object { _ in }, audience: [Self.partyA])
        let theirs = try #require(site(try picture(of: world, at: [Self.partyA])))
        #expect(theirs.isWithdrawn && theirs.volumes.isEmpty)
        let legs = [(departs: Instant.test(600), arrives: Instant.test(1_200))]
        try world.say("un-hub", .movementNotify, "c", Bodies.movement(legs: legs), audience: [Self.partyA])
        try world.say("un-hub", .movementDepart, "c", Bodies.object { _ in }, audience: [Self.partyA])
        let id = RecordID(owner: Self.hub, subject: SubjectID(checked: "c"))
        let record = try #require(try picture(of: world, at: [Self.partyA]).record(id))
        #expect(record.isIncomplete && !record.volumes.isEmpty)
        try world.say("un-hub", .movementClose, "c", Bodies.object { _ in }, audience: [Self.partyA])
        #expect(try #require(try picture(of: world, at: [Self.partyA]).record(id)).volumes.isEmpty)
    }

    @Test("given an amendment for others, then those before see it no more, and those now see it whole")
    func restates() throws {
        var world = try world()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site("Old"), audience: [Self.partyA])
        try world.say("un-hub", .notificationAmend, "s", Bodies.site("New"), audience: [Self.partyB])
        let (before, now) = (try picture(of: world, at: [Self.partyA]), try picture(of: world, at: [Self.partyB]))
        #expect(before.records(matching: RecordQuery(), as: Self.partyA).records.isEmpty)
        #expect(
            now.records(matching: RecordQuery(), as: Self.partyB).records.map { $0.record.name.text() } == ["New"])
        #expect(site(try picture(of: world, at: [Self.hub]))?.details.name.text() == "New")
    }

    @Test("given fields for some only, then each reads its part, and a node of several folds what all of them have")
    func fieldwise() throws {
        var world = try world()
        let body = String(decoding: Bodies.site(), as: UTF8.self)
            .replacing("\"standOffClass\"", with: "\"given\":{\"text\":\"behind the mill\"},\"standOffClass\"")
        try world.say(
            "un-hub", .notificationNotify, "s", Array(body.utf8), audience: [Self.partyA, Self.partyB],
            withheld: [Self.partyB: ["given"]])
        #expect(site(try picture(of: world, at: [Self.partyA]))?.details.given?.text == "behind the mill")
        let less = try #require(site(try picture(of: world, at: [Self.partyB])))
        #expect(less.details.given == nil)
        let both = try #require(site(try picture(of: world, at: [Self.partyA, Self.partyB])))
        #expect(both.details.given == nil)
        #expect(both.readers == [Self.partyA, Self.partyB])
    }

    @Test("given a share, then who gets it has the record from its beginning, and what follows must go there too")
    func shares() throws {
        var world = try world()
        let said = try world.draft("un-hub", .notificationNotify, "s", Bodies.site(), audience: [Self.partyA])
        #expect(try world.submit(said, of: "un-hub").refusal == nil)
        #expect(site(try picture(of: world, at: [Self.partyB])) == nil)
        let shared = try world.say(
            "un-hub", .bodyShare, "s", Bodies.site(), audience: [Self.partyB], opened: said.opened)
        #expect(shared.refusal == nil)
        let theirs = try #require(site(try picture(of: world, at: [Self.partyB])))
        #expect(theirs.audience == .parties([Self.partyA, Self.partyB]))
        #expect(theirs.notified.entry.value < world.log.state.size.value - 1)
        #expect(
            try world.say(
                "un-hub", .notificationWithdraw, "s", Bodies.reason("x"), audience: [Self.partyA]
            ).refusal?.rule == "audience-differs")
        let all = [Self.partyA, Self.partyB]
        #expect(
            try world.say("un-hub", .notificationWithdraw, "s", Bodies.reason("x"), audience: all).refusal == nil)
        let committed = try #require(world.picture.bodies.statements[said.hash])
        #expect(committed.audience == all && committed.shares.count == 1)
    }

    @Test("given a recall, then the header says so on every node, and the digest shows it")
    func recalls() throws {
        var world = try world()
        let said = try world.draft("un-hub", .notificationNotify, "s", Bodies.site(), audience: [Self.partyA])
        #expect(try world.submit(said, of: "un-hub").refusal == nil)
        let before = world.picture.digest(.open)
        let body = Bodies.object { body in
            body.member("statement", said.hash.description)
            body.member("reason", "sent by mistake")
        }
        let entry = try #require(try world.say("un-hub", .bodyRecall, "s", body).entry)
        #expect(world.picture.bodies.statements[said.hash]?.recalledAt == entry)
        #expect(world.picture.digest(.open) != before)
        // A recall of one's own statement only, whoever asks.
        #expect(try world.say("party-a", .bodyRecall, "s", body).refusal?.rule == "unknown-statement")
    }

    @Test("given a certificate, then it is a commitment alone, and makes no picture partial")
    func certificates() throws {
        var world = try world()
        #expect(try world.say("party-a", .checkCertify, "c-1", Bodies.reason("checked"), audience: []).refusal == nil)
        #expect(world.picture.sealedStatements == 0 && !world.picture.isPartial)
        #expect(world.picture.bodies.statements.count == 1)
    }

    @Test("slots follow from the log alone, whichever bodies are at hand")
    func slots() throws {
        var world = try world()
        for number in 0..<6 {
            try world.say(
                "un-hub", .notificationNotify, "s-\(number)", Bodies.site("S \(number)"),
                audience: number % 2 == 0 ? [Self.partyA] : nil)
        }
        let (poor, rich) = (world.picture, try picture(of: world, at: [Self.partyA]))
        #expect(poor.slots.count == 3 && rich.slots.count == 6)
        for (id, slot) in poor.slots { #expect(rich.slots[id] == slot) }
        #expect(poor.records.count == rich.records.count)
        #expect(poor.records(matching: RecordQuery(), as: Self.partyA).records.count == 3)
        // Given later and out of order, it takes the place that was kept for it.
        try world.say("un-hub", .notificationAmend, "s-2", Bodies.site("S 2 again"), audience: [Self.partyB])
        let other = try picture(of: world, at: [Self.partyB])
        #expect(other.slots[RecordID(owner: Self.hub, subject: SubjectID(checked: "s-2"))]?.rawValue == 2)
    }
}
