extension CoreGeometry {
    /// Cosine of the angle from the middle of a ring beyond which no vertex may lie: 8,000 km on the mean radius.
    static let horizonCosine = 0.3098

    /// Says whether the point lies inside the rings, holes being outside; only a polygon has an inside.
    ///
    /// Right for every point that is at least 0.1 mm from the border; nearer than that, distance decides. Rings are
    /// projected from the Earth's centre to the plane that touches at `pole`, where chords become straight lines, and
    /// crossings are counted. Between a chord's image and the true edge there is a sliver of up to 7 mm, because the
    /// normal of the ellipsoid does not pass through its centre: a point there changes sides.
    func contains(_ point: Vector3) -> Bool {
        guard let pole else { return false }
        let depth = point.dot(pole)
        guard depth > 0.25 * point.length else { return false }
        let (east, north) = Self.axes(of: pole)
        let (pointX, pointY) = (point.dot(east) / depth, point.dot(north) / depth)
        var isInside = false
        for piece in pieces {
            let (depthA, depthB) = (piece.a.dot(pole), piece.b.dot(pole))
            let (ya, yb) = (piece.a.dot(north) / depthA, piece.b.dot(north) / depthB)
            if (ya > pointY) != (yb > pointY) {
                let (xa, xb) = (piece.a.dot(east) / depthA, piece.b.dot(east) / depthB)
                // The same line whichever end comes first, so that neighbours agree.
                let isUp = yb > ya
                let (lowX, lowY, highX, highY) = isUp ? (xa, ya, xb, yb) : (xb, yb, xa, ya)
                let turn = (highX - lowX) * (pointY - lowY) - (pointX - lowX) * (highY - lowY)
                if turn > 0 { isInside.toggle() }
            }
            if isInSliver(point, of: piece) { isInside.toggle() }
        }
        return isInside
    }

    private func isInSliver(_ point: Vector3, of piece: Piece) -> Bool {
        let offset = point - piece.a
        let fromEdge = offset.dot(piece.side)
        guard abs(fromEdge) < 0.02 else { return false }
        let along = piece.b - piece.a
        let travelled = offset.dot(along)
        guard travelled > 0, travelled < piece.lengthSquared else { return false }
        return (offset.dot(along.cross(piece.middle)) > 0) != (fromEdge > 0)
    }

    /// Two directions at right angles to the given one and to each other.
    private static func axes(of pole: Vector3) -> (Vector3, Vector3) {
        let helper = abs(pole.z) < 0.7 ? Vector3(x: 0, y: 0, z: 1) : Vector3(x: 1, y: 0, z: 0)
        let east = helper.cross(pole)
        let unit = east * (1 / east.length)
        return (unit, pole.cross(unit))
    }
}
