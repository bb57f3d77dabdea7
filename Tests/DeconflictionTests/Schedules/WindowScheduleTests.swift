@testable import Deconfliction
import Geodesy
import TestKit
import Testing

@Suite("WindowSchedule")
struct WindowScheduleTests {
    /// A list that is searched from end to end.
    private struct Model {
        var now: Instant
        var coming: [WindowEvent] = []

        mutating func set(_ windows: [TimeWindow], for slot: RecordSlot) {
            remove(slot)
            for (volume, window) in windows.enumerated() {
                if window.start > now {
                    coming.append(WindowEvent(instant: window.start, slot: slot, volume: volume, change: .opens))
                }
                if let end = window.end, end > now {
                    coming.append(WindowEvent(instant: end, slot: slot, volume: volume, change: .closes))
                }
            }
        }

        mutating func remove(_ slot: RecordSlot) { coming.removeAll { $0.slot == slot } }

        mutating func advance(to instant: Instant) -> [WindowEvent] {
            guard instant > now else { return [] }
            now = instant
            let due = coming.filter { $0.instant <= instant }
            coming.removeAll { $0.instant <= instant }
            return due.sorted { left, right in
                if left.instant != right.instant { return left.instant < right.instant }
                if left.change != right.change { return left.change == .closes }
                return (left.slot, left.volume) < (right.slot, right.volume)
            }
        }
    }

    @Test("tells what a searched list tells, in its order", arguments: UInt64(0)..<20)
    func model(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func instant(_ seconds: Int64) throws -> Instant { try Instant(microsecondsSince1970: seconds * 1_000_000) }
        var schedule = WindowSchedule(now: try instant(0))
        var model = Model(now: try instant(0))
        var (time, told) = (Int64(0), 0)
        for step in 0..<600 {
            let slot = RecordSlot(rawValue: UInt32.random(in: 0..<40, using: &random))
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                schedule.remove(slot)
                model.remove(slot)
            case 1, 2:
                time += Int64.random(in: -3...6, using: &random)
                let events = schedule.advance(to: try instant(time))
                #expect(events == model.advance(to: try instant(time)), "seed \(seed), step \(step)")
                told += events.count
            default:
                var windows: [TimeWindow] = []
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    let start = time + Int64.random(in: -5...20, using: &random)
                    let end = start + Int64.random(in: 1...15, using: &random)
                    let isEndless = Int.random(in: 0..<5, using: &random) == 0
                    windows.append(try TimeWindow(start: instant(start), end: isEndless ? nil : instant(end)))
                }
                schedule.set(windows, for: slot)
                model.set(windows, for: slot)
            }
            #expect(schedule.count == model.coming.count, "seed \(seed), step \(step)")
            #expect(schedule.next == model.coming.map(\.instant).min(), "seed \(seed), step \(step)")
            #expect(schedule.now == model.now)
        }
        #expect(told > 100, "seed \(seed)")
        #expect(schedule.advance(to: .latest) == model.advance(to: .latest), "seed \(seed)")
        #expect(schedule.count == 0 && schedule.next == nil)
    }

    @Test("what was set and forgotten many times over does not come back")
    func forgotten() throws {
        var schedule = WindowSchedule(now: .earliest)
        var model = Model(now: .earliest)
        for round in Int64(1)...40 {
            for slot in UInt32(0)..<100 {
                let window = try TimeWindow(
                    start: Instant(microsecondsSince1970: round * Int64(slot)),
                    end: Instant(microsecondsSince1970: round * Int64(slot) + 5))
                schedule.set([window, window], for: RecordSlot(rawValue: slot))
                model.set([window, window], for: RecordSlot(rawValue: slot))
            }
        }
        #expect(schedule.count == 400)
        #expect(schedule.advance(to: .latest) == model.advance(to: .latest))
    }
}
