import Deconfliction
import Geodesy
import TestKit
import Testing

@Suite("ConflictIndex")
struct ConflictIndexTests {
    @Test("finds exactly what brute force finds, with the same distances and places", arguments: UInt64(0)..<6)
    func setEquality(seed: UInt64) throws {
        var theatre = Theatre(seed: seed)
        var (index, slow) = (ConflictIndex(), BruteForce())
        for slot in 0..<100 {
            let record = try theatre.record(UInt32(slot) * 7)
            index.upsert(record)
            slow.upsert(record)
        }
        #expect(index.count == 100)
        var hits = 0
        for _ in 0..<10 {
            let activity = try theatre.activity()
            let expected = slow.conflicts(with: activity)
            #expect(index.conflicts(with: activity) == expected, "seed \(seed)")
            let even: (RecordSlot) -> Bool = { $0.rawValue % 2 == 0 }
            #expect(
                index.conflicts(with: activity, where: even) == slow.conflicts(with: activity, where: even),
                "seed \(seed)")
            hits += expected.count
        }
        #expect(hits > 5, "seed \(seed)")
    }

    @Test("adding, replacing and removing in any order end in the same answers", arguments: UInt64(10)..<14)
    func updates(seed: UInt64) throws {
        var theatre = Theatre(seed: seed)
        var (index, slow) = (ConflictIndex(), BruteForce())
        for _ in 0..<400 {
            let slot = UInt32.random(in: 0..<900, using: &theatre.random)
            if Int.random(in: 0..<3, using: &theatre.random) == 0 {
                index.remove(RecordSlot(rawValue: slot))
                slow.remove(RecordSlot(rawValue: slot))
            } else {
                let record = try theatre.record(slot)
                index.upsert(record)
                slow.upsert(record)
            }
            #expect(index.count == slow.count)
        }
        var again = ConflictIndex()
        var records = slow.records
        records.shuffle(using: &theatre.random)
        for record in records { again.upsert(record) }
        for _ in 0..<3 {
            let activity = try theatre.activity()
            let expected = slow.conflicts(with: activity)
            #expect(index.conflicts(with: activity) == expected, "seed \(seed)")
            #expect(again.conflicts(with: activity) == expected, "seed \(seed)")
        }
    }

    @Test("a copy keeps its answers while the original changes", arguments: UInt64(20)..<22)
    func snapshots(seed: UInt64) throws {
        var theatre = Theatre(seed: seed)
        var index = ConflictIndex()
        for slot in 0..<600 { index.upsert(try theatre.record(UInt32(slot))) }
        let activities = try (0..<4).map { _ in try theatre.activity() }
        let copy = index
        let before = activities.map { copy.conflicts(with: $0) }
        for slot in 0..<600 {
            if slot % 3 == 0 {
                index.remove(RecordSlot(rawValue: UInt32(slot)))
            } else {
                index.upsert(try theatre.record(UInt32(slot)))
            }
        }
        #expect(activities.map { copy.conflicts(with: $0) } == before, "seed \(seed)")
        #expect(activities.map { index.conflicts(with: $0) } != before, "seed \(seed)")
        #expect(copy.count == 600 && index.count == 400)
    }

    @Test(
        "boxes and reaches find what brute force finds, over the antimeridian and the poles", arguments: UInt64(30)..<34
    )
    func nearAndBox(seed: UInt64) throws {
        var theatre = Theatre(seed: seed)
        var (index, slow) = (ConflictIndex(), BruteForce())
        for slot in 0..<120 {
            let record = try theatre.record(UInt32(slot))
            index.upsert(record)
            slow.upsert(record)
        }
        let boxes = try [
            (-180_000_000, 1_798_000_000, -160_000_000, -1_798_000_000), (899_000_000, 0, 900_000_000, 1),
            (-10_000_000, -10_000_000, 10_000_000, 10_000_000),
            (-900_000_000, -1_800_000_000, 900_000_000, 1_800_000_000),
        ].map { try BoundingBox(southE7: $0.0, westE7: $0.1, northE7: $0.2, eastE7: $0.3) }
        for box in boxes {
            let windows: [TimeWindow?] = [nil, try theatre.window()]
            for window in windows {
                let found = Set(index.records(overlapping: box, during: window))
                // Whatever has a vertex in the box is found; what is found has a bounding box that meets it.
                let certain = slow.records(withVertexIn: box, during: window)
                #expect(found.isSuperset(of: certain), "seed \(seed)")
                #expect(found.isSubset(of: slow.records(overlapping: box, during: window)), "seed \(seed)")
                #expect(window != nil || !certain.isEmpty)
            }
        }
        for reach: Int64 in [0, 3_000_000, 40_000_000] {
            let area = try theatre.area()
            let expected = slow.records(within: reach, of: area, during: nil)
            #expect(index.records(within: reach, of: area, during: nil) == expected, "seed \(seed)")
        }
        let nowhere = index.records(within: -1, of: try theatre.area(), during: nil)
        #expect(nowhere.isEmpty)
    }

    @Test("an answer names the nearest pair, the first among equals, and their common time")
    func nearestPair() throws {
        func window(_ start: Int64, _ end: Int64?) throws -> TimeWindow {
            try TimeWindow(
                start: Instant(microsecondsSince1970: start), end: end.map { try Instant(microsecondsSince1970: $0) })
        }
        func disc(_ longitudeE7: Int64, _ window: TimeWindow) throws -> Volume4D {
            let centre = try Position(latitudeE7: 0, longitudeE7: longitudeE7)
            return Volume4D(
                area: .circle(try Circle(centre: centre, radiusMillimetres: 1_000)), band: .everything, window: window)
        }
        let record = try ConflictRecord(
            slot: RecordSlot(rawValue: 4),
            volumes: [disc(0, window(0, 10)), disc(100_000, window(5, nil)), disc(100_000, window(0, nil))],
            standOffMillimetres: 1_000_000)
        var index = ConflictIndex()
        index.upsert(record)
        let activity = try Activity(volumes: [disc(90_000, window(0, 5)), disc(100_000, window(7, 20))])
        let found = index.conflicts(with: activity)
        #expect(found.count == 1)
        #expect(found.first?.recordVolume == 1)
        #expect(found.first?.activityVolume == 1)
        #expect(found.first?.distanceMillimetres == 0)
        #expect(try found.first?.overlap == window(7, 20))
        // At the stand-off distance to the millimetre it is a conflict, beyond it none; windows that only meet are none.
        let apart = try disc(0, window(0, 9)).area.separation(to: disc(90_000, window(0, 9)).area).distanceMillimetres
        for (standOff, expected) in [(apart, 1), (apart - 1, 0)] {
            let edge = try ConflictRecord(
                slot: RecordSlot(rawValue: 4), volumes: [disc(0, window(0, 10))], standOffMillimetres: standOff)
            index.upsert(edge)
            let early = try Activity(volumes: [disc(90_000, window(9, 12))])
            let late = try Activity(volumes: [disc(90_000, window(10, 12))])
            #expect(index.conflicts(with: early).count == expected)
            #expect(index.conflicts(with: late).isEmpty)
        }
        index.remove(RecordSlot(rawValue: 4))
        index.remove(RecordSlot(rawValue: 5))
        #expect(index.count == 0 && index.conflicts(with: activity).isEmpty)
    }

    @Test("splitting a window or a band finds the same records as the whole")
    func splitting() throws {
        var theatre = Theatre(seed: 40)
        var index = ConflictIndex()
        for slot in 0..<300 { index.upsert(try theatre.record(UInt32(slot))) }
        for _ in 0..<10 {
            let volume = try theatre.volume()
            let middle = volume.window.start.adding(seconds: 0)
            guard let end = volume.window.end, volume.window.start.microseconds(to: end) > 1_000_000 else { continue }
            let cut = middle.adding(seconds: 1)
            let halves = try [
                TimeWindow(start: volume.window.start, end: cut), TimeWindow(start: cut, end: end),
            ].map { Volume4D(area: volume.area, band: volume.band, window: $0) }
            let whole = index.conflicts(with: try Activity(volumes: [volume]))
            let split = index.conflicts(with: try Activity(volumes: halves))
            #expect(whole.map(\.slot) == split.map(\.slot))
            #expect(whole.map(\.distanceMillimetres) == split.map(\.distanceMillimetres))
        }
    }

    @Test("activities and records outside their limits are refused")
    func limits() throws {
        var theatre = Theatre(seed: 50)
        let volume = try theatre.volume()
        #expect(throws: DeconflictionError.noVolumes) { try Activity(volumes: []) }
        #expect(throws: DeconflictionError.tooManyVolumes(found: 1_025, limit: 1_024)) {
            try Activity(volumes: Array(repeating: volume, count: 1_025))
        }
        for standOff: Int64 in [-1, 1_000_000_001] {
            #expect(throws: DeconflictionError.self) {
                try ConflictRecord(
                    slot: RecordSlot(rawValue: 0), volumes: [volume], standOffMillimetres: standOff)
            }
        }
    }
}
