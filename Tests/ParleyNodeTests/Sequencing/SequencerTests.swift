import Coordination
import Dispatch
import Geodesy
import ParleyNode
import Statements
import Synchronization
import TestKit
import Testing
import TransparencyLog

/// A store whose commits wait until they are let through, or fail as told.
private final class GatedStore: LogStore {
    private struct Shared {
        var failure: StoreError?
        var commits: [Int] = []
    }

    private let inner = MemoryStore()
    private let gate = DispatchSemaphore(value: 0)
    private let isGated = Atomic<Bool>(false)
    private let held = Atomic<Int>(0)
    private let shared = Mutex(Shared())

    var commits: [Int] { shared.withLock { $0.commits } }
    /// Whether a commit waits at the gate.
    var isHolding: Bool { held.load(ordering: .acquiring) > 0 }
    func close() { isGated.store(true, ordering: .releasing) }
    func open() {
        isGated.store(false, ordering: .releasing)
        gate.signal()
    }
    func fail(with error: StoreError?) { shared.withLock { $0.failure = error } }

    func commit(_ batch: CommitBatch) throws {
        if isGated.load(ordering: .acquiring) {
            held.add(1, ordering: .acquiringAndReleasing)
            gate.wait()
            held.subtract(1, ordering: .acquiringAndReleasing)
        }
        if let failure = shared.withLock({ $0.failure }) { throw failure }
        try inner.commit(batch)
        shared.withLock { $0.commits.append(batch.entries.count) }
    }
    func checkpoint() -> [UInt8]? { inner.checkpoint() }
    func entries(from index: EntryIndex, count: Int) -> [StoredEntry] { inner.entries(from: index, count: count) }
    func index(of hash: StatementHash) -> EntryIndex? { inner.index(of: hash) }
    func fullTile(level: Int, index: UInt64) -> [UInt8]? { inner.fullTile(level: level, index: index) }
    func note(_ key: String) -> [UInt8]? { inner.note(key) }
    func setNote(_ key: String, _ value: [UInt8]) { inner.setNote(key, value) }
}

@Suite("sequencer")
struct SequencerTests {
    @Test("while one batch is written the next gathers, and is one commit")
    func gathers() async throws {
        let store = GatedStore()
        var world = try await Harness(store: store)
        let founded = store.commits.count
        store.close()
        let said = try world.sites(20)
        let node = world.node
        let first = Task { try await node.submit(said[0].envelope) }
        #expect(try await eventually { store.isHolding })
        var rest: [Task<Node.Answer, any Error>] = []
        for number in 1..<20 {
            rest.append(Task { try await node.submit(said[number].envelope) })
            // In chain order: each waits before the next is sent.
            guard try await eventually({ node.queueDepth >= number }) else { break }
        }
        store.open()
        #expect(try await first.value.entry != nil)
        for task in rest { #expect(try await task.value.entry != nil) }
        #expect(store.commits.count - founded < 10, "\(store.commits)")
        #expect(store.commits.reduce(0, +) == Int(node.publisher.state.size.value))
        try await node.stop()
    }

    @Test("beyond the queue's limit it turns away, by name, with a time to come back; and takes again afterwards")
    func busy() async throws {
        var limits = Harness.still
        limits.queuedStatements = 40
        limits.retryAfterSeconds = 7
        let store = GatedStore()
        var world = try await Harness(store: store, limits: limits)
        store.close()
        let node = world.node
        let said = try world.sites(1)
        let others = try world.sites(40, of: "red-crescent")
        let first = Task { try await node.submit(said[0].envelope) }
        #expect(try await eventually { store.isHolding })
        let waiting = Task { try await node.submit(all: others.map { ($0.envelope, nil) }) }
        #expect(try await eventually { node.queueDepth >= 40 })
        await #expect(throws: Unavailable.busy(retryAfterSeconds: 7)) { try await node.submit(said[0].envelope) }
        #expect(node.counters.turnedAway == 1)
        store.open()
        #expect(try await first.value.entry != nil)
        #expect(try await waiting.value.allSatisfy { $0.entry != nil })
        #expect(try await node.submit(try #require(try world.sites(1).first).envelope).entry != nil)
    }

    @Test("a graceful stop answers everything that waits, and then takes nothing")
    func stops() async throws {
        let store = GatedStore()
        var world = try await Harness(store: store)
        store.close()
        let node = world.node
        let said = try world.sites(30)
        let first = Task { try await node.submit(said[0].envelope) }
        #expect(try await eventually { store.isHolding })
        let waiting = Task { try await node.submit(all: said.dropFirst().map { ($0.envelope, nil) }) }
        #expect(try await eventually { node.queueDepth >= 29 })
        let stopping = Task { try await node.stop() }
        try await Task.sleep(for: .milliseconds(20))
        store.open()
        try await stopping.value
        #expect(try await first.value.entry != nil)
        #expect(try await waiting.value.allSatisfy { $0.entry != nil })
        await #expect(throws: Unavailable.stopping) { try await node.submit(said[0].envelope) }
        #expect(store.note("picture-digest") != nil)
    }

    @Test("a full store takes nothing, says so, and takes again once there is room")
    func full() async throws {
        let store = GatedStore()
        var world = try await Harness(store: store)
        let said = try #require(try world.sites(1).first)
        let before = world.node.publisher.state.size
        store.fail(with: StoreError(.full, "no space left"))
        let node = world.node
        await #expect(throws: Unavailable.storeFull(retryAfterSeconds: 1)) { try await node.submit(said.envelope) }
        #expect(node.publisher.state.size == before)
        #expect(node.halted == nil)
        store.fail(with: nil)
        #expect(try await node.submit(said.envelope).entry == before.nextIndex)
    }

    @Test("after any other failure nothing is written until a restart", arguments: [StoreError.Code.failed, .conflict])
    func halts(code: StoreError.Code) async throws {
        let store = GatedStore()
        var world = try await Harness(store: store)
        let said = try #require(try world.sites(1).first)
        let before = world.node.publisher.state.size
        store.fail(with: StoreError(code, "the disk is gone"))
        let node = world.node
        await #expect(throws: Unavailable.halted("the disk is gone")) { try await node.submit(said.envelope) }
        store.fail(with: nil)
        await #expect(throws: Unavailable.halted("the disk is gone")) { try await node.submit(said.envelope) }
        #expect(node.halted == "the disk is gone")
        #expect(node.publisher.state.size == before)
        // A node that does not know what it stored keeps no digest of it.
        try await node.stop()
        #expect(store.note("picture-digest") == nil)
        let again = try await Harness.open(world.accord, store, world.anchor)
        #expect(try await again.submit(said.envelope).entry == before.nextIndex)
    }
}
