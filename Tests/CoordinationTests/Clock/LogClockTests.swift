import Coordination
import Geodesy
import TestKit
import Testing
import TransparencyLog

@Suite("the log's clock")
struct LogClockTests {
    @Test("goes forward only")
    func forward() {
        var clock = LogClock()
        #expect(clock.now == nil)
        clock.apply(.test(100), at: EntryIndex(0))
        clock.apply(.test(99), at: EntryIndex(5))
        #expect(clock.now == .test(100))
        clock.apply(.test(100), at: EntryIndex(6))
        clock.apply(.test(101), at: EntryIndex(7))
        #expect(clock.now == .test(101))
    }

    /// Every tick kept, searched from the start.
    private struct Oracle {
        var ticks: [(index: UInt64, time: Instant)] = []

        /// The smallest size that was the log's less than a day ago, or the last one before that.
        func isFresh(_ size: UInt64) -> Bool {
            guard let now = ticks.last?.time else { return true }
            let limit = now.adding(seconds: -LogClock.maximumAgeSeconds)
            // A tree of this size was superseded by the tick at its size; it is fresh while that tick is within a day.
            guard let next = ticks.first(where: { $0.index >= size }) else { return true }
            return next.time > limit
        }
    }

    @Test("agrees with a clock that forgets nothing", arguments: UInt64(0)..<30)
    func agrees(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var clock = LogClock()
        var oracle = Oracle()
        var time = Instant.test(0)
        var index: UInt64 = 0
        for _ in 0..<200 {
            let step = random.happens(100) ? random.within(3_600...50_000) : random.within(1...300)
            time = time.adding(seconds: step)
            clock.apply(time, at: EntryIndex(index))
            oracle.ticks.append((index, time))
            index += UInt64(1 + random.below(5))
            let size = UInt64(random.below(Int(index) + 1))
            // Never refuses what is less than a day old; may take what is up to a mark older.
            if oracle.isFresh(size) { #expect(TreeSize(size) >= clock.oldestSeen, "SEED=\(seed)") }
            if let earliest = clock.earliest(seen: TreeSize(size)) {
                let signed = oracle.ticks.last { $0.index < size }?.time
                #expect(signed.map { earliest <= $0 } == true, "SEED=\(seed): later than the tree itself")
                #expect(signed.map { $0.adding(seconds: -60) < earliest } == true, "SEED=\(seed): much too early")
            }
        }
        #expect(clock.oldestSeen.value > 0, "SEED=\(seed): a fortnight leaves no size behind")
    }

    @Test("a tree without a tick in it has no earliest time")
    func unknown() {
        var clock = LogClock()
        clock.apply(.test(0), at: EntryIndex(3))
        #expect(clock.earliest(seen: TreeSize(3)) == nil)
        #expect(clock.earliest(seen: TreeSize(4)) == .test(0))
        #expect(clock.oldestSeen == TreeSize(0))
    }
}
