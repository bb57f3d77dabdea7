/// The inside of a ring of geodesic edges, less its holes; borders belong to the polygon.
///
/// A ring may run either way round and closes by itself. Inside is the side with the smaller area, so a ring around a
/// pole holds the pole. An edge is the geodesic between its ends, the shortest path on the WGS 84 ellipsoid, and not a
/// straight line in longitude and latitude.
public struct Polygon: Hashable, Sendable {
    /// The outer ring without a repeated last vertex; at least three vertices.
    public let outer: [Position]
    /// The holes, each like the outer ring, inside it and apart from one another.
    public let holes: [[Position]]

    /// Checks the rings; a repeated vertex after itself, or at the end of a ring, is dropped.
    ///
    /// Costs one geodesic per edge, and a comparison of every two edges that come near one another.
    ///
    /// - Throws: `tooManyVertices`, `tooFewVertices`, `edgeTooLong`, `boundaryTooLong`, `ringTooLarge`,
    ///   `ringMeetsItself`, `holeMeetsRing`, `holeOutside` or `holeInsideHole`; vertices are counted after the drop.
    public init(outer: [Position], holes: [[Position]] = []) throws(GeodesyError) {
        let count = holes.reduce(outer.count) { $0 + $1.count }
        guard count <= Limits.maximumVertices else {
            throw .tooManyVertices(found: count, limit: Limits.maximumVertices)
        }
        let outer = Self.withoutRepeats(outer)
        let holes = holes.map(Self.withoutRepeats)
        try PolygonCheck.run(outer: outer, holes: holes)
        self.outer = outer
        self.holes = holes
    }

    /// Takes rings that were checked before, as an index holds them.
    package init(checkedOuter outer: [Position], holes: [[Position]]) {
        self.outer = outer
        self.holes = holes
    }

    private static func withoutRepeats(_ ring: [Position]) -> [Position] {
        var kept: [Position] = []
        kept.reserveCapacity(ring.count)
        for position in ring where position != kept.last { kept.append(position) }
        while kept.count > 1, kept.first == kept.last { kept.removeLast() }
        return kept
    }
}
