/// The transverse Mercator projection of the WGS 84 ellipsoid with the scale of UTM, 0.9996 on the central meridian.
///
/// It uses the four exact operations and the square root alone, so a grid reference is the same on every processor.
/// Agrees with GeographicLib to 10 nm within `reachMetres` of the central meridian (tested).
enum TransverseMercator {
    /// A place in the plane, metres from the central meridian and from the equator.
    struct Plane {
        var easting, northing: Double
    }

    /// A place on the ellipsoid, its longitude counted from the central meridian.
    struct Place {
        var latitudeDegrees, longitudeDegrees: Double
    }

    /// How far east or west of the central meridian the plane is used.
    static let reachMetres = 900_000.0

    private static let scale = 0.9996
    /// 0.9996 times the mean radius of a meridian.
    private static let scaledRadius = scale * KruegerSeries.rectifyingRadius
    /// tanh of the reach on the sphere, and some more.
    private static let reachSine = 0.145

    /// Nil for a place beyond the reach.
    static func plane(latitudeDegrees: Double, longitudeDegrees: Double) -> Plane? {
        let latitude = ConformalLatitude.ofGeographic(degrees: latitudeDegrees)
        let longitude = Trigonometry.ofDegrees(longitudeDegrees)
        // On the sphere: ξ′ = atan2(sin χ, cos χ cos λ) and η′ = atanh(cos χ sin λ).
        let across = latitude.cosine * longitude.sine
        let along = Direction(sine: latitude.sine, cosine: latitude.cosine * longitude.cosine)
        guard abs(across) <= reachSine, along.cosine >= 0 else { return nil }
        let square = across * across
        let hyperbolicSine = 2 * across / (1 - square)
        let hyperbolicCosine = (1 + square) / (1 - square)
        let series = KruegerSeries.sum(
            KruegerSeries.forward, doubled(along, hyperbolicSine: hyperbolicSine, hyperbolicCosine: hyperbolicCosine))
        let xi = Trigonometry.arcTangentRadians(y: along.sine, x: along.cosine)
        return Plane(
            easting: scaledRadius * (areaTangent(across) + series.imaginary),
            northing: scaledRadius * (xi + series.real))
    }

    /// Nil for a place beyond the reach, or beyond a pole.
    static func place(_ plane: Plane) -> Place? {
        let (xi, eta) = (plane.northing / scaledRadius, plane.easting / scaledRadius)
        guard abs(plane.easting) <= reachMetres, abs(xi) <= 0x1.921fb54442d18p+0 else { return nil }
        let unit = Trigonometry.ofRadians(xi)
        let series = KruegerSeries.sum(
            KruegerSeries.backward,
            doubled(
                Direction(unscaledSine: unit.sine, cosine: unit.cosine),
                hyperbolicSine: hyperbolicSine(2 * eta), hyperbolicCosine: hyperbolicCosine(2 * eta)))
        let along = Trigonometry.ofRadians(xi - series.real)
        let across = hyperbolicSine(eta - series.imaginary)
        return Place(
            latitudeDegrees: ConformalLatitude.geographicDegrees(
                sine: along.sine, cosine: (across * across + along.cosine * along.cosine).squareRoot()),
            longitudeDegrees: Trigonometry.arcTangentDegrees(y: across, x: along.cosine))
    }

    /// sin 2ζ and cos 2ζ of ζ = ξ + iη, from the parts of each.
    private static func doubled(
        _ along: Direction, hyperbolicSine: Double, hyperbolicCosine: Double
    ) -> (sine: KruegerSeries.Complex, cosine: KruegerSeries.Complex) {
        let sine = 2 * along.sine * along.cosine
        let cosine = (along.cosine - along.sine) * (along.cosine + along.sine)
        return (
            KruegerSeries.Complex(real: sine * hyperbolicCosine, imaginary: cosine * hyperbolicSine),
            KruegerSeries.Complex(real: cosine * hyperbolicCosine, imaginary: -sine * hyperbolicSine)
        )
    }

    /// atanh within ±0.145, by its Taylor series; what is left out is below 1e-17 of it.
    private static func areaTangent(_ value: Double) -> Double {
        let square = value * value
        var sum = 0.0
        for odd in stride(from: 21, through: 3, by: -2) { sum = (sum + 1 / Double(odd)) * square }
        return value + value * sum
    }

    /// sinh within ±0.3, by its Taylor series.
    private static func hyperbolicSine(_ value: Double) -> Double {
        let square = value * value
        var sum = 1 / 6_227_020_800.0
        sum = sum * square + 1 / 39_916_800.0
        sum = sum * square + 1 / 362_880.0
        sum = sum * square + 1 / 5_040.0
        sum = sum * square + 1 / 120.0
        sum = sum * square + 1 / 6.0
        return value + value * square * sum
    }

    /// cosh within ±0.3, from sinh of the half.
    private static func hyperbolicCosine(_ value: Double) -> Double {
        let half = hyperbolicSine(value / 2)
        return 1 + 2 * half * half
    }
}

extension KruegerSeries {
    /// The sum for a pair of sin 2ζ and cos 2ζ.
    static func sum(
        _ series: GeodesicSeries.Coefficients, _ doubled: (sine: Complex, cosine: Complex)
    ) -> Complex {
        sum(series, sine: doubled.sine, cosine: doubled.cosine)
    }
}
