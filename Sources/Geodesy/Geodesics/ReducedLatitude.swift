/// A latitude on the auxiliary sphere, tan β = (1 - f) tan φ (Karney 2013, equation 6), with w = √(1 + e′² sin² β).
struct ReducedLatitude {
    var sine: Double
    var cosine: Double

    /// Stands for a cosine of 0 at a pole, so that an azimuth there keeps its meaning.
    static let tiny = 1.4916681462400413e-154

    init(degrees: Double) {
        let latitude = Trigonometry.ofDegrees(degrees)
        let direction = Direction(sine: latitude.sine * Ellipsoid.axisRatio, cosine: latitude.cosine)
        sine = direction.sine
        cosine = max(Self.tiny, direction.cosine)
    }

    /// √(1 + e′² sin² β), the paper's dn.
    var stretch: Double { (1 + Ellipsoid.secondEccentricitySquared * sine * sine).squareRoot() }
}
