/// Everything within a half-width of a path of geodesic legs.
///
/// One position, or several equal ones, make a route of zero length: a disc of the half-width.
public struct Route: Hashable, Sendable {
    /// The positions in order of travel; at least one.
    public let path: [Position]
    /// Millimetres to either side, 0 to 5,000 km.
    public let halfWidthMillimetres: Int64

    /// Checks the path and the half-width.
    ///
    /// - Throws: `emptyRoute`, `halfWidthOutOfRange`, `tooManyVertices`, `edgeTooLong` or `boundaryTooLong`.
    public init(path: [Position], halfWidthMillimetres: Int64) throws(GeodesyError) {
        guard !path.isEmpty else { throw .emptyRoute }
        guard (0...Limits.maximumRadiusMillimetres).contains(halfWidthMillimetres) else {
            throw .halfWidthOutOfRange(millimetres: halfWidthMillimetres)
        }
        guard path.count <= Limits.maximumVertices else {
            throw .tooManyVertices(found: path.count, limit: Limits.maximumVertices)
        }
        try LineLengths.check(path, closed: false, as: .path)
        self.path = path
        self.halfWidthMillimetres = halfWidthMillimetres
    }

    /// Takes a path that was checked before, as an index holds it.
    package init(checkedPath path: [Position], halfWidthMillimetres: Int64) {
        self.path = path
        self.halfWidthMillimetres = halfWidthMillimetres
    }
}
