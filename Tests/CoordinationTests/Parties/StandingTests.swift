import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("nodes, new root keys, suspension, leaving")
struct StandingTests {
    private let hub = PartyID(checked: "un-hub")

    private func say(
        _ world: inout Scenario, _ kind: Kind, by officer: OfficerID, with key: SigningKey,
        _ body: [UInt8] = Bodies.site()
    ) throws -> Refusal? {
        let writer = try #require(world.writers[hub])
        let subject = "r-\(writer.sequence + 1)"
        let said = try writer.draft(kind.name, subject, body, at: world.log.now, as: officer, with: key)
        return try world.submit(said, of: "un-hub").refusal
    }

    private func standing(_ world: Scenario) -> PartyStanding? { world.picture.register.parties[hub]?.standing }

    @Test("given a node enrolled anew, then the key before it is silent and the new one is the node's")
    func rotation() throws {
        var world = try Scenario()
        let (old, new) = (try TestKeys.signing("a/node"), try TestKeys.signing("b/node"))
        #expect(try world.say("un-hub", .nodeEnrol, "node", Bodies.node("a"), byRoot: true).refusal == nil)
        #expect(world.picture.register.parties[hub]?.node?.key == old.publicKey)
        #expect(try world.say("un-hub", .nodeEnrol, "node", Bodies.node("b"), byRoot: true).refusal == nil)
        #expect(world.picture.register.parties[hub]?.node?.key == new.publicKey)
        let now = try #require(world.picture.clock.now)
        let register = world.picture.register
        let node = OfficerRef(hub, .node)
        #expect(throws: Refusal.self) { try register.speaker(old.publicKey.id, as: node, at: now) }
        #expect((try? register.speaker(new.publicKey.id, as: node, at: now)) != nil)
        #expect(
            try world.say("un-hub", .nodeEnrol, "node", Bodies.node("a"), byRoot: true).refusal?.rule == "key-exists")
        #expect(try world.say("un-hub", .nodeRevoke, "node", Bodies.reason("sold"), byRoot: true).refusal == nil)
        #expect(world.picture.register.parties[hub]?.node == nil)
    }

    @Test("given the host's node, then its key is the founding's, and sealing and witness keys may be added")
    func hostNode() throws {
        var world = try Scenario()
        let other = try world.say("neutral-host", .nodeEnrol, "node", Bodies.node("x"), byRoot: true)
        #expect(other.refusal?.rule == "field-rule")
        let body = try Bodies.node("host", key: world.accord.nodeKey.publicKey)
        #expect(try world.say("neutral-host", .nodeEnrol, "node", body, byRoot: true).refusal == nil)
        try world.tick(at: .test(60))
        #expect(world.picture.clock.now == .test(60))
    }

    @Test("given a suspended party, then its root key alone speaks, until it is reinstated")
    func suspension() throws {
        var world = try Scenario()
        let member = try #require(world.accord.member("un-hub"))
        #expect(
            try world.say("neutral-host", .partySuspend, "un-hub", Bodies.reason("clause 9"), byRoot: true).refusal
                == nil)
        #expect(standing(world)?.word == "suspended")
        #expect(
            try say(&world, .notificationNotify, by: member.officer, with: member.officerKey)?.rule == "party-suspended"
        )
        let now = try #require(world.picture.clock.now)
        // It goes on reading: its keys still sign requests.
        let reader = OfficerRef(hub, member.officer)
        #expect((try? world.picture.register.speaker(member.officerKey.publicKey.id, as: reader, at: now)) != nil)
        let officer = Bodies.officer("Second", expires: world.accord.expires)
        #expect(try world.say("un-hub", .officerEnrol, "second", officer, byRoot: true).refusal == nil)
        #expect(
            try world.say("neutral-host", .partySuspend, "un-hub", Bodies.reason("again"), byRoot: true).refusal?.rule
                == "party-suspended")
        #expect(
            try world.say("neutral-host", .partyReinstate, "un-hub", Bodies.reason("done"), byRoot: true).refusal == nil
        )
        #expect(try say(&world, .notificationNotify, by: member.officer, with: member.officerKey) == nil)
    }

    @Test("given a party that left, then no key of it speaks, nothing is given to it, and its records stand")
    func leaving() throws {
        var world = try Scenario()
        try world.enrolNodes()
        let member = try #require(world.accord.member("un-hub"))
        #expect(try say(&world, .notificationNotify, by: member.officer, with: member.officerKey) == nil)
        #expect(
            try world.say("un-hub", .partyLeave, "red-crescent", Bodies.reason("x"), byRoot: true).refusal?.rule
                == "field-rule")
        #expect(
            try world.say("un-hub", .partyLeave, "un-hub", Bodies.reason("mandate ended"), byRoot: true).refusal == nil)
        #expect(try say(&world, .notificationNotify, by: member.officer, with: member.officerKey)?.rule == "party-left")
        #expect(try say(&world, .officerEnrol, by: .root, with: member.root)?.rule == "party-left")
        let said = try world.say("party-a", .notificationNotify, "s", Bodies.site(), audience: [hub])
        #expect(said.refusal?.rule == "party-left")
        #expect(world.picture.slots.count == 1)
    }

    @Test(
        "given a stolen root key, when the host gives a new one, then every key of before is silent and the chain goes on"
    )
    func rekey() throws {
        var world = try Scenario()
        let member = try #require(world.accord.member("un-hub"))
        let fresh = try TestKeys.signing("fresh-root")
        #expect(
            try world.say("neutral-host", .partyRekey, "un-hub", Bodies.rekey(fresh.publicKey), byRoot: true).refusal
                == nil)
        #expect(
            try say(&world, .notificationNotify, by: member.officer, with: member.officerKey)?.rule == "key-revoked")
        let officer = Bodies.officer("New", expires: world.accord.expires)
        #expect(try say(&world, .officerEnrol, by: .root, with: member.root, officer)?.rule == "key-revoked")
        #expect(try say(&world, .officerEnrol, by: .root, with: fresh, officer) == nil)
    }

    @Test("the host cannot be suspended, rekeyed or leave, and nobody but the host does these")
    func hostStands() throws {
        var world = try Scenario()
        for kind in [Kind.partySuspend, .partyReinstate] {
            let said = try world.say("neutral-host", kind, "neutral-host", Bodies.reason("x"), byRoot: true)
            #expect(said.refusal?.rule == "field-rule", "\(kind)")
            let other = try world.say("party-a", kind, "party-b", Bodies.reason("x"), byRoot: true)
            #expect(other.refusal?.rule == "not-authorised", "\(kind)")
        }
        let key = try TestKeys.signing("k")
        let said = try world.say("neutral-host", .partyRekey, "neutral-host", Bodies.rekey(key.publicKey), byRoot: true)
        #expect(said.refusal?.rule == "field-rule")
    }
}

@Suite("witness policies in the log")
struct StatedPolicyTests {
    private func witness(_ name: String) throws -> String {
        try NoteSigner(name: KeyName(name), kind: .cosignatureV1, seed: TestKeys.opening(name).bytes).verifierKey.vkey
    }

    @Test("given a policy, then it is in force from its entry on, and a later one takes its place")
    func stated() throws {
        var world = try Scenario()
        #expect(world.picture.witnessPolicy == nil)
        let text = "witness a \(try witness("a.example/w"))\nquorum a\n"
        let entry = try world.say("neutral-host", .witnessPolicy, "policy", Bodies.policy(text), byRoot: true).entry
        #expect(world.picture.witnessPolicy?.entry == entry)
        #expect(world.picture.witnessPolicy?.policy.witnesses.count == 1)
        let said = try world.say("neutral-host", .witnessPolicy, "policy", Bodies.policy("quorum none\n"), byRoot: true)
        #expect(said.refusal == nil)
        #expect(world.picture.witnessPolicy?.policy.quorum == nil)
    }

    @Test("a policy that is none, names another log or gives addresses is refused by its field")
    func refused() throws {
        var world = try Scenario()
        let key = try witness("a.example/w")
        let other = try NoteSigner(name: KeyName("other"), kind: .ed25519, seed: TestKeys.opening("o").bytes)
            .verifierKey.vkey
        for text in ["quorum a\n", "log \(other)\nquorum none\n", "witness a \(key) https://a.example\nquorum a\n"] {
            let said = try world.say("neutral-host", .witnessPolicy, "policy", Bodies.policy(text), byRoot: true)
            #expect(said.refusal?.pointer == "/body/policy", "\(text)")
        }
        let said = try world.say("party-a", .witnessPolicy, "policy", Bodies.policy("quorum none\n"), byRoot: true)
        #expect(said.refusal?.rule == "not-authorised")
    }
}
