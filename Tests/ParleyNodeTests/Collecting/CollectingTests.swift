import Coordination
import Geodesy
import ParleyNode
import Statements
import TestKit
import Testing
import TransparencyLog

/// A node whose log states a policy, with its witnesses in this process.
private struct WitnessedWorld {
    var harness: Harness
    let links: [LocalLink]
    let evidence = MemoryEvidence()

    static var limits: NodeLimits {
        var limits = Harness.still
        limits.witnessRoundMilliseconds = 10_000
        limits.witnessRequestMilliseconds = 8_000
        limits.witnessBackoffMilliseconds = 20
        limits.witnessBackoffMaximumMilliseconds = 50
        return limits
    }

    init(_ count: Int = 4, store: any LogStore = MemoryStore(), states: Bool = true) async throws {
        let clock = ManualClock(.test(0))
        let log = try TestAccord().logSigner.verifierKey
        links = try (0..<count).map { number in
            try LocalLink("witness.example/\(number)", seed: UInt8(80 + number), log: log) { clock.now() }
        }
        harness = try await Harness(
            store: store, clock: clock, witnesses: Dictionary(uniqueKeysWithValues: links.map { ($0.key, $0) }),
            evidence: evidence, limits: Self.limits)
        guard states else { return }
        let answer = try await harness.node.submit(try harness.policy(text).envelope)
        try #require(answer.entry != nil)
    }

    var text: String {
        let lines = links.enumerated().map { "witness w\($0) \($1.key.vkey)\n" }.joined()
        return lines
            + "group all-of-them all \(links.indices.map { "w\($0)" }.joined(separator: " "))\nquorum all-of-them\n"
    }

    var policy: WitnessPolicy { get throws { try WitnessPolicy(parsing: Array(text.utf8)) } }
    var node: Node { harness.node }

    mutating func site() async throws -> (said: SaidStatement, answer: Node.Answer) {
        let said = try #require(try harness.sites(1).first)
        return (said, try await node.submit(said.envelope))
    }

    func knowledge() -> Knowledge { node.knowledge(of: node.publisher.state) }
}

@Suite("collecting cosignatures")
struct CollectingTests {
    @Test("without a policy receipts come at once, and nothing is called witnessed")
    func noPolicy() async throws {
        var world = try await WitnessedWorld(states: false)
        let (_, answer) = try await world.site()
        #expect(answer.receipt?.checkpoint.note.signatures.count == 1)
        #expect(world.node.publisher.state.witnessing == .noneRequired)
        #expect(!world.knowledge().isEstablished && !world.knowledge().isStale)
    }

    @Test("a receipt carries the cosignatures that the policy asks for, and what is known is established")
    func witnessed() async throws {
        var world = try await WitnessedWorld()
        for _ in 0..<5 {
            let (said, answer) = try await world.site()
            let receipt = try #require(answer.receipt)
            try receipt.verify(entry: said.envelope, log: world.node.logKey)
            #expect(try world.policy.judge(receipt.checkpoint, log: world.node.logKey).verdict.isWitnessed)
        }
        let state = world.node.publisher.state
        #expect(state.checkpoint?.bytes == state.witnessing.witnessed?.signed.bytes)
        #expect(world.knowledge().isEstablished)
        world.harness.clock.advance(seconds: world.node.limits.staleSeconds + 1)
        #expect(world.knowledge().isStale && !world.knowledge().isEstablished)
        try await world.node.stop()
    }

    @Test(
        "a missing witness is named, the statement is shown and promised, and its receipt comes with the witness",
        arguments: [LocalLink.Mode.dead, .hangs, .forges])
    func missing(mode: LocalLink.Mode) async throws {
        var world = try await WitnessedWorld()
        world.links[2].become(mode)
        let (said, answer) = try await world.site()
        guard case .promised(let index, let hash, let promise, let missing) = answer else {
            Issue.record("not promised: \(answer)")
            return
        }
        #expect(hash == said.hash && missing.map(\.description) == ["w2"])
        try promise.verify(by: world.node.logKey)
        #expect(promise.index == index && promise.leaf == Hash.leaf(of: said.envelope))
        let deadline = Instant.test(0).microsecondsSince1970 / 1_000_000 + 3_600
        #expect(promise.deadlineSeconds == UInt64(deadline))
        // Shown, but not established, and without a receipt.
        #expect(world.node.publisher.state.size.contains(index))
        #expect(!world.knowledge().isEstablished)
        #expect(world.knowledge().witnessing.missing.map(\.description) == ["w2"])
        #expect(try world.node.log.receipt(of: index) == nil)
        #expect(
            world.node.witnessTroubles.map(\.name.description) == ["w2"]
                || { if case .hangs = mode { true } else { false } }())
        // Earlier entries keep theirs.
        #expect(try world.node.log.receipt(of: EntryIndex(index.value - 1)) != nil)
        world.links[2].become(.well)
        let node = world.node
        #expect(try await eventually { (try? node.log.receipt(of: index)) != nil })
        #expect(world.knowledge().isEstablished)
        try await world.node.stop()
    }

    @Test("whoever does not wait gets the promise at once, and the receipt a moment later")
    func respondAsync() async throws {
        var world = try await WitnessedWorld()
        let said = try #require(try world.harness.sites(1).first)
        let answer = try await world.node.submit(said.envelope, waitsForWitnesses: false)
        guard case .promised(let index, _, _, _) = answer else { Issue.record("\(answer)"); return }
        let node = world.node
        #expect(try await eventually { (try? node.log.receipt(of: index)) != nil })
    }

    @Test(
        "a hostile 409 is neither believed nor asked about for ever; a checkpoint of ours that we lack stops everything"
    )
    func hostileConflict() async throws {
        var world = try await WitnessedWorld()
        world.links[1].answer(.conflict(TreeSize(1 << 62)))
        let (_, first) = try await world.site()
        guard case .promised = first else { Issue.record("\(first)"); return }
        #expect(world.node.halted == nil && world.evidence.alarms().isEmpty)
        // Now it shows what only this log's key can have signed.
        let other = try Checkpoint(
            origin: world.node.logKey.name, size: TreeSize(1 << 40), root: .leaf(of: [1])
        ).signed(by: world.harness.accord.logSigner)
        world.links[1].show(other.bytes)
        let node = world.node
        #expect(try await eventually { node.halted != nil })
        #expect(world.evidence.alarms().map(\.kind) == [.divergence])
        await #expect(throws: Unavailable.self) {
            try await node.submit(try #require(world.harness.sites(1).first).envelope)
        }
    }

    @Test("another history at a witness is evidence that convinces a stranger")
    func otherHistory() async throws {
        var world = try await WitnessedWorld()
        let size = world.node.publisher.state.size
        let other = try Checkpoint(origin: world.node.logKey.name, size: size, root: .leaf(of: [1]))
            .signed(by: world.harness.accord.logSigner)
        world.links[1].answer(.inconsistent("not what I cosigned"))
        world.links[1].show(other.bytes)
        _ = try? await world.site()
        let node = world.node
        #expect(try await eventually { node.halted != nil })
        let alarm = try #require(world.evidence.alarms().first)
        #expect(alarm.kind == .splitView)
        let file = try EvidenceFile(parsing: try #require(world.evidence.evidence(alarm.file)))
        #expect(file.splitView.older.checkpoint.origin == node.logKey.name)
        #expect(!world.knowledge().isEstablished)
    }
}

@Suite("starting beside witnesses")
struct WitnessedStartTests {
    private func reopen(_ world: WitnessedWorld, _ store: any LogStore) async throws -> Node {
        try await Harness.open(
            world.harness.accord, store, MemoryAnchor(), world.harness.clock, limits: WitnessedWorld.limits,
            witnesses: Dictionary(uniqueKeysWithValues: world.links.map { ($0.key, $0) }))
    }

    @Test("a store older than what a witness cosigned is a restored backup, and nothing is signed")
    func restored() async throws {
        let store = MemoryStore()
        var world = try await WitnessedWorld(store: store)
        _ = try await world.site()
        let old = store.backup()
        _ = try await world.site()
        let size = world.node.publisher.state.size
        await #expect(throws: StartError.self) { _ = try await reopen(world, old) }
        // One witness is enough to know, and those that cannot be reached are passed over.
        for link in world.links.dropLast() { link.become(.dead) }
        do {
            _ = try await reopen(world, old)
            Issue.record("started")
        } catch let error as StartError {
            guard case .witnessAhead(_, _, let cosigned) = error else { Issue.record("\(error)"); return }
            #expect(cosigned == size)
        }
        // Unreachable witnesses alone keep nobody from starting.
        world.links.last?.become(.dead)
        try await reopen(world, old).stop()
    }

    @Test("after a restart receipts are there before any witness has answered")
    func receiptsAfterRestart() async throws {
        let store = MemoryStore()
        var world = try await WitnessedWorld(store: store)
        let (said, answer) = try await world.site()
        let index = try #require(answer.entry)
        try await world.node.stop()
        for link in world.links { link.become(.dead) }
        let again = try await reopen(world, store)
        let receipt = try #require(try again.log.receipt(of: index))
        try receipt.verify(entry: said.envelope, log: again.logKey)
        #expect(try world.policy.judge(receipt.checkpoint, log: again.logKey).verdict.isWitnessed)
        // What a quorum stood behind when the node stopped it stands behind as of then, and that goes stale.
        #expect(again.publisher.state.witnessing.verdict.isWitnessed)
        world.harness.clock.advance(seconds: again.limits.staleSeconds + 1)
        #expect(!again.knowledge(of: again.publisher.state).isEstablished)
        try await again.stop()
    }
}
