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
    static let mechanismCases: [Case] = [
        (
            "party-exists", "a party enrolled twice",
            { world in
                let body = Bodies.party("x", .observer, rootKey: try TestKeys.signing("x").publicKey)
                return try world.say("neutral-host", .partyEnrol, "un-hub", body, byRoot: true).refusal
            }
        ),
        (
            "officer-exists", "an officer enrolled twice",
            { world in
                try world.say(
                    "un-hub", .officerEnrol, "access-1", Bodies.officer("B", expires: .test(60)), byRoot: true
                ).refusal
            }
        ),
        (
            "unknown-officer", "a key for nobody",
            { world in
                let body = Bodies.key(try TestKeys.signing("x").publicKey, expires: .test(60))
                return try world.say("un-hub", .keyEnrol, "nobody", body, byRoot: true).refusal
            }
        ),
        (
            "key-exists", "another party's key",
            { world in
                let key = try #require(world.accord.member("party-a")).officerKey
                let body = Bodies.key(key.publicKey, expires: .test(60))
                return try world.say("un-hub", .keyEnrol, "access-1", body, byRoot: true).refusal
            }
        ),
        (
            "unknown-key-named", "the revocation of another party's key",
            { world in
                let key = try #require(world.accord.member("party-a")).officerKey
                return try world.say("un-hub", .keyRevoke, "k", Bodies.revocation(key.publicKey), byRoot: true).refusal
            }
        ),
        (
            "key-already-revoked", "a second revocation",
            { world in
                let body = Bodies.revocation(try #require(world.accord.member("un-hub")).officerKey.publicKey)
                try world.say("un-hub", .keyRevoke, "k", body, byRoot: true)
                return try world.say("un-hub", .keyRevoke, "k", body, byRoot: true).refusal
            }
        ),
        (
            "reserved-name", "an officer called root",
            { world in
                try world.say("un-hub", .officerEnrol, "root", Bodies.officer("B", expires: .test(60)), byRoot: true)
                    .refusal
            }
        ),
        (
            "expiry-not-ahead", "an enrolment that ends now",
            { world in
                try world.say("un-hub", .officerEnrol, "b", Bodies.officer("B", expires: .test(0)), byRoot: true)
                    .refusal
            }
        ),
        (
            "record-exists", "a site notified twice",
            { world in
                try world.say("un-hub", .notificationNotify, "s", Self.site)
                return try world.say("un-hub", .notificationNotify, "s", Self.site).refusal
            }
        ),
        (
            "unknown-record", "the amendment of nothing",
            { world in
                try world.say("un-hub", .notificationAmend, "s", Self.site).refusal
            }
        ),
        (
            "other-mechanism", "a movement withdrawn as a site",
            { world in
                try world.say("un-hub", .movementNotify, "c", Self.convoy)
                return try world.say("un-hub", .notificationWithdraw, "c", Bodies.reason("x")).refusal
            }
        ),
        (
            "audience-differs", "a departure told to fewer than the notice",
            { world in
                try world.say("un-hub", .movementNotify, "c", Self.convoy)
                return try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(0)), audience: []).refusal
            }
        ),
        (
            "sealed-notice", "a receipt in the open for a restricted notice",
            { world in
                let audience = [PartyID(checked: "party-a")]
                let said = try world.draft("un-hub", .notificationNotify, "s", Self.site, audience: audience)
                try world.enrolNodes()
                try world.say("un-hub", .notificationNotify, "s", Self.site, audience: audience)
                let body = Bodies.receive("un-hub/s", said.hash)
                return try world.say("party-a", .notificationReceive, "r", body).refusal
            }
        ),
        (
            "without-owner", "a receipt sealed away from the owner",
            { world in
                let body = Bodies.receive("un-hub/s", StatementHash(.emptyTree))
                try world.say("un-hub", .notificationNotify, "s", Self.site)
                return try world.say(
                    "party-a", .notificationReceive, "r", body, audience: [PartyID(checked: "party-b")]
                ).refusal
            }
        ),
        (
            "mixed-submission", "a removal in a submission of additions",
            { world in
                let name = #""submission":"s-1""#
                try world.say("un-hub", .notificationNotify, "s", Bodies.adding(name, to: Self.site))
                let removal = Bodies.adding(name, to: Bodies.reason("x"))
                return try world.say("un-hub", .notificationWithdraw, "s", removal).refusal
            }
        ),
        (
            "unknown-stand-off-class", "a class that the accord has not",
            { world in
                try world.say("un-hub", .notificationNotify, "s", Bodies.site(standOffClass: "castle")).refusal
            }
        ),
        (
            "not-allowed-in-state", "a report before the departure",
            { world in
                try world.say("un-hub", .movementNotify, "c", Self.convoy)
                return try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(0))).refusal
            }
        ),
        (
            "already-ended", "a validity in the past",
            { world in
                try world.say("un-hub", .notificationNotify, "s", Bodies.site(from: .test(-60), until: .test(0)))
                    .refusal
            }
        ),
        (
            "field-rule", "consent given tomorrow",
            { world in
                try world.say("un-hub", .notificationNotify, "s", Bodies.site(consentAt: .test(86_400))).refusal
            }
        ),
        (
            "too-many", "one party more than an accord has",
            { world in
                let known = world.picture.register.parties.count
                for number in known...PartyRegister.maximumParties {
                    let key = try TestKeys.signing("party-\(number)").publicKey
                    let body = Bodies.party("P", .observer, rootKey: key)
                    let outcome = try world.say("neutral-host", .partyEnrol, "p-\(number)", body, byRoot: true)
                    if let refusal = outcome.refusal { return refusal }
                }
                return nil
            }
        ),
    ]
}
