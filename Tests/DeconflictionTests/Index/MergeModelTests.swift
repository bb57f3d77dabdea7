import Deconfliction
import Geodesy
import TestKit
import Testing

/// Changes, merges and copies in any order against a naive model.
@Suite("Merges among changes")
struct MergeModelTests {
    /// An index and what it must answer; a copy keeps both.
    private struct Modelled {
        var index = ConflictIndex()
        var slow = ScanIndex()

        mutating func upsert(_ record: ConflictRecord) {
            index.upsert(record)
            slow.upsert(record)
        }

        mutating func remove(_ slot: RecordSlot) {
            index.remove(slot)
            slow.remove(slot)
        }

        func expectEqual(_ activities: [Activity], _ what: String, location: SourceLocation = #_sourceLocation) {
            #expect(index.count == slow.count, "\(what)", sourceLocation: location)
            for activity in activities {
                let expected = slow.conflicts(with: activity)
                #expect(
                    index.slots(inConflictWith: activity) == expected.map(\.slot), "\(what)", sourceLocation: location)
                #expect(index.conflicts(with: activity) == expected, "\(what)", sourceLocation: location)
            }
        }
    }

    private static func point(_ slot: UInt32, _ place: Position) throws -> ConflictRecord {
        let circle = Area.circle(try Circle(centre: place, radiusMillimetres: 0))
        return try ConflictRecord(
            slot: RecordSlot(rawValue: slot), volumes: [circle.always], standOffMillimetres: 2_000_000)
    }

    /// So many records far from everything, most of which are withdrawn again: a large merge is due.
    private static func crowded(_ theatre: inout Theatre, keeping kept: UInt32) throws -> Modelled {
        var all: [ConflictRecord] = []
        for slot in 0..<kept { all.append(try theatre.record(slot)) }
        let nowhere = try Position(latitudeE7: 450_000_000, longitudeE7: 1_200_000_000)
        let passing = 10_000..<UInt32(10_000 + ConflictIndex.inlineMergeEntries + 200)
        for slot in passing { all.append(try point(slot, nowhere)) }
        var modelled = Modelled()
        modelled.index = ConflictIndex(bulk: all)
        for record in all.prefix(Int(kept)) { modelled.slow.upsert(record) }
        for slot in passing { modelled.index.remove(RecordSlot(rawValue: slot)) }
        return modelled
    }

    @Test("merges completed late, twice, on copies and on strangers never change an answer", arguments: UInt64(0)..<5)
    func interleaved(seed: UInt64) throws {
        var theatre = Theatre(seed: seed)
        let activities = try (0..<5).map { _ in try theatre.activity() }
        var now = try Self.crowded(&theatre, keeping: 60)
        var copies = [now]
        var finished: [ConflictIndex.Merged] = []
        var taken = 0
        for step in 0..<320 {
            let what = "seed \(seed), step \(step)"
            switch Int.random(in: 0..<24, using: &theatre.random) {
            case 0: copies.append(now)
            case 1, 2:
                if let merge = now.index.takeMerge() {
                    taken += 1
                    finished.append(merge.run())
                    // Under way: not offered again.
                    #expect(now.index.takeMerge() == nil, "\(what)")
                }
            case 3:
                if let merged = finished.randomElement(using: &theatre.random) { now.index.complete(merged) }
            case 4:
                // Whatever a copy makes of a merge, its answers stay.
                let place = Int.random(in: 0..<copies.count, using: &theatre.random)
                if let merged = finished.randomElement(using: &theatre.random) {
                    copies[place].index.complete(merged)
                    copies[place].expectEqual([theatre.random.next() % 2 == 0 ? activities[0] : activities[1]], what)
                }
            case 5:
                // A copy goes on as an index of its own.
                let place = Int.random(in: 0..<copies.count, using: &theatre.random)
                copies[place].upsert(try theatre.record(UInt32.random(in: 0..<90, using: &theatre.random)))
                copies[place].remove(RecordSlot(rawValue: UInt32.random(in: 0..<90, using: &theatre.random)))
            case 6 where step % 7 == 0:
                for slot in UInt32(0)..<90 { now.remove(RecordSlot(rawValue: slot)) }
                #expect(now.index.bytes >= 0 && now.index.count == 0)
            case 7..<12: now.remove(RecordSlot(rawValue: UInt32.random(in: 0..<90, using: &theatre.random)))
            default:
                now.upsert(try theatre.record(UInt32.random(in: 0..<90, using: &theatre.random)))
            }
            if step % 40 == 0 { now.expectEqual(activities, what) }
        }
        #expect(taken > 0, "seed \(seed)")
        now.index.mergeAll()
        now.expectEqual(activities, "seed \(seed), at the end")
        for (number, copy) in copies.enumerated() {
            copy.expectEqual(activities, "seed \(seed), copy \(number)")
        }
    }

    @Test("a merge that outlives the last record brings nothing back", arguments: [false, true])
    func emptied(isRefilled: Bool) throws {
        var theatre = Theatre(seed: 7)
        let activities = try (0..<8).map { _ in try theatre.activity() }
        var now = try Self.crowded(&theatre, keeping: 40)
        let older = now
        guard let merge = now.index.takeMerge() else {
            Issue.record("a merge was due")
            return
        }
        var sibling = now
        let merged = merge.run()
        for slot in UInt32(0)..<40 { now.remove(RecordSlot(rawValue: slot)) }
        if isRefilled { for slot in UInt32(0)..<20 { now.upsert(try theatre.record(slot)) } }
        now.index.complete(merged)
        now.expectEqual(activities, "emptied")
        for slot in UInt32(0)..<10 { now.upsert(try theatre.record(slot)) }
        now.expectEqual(activities, "emptied and filled again")
        // The same merge in a copy that kept its records, twice, and in one from before it was taken.
        sibling.index.complete(merged)
        sibling.index.complete(merged)
        sibling.expectEqual(activities, "a copy")
        var late = older
        late.remove(RecordSlot(rawValue: 3))
        late.index.complete(merged)
        late.expectEqual(activities, "an older copy")
        older.expectEqual(activities, "an older copy as it was")
    }

    @Test("two large merges under way end in either order", arguments: [false, true])
    func twoAtOnce(isReversed: Bool) throws {
        var theatre = Theatre(seed: 11)
        let activities = try (0..<4).map { _ in try theatre.activity() }
        var now = Modelled()
        var under: [ConflictIndex.Merged] = []
        // Points on a grid, now and then one of the theatre's records; every merge that is offered is taken.
        for slot in 0..<UInt32(21_000) {
            if slot % 300 == 0 {
                now.upsert(try theatre.record(slot))
            } else {
                let place = try Position(
                    latitudeE7: 300_000_000 + Int64(slot % 150) * 1_000_000, longitudeE7: Int64(slot / 150) * 1_000_000)
                now.index.upsert(try Self.point(slot, place))
            }
            if slot % 600 == 599, let merge = now.index.takeMerge() { under.append(merge.run()) }
            // Withdrawn after the merges began.
            if slot % 601 == 600 { now.remove(RecordSlot(rawValue: slot / 2 / 300 * 300)) }
        }
        #expect(under.count >= 2)
        #expect(now.index.count > 20_000)
        let count = now.index.count
        for merged in isReversed ? under.reversed() : under {
            now.index.complete(merged)
            now.index.complete(merged)
        }
        #expect(now.index.count == count)
        for activity in activities {
            #expect(now.index.conflicts(with: activity) == now.slow.conflicts(with: activity))
        }
        // Every point is where it was: one neighbourhood after another, by its middle.
        for slot in stride(from: UInt32(1), to: 21_000, by: 299) where slot % 300 != 0 {
            let place = try Position(
                latitudeE7: 300_000_000 + Int64(slot % 150) * 1_000_000, longitudeE7: Int64(slot / 150) * 1_000_000)
            let circle = Area.circle(try Circle(centre: place, radiusMillimetres: 0))
            let found = now.index.records(within: 0, of: circle, during: nil)
            #expect(found.contains(RecordSlot(rawValue: slot)) == now.index.contains(RecordSlot(rawValue: slot)))
        }
    }
}
