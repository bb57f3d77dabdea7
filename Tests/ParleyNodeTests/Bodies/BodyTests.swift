import Coordination
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import StrictJSON
import Synchronization
import TestKit
import Testing
import TransparencyLog

@Suite("bodies beside the log")
struct BodyTests {
    private static let hub = PartyID(checked: "un-hub")
    private static let partyA = PartyID(checked: "party-a")
    private static let partyB = PartyID(checked: "party-b")
    private static let id = RecordID(owner: hub, subject: SubjectID(checked: "s"))

    /// A host whose own key is its own; un-hub and the others have nodes elsewhere, `acting` let the host's act for them.
    private func harness(acting: Set<String> = [], vault: any BodyVault = MemoryVault()) async throws -> Harness {
        let accord = try TestAccord()
        var keys: [PartyID: SealingPublicKey] = [:]
        for member in accord.members where !acting.contains(member.party.rawValue) {
            keys[member.party] = try TestKeys.sealing("own/\(member.party)").publicKey
        }
        return try await Harness(vault: vault, sealingKeys: keys)
    }

    private func recall(_ hash: StatementHash) -> [UInt8] {
        Bodies.object { body in
            body.member("statement", hash.description)
            body.member("reason", "sent by mistake")
        }
    }

    @Test("what the host's node may not read is kept sealed, for those it is for and its author")
    func keepsSealed() async throws {
        var world = try await harness()
        let said = try world.restricted("s", Bodies.site(), audience: ["party-a"])
        let entry = try #require(try await world.node.submit(said.envelope, sealed: said.sealed).entry)
        #expect(try world.vault.opened([said.hash]).isEmpty)
        for party in [Self.hub, Self.partyA] {
            #expect(try world.node.sealedBody(of: said.hash, for: party) == said.sealed)
        }
        for party in ["party-b", "neutral-host", "red-crescent"] {
            #expect(try world.node.sealedBody(of: said.hash, for: PartyID(checked: party)) == nil)
        }
        #expect(try world.node.entries(from: entry, count: 1).first?.body == nil)
        #expect(world.node.publisher.state.picture.record(Self.id) == nil)
        try await world.node.stop()
    }

    @Test("what its own keys open is kept opened, and sealed only where somebody else may fetch it")
    func opensOwn() async throws {
        var world = try await harness(acting: ["un-hub", "party-a"])
        let said = try world.restricted("s", Bodies.site(), audience: ["party-a"])
        let entry = try #require(try await world.node.submit(said.envelope, sealed: said.sealed).entry)
        #expect(try world.vault.opened([said.hash])[said.hash]?.parties == [Self.partyA, Self.hub])
        #expect(try world.vault.sealed(said.hash) == nil)
        let shown = try #require(try world.node.entries(from: entry, count: 1).first)
        #expect(shown.body?.body(for: Self.partyA) == said.opened)
        #expect(shown.body?.body(for: Self.partyB) == nil)
        let other = try world.restricted("t", Bodies.site(), audience: ["party-a", "party-b"])
        _ = try #require(try await world.node.submit(other.envelope, sealed: other.sealed).entry)
        #expect(try world.vault.sealed(other.hash) == other.sealed)
        try await world.node.stop()
    }

    @Test("an erased body is gone from vault, picture and entries; the entry, the log and the others stay")
    func erases() async throws {
        var world = try await harness(acting: ["un-hub", "party-a"])
        let said = try world.restricted("s", Bodies.site(), audience: ["party-a"])
        let entry = try #require(try await world.node.submit(said.envelope, sealed: said.sealed).entry)
        let kept = try world.restricted("t", Bodies.site("Kept"), audience: ["party-a"])
        _ = try #require(try await world.node.submit(kept.envelope, sealed: kept.sealed).entry)
        let before = world.node.publisher.state
        let changes = world.node.bodyChanges
        // For one party first: the other keeps its part.
        try await world.node.erase(said.hash, for: Self.partyA)
        #expect(try world.vault.opened([said.hash])[said.hash]?.parties == [Self.hub])
        let record = try #require(world.node.publisher.state.picture.record(Self.id))
        #expect(!record.isReadable(by: Self.partyA) && record.isReadable(by: Self.hub))
        try await world.node.erase(said.hash)
        let after = world.node.publisher.state
        #expect(world.node.bodyChanges == changes + 2)
        #expect(try world.vault.opened([said.hash]).isEmpty)
        #expect(after.picture.record(Self.id) == nil)
        #expect(after.picture.sealedStatements == before.picture.sealedStatements + 1)
        #expect(after.tree.root == before.tree.root && after.checkpoint == before.checkpoint)
        #expect(after.picture.digest(.open) == before.picture.digest(.open))
        let shown = try #require(try world.node.entries(from: entry, count: 1).first)
        #expect(shown.body == nil && shown.stored.envelope == said.envelope)
        #expect(try #require(try world.node.log.receipt(of: entry)).index == entry)
        #expect(after.picture.records(matching: RecordQuery(), as: Self.partyA).records.count == 1)
        // After a graceful stop it starts with the same picture.
        try await world.node.stop()
        let again = try await Harness.open(world.accord, world.store, vault: world.vault, world.anchor)
        #expect(again.publisher.state.picture.digest(.local) == after.picture.digest(.local))
        // And goes on: what follows the erased notice is taken, and marks nothing that is not there.
        let reason = try world.restricted(
            "s", Bodies.reason("moved"), kind: .notificationWithdraw, audience: ["party-a"])
        #expect(try await again.submit(reason.envelope, sealed: reason.sealed).entry != nil)
        try await again.stop()
    }

    @Test("a recall in the log erases the body on nodes that obey, and everywhere what is handed out")
    func recalls() async throws {
        for obeys in [true, false] {
            var world = try await harness(acting: ["un-hub", "party-a"])
            if !obeys {
                var limits = Harness.still
                limits.obeysRecall = false
                try await world.node.stop()
                world = try await reopened(world, limits)
            }
            let said = try world.restricted("s", Bodies.site(), audience: ["party-a", "party-b"])
            _ = try #require(try await world.node.submit(said.envelope, sealed: said.sealed).entry)
            let shared = try world.restricted(
                "s", Bodies.site(), kind: .bodyShare, audience: ["red-crescent"], opened: said.opened)
            #expect(try await world.node.submit(shared.envelope, sealed: shared.sealed).entry != nil)
            #expect(try world.vault.sealed(said.hash) != nil && world.vault.sealed(shared.hash) != nil)
            let asked = try world.restricted("s", recall(said.hash), kind: .bodyRecall, audience: nil)
            #expect(try await world.node.submit(asked.envelope).entry != nil)
            let (node, vault) = (world.node, world.vault)
            #expect(
                try await eventually {
                    let sealed = try? (vault.sealed(said.hash), vault.sealed(shared.hash))
                    let isShown = node.publisher.state.picture.record(Self.id) != nil
                    return sealed?.0 == nil && sealed?.1 == nil && isShown != obeys
                })
            #expect(try vault.opened([said.hash]).isEmpty == obeys)
            try await world.node.stop()
        }
    }

    private func reopened(_ world: Harness, _ limits: NodeLimits) async throws -> Harness {
        let node = try await Harness.open(
            world.accord, world.store, vault: world.vault, world.anchor, limits: limits)
        return Harness(world, node)
    }

    @Test("a recall that a crash left undone is done at the next start")
    func recallsAtStart() async throws {
        var world = try await harness(acting: ["un-hub", "party-a"])
        let said = try world.restricted("s", Bodies.site(), audience: ["party-a"])
        _ = try #require(try await world.node.submit(said.envelope, sealed: said.sealed).entry)
        let body = try #require(try world.vault.opened([said.hash])[said.hash])
        let asked = try world.restricted("s", recall(said.hash), kind: .bodyRecall, audience: nil)
        #expect(try await world.node.submit(asked.envelope).entry != nil)
        let (node, vault) = (world.node, world.vault)
        #expect(try await eventually { node.publisher.state.picture.record(Self.id) == nil })
        // As if the process had been killed before: the body is there still.
        try vault.keep([VaultItem(statement: said.hash, sealed: nil, opened: body)])
        let again = try await Harness.open(world.accord, world.store, vault: vault, world.anchor)
        #expect(try vault.opened([said.hash]).isEmpty)
        #expect(again.publisher.state.picture.record(Self.id) == nil)
        try await again.stop()
    }

    @Test("a share for this node's party brings the record back to where it was first said")
    func shares() async throws {
        var world = try await harness(acting: ["party-b"])
        let said = try world.restricted("s", Bodies.site(), audience: ["party-a"])
        let entry = try #require(try await world.node.submit(said.envelope, sealed: said.sealed).entry)
        #expect(world.node.publisher.state.picture.record(Self.id) == nil)
        let shared = try world.restricted(
            "s", Bodies.site(), kind: .bodyShare, audience: ["party-b"], opened: said.opened)
        let share = try #require(try await world.node.submit(shared.envelope, sealed: shared.sealed).entry)
        let node = world.node
        #expect(try await eventually { node.publisher.state.picture.record(Self.id) != nil })
        guard case .notification(let site) = node.publisher.state.picture.record(Self.id) else {
            Issue.record("no site")
            return
        }
        #expect(site.notified.entry == entry && site.readers == [Self.partyB])
        for index in [entry, share] {
            let shown = try #require(try node.entries(from: index, count: 1).first)
            #expect(shown.body?.body(for: Self.partyB) == said.opened)
            #expect(shown.body?.body(for: Self.partyA) == nil)
        }
        try await node.stop()
    }

    @Test("the writer goes on while pictures are made anew, and nothing is lost on the way", arguments: 0..<3)
    func rebuildsBesideTheWriter(round: Int) async throws {
        var world = try await harness(acting: ["un-hub", "party-a"])
        var secrets: [SaidStatement] = []
        for number in 0..<12 {
            let said = try world.restricted("secret-\(number)", Bodies.site("X \(number)"), audience: ["party-a"])
            _ = try #require(try await world.node.submit(said.envelope, sealed: said.sealed).entry)
            secrets.append(said)
        }
        let sites = try world.sites(600, of: "red-crescent")
        let node = world.node
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for start in stride(from: 0, to: sites.count, by: 20) {
                    let part = sites[start..<start + 20].map { (envelope: $0.envelope, sealed: $0.sealed) }
                    for answer in try await node.submit(all: part) { #expect(answer.entry != nil) }
                }
            }
            for said in secrets { group.addTask { try await node.erase(said.hash) } }
            try await group.waitForAll()
        }
        let picture = node.publisher.state.picture
        #expect(picture.slots.count == 600 && picture.sealedStatements == 12)
        #expect(picture.records(matching: RecordQuery(), as: Self.partyA).records.count == 100)
        let checkpoint = try #require(node.publisher.state.checkpoint)
        let replayed = try await Replay(store: world.store, vault: world.vault).run(upTo: checkpoint)
        #expect(replayed.picture.digest(.local) == picture.digest(.local))
        try await node.stop()
    }

    @Test("a body that comes late is folded where it belongs; one that does not open, or was recalled, is not")
    func comesLate() async throws {
        var world = try await harness()
        let said = try world.restricted("s", Bodies.site(), audience: ["party-a"])
        _ = try #require(try await world.node.submit(said.envelope, sealed: said.sealed).entry)
        try await world.node.stop()
        // The same log at party-a's node, which fetches the body after it has folded the entry.
        let keys = Node.Keys(
            log: world.accord.logSigner, node: world.accord.nodeKey, sealing: [try TestKeys.sealing("own/party-a")])
        let vault = MemoryVault()
        let node = try await Harness.open(world.accord, world.store, vault: vault, MemoryAnchor(), keys: keys)
        #expect(node.publisher.state.picture.record(Self.id) == nil)
        let statement = try SignedStatement(said.envelope).statement
        let sealed = try SealedBody(try #require(said.sealed))
        #expect(try await node.receive(sealed, of: statement, named: said.hash))
        #expect(node.publisher.state.picture.record(Self.id)?.isReadable(by: Self.partyA) == true)
        #expect(vault.sealed(said.hash) == nil)
        let other = try SealedBody(try #require(try world.restricted("t", Bodies.site(), audience: ["party-a"]).sealed))
        #expect(try await !node.receive(other, of: statement, named: said.hash))
        try await node.stop()
    }

    @Test("the recipients are checked where the statement stands: a key enrolled just before counts")
    func checksAtItsPlace() async throws {
        var world = try await harness()
        let said = try world.restricted("s", Bodies.site(), audience: ["party-a"])
        let member = try #require(world.accord.member("party-a"))
        var writer = try #require(world.writers[member.party])
        let enrolled = try writer.draft(
            Kind.nodeEnrol.name, "node",
            Bodies.node("party-a", sealingKey: TestKeys.sealing("next/party-a").publicKey), at: world.clock.now(),
            as: .root, with: member.root)
        writer.advance(past: enrolled)
        let answers = try await world.node.submit(all: [(enrolled.envelope, nil), (said.envelope, said.sealed)])
        #expect(answers[0].entry != nil)
        #expect(answers[1].refusal?.rule == "sealed-to-other-key")
        try await world.node.stop()
    }
}
