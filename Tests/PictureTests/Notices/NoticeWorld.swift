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
    var clauses = NoticeClauses()

    init() throws {
        var world = try Scenario()
        var keys: [PartyID: SealingPublicKey] = [:]
        for member in [world.accord.host] + world.accord.members {
            keys[member.party] = try TestKeys.sealing("own/\(member.party)").publicKey
        }
        try world.enrolNodes(sealingKeys: keys)
        world.log.sealingKeys = []
        self.world = world
        clauses.lead = NoticeClause(name: "annex-c 2", seconds: 48 * 3_600)
        clauses.emergencyLead = NoticeClause(name: "annex-c 3", seconds: 24 * 3_600)
        clauses.acknowledge = NoticeClause(name: "annex-c 4", seconds: 3_600)
        clauses.answerChallenge = NoticeClause(name: "annex-c 5", seconds: 7_200)
        clauses.reconfirm = NoticeClause(name: "annex-c 6", seconds: 30 * 86_400)
        clauses.operatingDepth = NoticeClause(name: "annex-c 7", seconds: 12 * 3_600)
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
        picture.noticeClauses = clauses
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
