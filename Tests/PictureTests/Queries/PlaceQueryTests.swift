import Coordination
import Deconfliction
import Geodesy
import Picture
import Statements
import TestKit
import Testing

@Suite("records along a path and nearest to a place")
struct PlaceQueryTests {
    /// Sites and convoys around one place, some for one party only, some gone again.
    private func world(_ random: inout SplitMix64) throws -> Scenario {
        var world = try Scenario()
        for number in 0..<40 {
            let latitude = 362_000_000 + Int64.random(in: -400_000...400_000, using: &random)
            let longitude = 371_000_000 + Int64.random(in: -400_000...400_000, using: &random)
            let audience = number % 4 == 0 ? [PartyID(checked: "party-a")] : nil
            let name = "r-\(number)"
            if number % 5 == 0 {
                let departs = Instant.test(Int64.random(in: 60...7_000, using: &random))
                let body = Bodies.movement(
                    latitudeE7: latitude, longitudeE7: longitude, legs: [(departs, departs.adding(seconds: 600))])
                try world.say("red-crescent", .movementNotify, name, body, audience: audience)
            } else {
                let from = Int64.random(in: 0...7_000, using: &random)
                let body = Bodies.site(
                    latitudeE7: latitude, longitudeE7: longitude,
                    radiusMetres: Int64.random(in: 0...900, using: &random), from: .test(from),
                    until: .test(from + 1_000))
                try world.say("un-hub", .notificationNotify, name, body, audience: audience)
                if number % 7 == 0 {
                    try world.say("un-hub", .notificationWithdraw, name, Bodies.reason("moved"), audience: audience)
                }
            }
        }
        return world
    }

    private func place(_ random: inout SplitMix64) throws -> Position {
        try Position(
            latitudeE7: 362_000_000 + Int64.random(in: -500_000...500_000, using: &random),
            longitudeE7: 371_000_000 + Int64.random(in: -500_000...500_000, using: &random))
    }

    /// The least distance of what is in force, by geodesics to every volume; nil when nothing is.
    private func distance(_ record: Record, to area: PreparedArea, during window: TimeWindow?) -> Int64? {
        record.volumes.filter { window.map($0.window.overlaps) ?? true }
            .map { area.separation(to: PreparedArea($0.area)).distanceMillimetres }.min()
    }

    private static let readers = [PartyID(checked: "party-a"), PartyID(checked: "party-b")]

    @Test("along a path: the same as measuring every record, in pages of any size", arguments: UInt64(0)..<12)
    func along(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let world = try world(&random)
        let path = try (0..<Int.random(in: 1...5, using: &random)).map { _ in try place(&random) }
        let route = try Area.route(Route(path: path, halfWidthMillimetres: 0))
        let prepared = PreparedArea(route)
        for reader in Self.readers {
            for limit in [0, 300_000, 2_000_000, 50_000_000] as [Int64] {
                for window in [nil, try TimeWindow(start: .test(2_000), end: .test(3_000))] {
                    var query = RecordQuery()
                    query.vicinity = try Vicinity(of: route, withinMillimetres: limit)
                    query.window = window
                    query.limit = Int.random(in: 1...9, using: &random)
                    var found: [RecordID] = []
                    repeat {
                        let page = world.picture.records(matching: query, as: reader)
                        found += page.records.map(\.record.id)
                        query.after = page.next
                    } while query.after != nil
                    let expected = world.picture.records.slots().map { world.picture.records[$0] }.filter { record in
                        record.isReadable(by: reader)
                            && (distance(record, to: prepared, during: window).map { $0 <= limit } ?? false)
                    }
                    #expect(found == expected.map(\.id), "SEED=\(seed), within \(limit) mm")
                }
            }
        }
    }

    @Test("a path and a box both hold, and other conditions narrow further")
    func combined() throws {
        var world = try Scenario()
        for (number, name) in ["West", "Middle", "East"].enumerated() {
            let body = Bodies.site(name, longitudeE7: 370_000_000 + Int64(number) * 1_000_000)
            try world.say("un-hub", .notificationNotify, name.lowercased(), body)
        }
        let path = try [370_000_000, 371_000_000].map { try Position(latitudeE7: 362_010_000, longitudeE7: $0) }
        func names(_ change: (inout RecordQuery) throws -> Void) throws -> [String] {
            var query = RecordQuery()
            query.vicinity = try Vicinity(
                of: .route(try Route(path: path, halfWidthMillimetres: 0)), withinMillimetres: 1_000_000)
            try change(&query)
            return world.picture.records(matching: query, as: nil).records.map { $0.record.name.text() }
        }
        let box = try BoundingBox(
            southE7: 361_000_000, westE7: 370_500_000, northE7: 363_000_000, eastE7: 373_000_000)
        #expect(try names { _ in } == ["West", "Middle"])
        #expect(try names { $0.box = box } == ["Middle"])
        #expect(try names { $0.text = "west" } == ["West"])
        #expect(try names { $0.states = [.withdrawn] } == [])
        #expect(try names { $0.window = try TimeWindow(start: .test(-60), end: .test(0)) } == [])
        try world.say("un-hub", .notificationWithdraw, "west", Bodies.reason("moved"))
        #expect(try names { _ in } == ["Middle"])
    }

    @Test("a distance outside its range is refused", arguments: [-1, 1_000_000_001] as [Int64])
    func distances(millimetres: Int64) throws {
        let area = Area.circle(try Circle(centre: Position(latitudeE7: 0, longitudeE7: 0), radiusMillimetres: 0))
        let refusal = DeconflictionError.standOffOutOfRange(millimetres: millimetres, limitMillimetres: 1_000_000_000)
        #expect(throws: refusal) { try Vicinity(of: area, withinMillimetres: millimetres) }
    }

    @Test("nearest: the same as measuring every record and sorting", arguments: UInt64(0)..<12)
    func nearest(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let world = try world(&random)
        for reader in Self.readers {
            for window in [nil, try TimeWindow(start: .test(2_000), end: .test(3_000))] {
                let place = try place(&random)
                let point = PreparedArea(.circle(try Circle(centre: place, radiusMillimetres: 0)))
                var expected: [(distance: Int64, slot: RecordSlot)] = []
                for slot in world.picture.records.slots() where world.picture.records[slot].isReadable(by: reader) {
                    guard let distance = distance(world.picture.records[slot], to: point, during: window) else {
                        continue
                    }
                    expected.append((distance, slot))
                }
                expected.sort { $0 < $1 }
                for limit in [1, 7, 1_000] {
                    let found = world.picture.nearest(limit, to: place, during: window, as: reader)
                    #expect(found.map(\.slot) == expected.prefix(limit).map(\.slot), "SEED=\(seed)")
                    #expect(found.map(\.distanceMillimetres) == expected.prefix(limit).map(\.distance), "SEED=\(seed)")
                    #expect(found.allSatisfy { $0.record.id == world.picture.records[$0.slot].id })
                }
            }
        }
    }

    @Test("at one distance the record that the log named first comes first")
    func ties() throws {
        var world = try Scenario()
        for number in 0..<5 { try world.say("un-hub", .notificationNotify, "s-\(number)", Bodies.site("S \(number)")) }
        let place = try Position(latitudeE7: 362_000_000, longitudeE7: 371_300_000)
        let found = world.picture.nearest(3, to: place, as: nil)
        #expect(found.map { $0.record.name.text() } == ["S 0", "S 1", "S 2"])
        #expect(found.allSatisfy { $0.distanceMillimetres == 0 && $0.nearest == place })
    }
}
