import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import TestKit
import Testing

@Suite("parties, officers, keys")
struct PartyRegisterTests {
    private func say(_ world: inout Scenario, key: SigningKey, _ subject: String) throws -> Refusal? {
        let member = try #require(world.accord.member("un-hub"))
        let writer = try #require(world.writers[member.party])
        let said = try writer.draft(
            Kind.notificationNotify.name, subject, Bodies.site(from: world.log.now, consentAt: .test(0)),
            at: world.log.now,
            as: member.officer, with: key)
        return try world.submit(said, of: "un-hub").refusal
    }

    @Test("given a revoked key, then what it signed before stands, and a new key goes on with the same chain")
    func revocation() throws {
        var world = try Scenario()
        let old = try #require(world.accord.member("un-hub")).officerKey
        #expect(try say(&world, key: old, "before") == nil)
        let fresh = try TestKeys.signing("fresh", .p256)
        let body = Bodies.key(fresh.publicKey, expires: world.accord.expires)
        #expect(try world.say("un-hub", .keyEnrol, "access-1", body, byRoot: true).refusal == nil)
        // The officer may revoke their own key, with that key.
        #expect(try world.say("un-hub", .keyRevoke, "access-1", Bodies.revocation(old.publicKey)).refusal == nil)
        #expect(try say(&world, key: old, "after")?.rule == "key-revoked")
        #expect(try say(&world, key: fresh, "after") == nil)
        #expect(world.picture.slots.count == 2)
    }

    @Test("given an officer enrolled anew, then keys of the time before stay silent")
    func enrolledAnew() throws {
        var world = try Scenario()
        let old = try #require(world.accord.member("un-hub")).officerKey
        try world.say("un-hub", .officerRelease, "access-1", Bodies.reason("rotated"), byRoot: true)
        let officer = Bodies.officer("Successor", expires: world.accord.expires)
        #expect(try world.say("un-hub", .officerEnrol, "access-1", officer, byRoot: true).refusal == nil)
        #expect(try say(&world, key: old, "s")?.rule == "key-of-another")
        let key = try TestKeys.signing("successor")
        let body = Bodies.key(key.publicKey, expires: world.accord.expires)
        #expect(try world.say("un-hub", .keyEnrol, "access-1", body, byRoot: true).refusal == nil)
        #expect(try say(&world, key: key, "s") == nil)
    }

    @Test("a root key enrols for its own party only, and no officer enrols at all")
    func roots() throws {
        var world = try Scenario()
        let body = Bodies.officer("Mole", expires: .test(600))
        #expect(try world.say("un-hub", .officerEnrol, "mole", body, byRoot: true).refusal == nil)
        let officers = world.picture.register.officers
        #expect(officers[OfficerRef(PartyID(checked: "un-hub"), OfficerID(checked: "mole"))] != nil)
        #expect(officers[OfficerRef(PartyID(checked: "party-a"), OfficerID(checked: "mole"))] == nil)
        #expect(try world.say("party-a", .officerEnrol, "mole", body).refusal?.rule == "not-authorised")
        #expect(
            try world.say(
                "party-a", .partyEnrol, "new", Bodies.party("N", .host, rootKey: TestKeys.signing("n").publicKey),
                byRoot: true
            ).refusal?.rule == "not-authorised")
        let second = Bodies.party("N", .host, rootKey: try TestKeys.signing("n").publicKey)
        #expect(try world.say("neutral-host", .partyEnrol, "new", second, byRoot: true).refusal?.rule == "field-rule")
    }

    @Test("roles decide who may sign what", arguments: OfficerRole.allCases)
    func roles(role: OfficerRole) throws {
        var world = try Scenario()
        let key = try TestKeys.signing("role")
        let officer = Bodies.officer("R", roles: [role], expires: .test(6_000))
        try world.say("un-hub", .officerEnrol, "r", officer, byRoot: true)
        try world.say("un-hub", .keyEnrol, "r", Bodies.key(key.publicKey, expires: .test(6_000)), byRoot: true)
        let writer = try #require(world.writers[PartyID(checked: "un-hub")])
        let said = try writer.draft(
            Kind.notificationNotify.name, "s", Bodies.site(), at: world.log.now, as: OfficerID(checked: "r"), with: key)
        let refusal = try world.submit(said, of: "un-hub").refusal
        #expect((refusal == nil) == (role == .access))
        #expect(refusal == nil || refusal?.rule == "not-authorised")
    }

    @Test("whoever is on duty now is found, in order, and nobody else")
    func duty() throws {
        var world = try Scenario()
        let party = PartyID(checked: "un-hub")
        for (name, roles, until) in [
            ("z", [OfficerRole.duty], 6_000), ("b", [.duty, .access], 100), ("c", [.access], 6_000),
        ] as [(String, [OfficerRole], Int64)] {
            try world.say(
                "un-hub", .officerEnrol, name, Bodies.officer(name, roles: roles, expires: .test(until)), byRoot: true)
        }
        func names(_ time: Instant) -> [String] {
            world.picture.register.officers(of: party, with: .duty, at: time).map(\.id.rawValue)
        }
        #expect(names(.test(0)) == ["access-1", "b", "z"])
        #expect(names(.test(100)) == ["access-1", "z"])
        try world.say("un-hub", .officerRelease, "z", Bodies.reason("left"), byRoot: true)
        #expect(names(.test(0)) == ["access-1", "b"])
    }

    @Test("grades compare across armies and read in one form only")
    func grades() throws {
        let order = ["CIV", "OR-1", "OR-9", "OF-1", "OF-5", "OF-6", "OF-10"].compactMap { Grade($0) }
        #expect(order.count == 7)
        #expect(order == order.sorted())
        #expect(order.filter(\.isFlag).map(\.code) == ["OF-6", "OF-10"])
        for text in ["", "OF-0", "OF-11", "OF-06", "OR-10", "of-6", "OF6", "OF-+6", "CIVIL", "General"] {
            #expect(Grade(text) == nil, "\(text)")
        }
    }
}
