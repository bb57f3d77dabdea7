import Coordination
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

/// An accord whose parties each have a node of their own, and what each of them knows.
struct NoticeWorld {
    static let hub = PartyID(checked: "un-hub")
    static let crescent = PartyID(checked: "red-crescent")
    static let partyA = PartyID(checked: "party-a")
    static let partyB = PartyID(checked: "party-b")
    static let site = RecordID(owner: hub, subject: SubjectID(checked: "s"))
    static let convoy = RecordID(owner: hub, subject: SubjectID(checked: "c"))

    var world: Scenario

    init() throws {
        var world = try Scenario()
        var keys: [PartyID: SealingPublicKey] = [:]
        for member in [world.accord.host] + world.accord.members {
            keys[member.party] = try TestKeys.sealing("own/\(member.party)").publicKey
        }
        try world.enrolNodes(sealingKeys: keys)
        world.log.sealingKeys = []
        self.world = world
        try state(Self.clauses)
    }

    /// What the instrument of these tests sets; every rule has a clause of its own.
    static let clauses: [Bodies.Setting] = [
        .init("2", .leadTime, 48 * 3_600), .init("3", .emergencyLeadTime, 24 * 3_600),
        .init("4", .notificationAcknowledgeWithin, 3_600), .init("5", .challengeAnswerWithin, 7_200),
        .init("6", .reconfirmEvery, 30 * 86_400), .init("7", .operatingDepthBefore, 12 * 3_600),
    ]

    /// The host states the instrument anew.
    mutating func state(_ clauses: [Bodies.Setting]) throws {
        let outcome = try world.say(
            "neutral-host", .instrumentClauses, "annex-c", Bodies.instrument(clauses), byRoot: true)
        #expect(outcome.refusal == nil)
    }

    /// Says something that must be taken, and returns its name.
    @discardableResult
    mutating func say(
        _ party: String, _ kind: Kind, _ subject: String, _ body: [UInt8], audience: [PartyID]? = nil,
        withheld: [PartyID: Set<String>] = [:], place: SourceLocation = #_sourceLocation
    ) throws -> StatementHash {
        let said = try world.draft(party, kind, subject, body, audience: audience, withheld: withheld)
        let refusal = try world.submit(said, of: party).refusal
        #expect(refusal == nil, "\(refusal.map { "\($0.rule): \($0)" } ?? "")", sourceLocation: place)
        return said.hash
    }

    /// Says something that must not be taken, and returns the rule.
    mutating func refused(
        _ party: String, _ kind: Kind, _ subject: String, _ body: [UInt8], audience: [PartyID]? = nil
    ) throws -> Refusal? {
        try world.submit(try world.draft(party, kind, subject, body, audience: audience), of: party).refusal
    }

    /// What a node knows that holds the keys of these parties and has fetched everything.
    func picture(at parties: [PartyID] = [], without erased: Set<StatementHash> = []) throws -> Picture {
        var picture = Picture.empty
        let keys = try parties.map { try TestKeys.sealing("own/\($0)") }
        let entries = world.log.store.entries(from: EntryIndex(0), count: world.log.store.count)
        for entry in entries {
            let signed = try SignedStatement(entry.envelope)
            var opened: OpenedParts?
            if !erased.contains(signed.hash), let bytes = world.log.vault.sealed(signed.hash) {
                opened = try SealedBody(bytes).opened(of: signed.statement, with: keys)
            }
            let verified = VerifiedStatement(fromOwnLog: signed, leaf: Hash.leaf(of: entry.envelope))
            picture.apply(Accepted(fromOwnLog: verified, opened: opened))
        }
        return picture
    }

    func state(of party: PartyID, _ record: RecordID, at reader: PartyID) throws -> RecipientState? {
        try picture(at: [reader]).recipientStates(of: record, as: reader).first { $0.party == party }
    }
}
