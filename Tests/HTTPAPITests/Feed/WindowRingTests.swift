import Deconfliction
import Geodesy
import TestKit
import Testing

@testable import HTTPAPI

@Suite("the ring of what opened and closed")
struct WindowRingTests {
    /// Events at given seconds, told by a schedule.
    private func events(_ seconds: [Int64]) throws -> [WindowEvent] {
        var schedule = WindowSchedule(now: .test(0))
        for (slot, second) in seconds.enumerated() {
            schedule.set(
                [try TimeWindow(start: .test(second), end: nil)], for: RecordSlot(rawValue: UInt32(slot)))
        }
        return schedule.advance(to: .test(100_000))
    }

    @Test("keeps the newest, and knows from when on it is complete")
    func overwrites() throws {
        var ring = WindowRing(capacity: 3, keptAfter: .test(0))
        for event in try events([1, 2, 2, 3]) { ring.append(event) }
        #expect(ring.first == 1 && ring.end == 4 && ring.keptAfter == .test(1))
        #expect((ring.first..<ring.end).map { ring[$0].instant } == [.test(2), .test(2), .test(3)])
        for event in try events([4]) { ring.append(event) }
        // One of two at the same instant is gone, so that instant is not complete.
        #expect(ring.keptAfter == .test(2) && ring[2].instant == .test(2))
    }

    @Test("forgets by age, and finds by instant")
    func forgets() throws {
        var ring = WindowRing(capacity: 100, keptAfter: .test(0))
        for event in try events([10, 20, 20, 30]) { ring.append(event) }
        #expect([0, 10, 11, 20, 21, 30, 31].map { ring.number(notBefore: .test($0)) } == [0, 0, 1, 1, 3, 3, 4])
        ring.forget(upTo: .test(20))
        #expect(ring.first == 3 && ring.keptAfter == .test(20) && ring.number(notBefore: .test(0)) == 3)
        ring.forget(upTo: .test(5))
        #expect(ring.keptAfter == .test(20))
        ring.forget(upTo: .test(40))
        #expect(ring.first == ring.end && ring.number(notBefore: .test(0)) == 4)
    }
}
