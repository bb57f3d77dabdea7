import Coordination
import Geodesy
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("following")
struct FollowerTests {
    @Test("a follower ends at the host's picture at every size, announced or asked", arguments: [true, false])
    func everySize(announces: Bool) async throws {
        var world = try FollowerHarness(announces: announces)
        let follower = try await world.open()
        try await world.expectEqual(follower)
        for _ in 0..<40 {
            try world.grow(1)
            try await world.expectEqual(follower)
        }
        #expect(follower.following?.phase == .live)
        #expect(follower.following?.behindEntries(showing: follower.publisher.state.size) == 0)
        try await follower.stop()
    }

    @Test("joining at any time, and after any restart, it goes on without a gap", arguments: UInt64(0)..<12)
    func restarts(seed: UInt64) async throws {
        var world = try FollowerHarness(seed: seed)
        var random = SplitMix64(seed: seed &* 77)
        let (store, anchor) = (MemoryStore(), MemoryAnchor())
        for _ in 0..<4 {
            try world.grow(Int(random.next() % 300))
            var limits = FollowerHarness.quick
            limits.followedEntriesPerCommit = 1 + Int(random.next() % 400)
            let follower = try await world.open(store, anchor, limits: limits)
            // Sometimes it is stopped wherever it is.
            if random.next() % 3 == 0 {
                try await Task.sleep(for: .milliseconds(Int64(random.next() % 30)))
            } else {
                try await world.expectEqual(follower)
            }
            try await follower.stop()
        }
        let last = try await world.open(store, anchor)
        try await world.expectEqual(last)
        #expect(store.entries(from: EntryIndex(0), count: 5000).map(\.envelope) == world.entries)
        try await last.stop()
    }

    @Test("what an interrupted run has stored is not asked for again, and not shown before it is signed for")
    func staged() async throws {
        var world = try FollowerHarness()
        try world.grow(900, serving: true)
        let (store, anchor) = (MemoryStore(), MemoryAnchor())
        var limits = FollowerHarness.quick
        limits.followedEntriesPerCommit = 256
        limits.followedBundlesInFlight = 1
        world.upstream.lie { path, bytes throws(UpstreamError) in
            if case .entries(let bundle) = path, bundle.index >= 2 { throw UpstreamError(.unreachable, "gone") }
            return bytes
        }
        let first = try await world.open(store, anchor, limits: limits)
        #expect(try await eventually { store.count >= 512 })
        #expect(first.publisher.state.size == 0)
        try await first.stop()
        #expect(anchor.published() == nil)
        let asked = world.upstream.asked.count
        world.upstream.lie(nil)
        let second = try await world.open(store, anchor, limits: limits)
        try await world.expectEqual(second)
        let bundles = world.upstream.asked.dropFirst(asked).compactMap { path -> UInt64? in
            if case .entries(let bundle) = path { return bundle.index }
            return nil
        }
        #expect(bundles.allSatisfy { $0 >= 2 })
        try await second.stop()
    }

    @Test("a follower of a follower has the same picture, and the whole log for the next one")
    func chain() async throws {
        var world = try FollowerHarness()
        try world.grow(300)
        let first = try await world.open()
        let second = try await world.open(from: NodeUpstream(node: first))
        let third = try await world.open(from: NodeUpstream(node: second))
        try await world.expectEqual(third)
        try world.grow(50)
        try await world.expectEqual(third)
        for node in [third, second, first] { try await node.stop() }
    }

    @Test("a full disk is waited for; nothing is lost or doubled by it")
    func fullDisk() async throws {
        var world = try FollowerHarness()
        try world.grow(600)
        let store = FullStore()
        store.isFull = true
        let follower = try await world.open(store)
        #expect(try await eventually { follower.following?.phase.reason?.contains("no room") == true })
        store.isFull = false
        try await world.expectEqual(follower)
        try await follower.stop()
    }

    @Test("a node that follows puts no statement in order itself")
    func takesNone() async throws {
        let world = try FollowerHarness()
        let follower = try await world.open()
        await #expect(throws: Unavailable.follows("upstream")) { try await follower.submit([1]) }
        await #expect(throws: Unavailable.follows("upstream")) { try await follower.tick() }
        try await follower.stop()
    }
}

/// A store that may have no room.
final class FullStore: LogStore, @unchecked Sendable {
    // Written by the test alone, before and after, not while, the follower stores.
    var isFull = false
    private let inner = MemoryStore()

    func checkpoint() throws -> [UInt8]? { inner.checkpoint() }
    func commit(_ batch: CommitBatch) throws {
        guard !isFull else { throw StoreError(.full, "the store has no room") }
        try inner.commit(batch)
    }
    func entries(from index: EntryIndex, count: Int) throws -> [StoredEntry] {
        inner.entries(from: index, count: count)
    }
    func index(of hash: StatementHash) throws -> EntryIndex? { inner.index(of: hash) }
    func fullTile(level: Int, index: UInt64) throws -> [UInt8]? { inner.fullTile(level: level, index: index) }
    func note(_ key: String) throws -> [UInt8]? { inner.note(key) }
    func setNote(_ key: String, _ value: [UInt8]) throws { inner.setNote(key, value) }
}
