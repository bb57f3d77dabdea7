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

extension RefusalTests {
    static let speakerCases: [Case] = [
        (
            "malformed-statement", "bytes that are no envelope",
            { world in
                try Self.submit(&world, SaidStatement.raw([1, 2, 3]))
            }
        ),
        (
            "party-left", "a party that left",
            { world in
                try world.say("un-hub", .partyLeave, "un-hub", Bodies.reason("mandate ended"), byRoot: true)
                return try Self.submit(&world, world.draft("un-hub", .notificationNotify, "s", Self.site))
            }
        ),
        (
            "party-suspended", "a suspended party",
            { world in
                try world.say("neutral-host", .partySuspend, "un-hub", Bodies.reason("clause 9"), byRoot: true)
                return try Self.submit(&world, world.draft("un-hub", .notificationNotify, "s", Self.site))
            }
        ),
        (
            "party-not-suspended", "an end to a suspension that there is not",
            { world in
                try world.say("neutral-host", .partyReinstate, "un-hub", Bodies.reason("x"), byRoot: true).refusal
            }
        ),
        (
            "unknown-key", "a key that nobody enrolled",
            { world in
                let writer = try #require(world.writers[try PartyID("un-hub")])
                let key = try TestKeys.signing("stranger")
                let kind = Kind.notificationNotify.name
                return try Self.submit(
                    &world, writer.draft(kind, "s", Self.site, at: world.log.now, as: .root, with: key))
            }
        ),
        (
            "bad-signature", "an altered signature",
            { world in
                let said = try world.draft("un-hub", .notificationNotify, "s", Self.site)
                let envelope = try Envelope(said.envelope)
                var signature = envelope.signature
                signature[0] ^= 1
                let text = String(decoding: said.envelope, as: UTF8.self)
                    .replacingOccurrences(of: Base64.encode(envelope.signature), with: Base64.encode(signature))
                return try Self.submit(&world, .raw(Array(text.utf8)))
            }
        ),
        (
            "wrong-accord", "another accord's name",
            { world in
                try Self.submit(&world, Self.draft(world) { $0.accord = AccordID(checked: "accord-2") })
            }
        ),
        (
            "not-founded", "a statement before the founding",
            { world in
                let said = try world.draft("un-hub", .notificationNotify, "s", Self.site)
                var empty = SteppedLog(logSigner: world.accord.logSigner, nodeKey: world.accord.nodeKey, now: .test(0))
                return try empty.submit([said]).first?.refusal
            }
        ),
        (
            "already-founded", "a second founding",
            { world in
                try world.say("neutral-host", .accordFound, "accord-1", world.accord.foundingBody, byRoot: true).refusal
            }
        ),
        (
            "key-of-another", "another officer's key",
            { world in
                let key = try #require(world.accord.member("party-a")).officerKey
                return try Self.submit(&world, Self.draft(world, key: key))
            }
        ),
        (
            "key-revoked", "a key after its revocation",
            { world in
                let member = try #require(world.accord.member("un-hub"))
                let body = Bodies.revocation(member.officerKey.publicKey)
                try world.say("un-hub", .keyRevoke, "access-1", body, byRoot: true)
                return try world.say("un-hub", .notificationNotify, "s", Self.site).refusal
            }
        ),
        (
            "key-expired", "a key after its end",
            { world in
                let key = try TestKeys.signing("short")
                let body = Bodies.key(key.publicKey, expires: .test(100))
                try world.say("un-hub", .keyEnrol, "access-1", body, byRoot: true)
                try world.tick(at: .test(100))
                return try Self.submit(&world, Self.draft(world, key: key))
            }
        ),
        (
            "officer-released", "an officer after their release",
            { world in
                try world.say("un-hub", .officerRelease, "access-1", Bodies.reason("rotated"), byRoot: true)
                return try world.say("un-hub", .notificationNotify, "s", Self.site).refusal
            }
        ),
        (
            "officer-expired", "an officer whose enrolment ended before the key's",
            { world in
                let key = try TestKeys.signing("second")
                try world.say("un-hub", .officerEnrol, "second", Bodies.officer("B", expires: .test(60)), byRoot: true)
                let body = Bodies.key(key.publicKey, expires: .test(600))
                try world.say("un-hub", .keyEnrol, "second", body, byRoot: true)
                try world.tick(at: .test(60))
                return try Self.submit(&world, Self.draft(world, key: key, officer: OfficerID(checked: "second")))
            }
        ),
        (
            "not-authorised", "an officer who enrols a party",
            { world in
                let body = Bodies.party("x", .observer, rootKey: try TestKeys.signing("x").publicKey)
                return try world.say("un-hub", .partyEnrol, "x", body).refusal
            }
        ),
    ]
}
