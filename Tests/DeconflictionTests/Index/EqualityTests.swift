import Deconfliction
import Geodesy
import TestKit
import Testing

/// Every answer of the index against brute force, with the wildest records that the limits allow.
@Suite("The index and brute force")
struct EqualityTests {
    private static let recordCount = 36

    /// The same records in an index made by changes, one made in bulk and one made in another order.
    private struct Case {
        var wilds: Wilds
        var slow = BruteForce()
        var scan = ScanIndex()
        var indexes: [ConflictIndex] = []

        init(seed: UInt64) throws {
            wilds = try Wilds(seed: seed)
            var records: [ConflictRecord] = []
            for number in 0..<EqualityTests.recordCount {
                // Slots far apart as well as side by side.
                let slot = UInt32(number) * (number % 3 == 0 ? 90_001 : 1)
                records.append(try wilds.record(slot))
            }
            for record in records {
                slow.upsert(record)
                scan.upsert(record)
            }
            indexes = [ConflictIndex(), ConflictIndex(bulk: slow.records), ConflictIndex()]
            for record in records { indexes[0].upsert(record) }
            records.shuffle(using: &wilds.atlas.random)
            for record in records {
                // Written over something else first.
                if wilds.atlas.happens(oneIn: 3) { indexes[2].upsert(try wilds.record(record.slot.rawValue)) }
                indexes[2].upsert(record)
            }
        }
    }

    @Test("conflicts are those of brute force, to the byte", arguments: UInt64(0)..<4)
    func conflicts(seed: UInt64) throws {
        var wild = try Case(seed: seed)
        var hits = 0
        for _ in 0..<6 {
            let activity = try wild.wilds.activity(
                standOffMillimetres: wild.wilds.atlas.happens(oneIn: 2) ? 0 : wild.wilds.standOff())
            let expected = wild.slow.conflicts(with: activity)
            hits += expected.count
            if activity.standOffMillimetres == 0 {
                #expect(wild.scan.conflicts(with: activity) == expected, "seed \(seed): \(activity)")
            }
            let odd: (RecordSlot) -> Bool = { $0.rawValue % 2 == 1 }
            for index in wild.indexes {
                #expect(index.count == wild.slow.count)
                #expect(index.conflicts(with: activity) == expected, "seed \(seed): \(activity)")
                #expect(index.slots(inConflictWith: activity) == expected.map(\.slot), "seed \(seed): \(activity)")
                #expect(
                    index.conflicts(with: activity, where: odd) == expected.filter { odd($0.slot) }, "seed \(seed)")
                #expect(
                    index.slots(inConflictWith: activity, where: odd) == expected.map(\.slot).filter(odd),
                    "seed \(seed)")
            }
        }
        #expect(hits > 10, "seed \(seed)")
    }

    @Test("pairs in conflict are those of brute force, each once", arguments: UInt64(20)..<22)
    func pairs(seed: UInt64) throws {
        let wild = try Case(seed: seed)
        let records = wild.slow.records
        var expected: [[UInt32]] = []
        for (number, first) in records.enumerated() {
            for second in records[(number + 1)...] {
                let standOff = max(first.standOffMillimetres, second.standOffMillimetres)
                let isConflict = first.volumes.contains { mine in
                    second.volumes.contains { theirs in
                        mine.window.overlaps(theirs.window) && mine.band.mayOverlap(theirs.band)
                            && mine.area.isWithin(millimetres: standOff, of: theirs.area)
                    }
                }
                if isConflict { expected.append([first.slot.rawValue, second.slot.rawValue]) }
            }
        }
        #expect(expected.count > 10, "seed \(seed)")
        for index in wild.indexes {
            var found: [[UInt32]] = []
            index.forEachConflictingPair { found.append([$0.rawValue, $1.rawValue]) }
            found.sort { ($0[0], $0[1]) < ($1[0], $1[1]) }
            #expect(found == expected, "seed \(seed)")
        }
    }

    @Test("the nearest records are those of brute force, in order", arguments: UInt64(40)..<42)
    func nearest(seed: UInt64) throws {
        var wild = try Case(seed: seed)
        for _ in 0..<4 {
            let place = wild.wilds.atlas.happens(oneIn: 3) ? try wild.wilds.atlas.place() : wild.wilds.place()
            let point = Area.circle(try Circle(centre: place, radiusMillimetres: 0))
            let window = wild.wilds.atlas.happens(oneIn: 2) ? nil : try wild.wilds.window()
            var all: [(UInt32, Int64, Position)] = []
            for record in wild.slow.records {
                let volumes = record.volumes.filter { window?.overlaps($0.window) ?? true }
                let found = volumes.map { point.separation(to: $0.area) }.min {
                    ($0.distanceMillimetres, $0.nearestThere) < ($1.distanceMillimetres, $1.nearestThere)
                }
                if let found { all.append((record.slot.rawValue, found.distanceMillimetres, found.nearestThere)) }
            }
            all.sort { ($0.1, $0.0) < ($1.1, $1.0) }
            for index in wild.indexes {
                for limit in [0, 1, 7, 100] {
                    let found = index.nearest(limit, to: place, during: window)
                    #expect(found.map(\.slot.rawValue) == all.prefix(limit).map(\.0), "seed \(seed): \(place)")
                    #expect(found.map(\.distanceMillimetres) == all.prefix(limit).map(\.1), "seed \(seed): \(place)")
                    #expect(found.map(\.nearest) == all.prefix(limit).map(\.2), "seed \(seed): \(place)")
                }
                let even = index.nearest(5, to: place, during: window) { $0.rawValue % 2 == 0 }
                let expected = all.map { $0.0 }.filter { $0 % 2 == 0 }
                #expect(even.map(\.slot.rawValue) == Array(expected.prefix(5)), "seed \(seed): \(place)")
            }
        }
    }

    @Test("reaches find what brute force finds, up to beyond the antipodes", arguments: UInt64(60)..<62)
    func within(seed: UInt64) throws {
        var wild = try Case(seed: seed)
        for reach: Int64 in [0, 1, 40_000, 3_000_000, 999_999_999, 1_000_000_001, 4_400_000_000, 19_000_000_000, .max] {
            let area = try wild.wilds.area()
            let window = wild.wilds.atlas.happens(oneIn: 2) ? nil : try wild.wilds.window()
            let expected = wild.slow.records(within: reach, of: area, during: window)
            for index in wild.indexes {
                #expect(
                    index.records(within: reach, of: area, during: window) == expected, "seed \(seed): \(reach) mm")
            }
        }
    }

    @Test("boxes leave nothing out that reaches into them, and answer alike however built", arguments: UInt64(80)..<83)
    func overlapping(seed: UInt64) throws {
        var wild = try Case(seed: seed)
        let places = wild.slow.records.map { record in
            record.volumes.map { ($0.window, BoxesAndCirclesTests.places(of: $0.area, &wild.wilds.atlas)) }
        }
        for number in 0..<12 {
            let box = try wild.wilds.box()
            let window = number % 2 == 0 ? nil : try wild.wilds.window()
            let possible = Set(wild.slow.records(overlapping: box, during: window))
            let first = wild.indexes[0].records(overlapping: box, during: window)
            #expect(Set(first).isSubset(of: possible), "seed \(seed): \(box)")
            #expect(first == first.sorted() && Set(first).count == first.count)
            for index in wild.indexes[1...] {
                #expect(index.records(overlapping: box, during: window) == first, "seed \(seed): \(box)")
            }
            for (record, volumes) in zip(wild.slow.records, places) {
                let reaches = volumes.contains { volume in
                    (window?.overlaps(volume.0) ?? true) && volume.1.contains { box.contains($0) }
                }
                #expect(!reaches || first.contains(record.slot), "seed \(seed): \(record) reaches into \(box)")
            }
        }
    }
}
