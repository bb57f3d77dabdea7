import Coordination
import Geodesy
import ParleyNode
import Picture
import Statements
import StrictJSON
import Synchronization
import TestKit
import Testing
import TransparencyLog

/// What a node refuses to start from; each is a reason to stop and look.
@Suite("start")
struct StartTests {
    /// A stopped node's store with 300 sites, some with a body beside them.
    private func stopped() async throws -> (world: Harness, store: MemoryStore) {
        let store = MemoryStore()
        var world = try await Harness(store: store)
        let answers = try await world.node.submit(all: try world.sites(300).map { ($0.envelope, nil) })
        #expect(answers.allSatisfy { $0.entry != nil })
        try await world.node.stop()
        return (world, store)
    }

    private func refusal(_ world: Harness, _ store: any LogStore, anchor: MemoryAnchor? = nil, keys: Node.Keys? = nil)
        async throws
        -> StartError?
    {
        do {
            _ = try await Harness.open(world.accord, store, anchor ?? world.anchor, keys: keys)
            return nil
        } catch let error as StartError {
            #expect(!error.description.isEmpty)
            return error
        }
    }

    @Test("from an untouched store it starts with the same picture, and shows how far it is")
    func restarts() async throws {
        let (world, store) = try await stopped()
        let before = world.node.publisher.state
        let steps = Mutex<[UInt64]>([])
        var limits = Harness.still
        limits.entriesPerReplayStep = 50
        let node = try await Node.open(
            keys: Node.Keys(log: world.accord.logSigner, node: world.accord.nodeKey), store: store,
            vault: MemoryVault(), anchor: world.anchor,
            clock: world.clock, limits: limits, logger: Harness.quiet,
            progress: { progress in steps.withLock { $0.append(progress.entries) } })
        let after = node.publisher.state
        #expect(after.tree.root == before.tree.root)
        #expect(after.checkpoint == before.checkpoint)
        #expect(after.picture.digest(.local) == before.picture.digest(.local))
        let seen = steps.withLock { $0 }
        #expect(seen == seen.sorted() && seen.count > 4 && seen.last == before.size.value)
    }

    @Test("a restart goes on where it stopped: chains, numbers and receipts")
    func goesOn() async throws {
        var (world, store) = try await stopped()
        let said = try world.sites(3, named: "later")
        let node = try await Harness.open(world.accord, store, world.anchor)
        let answers = try await node.submit(all: said.map { ($0.envelope, nil) })
        #expect(answers.allSatisfy { $0.entry != nil })
        for (statement, answer) in zip(said, answers) {
            try answer.receipt?.verify(entry: statement.envelope, log: world.accord.logSigner.verifierKey)
        }
    }

    @Test("a checkpoint of another key")
    func otherKey() async throws {
        let (world, store) = try await stopped()
        let other = Node.Keys(log: try TestKeys.log("log.example/other"), node: world.accord.nodeKey)
        guard case .checkpointNotOurs = try await refusal(world, store, keys: other) else {
            Issue.record("it started under another log key")
            return
        }
        let damaged = store.backup()
        var bytes = try #require(store.checkpoint())
        bytes[bytes.count / 2] ^= 1
        damaged.replaceCheckpoint(bytes)
        guard case .checkpointNotOurs = try await refusal(world, damaged) else {
            Issue.record("it started from a damaged checkpoint")
            return
        }
        guard case .checkpointNotOurs = try await refusal(world, store, anchor: MemoryAnchor(bytes)) else {
            Issue.record("it started beside a damaged anchor")
            return
        }
    }

    @Test("every byte of the checkpoint matters")
    func everyByte() async throws {
        let (world, store) = try await stopped()
        let bytes = try #require(store.checkpoint())
        for at in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[at] ^= 4
            let damaged = store.backup()
            damaged.replaceCheckpoint(changed)
            #expect(try await refusal(world, damaged) != nil, "byte \(at)")
        }
    }

    @Test("entries without a checkpoint, and a checkpoint without entries")
    func halves() async throws {
        let (world, store) = try await stopped()
        let headless = store.backup()
        headless.replaceCheckpoint(nil)
        #expect(try await refusal(world, headless, anchor: MemoryAnchor()) == .checkpointMissing)
        let size = world.node.publisher.state.size
        let short = store.backup()
        short.removeLastEntries(2)
        let found = TreeSize(size.value - 2)
        #expect(try await refusal(world, short) == .entriesMissing(found: found, signed: size))
    }

    @Test("a restored backup: what was shown to others is ahead of the store")
    func backup() async throws {
        let store = MemoryStore()
        var world = try await Harness(store: store)
        let old = store.backup()
        let before = world.node.publisher.state.size
        _ = try await world.node.submit(try #require(try world.sites(1).first).envelope)
        let after = world.node.publisher.state.size
        try await world.node.stop()
        #expect(try await refusal(world, old) == .olderThanPublished(stored: before, published: after))
        #expect(try await refusal(world, MemoryStore()) == .olderThanPublished(stored: TreeSize(0), published: after))
        #expect(try await refusal(world, store) == nil)
    }

    @Test("another history of the same size")
    func otherHistory() async throws {
        let (world, store) = try await stopped()
        let size = world.node.publisher.state.size
        let name = world.accord.logSigner.verifierKey.name
        let forged = try Checkpoint(origin: name, size: size, root: Hash.sha256(of: [1])).signed(
            by: world.accord.logSigner)
        guard case .publishedOtherRoot(size, _, _) = try await refusal(world, store, anchor: MemoryAnchor(forged.bytes))
        else {
            Issue.record("it started beside another history")
            return
        }
    }

    @Test("a flipped byte in an entry is found and named", arguments: [0, 3, 100, 255, 256, 290])
    func flippedEntry(index: Int) async throws {
        let (world, store) = try await stopped()
        let entry = EntryIndex(UInt64(index))
        for place in 0..<5 {
            let damaged = store.backup()
            damaged.damageEntry(entry) { bytes in bytes[bytes.count * place / 5] ^= 1 }
            let error = try await refusal(world, damaged)
            if index < 256 {
                #expect(error == .damagedEntry(entry), "place \(place)")
            } else if case .damagedTail(from: EntryIndex(256), _, _) = error {
                continue
            } else {
                // A byte that leaves no statement behind names its entry even in the tail.
                #expect(error == .damagedEntry(entry), "place \(place)")
            }
        }
    }

    @Test("a damaged or missing tile is found and named")
    func damagedTile() async throws {
        let (world, store) = try await stopped()
        let missing = store.backup()
        missing.removeTile(level: 0, index: 0)
        #expect(try await refusal(world, missing) == .damagedTile("tile/0/000"))
        let short = store.backup()
        short.damageTile(level: 0, index: 0) { $0.removeLast() }
        #expect(try await refusal(world, short) == .damagedTile("tile/0/000"))
        let flipped = store.backup()
        flipped.damageTile(level: 0, index: 0) { $0[32 * 17 + 3] ^= 1 }
        // A leaf that differs from its hash is told as the entry: which of the two rotted, a follower knows.
        #expect(try await refusal(world, flipped) == .damagedEntry(EntryIndex(17)))
    }

    @Test("another picture from the same log than the one it had when it stopped")
    func otherPicture() async throws {
        let (world, store) = try await stopped()
        let size = world.node.publisher.state.size
        let changed = store.backup()
        let note = Bodies.object { fields in
            fields.member("size", size.value)
            fields.member("form", Picture.digestForm)
            fields.member("digest", String(repeating: "0", count: 64))
        }
        changed.setNote("picture-digest", note)
        guard case .otherPicture(size, _, _) = try await refusal(world, changed) else {
            Issue.record("it started with another picture")
            return
        }
        // A note of another size or form says nothing about this one.
        let other = Bodies.object { fields in
            fields.member("size", size.value - 1)
            fields.member("form", Picture.digestForm)
            fields.member("digest", String(repeating: "0", count: 64))
        }
        changed.setNote("picture-digest", other)
        #expect(try await refusal(world, changed) == nil)
    }

    @Test("a body that lies beside the log and was lost or changed is noticed after a graceful stop")
    func lostBody() async throws {
        var world = try await Harness(sealingKeys: [:])
        let said = try world.restricted("s", Bodies.site(), audience: ["un-hub"])
        _ = try #require(try await world.node.submit(said.envelope, sealed: said.sealed).entry)
        try await world.node.stop()
        let moved = OpenedParts(try OpenedBody(body: Bodies.site("Moved")), for: [PartyID(checked: "un-hub")])
        for body in [nil, moved] {
            let damaged = MemoryVault()
            if let body { damaged.keep([VaultItem(statement: said.hash, sealed: nil, opened: body)]) }
            await #expect(throws: StartError.self) {
                try await Harness.open(world.accord, world.store, vault: damaged, world.anchor)
            }
        }
        let again = try await Harness.open(world.accord, world.store, vault: world.vault, world.anchor)
        #expect(again.publisher.state.picture.digest(.local) == world.node.publisher.state.picture.digest(.local))
    }
}
