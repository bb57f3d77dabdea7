/// Lower bounds of the distances between the places of two small regions that are far apart, from one geodesic.
///
/// Let D be the geodesic between the regions' centres, u and w its unit directions at the centres, each towards the
/// other centre. Moving the ends by ξ and η changes D by -ξ·u - η·w to first order. Where the Gaussian curvature is at
/// most 1/R², the second derivative is nowhere below -tan(d/2R)/R · (|ξ|² + |η|²) (the index form of a geodesic of
/// length d, against the sphere's), and up to 9,000 km the tangent is below 1. So what is left out is at most
/// (|ξ|² + |η|²) / 2R. The straight line to a place differs along u from ξ by at most |ξ|³ / 5R².
struct FarBound {
    /// A lower bound of the distance between any place of one region and any of the other.
    let metres: Double
    private let base: Double
    private let here: End
    private let there: End

    /// Nearer than this, in metres, the bounds by straight distances are as good.
    static let leastChord = 20_000.0

    /// A region's centre on the ellipsoid, and how far the region's places are from it.
    private struct End {
        let point: Vector3
        let latitude: Double
        let longitude: Double
        let reach: Double
        var toward = Vector3(x: 0, y: 0, z: 0)

        init?(_ node: RunTree.Node) {
            let (centre, half) = (node.box.centre, node.box.half)
            let ratio = Ellipsoid.axisRatio * Ellipsoid.axisRatio
            let size = (centre.x * centre.x + centre.y * centre.y + centre.z * centre.z / ratio).squareRoot()
            guard size > 0.5 * Ellipsoid.equatorialRadius else { return nil }
            point = centre * (Ellipsoid.equatorialRadius / size)
            let across = (point.x * point.x + point.y * point.y).squareRoot()
            latitude = Trigonometry.arcTangentDegrees(y: point.z, x: across * ratio)
            longitude = Trigonometry.arcTangentDegrees(y: point.y, x: point.x)
            let chord = half.length + node.slack + (point - centre).length + 0.001
            // Longer than any arc over the chord, 2R asin(c/2R), for the chords that are let through.
            reach =
                chord
                * (1 + chord * chord / (20 * Ellipsoid.smallestCurvatureRadius * Ellipsoid.smallestCurvatureRadius))
            guard chord <= 500_000 else { return nil }
        }

        /// The unit tangent on an azimuth.
        func tangent(_ azimuth: Direction) -> Vector3 {
            let across = (point.x * point.x + point.y * point.y).squareRoot()
            let (cosine, sine) = across > 0 ? (point.x / across, point.y / across) : (1, 0)
            let normal = point.outward * (1 / point.outward.length)
            let level = (normal.x * normal.x + normal.y * normal.y).squareRoot()
            return Vector3(
                x: -sine * azimuth.sine - normal.z * cosine * azimuth.cosine,
                y: cosine * azimuth.sine - normal.z * sine * azimuth.cosine, z: level * azimuth.cosine)
        }

        /// What is left out of the first-order change, in metres.
        var rest: Double {
            let radius = Ellipsoid.smallestCurvatureRadius
            return reach * reach / (2 * radius) + reach * reach * reach / (5 * radius * radius)
        }

        /// The most that a place of the region lies towards the other region.
        func most(_ node: RunTree.Node) -> Double {
            let half = node.box.half
            let centre = (node.box.centre - point).dot(toward)
            return min(
                reach, centre + abs(toward.x) * half.x + abs(toward.y) * half.y + abs(toward.z) * half.z + node.slack)
        }
    }

    /// Takes the geodesic between the middles; `nil` if the regions are too near, too large or too far apart.
    init?(_ first: RunTree.Node, _ second: RunTree.Node) {
        guard first.box.distanceSquared(to: second.box) > Self.leastChord * Self.leastChord,
            var here = End(first), var there = End(second)
        else { return nil }
        let solution = Geodesic.solve(
            latitude: here.latitude, longitude: here.longitude, toLatitude: there.latitude,
            toLongitude: there.longitude)
        let reach = here.reach + there.reach
        guard solution.metres > 4 * reach, solution.metres + reach < 9_000_000 else { return nil }
        here.toward = here.tangent(solution.start)
        there.toward = there.tangent(solution.end) * -1
        (self.here, self.there) = (here, there)
        // The last millimetre covers all rounding, which is below 0.1 µm.
        base = solution.metres - here.rest - there.rest - 0.001
        metres = base - here.most(first) - there.most(second)
    }

    /// A lower bound of the distance between a place of the first region and a piece of the second.
    func bound(_ point: Vector3, _ piece: CoreGeometry.Piece) -> Double {
        let mine = (point - here.point).dot(here.toward)
        let theirs = max((piece.a - there.point).dot(there.toward), (piece.b - there.point).dot(there.toward))
        return base - mine - theirs - piece.slack
    }
}
