/// A zone of the Universal grids: one of the 60 of UTM, or the polar caps of UPS.
public enum GridZone: Hashable, Sendable {
    /// A zone of Universal Transverse Mercator, 1...60, six degrees wide from 180° W eastward.
    case utm(Int)
    /// Universal Polar Stereographic, from 84° N and from 80° S to the poles.
    case ups

    /// The zone in which a position is written, with the exceptions of south-west Norway (32V) and Svalbard (31X to 37X).
    ///
    /// A meridian between two zones belongs to the eastern one, 84° N and everything south of 80° S to UPS.
    public static func standard(of position: Position) -> GridZone {
        let latitude = Int64(position.latitudeE7)
        guard latitude >= -800_000_000, latitude < 840_000_000 else { return .ups }
        // Whole degrees from 180° W; a position's longitude is below 180.
        let degrees = Int((Int64(position.longitudeE7) + 1_800_000_000) / 10_000_000)
        let zone = degrees / 6 + 1
        let isBandV = latitude >= 560_000_000 && latitude < 640_000_000
        if isBandV, zone == 31, degrees >= 183 { return .utm(32) }
        if latitude >= 720_000_000, (180..<222).contains(degrees) {
            // 31X, 33X, 35X and 37X meet at 9°, 21° and 33° E.
            return .utm(degrees < 189 ? 31 : degrees < 201 ? 33 : degrees < 213 ? 35 : 37)
        }
        return .utm(zone)
    }

    /// The longitude of a UTM zone's central meridian in whole degrees; 0 for UPS.
    var centralDegrees: Int {
        switch self {
        case .utm(let zone): 6 * zone - 183
        case .ups: 0
        }
    }
}

/// The bands of latitude that MGRS names by a letter.
enum LatitudeBand {
    /// From 80° S in steps of eight degrees; the last, X, is twelve degrees high.
    static let letters = Array("CDEFGHJKLMNPQRSTUVWX".utf8)

    /// The band's index of a latitude from 80° S to 84° N.
    static func index(latitudeE7: Int32) -> Int {
        min(max(0, Int((Int64(latitudeE7) + 800_000_000) / 80_000_000)), letters.count - 1)
    }

    /// The first band north of the equator, N.
    static let firstNorthern = 10

    /// Degrees from the band's southern border to its northern.
    static func degrees(_ index: Int) -> ClosedRange<Double> {
        let south = Double(8 * index - 80)
        return south...(index == letters.count - 1 ? 84 : south + 8)
    }
}
