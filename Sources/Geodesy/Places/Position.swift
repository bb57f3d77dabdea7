/// A WGS 84 position in whole 1e-7 degrees (about 11 mm), so equal places are equal bytes.
///
/// Latitude comes first everywhere. Two spellings of one place become one value: longitude 180 is kept as -180, and at
/// a pole, where every meridian meets, the longitude is kept as 0. Source: EPSG:4326.
public struct Position: Hashable, Sendable {
    /// 1e-7 degree, north positive, -900_000_000...900_000_000.
    public let latitudeE7: Int32
    /// 1e-7 degree, east positive, -1_800_000_000..<1_800_000_000; 0 at a pole.
    public let longitudeE7: Int32

    /// Checks and normalises a latitude and a longitude in whole 1e-7 degrees.
    ///
    /// - Throws: `latitudeOutOfRange` outside ±90 degrees, `longitudeOutOfRange` outside ±180 degrees.
    public init(latitudeE7: Int64, longitudeE7: Int64) throws(GeodesyError) {
        guard (-900_000_000...900_000_000).contains(latitudeE7) else {
            throw .latitudeOutOfRange(latitudeE7: latitudeE7)
        }
        guard (-1_800_000_000...1_800_000_000).contains(longitudeE7) else {
            throw .longitudeOutOfRange(longitudeE7: longitudeE7)
        }
        self.init(checkedLatitudeE7: Int32(latitudeE7), longitudeE7: longitudeE7)
    }

    /// Takes the nearest whole 1e-7 degree; for results of our own calculations, which are in range.
    init(nearestToLatitudeDegrees latitude: Double, longitudeDegrees longitude: Double) {
        let latitudeE7 = Rounding.nearest(latitude * 1e7)
        let longitudeE7 = Rounding.nearest(longitude * 1e7)
        precondition(abs(latitudeE7) <= 900_000_000 && abs(longitudeE7) <= 1_800_000_000)
        self.init(checkedLatitudeE7: Int32(latitudeE7), longitudeE7: Int64(longitudeE7))
    }

    package init(checkedLatitudeE7: Int32, longitudeE7: Int64) {
        self.latitudeE7 = checkedLatitudeE7
        if abs(checkedLatitudeE7) == 900_000_000 {
            self.longitudeE7 = 0
        } else {
            self.longitudeE7 = longitudeE7 == 1_800_000_000 ? -1_800_000_000 : Int32(longitudeE7)
        }
    }

    /// Degrees, north positive, -90...90; the double nearest to the stored whole number divided by 1e7.
    public var latitudeDegrees: Double { Double(latitudeE7) / 1e7 }

    /// Degrees, east positive, -180..<180; the double nearest to the stored whole number divided by 1e7.
    public var longitudeDegrees: Double { Double(longitudeE7) / 1e7 }
}

extension Position: Comparable {
    /// Orders by latitude, then longitude: an order for bytes and ties, without a meaning on the ground.
    public static func < (left: Position, right: Position) -> Bool {
        left.latitudeE7 != right.latitudeE7
            ? left.latitudeE7 < right.latitudeE7 : left.longitudeE7 < right.longitudeE7
    }
}
