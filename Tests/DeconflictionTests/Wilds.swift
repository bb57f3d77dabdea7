import Deconfliction
import Geodesy

/// Records and activities with everything that the limits allow: shapes of all sizes on top of one another, edges of
/// thousands of kilometres, altitudes beyond any orbit of use, windows at the ends of the calendar.
struct Wilds {
    var atlas: Atlas
    private let middles: [Position]

    init(seed: UInt64) throws {
        atlas = Atlas(seed: seed)
        middles = [try atlas.place(), try atlas.place(), try atlas.place()]
    }

    mutating func place() -> Position { atlas.near(atlas.one(of: middles), atlas.spread(1, 600_000)) }

    mutating func area() throws -> Area {
        switch Int.random(in: 0..<24, using: &atlas.random) {
        case 0:
            return .circle(try Circle(centre: place(), radiusMillimetres: atlas.whole(0...5_000_000_000)))
        case 1:
            let from = place()
            let to = atlas.near(from, atlas.spread(1, 600_000))
            let far = Geodesic.direct(
                from: from, azimuthDegrees: atlas.number(0...360), metres: atlas.spread(500_000, 9_000_000))
            return .route(
                try Route(path: [to, from, far.position], halfWidthMillimetres: atlas.whole(0...900_000_000)))
        case 2:
            return atlas.area(around: place(), reach: atlas.spread(300_000, 3_000_000))
        default:
            return atlas.area(around: place(), reach: atlas.spread(5, 250_000))
        }
    }

    mutating func band() throws -> AltitudeBand {
        let choices: [Int64?] = [
            nil, -11_000_000, 0, 120_000, 2_147_483_647, 2_147_483_648, 99_999_999_999,
            atlas.whole(-11_000_000...100_000_000_000), atlas.whole(0...500_000),
        ]
        var (lower, upper) = (atlas.one(of: choices), atlas.one(of: choices))
        if let low = lower, let high = upper, low > high { (lower, upper) = (high, low) }
        return try AltitudeBand(
            lowerMillimetres: lower, upperMillimetres: upper, reference: atlas.one(of: AltitudeReference.allCases))
    }

    mutating func window() throws -> TimeWindow {
        let (first, last) = (Instant.earliest.microsecondsSince1970, Instant.latest.microsecondsSince1970)
        let now: Int64 = 1_900_000_000_000_000
        let start = atlas.one(of: [first, first + 1, now, now + atlas.whole(0...1_000), last - 1_000_000])
        let length = atlas.one(of: [1, 500, 86_400_000_000, last - start])
        let end = atlas.happens(oneIn: 4) ? nil : try Instant(microsecondsSince1970: min(last, start + length))
        return try TimeWindow(start: Instant(microsecondsSince1970: start), end: end)
    }

    mutating func volume() throws -> Volume4D {
        let isPlain = atlas.happens(oneIn: 2)
        return Volume4D(
            area: try area(), band: isPlain ? .everything : try band(),
            window: isPlain ? TimeWindow(checkedStart: .earliest, end: nil) : try window())
    }

    mutating func standOff() -> Int64 {
        atlas.one(of: [0, 0, 1, 999, 50_000, atlas.whole(0...5_000_000), atlas.whole(0...1_000_000_000), 1_000_000_000])
    }

    mutating func record(_ slot: UInt32) throws -> ConflictRecord {
        let count = atlas.one(of: [1, 1, 1, 2, 5])
        return try ConflictRecord(
            slot: RecordSlot(rawValue: slot), volumes: (0..<count).map { _ in try volume() },
            standOffMillimetres: standOff())
    }

    mutating func activity(standOffMillimetres: Int64 = 0) throws -> Activity {
        try Activity(
            volumes: (0..<atlas.one(of: [1, 1, 3])).map { _ in try volume() }, standOffMillimetres: standOffMillimetres)
    }

    mutating func box() throws -> BoundingBox {
        let (one, other) = (place(), atlas.happens(oneIn: 4) ? try atlas.place() : place())
        return try BoundingBox(
            southE7: Int64(min(one.latitudeE7, other.latitudeE7)), westE7: Int64(one.longitudeE7),
            northE7: Int64(max(one.latitudeE7, other.latitudeE7)), eastE7: Int64(other.longitudeE7))
    }
}
