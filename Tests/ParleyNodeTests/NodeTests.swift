import Coordination
import Deconfliction
import Geodesy
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("node")
struct NodeTests {
    @Test("a statement that is taken comes back with a receipt that verifies offline")
    func submit() async throws {
        var world = try await Harness()
        let said = try #require(try world.sites(1).first)
        let answer = try await world.node.submit(said.envelope)
        let receipt = try #require(answer.receipt)
        #expect(receipt.index == answer.entry)
        let again = try LogProof(parsing: receipt.bytes)
        try again.verify(entry: said.envelope, log: world.accord.logSigner.verifierKey)
        #expect(throws: ProofError.self) {
            try again.verify(entry: said.envelope + [0x20], log: world.accord.logSigner.verifierKey)
        }
        #expect(try world.node.index(of: said.hash) == answer.entry)
        #expect(world.store.description(said.hash) == answer.entry)
        #expect(world.node.counters.accepted == world.node.publisher.state.picture.size.value.asInt)
        #expect(world.anchor.published() == world.node.publisher.state.checkpoint?.bytes)
        try await world.node.stop()
    }

    @Test("the same statement again is refused with its entry, however long ago it was")
    func replayed() async throws {
        var world = try await Harness()
        let said = try world.sites(3)
        let first = try await world.node.submit(all: said.map { ($0.envelope, $0.sealed) })
        for (number, statement) in said.enumerated() {
            let answer = try await world.node.submit(statement.envelope)
            #expect(answer.refusal == .replayed(statement.hash, entry: first[number].entry))
        }
        #expect(world.node.counters.refusedByRule.map(\.rule) == ["replayed"])
        #expect(world.node.counters.refused == 3)
    }

    @Test("many come back in order, and refused ones do not hold up the others", arguments: [1, 64, 65, 300])
    func bulk(count: Int) async throws {
        var world = try await Harness()
        let said = try world.sites(count)
        var envelopes = said.map { (envelope: $0.envelope, sealed: $0.sealed) }
        envelopes.insert(([1, 2, 3], nil), at: count / 2)
        let answers = try await world.node.submit(all: envelopes)
        #expect(answers.count == count + 1)
        #expect(answers[count / 2].refusal?.rule == "malformed-statement")
        let entries = answers.compactMap { $0.entry?.value }
        #expect(entries.count == count)
        #expect(zip(entries, entries.dropFirst()).allSatisfy { $0 + 1 == $1 })
        for (statement, answer) in zip(said, answers.filter { $0.entry != nil }) {
            try answer.receipt?.verify(entry: statement.envelope, log: world.accord.logSigner.verifierKey)
        }
        let page = try world.node.entries(from: EntryIndex(entries[0]), count: 10_000)
        #expect(page.count == min(count, world.node.limits.entriesPerRead))
        #expect(page.map(\.signed.hash) == said.prefix(page.count).map(\.hash))
    }

    @Test("a key enrolled in the same batch may speak in it")
    func enrolledOnTheWay() async throws {
        var world = try await Harness()
        let member = try #require(world.accord.member("un-hub"))
        var writer = try #require(world.writers[member.party])
        let key = try TestKeys.signing("new", .p256)
        let enrolment = try writer.draft(
            Kind.keyEnrol.name, "access-1", Bodies.key(key.publicKey, expires: world.accord.expires), at: .test(0),
            as: .root,
            with: member.root)
        writer.advance(past: enrolment)
        let site = try writer.draft(
            Kind.notificationNotify.name, "s", Bodies.site(), at: .test(0), as: member.officer, with: key)
        let answers = try await world.node.submit(all: [(enrolment.envelope, nil), (site.envelope, nil)])
        #expect(answers.allSatisfy { $0.entry != nil })
        world.writers[member.party] = nil
    }

    @Test("what is published can be read as tiles, bundles and proofs, and adds up to the checkpoint")
    func resources() async throws {
        var world = try await Harness()
        let old = world.node.publisher.state
        let first = try await world.node.submit(all: try world.sites(300).map { ($0.envelope, nil) })
        #expect(first.allSatisfy { $0.entry != nil })
        let state = world.node.publisher.state
        let checkpoint = try SignedCheckpoint(parsing: #require(try world.node.log.resource(.checkpoint)))
        #expect(try checkpoint.verified(by: world.node.logKey).checkpoint.size == state.size)
        var leaves: [Hash] = []
        for coordinate in state.size.tiles(newSince: TreeSize(0)) where coordinate.level == 0 {
            let tile = try #require(try world.node.log.resource(.tile(coordinate)))
            let bundle = try #require(coordinate.entries)
            let entries = try EntryBundle.decode(
                #require(try world.node.log.resource(.entries(bundle))), width: bundle.width)
            #expect(entries.flatMap { Hash.leaf(of: $0).bytes } == tile)
            leaves += entries.map { Hash.leaf(of: $0) }
        }
        var edge = RightEdge()
        edge.append(contentsOf: leaves)
        #expect(edge.root == checkpoint.checkpoint.root)
        let consistency = try #require(try world.node.log.consistency(from: old.size))
        try consistency.proof.verify(oldRoot: old.tree.root, newRoot: checkpoint.checkpoint.root)
        #expect(try world.node.log.consistency(from: state.size.adding(1)) == nil)
        #expect(try world.node.log.receipt(of: state.size.nextIndex) == nil)
        let beyond = try #require(TileCoordinate(level: 0, index: 9, width: 256))
        #expect(try world.node.log.resource(.tile(beyond)) == nil)
    }

    @Test("a check answers from this node's own copy, and says on what knowledge")
    func knowledge() async throws {
        var world = try await Harness()
        _ = try await world.node.submit(try #require(try world.sites(1).first).envelope)
        world.clock.advance(seconds: 90)
        let place = try Circle(
            centre: Position(latitudeE7: 350_000_000, longitudeE7: 371_300_000), radiusMillimetres: 1_000)
        let window = try TimeWindow(start: .test(0), end: .test(600))
        let activity = try Activity(volumes: [Volume4D(area: .circle(place), band: .everything, window: window)])
        let (answer, knowledge) = world.node.check(activity, as: nil)
        #expect(answer.findings.count == 1)
        #expect(knowledge.size == world.node.publisher.state.size)
        #expect(knowledge.root == world.node.publisher.state.tree.root)
        #expect(knowledge.origin == "log.example/parley")
        #expect(knowledge.ageSeconds == 90)
        world.clock.advance(seconds: -500)
        #expect(world.node.check(activity, as: nil).knowledge.ageSeconds == 0)
    }

    @Test("an empty log shows nothing and knows nothing")
    func empty() async throws {
        let accord = try TestAccord()
        let node = try await Harness.open(accord, MemoryStore(), MemoryAnchor())
        #expect(try node.log.resource(.checkpoint) == nil)
        #expect(try node.entries(from: EntryIndex(0), count: 5).isEmpty)
        try await node.tick()
        #expect(node.publisher.state.size == TreeSize(0))
        let said = try Scenario(accord).draft("un-hub", .notificationNotify, "s", Bodies.site())
        #expect(try await node.submit(said.envelope).refusal?.rule == "not-founded")
    }
}

extension LogStore {
    fileprivate func description(_ hash: StatementHash) -> EntryIndex? { try? index(of: hash) }
}

extension UInt64 {
    fileprivate var asInt: Int { Int(self) }
}
