import Deconfliction
import Geodesy
import TestKit
import Testing

/// What must not change, or must change in one way only, when the question or the records do.
@Suite("Answers under changes that do not matter")
struct MetamorphicTests {
    private struct Answer: Equatable {
        var slots: [RecordSlot]
        var millimetres: [Int64]
    }

    private func ask(_ records: [ConflictRecord], _ activity: Activity) -> Answer {
        let index = ConflictIndex(bulk: records)
        let found = index.conflicts(with: activity)
        #expect(index.slots(inConflictWith: activity) == found.map(\.slot))
        return Answer(slots: found.map(\.slot), millimetres: found.map(\.distanceMillimetres))
    }

    /// Records in which everything has passed through a map of positions.
    private func mapped(_ volumes: [Volume4D], _ map: ([Position]) -> [Position]) throws -> [Volume4D] {
        try volumes.map { volume in
            let area: Area =
                switch volume.area {
                case .circle(let circle):
                    .circle(try Circle(centre: map([circle.centre])[0], radiusMillimetres: circle.radiusMillimetres))
                case .route(let route):
                    .route(try Route(path: map(route.path), halfWidthMillimetres: route.halfWidthMillimetres))
                case .polygon(let polygon):
                    .polygon(try Polygon(outer: map(polygon.outer), holes: polygon.holes.map(map)))
                }
            return Volume4D(area: area, band: volume.band, window: volume.window)
        }
    }

    private func mapped(_ records: [ConflictRecord], _ map: ([Position]) -> [Position]) throws -> [ConflictRecord] {
        try records.map {
            try ConflictRecord(
                slot: $0.slot, volumes: try mapped($0.volumes, map), standOffMillimetres: $0.standOffMillimetres)
        }
    }

    private func scene(_ seed: UInt64) throws -> (records: [ConflictRecord], activities: [Activity], wilds: Wilds) {
        var wilds = try Wilds(seed: seed)
        let records = try (0..<UInt32(30)).map { try wilds.record($0) }
        return (records, try (0..<4).map { _ in try wilds.activity() }, wilds)
    }

    @Test("moved along the parallels or mirrored at the equator, everything stays", arguments: UInt64(0)..<4)
    func movedAndMirrored(seed: UInt64) throws {
        var (records, activities, wilds) = try scene(seed)
        let shift = Int64(wilds.atlas.whole(-1_800_000_000...1_799_999_999))
        func moved(_ place: Position) -> Position {
            var longitude = Int64(place.longitudeE7) + shift
            if longitude >= 1_800_000_000 { longitude -= 3_600_000_000 }
            if longitude < -1_800_000_000 { longitude += 3_600_000_000 }
            return Position(checkedLatitudeE7: place.latitudeE7, longitudeE7: longitude)
        }
        func mirrored(_ place: Position) -> Position {
            Position(checkedLatitudeE7: -place.latitudeE7, longitudeE7: Int64(place.longitudeE7))
        }
        for activity in activities {
            let expected = ask(records, activity)
            for map in [moved, mirrored] {
                let there = try Activity(volumes: try mapped(activity.volumes) { $0.map(map) })
                #expect(ask(try mapped(records) { $0.map(map) }, there) == expected, "seed \(seed), by \(shift)")
            }
        }
    }

    @Test("where a ring starts, its sense and the sense of a path do not matter", arguments: UInt64(20)..<23)
    func turned(seed: UInt64) throws {
        let (records, activities, _) = try scene(seed)
        // Rotation would make another path; reversal makes the same.
        func turned(_ line: [Position], by step: Int) -> [Position] { Array(line[step...] + line[..<step]) }
        func reversed(_ volumes: [Volume4D]) throws -> [Volume4D] { try mapped(volumes) { $0.reversed() } }
        func rotated(_ volumes: [Volume4D]) throws -> [Volume4D] {
            try volumes.map {
                guard case .polygon(let polygon) = $0.area else { return $0 }
                let area = Area.polygon(
                    try Polygon(
                        outer: turned(polygon.outer, by: polygon.outer.count / 2),
                        holes: polygon.holes.reversed().map { turned($0, by: 1) }))
                return Volume4D(area: area, band: $0.band, window: $0.window)
            }
        }
        for activity in activities {
            let expected = ask(records, activity)
            for change in [reversed, rotated] {
                let others = try records.map {
                    try ConflictRecord(
                        slot: $0.slot, volumes: try change($0.volumes), standOffMillimetres: $0.standOffMillimetres)
                }
                #expect(ask(others, activity) == expected, "seed \(seed)")
                #expect(ask(records, try Activity(volumes: try change(activity.volumes))) == expected, "seed \(seed)")
            }
        }
    }

    @Test("either side finds the other, at one distance", arguments: UInt64(40)..<42)
    func symmetry(seed: UInt64) throws {
        let (records, _, _) = try scene(seed)
        let index = ConflictIndex(bulk: records)
        for record in records.prefix(16) {
            let mine = try Activity(volumes: record.volumes, standOffMillimetres: record.standOffMillimetres)
            for found in index.conflicts(with: mine) {
                let other = records[Int(found.slot.rawValue)]
                let theirs = try Activity(volumes: other.volumes, standOffMillimetres: other.standOffMillimetres)
                let back = ConflictIndex(bulk: [record]).conflicts(with: theirs)
                #expect(back.map(\.distanceMillimetres) == [found.distanceMillimetres], "seed \(seed)")
                #expect(index.slots(inConflictWith: theirs).contains(record.slot), "seed \(seed)")
            }
        }
    }

    @Test("a wider stand-off loses nothing, and ends where the distance says", arguments: UInt64(60)..<62)
    func monotone(seed: UInt64) throws {
        let (records, activities, _) = try scene(seed)
        let index = ConflictIndex(bulk: records)
        for activity in activities {
            var last: Set<RecordSlot> = []
            for standOff: Int64 in [0, 1, 1_000, 80_000, 5_000_000, 90_000_000, 1_000_000_000] {
                let wider = try Activity(volumes: activity.volumes, standOffMillimetres: standOff)
                let found = index.conflicts(with: wider)
                let slots = Set(found.map(\.slot))
                #expect(slots.isSuperset(of: last), "seed \(seed) at \(standOff) mm")
                #expect(slots == Set(index.slots(inConflictWith: wider)), "seed \(seed) at \(standOff) mm")
                for conflict in found {
                    let own = records[Int(conflict.slot.rawValue)].standOffMillimetres
                    #expect(conflict.standOffMillimetres == max(own, standOff))
                    #expect(conflict.distanceMillimetres <= conflict.standOffMillimetres)
                }
                last = slots
            }
        }
    }

    @Test("cut in time or altitude, or said twice, an activity finds the same", arguments: UInt64(80)..<83)
    func cut(seed: UInt64) throws {
        let (records, activities, wilds) = try scene(seed)
        var atlas = wilds.atlas
        for activity in activities {
            let expected = ask(records, activity)
            let twice = try Activity(volumes: activity.volumes + activity.volumes)
            #expect(ask(records, twice) == expected, "seed \(seed)")
            let latest = Instant.latest.microsecondsSince1970
            var inTime: [Volume4D] = []
            for volume in activity.volumes {
                let start = volume.window.start.microsecondsSince1970
                let end = volume.window.end?.microsecondsSince1970 ?? latest
                var windows = [volume.window]
                if end - start > 1 {
                    let middle = try Instant(microsecondsSince1970: atlas.whole(start + 1...end - 1))
                    windows = [
                        try TimeWindow(start: volume.window.start, end: middle),
                        try TimeWindow(start: middle, end: volume.window.end),
                    ]
                }
                inTime += windows.map { Volume4D(area: volume.area, band: volume.band, window: $0) }
            }
            #expect(ask(records, try Activity(volumes: inTime)) == expected, "seed \(seed)")
            // Bands are closed, so that halves share the altitude of the cut.
            var inAltitude: [Volume4D] = []
            for volume in activity.volumes {
                let (lower, upper) = (volume.band.lowerMillimetres, volume.band.upperMillimetres)
                let middle = atlas.whole((lower ?? -11_000_000)...(upper ?? 100_000_000_000))
                for (low, high) in [(lower, middle), (middle, upper)] as [(Int64?, Int64?)] {
                    let band = try AltitudeBand(
                        lowerMillimetres: low, upperMillimetres: high, reference: volume.band.reference)
                    inAltitude.append(Volume4D(area: volume.area, band: band, window: volume.window))
                }
            }
            #expect(ask(records, try Activity(volumes: inAltitude)) == expected, "seed \(seed)")
        }
    }
}
