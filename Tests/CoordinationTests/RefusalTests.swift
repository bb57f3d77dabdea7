import Coordination
import Foundation
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

/// Every rule that can refuse a statement, reached through the whole way of a statement.
@Suite("refusals")
struct RefusalTests {
    typealias Case = (rule: String, name: String, reach: @Sendable (inout Scenario) throws -> Refusal?)

    private static let site = Bodies.site()
    private static let convoy = Bodies.movement(legs: [(.test(600), .test(1_200)), (.test(1_200), .test(1_800))])

    static let cases: [Case] = [
        ("malformed-statement", "bytes that are no envelope", { world in
            try Self.submit(&world, SaidStatement.raw([1, 2, 3]))
        }),
        ("unknown-key", "a key that nobody enrolled", { world in
            let writer = try #require(world.writers[try PartyID("un-hub")])
            let key = try TestKeys.signing("stranger")
            let kind = Kind.notificationNotify.name
            return try Self.submit(&world, writer.draft(kind, "s", Self.site, at: world.log.now, as: .root, with: key))
        }),
        ("bad-signature", "an altered signature", { world in
            let said = try world.draft("un-hub", .notificationNotify, "s", Self.site)
            let envelope = try Envelope(said.envelope)
            var signature = envelope.signature
            signature[0] ^= 1
            let text = String(decoding: said.envelope, as: UTF8.self)
                .replacingOccurrences(of: Base64.encode(envelope.signature), with: Base64.encode(signature))
            return try Self.submit(&world, .raw(Array(text.utf8)))
        }),
        ("wrong-accord", "another accord's name", { world in
            try Self.submit(&world, Self.draft(world) { $0.accord = AccordID(checked: "accord-2") })
        }),
        ("not-founded", "a statement before the founding", { world in
            let said = try world.draft("un-hub", .notificationNotify, "s", Self.site)
            var empty = SteppedLog(logSigner: world.accord.logSigner, nodeKey: world.accord.nodeKey, now: .test(0))
            return try empty.submit([said]).first?.refusal
        }),
        ("already-founded", "a second founding", { world in
            try world.say("neutral-host", .accordFound, "accord-1", world.accord.foundingBody, byRoot: true).refusal
        }),
        ("key-of-another", "another officer's key", { world in
            let key = try #require(world.accord.member("party-a")).officerKey
            return try Self.submit(&world, Self.draft(world, key: key))
        }),
        ("key-revoked", "a key after its revocation", { world in
            let member = try #require(world.accord.member("un-hub"))
            let body = Bodies.revocation(member.officerKey.publicKey)
            try world.say("un-hub", .keyRevoke, "access-1", body, byRoot: true)
            return try world.say("un-hub", .notificationNotify, "s", Self.site).refusal
        }),
        ("key-expired", "a key after its end", { world in
            let key = try TestKeys.signing("short")
            let body = Bodies.key(key.publicKey, expires: .test(100))
            try world.say("un-hub", .keyEnrol, "access-1", body, byRoot: true)
            try world.tick(at: .test(100))
            return try Self.submit(&world, Self.draft(world, key: key))
        }),
        ("officer-released", "an officer after their release", { world in
            try world.say("un-hub", .officerRelease, "access-1", Bodies.reason("rotated"), byRoot: true)
            return try world.say("un-hub", .notificationNotify, "s", Self.site).refusal
        }),
        ("officer-expired", "an officer whose enrolment ended before the key's", { world in
            let key = try TestKeys.signing("second")
            try world.say("un-hub", .officerEnrol, "second", Bodies.officer("B", expires: .test(60)), byRoot: true)
            let body = Bodies.key(key.publicKey, expires: .test(600))
            try world.say("un-hub", .keyEnrol, "second", body, byRoot: true)
            try world.tick(at: .test(60))
            return try Self.submit(&world, Self.draft(world, key: key, officer: OfficerID(checked: "second")))
        }),
        ("not-authorised", "an officer who enrols a party", { world in
            let body = Bodies.party("x", .observer, rootKey: try TestKeys.signing("x").publicKey)
            return try world.say("un-hub", .partyEnrol, "x", body).refusal
        }),
        ("replayed", "the same statement again", { world in
            let said = try world.draft("un-hub", .notificationNotify, "s", Self.site)
            try world.submit(said, of: "un-hub")
            return try Self.submit(&world, said)
        }),
        ("forked", "another statement with a number that is taken", { world in
            let other = try world.draft("un-hub", .notificationNotify, "other", Self.site)
            try world.say("un-hub", .notificationNotify, "s", Self.site)
            return try Self.submit(&world, other)
        }),
        ("forked", "the right number after another statement", { world in
            try Self.submit(&world, Self.draft(world) { $0.previous = StatementHash(.emptyTree) })
        }),
        ("out-of-order", "a number too far ahead", { world in
            try Self.submit(&world, Self.draft(world) { $0.sequence += 1 })
        }),
        ("seen-ahead", "a tree larger than the log", { world in
            try Self.submit(&world, Self.draft(world) { $0.seen = TreeHead(size: TreeSize(999), root: .emptyTree) })
        }),
        ("seen-other-root", "a root that this log never had", { world in
            let size = world.log.head.size
            return try Self.submit(&world, Self.draft(world) { $0.seen = TreeHead(size: size, root: .emptyTree) })
        }),
        ("seen-stale", "a checkpoint of the day before yesterday", { world in
            let old = world.log.head
            try world.tick(at: .test(40_000))
            try world.tick(at: .test(80_000))
            try world.tick(at: .test(200_000))
            return try Self.submit(&world, Self.draft(world) { $0.seen = old })
        }),
        ("seen-went-back", "an older tree than the statement before had seen", { world in
            let old = world.log.head
            try world.tick(at: .test(10))
            try world.say("un-hub", .notificationNotify, "s", Self.site)
            return try Self.submit(&world, Self.draft(world) { $0.seen = old })
        }),
        ("backdated", "said before the tree it has seen was signed", { world in
            try world.tick(at: .test(7_200))
            return try world.say("un-hub", .notificationNotify, "s", Self.site, saidAt: .test(3_600)).refusal
        }),
        ("from-the-future", "said five minutes and a second ahead", { world in
            try world.say("un-hub", .notificationNotify, "s", Self.site, saidAt: .test(301)).refusal
        }),
        ("clock-went-back", "the node logs an earlier time", { world in
            try world.tick(at: .test(60))
            let head = try #require(world.picture.chains[ChainID(world.accord.host.party, .node)])
            var writer = StatementWriter(accord: world.accord.id, party: world.accord.host.party)
            writer.sequence = head.sequence
            writer.previous = head.hash
            writer.seen = world.log.head
            let body = Command.tickBody(.test(59))
            let kind = Kind.clockTick.name
            return try Self.submit(
                &world, writer.draft(kind, "clock", body, at: .test(60), as: .node, with: world.accord.nodeKey))
        }),
        ("unknown-kind", "a kind of a later version", { world in
            try Self.submit(&world, Self.draft(world, kind: StatementKind(checked: "notification.notify.v9")))
        }),
        ("may-not-be-restricted", "an enrolment in secret", { world in
            let body = Bodies.officer("B", expires: .test(600))
            return try world.say("un-hub", .officerEnrol, "b", body, byRoot: true, audience: []).refusal
        }),
        ("body-not-here", "a commitment without its body", { world in
            let said = try world.draft("un-hub", .notificationNotify, "s", Self.site, audience: [])
            return try Self.submit(&world, .raw(said.envelope))
        }),
        ("body-not-expected", "a body beside an open statement", { world in
            let said = try world.draft("un-hub", .notificationNotify, "s", Self.site)
            let opened = OpenedBody(bytes: Self.site, opening: TestKeys.opening("x"))
            return try Self.submit(&world, .raw(said.envelope, opened))
        }),
        ("commitment-mismatch", "another body than the one committed to", { world in
            let said = try world.draft("un-hub", .notificationNotify, "s", Self.site, audience: [])
            let opened = OpenedBody(bytes: Bodies.site("Another"), opening: try #require(said.opened).opening)
            return try Self.submit(&world, .raw(said.envelope, opened))
        }),
        ("malformed-body", "a body without its fields", { world in
            try world.say("un-hub", .notificationNotify, "s", Bodies.object { _ in }).refusal
        }),
        ("unknown-party", "an audience that is not enrolled", { world in
            let audience = [PartyID(checked: "nobody")]
            return try world.say("un-hub", .notificationNotify, "s", Self.site, audience: audience).refusal
        }),
        ("party-exists", "a party enrolled twice", { world in
            let body = Bodies.party("x", .observer, rootKey: try TestKeys.signing("x").publicKey)
            return try world.say("neutral-host", .partyEnrol, "un-hub", body, byRoot: true).refusal
        }),
        ("officer-exists", "an officer enrolled twice", { world in
            try world.say("un-hub", .officerEnrol, "access-1", Bodies.officer("B", expires: .test(60)), byRoot: true).refusal
        }),
        ("unknown-officer", "a key for nobody", { world in
            let body = Bodies.key(try TestKeys.signing("x").publicKey, expires: .test(60))
            return try world.say("un-hub", .keyEnrol, "nobody", body, byRoot: true).refusal
        }),
        ("key-exists", "another party's key", { world in
            let key = try #require(world.accord.member("party-a")).officerKey
            let body = Bodies.key(key.publicKey, expires: .test(60))
            return try world.say("un-hub", .keyEnrol, "access-1", body, byRoot: true).refusal
        }),
        ("unknown-key-named", "the revocation of another party's key", { world in
            let key = try #require(world.accord.member("party-a")).officerKey
            return try world.say("un-hub", .keyRevoke, "k", Bodies.revocation(key.publicKey), byRoot: true).refusal
        }),
        ("key-already-revoked", "a second revocation", { world in
            let body = Bodies.revocation(try #require(world.accord.member("un-hub")).officerKey.publicKey)
            try world.say("un-hub", .keyRevoke, "k", body, byRoot: true)
            return try world.say("un-hub", .keyRevoke, "k", body, byRoot: true).refusal
        }),
        ("reserved-name", "an officer called root", { world in
            try world.say("un-hub", .officerEnrol, "root", Bodies.officer("B", expires: .test(60)), byRoot: true).refusal
        }),
        ("expiry-not-ahead", "an enrolment that ends now", { world in
            try world.say("un-hub", .officerEnrol, "b", Bodies.officer("B", expires: .test(0)), byRoot: true).refusal
        }),
        ("record-exists", "a site notified twice", { world in
            try world.say("un-hub", .notificationNotify, "s", Self.site)
            return try world.say("un-hub", .notificationNotify, "s", Self.site).refusal
        }),
        ("unknown-record", "the amendment of nothing", { world in
            try world.say("un-hub", .notificationAmend, "s", Self.site).refusal
        }),
        ("other-mechanism", "a movement withdrawn as a site", { world in
            try world.say("un-hub", .movementNotify, "c", Self.convoy)
            return try world.say("un-hub", .notificationWithdraw, "c", Bodies.reason("x")).refusal
        }),
        ("audience-differs", "a departure told to fewer than the notice", { world in
            try world.say("un-hub", .movementNotify, "c", Self.convoy)
            return try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(0)), audience: []).refusal
        }),
        ("unknown-stand-off-class", "a class that the accord has not", { world in
            try world.say("un-hub", .notificationNotify, "s", Bodies.site(standOffClass: "castle")).refusal
        }),
        ("not-allowed-in-state", "a report before the departure", { world in
            try world.say("un-hub", .movementNotify, "c", Self.convoy)
            return try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(0))).refusal
        }),
        ("already-ended", "a validity in the past", { world in
            try world.say("un-hub", .notificationNotify, "s", Bodies.site(from: .test(-60), until: .test(0))).refusal
        }),
        ("field-rule", "consent given tomorrow", { world in
            try world.say("un-hub", .notificationNotify, "s", Bodies.site(consentAt: .test(86_400))).refusal
        }),
        ("too-many", "one party more than an accord has", { world in
            let known = world.picture.register.parties.count
            for number in known...PartyRegister.maximumParties {
                let key = try TestKeys.signing("party-\(number)").publicKey
                let body = Bodies.party("P", .observer, rootKey: key)
                let outcome = try world.say("neutral-host", .partyEnrol, "p-\(number)", body, byRoot: true)
                if let refusal = outcome.refusal { return refusal }
            }
            return nil
        }),
    ]

    @Test("is refused by the rule, and leaves the log as it was", arguments: cases.indices)
    func reached(number: Int) throws {
        let (rule, name, reach) = Self.cases[number]
        var world = try Scenario()
        let refusal = try reach(&world)
        #expect(refusal?.rule == rule, "\(name): \(refusal.map { "\($0.rule): \($0)" } ?? "it was taken")")
        #expect(refusal.map { !"\($0)".isEmpty } == true)
        #expect(world.log.store.count == Int(world.log.state.size.value))
        if let pointer = refusal?.pointer, !pointer.isEmpty { #expect(pointer.hasPrefix("/")) }
    }

    @Test("every rule that the sources name is reached above")
    func complete() throws {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Coordination/Refusal.swift")
        let text = try String(contentsOf: source, encoding: .utf8)
        let names = text.matches(of: /case \.[^:]*: "([a-z-]+)"/).map { String($0.output.1) }
        let reached = Set(Self.cases.map(\.rule))
        #expect(names.count > 40)
        #expect(Set(names).subtracting(reached).sorted() == [], "rules that no test reaches")
        #expect(reached.subtracting(names).sorted() == [], "rules that the sources do not name")
    }

    private static func submit(_ world: inout Scenario, _ said: SaidStatement) throws -> Refusal? {
        let before = world.log.state.size
        let outcome = try #require(try world.log.submit([said]).first)
        if outcome.refusal != nil { #expect(world.log.state.size == before) }
        return outcome.refusal
    }

    /// A site notified by un-hub with something about its chain, key, kind or officer changed.
    private static func draft(
        _ world: Scenario, key: SigningKey? = nil, officer: OfficerID? = nil,
        kind: StatementKind = Kind.notificationNotify.name, _ change: (inout StatementWriter) -> Void = { _ in }
    ) throws -> SaidStatement {
        let member = try #require(world.accord.member("un-hub"))
        var writer = try #require(world.writers[member.party])
        change(&writer)
        return try writer.draft(
            kind, "changed", site, at: world.log.now, as: officer ?? member.officer, with: key ?? member.officerKey)
    }
}
