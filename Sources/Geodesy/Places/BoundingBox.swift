/// A box of latitudes and longitudes in whole 1e-7 degrees, borders included.
///
/// A west that is greater than the east crosses the antimeridian. A box that reaches a pole holds it.
public struct BoundingBox: Hashable, Sendable {
    /// 1e-7 degree, -900_000_000...900_000_000, not above `northE7`.
    public let southE7: Int32
    /// 1e-7 degree, -1_800_000_000...1_800_000_000.
    public let westE7: Int32
    /// 1e-7 degree, -900_000_000...900_000_000.
    public let northE7: Int32
    /// 1e-7 degree, -1_800_000_000...1_800_000_000; less than `westE7` if the box crosses the antimeridian.
    public let eastE7: Int32

    /// The whole Earth.
    public static let everywhere = BoundingBox(
        checkedSouth: -900_000_000, west: -1_800_000_000, north: 900_000_000, east: 1_800_000_000)

    /// Checks the four sides, each in whole 1e-7 degrees.
    ///
    /// - Throws: `latitudeOutOfRange`, `longitudeOutOfRange` or `boxInverted`.
    public init(southE7: Int64, westE7: Int64, northE7: Int64, eastE7: Int64) throws(GeodesyError) {
        for latitude in [southE7, northE7] where !(-900_000_000...900_000_000).contains(latitude) {
            throw .latitudeOutOfRange(latitudeE7: latitude)
        }
        for longitude in [westE7, eastE7] where !(-1_800_000_000...1_800_000_000).contains(longitude) {
            throw .longitudeOutOfRange(longitudeE7: longitude)
        }
        self.init(checkedSouth: Int32(southE7), west: Int32(westE7), north: Int32(northE7), east: Int32(eastE7))
        guard southE7 <= northE7 else { throw .boxInverted(southE7: self.southE7, northE7: self.northE7) }
    }

    init(checkedSouth: Int32, west: Int32, north: Int32, east: Int32) {
        southE7 = checkedSouth
        westE7 = west
        northE7 = north
        eastE7 = east
    }

    /// Says whether the boxes share a place; shared borders count, and so do -180 and 180 degrees of longitude.
    public func intersects(_ other: BoundingBox) -> Bool {
        guard southE7 <= other.northE7, other.southE7 <= northE7 else { return false }
        // At a pole every longitude is the same place.
        if min(northE7, other.northE7) == 900_000_000 || max(southE7, other.southE7) == -900_000_000 { return true }
        return longitudesMeet(other)
    }

    /// Says whether the position lies in the box or on its border.
    public func contains(_ position: Position) -> Bool {
        intersects(
            BoundingBox(
                checkedSouth: position.latitudeE7, west: position.longitudeE7, north: position.latitudeE7,
                east: position.longitudeE7))
    }

    private func longitudesMeet(_ other: BoundingBox) -> Bool {
        let circle: Int64 = 3_600_000_000
        let mine = eastE7 >= westE7 ? Int64(eastE7) - Int64(westE7) : Int64(eastE7) - Int64(westE7) + circle
        let theirs =
            other.eastE7 >= other.westE7
            ? Int64(other.eastE7) - Int64(other.westE7) : Int64(other.eastE7) - Int64(other.westE7) + circle
        let shift = (Int64(other.westE7) - Int64(westE7) + circle) % circle
        return shift <= mine || shift + theirs >= circle
    }
}
