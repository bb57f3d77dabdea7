/// The ground that something covers: a circle, a polygon or a buffered route on WGS 84.
public enum Area: Hashable, Sendable {
    /// Everything within a distance of one position; a radius of 0 is a point.
    case circle(Circle)
    /// Everything inside a ring of geodesic edges, less its holes.
    case polygon(Polygon)
    /// Everything within a distance of a path of geodesic legs.
    case route(Route)
}

/// Everything within a geodesic distance of one position.
public struct Circle: Hashable, Sendable {
    /// The middle of the circle.
    public let centre: Position
    /// Millimetres along the ground, 0 to 5,000 km; 0 is a point.
    public let radiusMillimetres: Int64

    /// Checks the radius.
    ///
    /// - Throws: `radiusOutOfRange` if negative or above `Limits.maximumRadiusMillimetres`.
    public init(centre: Position, radiusMillimetres: Int64) throws(GeodesyError) {
        guard (0...Limits.maximumRadiusMillimetres).contains(radiusMillimetres) else {
            throw .radiusOutOfRange(millimetres: radiusMillimetres)
        }
        self.centre = centre
        self.radiusMillimetres = radiusMillimetres
    }

    /// Takes a radius that was checked before, as an index holds it.
    package init(checkedCentre centre: Position, radiusMillimetres: Int64) {
        self.centre = centre
        self.radiusMillimetres = radiusMillimetres
    }
}
