import Deconfliction
import Geodesy
import TestKit

/// Records and activities drawn from a seed, crowded around a few places: a pole, the antimeridian, and elsewhere.
struct Theatre {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func place() throws -> Position {
        let middles: [(Int64, Int64)] = [
            (899_990_000, 0), (-899_000_000, 100_000_000), (-170_000_000, 1_799_900_000), (355_000_000, 362_000_000),
            (0, 0),
        ]
        let middle = middles[Int.random(in: 0..<middles.count, using: &random)]
        let latitude = middle.0 + Int64.random(in: -1_500_000...1_500_000, using: &random)
        var longitude = middle.1 + Int64.random(in: -2_000_000...2_000_000, using: &random)
        if longitude > 1_800_000_000 { longitude -= 3_600_000_000 }
        return try Position(latitudeE7: max(-900_000_000, min(900_000_000, latitude)), longitudeE7: longitude)
    }

    mutating func area() throws -> Area {
        let middle = try place()
        let size = [100.0, 2_000, 15_000][Int.random(in: 0..<3, using: &random)]
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            return .circle(try Circle(centre: middle, radiusMillimetres: Int64(size * 1_000)))
        case 1:
            let path = [middle, near(middle, size * 3), near(middle, size * 3)]
            return .route(try Route(path: path, halfWidthMillimetres: Int64(size * 100)))
        default:
            let count = Int.random(in: 3...6, using: &random)
            let ring = (0..<count).map { index in
                Geodesic.direct(
                    from: middle, azimuthDegrees: Double(index) * 360 / Double(count),
                    metres: size * Double.random(in: 0.5...1, using: &random)
                ).position
            }
            return .polygon(try Polygon(outer: ring))
        }
    }

    private mutating func near(_ place: Position, _ metres: Double) -> Position {
        Geodesic.direct(
            from: place, azimuthDegrees: Double.random(in: 0..<360, using: &random),
            metres: metres * Double.random(in: 0...1, using: &random)
        ).position
    }

    mutating func window() throws -> TimeWindow {
        let start = try Instant(microsecondsSince1970: 1_000_000 * Int64.random(in: 0...100, using: &random))
        let isEndless = Int.random(in: 0..<8, using: &random) == 0
        return try TimeWindow(
            start: start, end: isEndless ? nil : start.adding(seconds: Int64.random(in: 1...40, using: &random)))
    }

    mutating func volume() throws -> Volume4D {
        let lower = Int64.random(in: 0...400_000, using: &random)
        let reference = AltitudeReference.allCases[Int.random(in: 0..<3, using: &random)]
        let band =
            Int.random(in: 0..<4, using: &random) == 0
            ? AltitudeBand.everything
            : try AltitudeBand(lowerMillimetres: lower, upperMillimetres: lower + 100_000, reference: reference)
        return Volume4D(area: try area(), band: band, window: try window())
    }

    mutating func record(_ slot: UInt32) throws -> ConflictRecord {
        let standOff: Int64 = [0, 0, 500_000, 5_000_000][Int.random(in: 0..<4, using: &random)]
        let count = Int.random(in: 1...3, using: &random)
        return try ConflictRecord(
            slot: RecordSlot(rawValue: slot), volumes: (0..<count).map { _ in try volume() },
            standOffMillimetres: standOff)
    }

    mutating func activity() throws -> Activity {
        try Activity(volumes: (0..<Int.random(in: 1...3, using: &random)).map { _ in try volume() })
    }
}
