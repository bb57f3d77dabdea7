import Coordination
import Geodesy
import HashTreeCollections
import Inquiry
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("outboxes: what was handed to whom, and that none is missing")
struct OutboxTests {
    private typealias World = NoticeWorld
    private static let toA = OutboxKey(sender: World.hub, recipient: World.partyA)

    /// A world in which the hub has handed three statements to party A, with others between them.
    private func world() throws -> World {
        var world = try World()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site(), audience: [World.partyA])
        try world.say("un-hub", .notificationNotify, "t", Bodies.site("Other"), audience: [World.partyB])
        try world.say("red-crescent", .notificationNotify, "u", Bodies.site("Third"), audience: [World.partyA])
        try world.say("un-hub", .notificationNotify, "v", Bodies.site("Open"))
        try world.count(World.partyA)
        try world.say("un-hub", .notificationNotify, "w", Bodies.site("4"), audience: [World.partyA, World.partyB])
        try world.say("un-hub", .notificationWithdraw, "s", Bodies.reason("x"), audience: [World.partyA])
        try world.count(World.partyA)
        return world
    }

    @Test("everybody counts alike from headers, whatever they can read")
    func counted() throws {
        let world = try world()
        for parties in [[], [World.hub], [World.partyA], [World.partyB]] {
            let picture = try world.picture(at: parties)
            func number(_ sender: PartyID, _ recipient: PartyID?) -> UInt64? {
                picture.outboxes.heads[OutboxKey(sender: sender, recipient: recipient)]?.number
            }
            #expect(number(World.hub, World.partyA) == 3)
            #expect(number(World.hub, World.partyB) == 2)
            #expect(number(World.hub, nil) == 1)
            #expect(number(World.crescent, World.partyA) == 1)
            #expect(number(World.partyA, World.hub) == nil)
        }
    }

    @Test("the hash is the tree's own hash over the one before and the statement's name")
    func chain() throws {
        var world = try World()
        let first = try world.say("un-hub", .notificationNotify, "s", Bodies.site(), audience: [World.partyA])
        let empty = Hash.sha256(of: Array("parley/outbox/v1\0accord-1\0un-hub\0party-a".utf8))
        let head = try world.picture().outboxes.head(Self.toA, in: world.world.accord.id)
        #expect(head == OutboxHead(number: 1, chain: .node(empty, first.hash)))
    }

    @Test("a count that is not the log's is refused, and a body out of order too")
    func wrong() throws {
        var world = try world()
        let head = world.world.picture.outboxes.head(Self.toA, in: world.world.accord.id)
        for count in [
            OutboxHead(number: head.number + 1, chain: head.chain), OutboxHead(number: head.number, chain: .emptyTree),
        ] {
            let body = OutboxCount.body([OutboxCount(recipient: World.partyA, head: count)])
            #expect(try world.refused("un-hub", .outboxCount, "o", body)?.pointer == "/body/counts/0")
        }
        let row = OutboxCount(recipient: World.partyA, head: head)
        let open = OutboxCount(recipient: nil, head: head)
        for (rows, pointer) in [
            ([row, row], "/body/counts/1"), ([row, open], "/body/counts/1"), ([], "/body/counts"),
        ] {
            #expect(
                try world.refused("un-hub", .outboxCount, "o", OutboxCount.body(rows))?.pointer == pointer)
        }
        let sealed = OutboxCount.body([row])
        #expect(
            try world.refused("un-hub", .outboxCount, "o", sealed, audience: [World.partyA])?.rule
                == "may-not-be-restricted")
    }

    @Test("a proof from the beginning, or between two counts, lists what was handed over and nothing else")
    func proves() throws {
        let world = try world()
        let counts = world.counts
        #expect(counts.count == 2)
        for (from, expected) in [(nil, ["s", "w", "s"]), (counts[0], ["w", "s"])] {
            let proof = try world.proof(Self.toA, from: from, to: counts[1])
            let again = try OutboxProof(parsing: proof.bytes)
            let findings = try again.judged(by: world.world.accord.logSigner.verifierKey)
            #expect(findings.statements.map(\.statement.subject.rawValue) == expected)
            #expect(findings.last.number == 3)
            let verdict = try VerifiableFile(parsing: proof.bytes).judged(by: world.world.accord.logSigner.verifierKey)
            #expect(verdict.holds)
            #expect(verdict.headline.hasPrefix("verified: 'un-hub' handed "))
            #expect(verdict.headline.hasSuffix("and none is missing"))
        }
    }

    @Test("a proof from which a statement is left out, or whose ends are moved, does not hold")
    func forged() throws {
        let world = try world()
        let log = world.world.accord.logSigner.verifierKey
        let counts = world.counts
        let proof = try world.proof(Self.toA, from: nil, to: counts[1])
        let handed = try proof.judged(by: log).statements
        for entry in handed {
            let fewer = proof.entries.filter { $0.index != entry.index }
            let forged = OutboxProof(
                logKey: proof.logKey, row: proof.row, from: nil, to: proof.to, checkpoint: proof.checkpoint,
                entries: fewer)
            #expect(throws: InquiryError.self) { try forged.judged(by: log) }
        }
        for (from, to) in [(nil, handed[0].index), (handed[0].index, counts[1])]
            as [(EntryIndex?, EntryIndex)]
        {
            let forged = OutboxProof(
                logKey: proof.logKey, row: proof.row, from: from, to: to, checkpoint: proof.checkpoint,
                entries: proof.entries)
            #expect(throws: InquiryError.self) { try forged.judged(by: log) }
        }
        for row in [
            OutboxKey(sender: World.hub, recipient: World.partyB), OutboxKey(sender: World.hub, recipient: nil),
        ] {
            let forged = OutboxProof(
                logKey: proof.logKey, row: row, from: nil, to: proof.to, checkpoint: proof.checkpoint,
                entries: proof.entries)
            #expect(throws: InquiryError.self) { try forged.judged(by: log) }
        }
        let other = try TestKeys.log("another.example/log").verifierKey
        #expect(throws: InquiryError.self) { try proof.judged(by: other) }
    }
}

extension NoticeWorld {
    /// The hub counts what it has handed to a recipient.
    mutating func count(_ recipient: PartyID) throws {
        let head = world.picture.outboxes.head(
            OutboxKey(sender: Self.hub, recipient: recipient), in: world.accord.id)
        try say("un-hub", .outboxCount, "outbox", OutboxCount.body([OutboxCount(recipient: recipient, head: head)]))
    }

    /// The entries that hold counts.
    var counts: [EntryIndex] {
        world.log.store.entries(from: EntryIndex(0), count: world.log.store.count).enumerated().compactMap {
            place, entry in
            let signed = try? SignedStatement(entry.envelope)
            return signed?.statement.kind == Kind.outboxCount.name ? EntryIndex(UInt64(place)) : nil
        }
    }

    /// A proof as the sender's client makes it.
    func proof(_ row: OutboxKey, from: EntryIndex?, to: EntryIndex) throws -> OutboxProof {
        let entries = world.log.store.entries(from: EntryIndex(0), count: world.log.store.count).map(\.envelope)
        var collector = EntryCollector(about: .outbox(row, from: from, to: to))
        for (place, envelope) in entries.enumerated() {
            collector.take(try SignedStatement(envelope), at: EntryIndex(UInt64(place)))
        }
        let leaves = entries.map { Hash.leaf(of: $0) }
        let carried = collector.chosen.map { chosen in
            CarriedEntry(
                index: chosen.index, envelope: chosen.signed.envelope.bytes,
                path: Self.path(Int(chosen.index.value), leaves[...]))
        }
        let checkpoint = try #require(world.log.state.checkpoint)
        return OutboxProof(
            logKey: world.accord.logSigner.verifierKey.vkey, row: row, from: from, to: to,
            checkpoint: checkpoint, entries: carried)
    }

    /// RFC 6962, section 2.1.1, by recursion.
    private static func path(_ index: Int, _ leaves: ArraySlice<Hash>) -> [Hash] {
        guard leaves.count > 1 else { return [] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return index < split
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index - split, leaves[middle...]) + [root(leaves[..<middle])]
    }

    private static func root(_ leaves: ArraySlice<Hash>) -> Hash {
        guard leaves.count > 1 else { return leaves.first ?? .emptyTree }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return .node(root(leaves[..<middle]), root(leaves[middle...]))
    }
}
