import Coordination
import Geodesy
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("following a liar")
struct LyingUpstreamTests {
    /// Opens a follower that has everything, then lets the upstream lie about what comes next.
    private func grown(_ count: Int = 20) async throws -> (FollowerHarness, Node) {
        var world = try FollowerHarness()
        try world.grow(count)
        let follower = try await world.open()
        try await world.expectEqual(follower)
        return (world, follower)
    }

    @Test("what is only served wrongly is asked for again, and never shown", arguments: Lie.allCases)
    func passingLies(lie: Lie) async throws {
        var (world, follower) = try await grown()
        let before = follower.publisher.state.size
        try world.grow(5, serving: false)
        let other = try TestKeys.log("log.example/other")
        world.upstream.lie { path, bytes throws(UpstreamError) in try lie.tell(path, bytes, other) }
        world.upstream.serve(world.entries)
        #expect(try await eventually { follower.following?.phase.reason != nil }, "\(lie)")
        #expect(follower.publisher.state.size == before)
        #expect(follower.alarms.all.isEmpty, "\(lie): \(follower.alarms.all)")
        world.upstream.lie(nil)
        world.upstream.hangUp()
        try await world.expectEqual(follower)
        #expect(follower.halted == nil)
        try await follower.stop()
    }

    /// What can be wrong with what is served, without anything being signed wrongly.
    enum Lie: CaseIterable {
        case garbageCheckpoint, foreignCheckpoint, unsignedCheckpoint, emptyCheckpoint, truncatedBundle, longBundle
        case noBundle, hugeBundle, unreachable, slow

        func tell(_ path: LogPath, _ bytes: [UInt8], _ other: NoteSigner) throws(UpstreamError) -> [UInt8] {
            switch (self, path) {
            case (.garbageCheckpoint, .checkpoint): return Array("hello\n\n".utf8)
            case (.emptyCheckpoint, .checkpoint): return []
            case (.foreignCheckpoint, .checkpoint):
                let text = (try? Checkpoint(origin: other.verifierKey.name, size: 900, root: .leaf(of: [])))
                return (try? text?.signed(by: other).bytes) ?? []
            case (.unsignedCheckpoint, .checkpoint):
                return bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "/") : $0 == 0x41 ? 0x42 : $0 }
            case (.truncatedBundle, .entries): return Array(bytes.dropLast(3))
            case (.longBundle, .entries): return bytes + [0, 1, 7]
            case (.hugeBundle, .entries): throw UpstreamError(.tooLarge, "as large as the sea")
            case (.noBundle, .entries): throw UpstreamError(.notFound, "there is none")
            case (.unreachable, _): throw UpstreamError(.unreachable, "nobody is there")
            case (.slow, _): throw UpstreamError(.timedOut, "still nothing")
            default: return bytes
            }
        }
    }

    @Test("an altered entry is named, and after a few times asked the follower stops")
    func alteredEntry() async throws {
        var (world, follower) = try await grown()
        let before = follower.publisher.state
        try world.grow(5, serving: false)
        world.upstream.lie { path, bytes throws(UpstreamError) in
            guard case .entries = path else { return bytes }
            var altered = bytes
            altered[altered.count - 9] ^= 1
            return altered
        }
        world.upstream.serve(world.entries)
        #expect(try await eventually { !follower.alarms.all.isEmpty })
        let alarm = try #require(follower.alarms.all.first)
        #expect(alarm.kind == .divergence)
        #expect(alarm.sentence.contains("entry \(world.size.value - 1) "), "\(alarm.sentence)")
        #expect(follower.following?.phase == .stopped(alarm.sentence))
        #expect(follower.publisher.state.tree.root == before.tree.root)
        try await follower.stop()
    }

    @Test("a log that shows fewer entries than before is not followed back")
    func rolledBack() async throws {
        let (world, follower) = try await grown()
        let size = world.size
        world.upstream.serve(Array(world.entries.dropLast(4)))
        #expect(try await eventually { follower.following?.phase.reason?.contains("behind") == true })
        #expect(follower.publisher.state.size == size)
        #expect(follower.alarms.all.isEmpty)
        world.upstream.serve(world.entries)
        #expect(try await eventually { follower.following?.phase == .live })
        try await follower.stop()
    }

    @Test("two histories end in evidence that convinces a stranger, whichever is longer", arguments: [-3, 0, 2])
    func splitView(difference: Int) async throws {
        let (world, follower) = try await grown()
        let before = follower.publisher.state.size
        // The same log's key signs another history, of which all but the last entries are the same.
        var other = Array(world.entries.dropLast(5))
        while other.count < world.entries.count + difference { other.append(Array("entry \(other.count)".utf8)) }
        world.upstream.serve(other)
        #expect(try await eventually { follower.alarms.stop != nil })
        let alarm = try #require(follower.alarms.stop)
        #expect(alarm.kind == .splitView)
        let file = try #require(world.evidence.evidence(alarm.file))
        #expect(EvidenceFile.judge(file, by: world.logKey).isProven)
        #expect(follower.publisher.state.size == before)
        try await follower.stop()
        // The alarm outlives a restart: reads go on, following does not.
        let again = try await world.open()
        #expect(again.alarms.stop == alarm)
        #expect(again.following?.phase == .stopped(alarm.sentence))
        try await Task.sleep(for: .milliseconds(50))
        #expect(again.publisher.state.size == 0)
        try await again.stop()
        // Once an operator has looked at it, it follows again, here from an honest upstream.
        world.evidence.clear(alarm.file)
        world.upstream.serve(world.entries)
        let cleared = try await world.open()
        try await world.expectEqual(cleared)
        try await cleared.stop()
    }

    @Test("a store that is older than what was shown is healed, and a log that does not continue that is convicted")
    func restoredBackup() async throws {
        var world = try FollowerHarness()
        try world.grow(20)
        let (store, anchor) = (MemoryStore(), MemoryAnchor())
        let first = try await world.open(store, anchor)
        try await world.expectEqual(first)
        let backup = store.backup()
        let early = world.entries
        try world.grow(20)
        try await world.expectEqual(first)
        try await first.stop()
        let healed = try await world.open(backup.backup(), MemoryAnchor(anchor.published()))
        try await world.expectEqual(healed)
        try await healed.stop()
        let other = early + (0..<30).map { Array("entry \($0)".utf8) }
        world.upstream.serve(other)
        let second = try await world.open(backup, MemoryAnchor(anchor.published()))
        #expect(try await eventually { !second.alarms.all.isEmpty })
        try await second.stop()
    }
}
