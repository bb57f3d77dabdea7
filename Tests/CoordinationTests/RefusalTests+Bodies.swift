import Coordination
import Foundation
import Geodesy
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

extension RefusalTests {
    private static let hub = PartyID(checked: "un-hub")
    private static let partyA = PartyID(checked: "party-a")

    /// A site of un-hub whose header says one thing and what is handed over another.
    private static func crooked(
        _ world: inout Scenario, audience: [PartyID] = [hub],
        sealing parts: (OpenedBody) throws -> [(body: OpenedBody, recipients: [SealingRecipient])],
        bytes: ([UInt8]) -> [UInt8] = { $0 }, named: (Hash) -> Hash = { $0 }
    ) throws -> Refusal? {
        let member = try #require(world.accord.member("un-hub"))
        let writer = try #require(world.writers[member.party])
        let body = try OpenedBody(body: site, opening: { TestKeys.opening($0) })
        let sealed = bytes(try TestSealing.seal(parts(body), label: "crooked").bytes)
        let statement = Statement(
            accord: world.accord.id, party: member.party, officer: member.officer, kind: Kind.notificationNotify.name,
            subject: SubjectID(checked: "s"), sequence: writer.sequence + 1, previous: writer.previous,
            seen: writer.seen, saidAt: world.log.now,
            content: .restricted(
                body.commitment, audience: audience.sorted(), sealed: named(Hash.sha256(of: sealed))))
        let envelope = try Envelope(payload: statement.payload, signedBy: member.officerKey)
        return try submit(&world, .raw(envelope.bytes, sealed))
    }

    private static func recipient(_ party: PartyID, _ key: String = "neutral-host") throws -> SealingRecipient {
        SealingRecipient(party, try TestKeys.sealing(key).publicKey)
    }

    private static func noticed(_ world: inout Scenario) throws -> (StatementHash, OpenedBody) {
        try world.enrolNodes()
        let said = try world.draft("un-hub", .notificationNotify, "s", site, audience: [hub])
        #expect(try world.submit(said, of: "un-hub").refusal == nil)
        return (said.hash, try #require(said.opened))
    }

    private static func recall(_ hash: StatementHash) -> [UInt8] {
        Bodies.object { body in
            body.member("statement", hash.description)
            body.member("reason", "sent by mistake")
        }
    }

    static let bodyCases: [Case] = [
        (
            "must-be-restricted", "a share in the open",
            { world in try world.say("un-hub", .bodyShare, "s", Bodies.object { _ in }).refusal }
        ),
        (
            "may-not-have-audience", "a certificate that is given to somebody",
            { world in try world.say("un-hub", .checkCertify, "c", Bodies.reason("x"), audience: [partyA]).refusal }
        ),
        (
            "must-have-audience", "a share with nobody",
            { world in
                let (_, opened) = try noticed(&world)
                return try world.say("un-hub", .bodyShare, "s", site, audience: [], opened: opened).refusal
            }
        ),
        (
            "body-not-here", "a header without the sealed body it names",
            { world in
                let said = try world.draft("un-hub", .notificationNotify, "s", site, audience: [hub])
                return try submit(&world, .raw(said.envelope))
            }
        ),
        (
            "body-not-expected", "a sealed body beside an open statement",
            { world in
                let said = try world.draft("un-hub", .notificationNotify, "s", site)
                return try submit(&world, .raw(said.envelope, [0x7B, 0x7D]))
            }
        ),
        (
            "commitment-mismatch", "another body than the one committed to",
            { world in
                try world.enrolNodes()
                let other = try OpenedBody(body: Bodies.site("Another"))
                return try crooked(&world, sealing: { _ in [(other, [try recipient(hub)])] })
            }
        ),
        (
            "sealed-mismatch", "another sealed body than the one named",
            { world in
                try world.enrolNodes()
                return try crooked(
                    &world, sealing: { [($0, [try recipient(hub)])] }, named: { _ in .emptyTree })
            }
        ),
        (
            "malformed-sealed-body", "what is no sealed body",
            { world in
                try crooked(&world, sealing: { [($0, [try recipient(hub)])] }, bytes: { _ in [0x7B, 0x7D] })
            }
        ),
        (
            "sealed-without-part", "an audience of which one gets nothing",
            { world in
                try world.enrolNodes()
                return try crooked(&world, audience: [partyA], sealing: { [($0, [try recipient(hub)])] })
            }
        ),
        (
            "sealed-for-another", "a part for somebody outside the audience",
            { world in
                try world.enrolNodes()
                return try crooked(
                    &world, sealing: { [($0, [try recipient(hub), try recipient(partyA)])] })
            }
        ),
        (
            "sealed-to-other-key", "a part sealed to a key that is not enrolled",
            { world in
                try world.enrolNodes()
                return try crooked(&world, sealing: { [($0, [try recipient(hub, "somebody")])] })
            }
        ),
        (
            "without-node", "an audience that has no node",
            { world in try crooked(&world, audience: [partyA], sealing: { [($0, [try recipient(partyA)])] }) }
        ),
        (
            "unknown-commitment", "a share of what was never stated",
            { world in
                _ = try noticed(&world)
                let other = try OpenedBody(body: Bodies.site("Another"))
                return try world.say("un-hub", .bodyShare, "s", site, audience: [partyA], opened: other).refusal
            }
        ),
        (
            "unknown-commitment", "a share under the name of another record",
            { world in
                let (_, opened) = try noticed(&world)
                return try world.say("un-hub", .bodyShare, "t", site, audience: [partyA], opened: opened).refusal
            }
        ),
        (
            "unknown-statement", "a recall of what another party said",
            { world in
                let (hash, _) = try noticed(&world)
                return try world.say("party-a", .bodyRecall, "s", recall(hash)).refusal
            }
        ),
        (
            "already-recalled", "a second recall",
            { world in
                let (hash, _) = try noticed(&world)
                #expect(try world.say("un-hub", .bodyRecall, "s", recall(hash)).refusal == nil)
                return try world.say("un-hub", .bodyRecall, "s", recall(hash)).refusal
            }
        ),
        (
            "already-recalled", "a share of what was recalled",
            { world in
                let (hash, opened) = try noticed(&world)
                #expect(try world.say("un-hub", .bodyRecall, "s", recall(hash)).refusal == nil)
                return try world.say("un-hub", .bodyShare, "s", site, audience: [partyA], opened: opened).refusal
            }
        ),
        (
            "may-not-be-restricted", "a recall in secret",
            { world in
                let (hash, _) = try noticed(&world)
                return try world.say("un-hub", .bodyRecall, "s", recall(hash), audience: [hub]).refusal
            }
        ),
        (
            "record-exists", "a restricted notice of a name that is open, and the other way round",
            { world in
                _ = try noticed(&world)
                let open = try world.say("un-hub", .notificationNotify, "s", site).refusal
                #expect(open?.rule == "record-exists")
                try world.say("un-hub", .notificationNotify, "t", site)
                return try world.say("un-hub", .notificationNotify, "t", site, audience: [hub]).refusal
            }
        ),
        (
            "not-allowed-in-state", "more about a restricted record that has ended, whoever can read it",
            { world in
                _ = try noticed(&world)
                world.log.sealingKeys = []
                let gone = Bodies.reason("moved")
                #expect(try world.say("un-hub", .notificationWithdraw, "s", gone, audience: [hub]).refusal == nil)
                return try world.say("un-hub", .notificationAmend, "s", site, audience: [hub]).refusal
            }
        ),
        (
            "audience-differs", "a restricted withdrawal told to fewer than the notice, whoever can read it",
            { world in
                _ = try noticed(&world)
                world.log.sealingKeys = []
                return try world.say(
                    "un-hub", .notificationWithdraw, "s", Bodies.reason("moved"), audience: [hub, partyA]
                ).refusal
            }
        ),
    ]
}
