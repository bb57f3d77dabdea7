/// How far distances in the plane of a `LocalFrame` may depart from distances along the ground.
///
/// Let r be the distance from the origin, R the mean radius, and the true radii of curvature within 0.6 % of R. Writing
/// the height of the ellipsoid above the plane as -r²/2R(α), a short path's length on the ground is its length in the
/// plane divided by a scale between 1 - η and 1 + r²/4R² · 1.02 + η:
/// - along r, (1 + 3r²/4R²) / (1 + r²/2R(α)²) = 1 + r²/4R² ± 0.0058 r²/R²;
/// - across r, 1 + r²/4R², and the two axes mix by at most 0.0034 r²/R²;
/// - the next terms are below r⁴/R⁴ and 0.02 r³/R³ · 0.0067.
///
/// η = 0.02 r²/R² + 2 r⁴/R⁴ holds them all twice over; sampling (`DistortionTests`) finds at most 6 % of it needed beyond
/// the ball's own stretch, 78 % of the sagitta's bound and 30 % of the rounding's. A distance between two places is the least length of a path, so
/// the bounds of the scale over a disc are bounds of the distances in it.
///
/// A geodesic bends in the plane by the gradient of the scale, r/2R², and by terms of e² that matter beyond tens of
/// kilometres, so an edge of length L departs from its chord by at most r L²/16R² and e² L³/12R² (see `sagitta`).
enum Distortion {
    static let meanRadius = 6_371_008.8
    /// Beyond this the bounds are not claimed, and the plane is not used.
    static let reachLimitMetres = 400_000.0
    private static let inverseRadiusSquared = 1 / (meanRadius * meanRadius)

    /// The least and the greatest scale within a distance of the origin.
    @inline(__always)
    static func scale(within metres: Double) -> (least: Double, greatest: Double) {
        let square = metres * metres * inverseRadiusSquared
        let eta = 0.02 * square + 2 * square * square
        return (1 - eta, 1 + 0.255 * square + eta)
    }

    /// How far, in metres, the image of a geodesic edge may lie from the straight line between the images of its ends.
    ///
    /// - Parameters:
    ///   - length: Of the edge, in metres.
    ///   - metres: No point of the edge lies farther than this from the origin.
    /// - Returns: Metres in the plane.
    @inline(__always)
    static func sagitta(length: Double, within metres: Double) -> Double {
        let square = length * length * inverseRadiusSquared
        return square * (0.08 * metres + 0.001 * length)
    }

    /// What single precision may lose in one place at most this far from the origin: 16 units in the last place.
    ///
    /// The series of `LocalFrame` lose 4, the differences and products of the plane no more than that again.
    @inline(__always)
    static func rounding(within metres: Double) -> Double { 0.001 + 1e-6 * metres }
}
