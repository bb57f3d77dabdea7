/// A geodesic from a point on an azimuth, ready to give the places along it (Karney 2013, section 3).
struct GeodesicLine {
    /// A place on the line.
    struct Place {
        var latitudeDegrees: Double
        /// Within ±180.
        var longitudeDegrees: Double
        var azimuth: Direction
        /// Metres from the Earth's centre.
        var point: Vector3
        /// The unit tangent onwards.
        var tangent: Vector3
    }

    private let startLongitude: Double
    private let startLongitudeUnit: SineCosine
    private let sine0: Double
    private let cosine0: Double
    private let sigma1: Direction
    private let omega1: Direction
    private let tau1: Direction
    private let distanceScale: Double
    private let b1: Double
    private let inverseSeries: GeodesicSeries.Coefficients
    private let longitudeScale: Double
    private let longitudeSeries: GeodesicSeries.Coefficients
    private let longitudeStart: Double

    init(latitude: Double, longitude: Double, azimuth: Direction) {
        let beta = ReducedLatitude(degrees: latitude)
        startLongitude = longitude
        startLongitudeUnit = Trigonometry.ofDegrees(longitude)
        sine0 = azimuth.sine * beta.cosine
        let slant = azimuth.sine * beta.sine
        cosine0 = (azimuth.cosine * azimuth.cosine + slant * slant).squareRoot()
        let isOnEquatorEast = beta.sine == 0 && azimuth.cosine == 0
        let cosine1 = isOnEquatorEast ? 1 : beta.cosine * azimuth.cosine
        sigma1 = Direction(sine: beta.sine, cosine: cosine1)
        omega1 = Direction(unscaledSine: sine0 * beta.sine, cosine: cosine1)

        let epsilon = GeodesicSeries.epsilon(kSquared: cosine0 * cosine0 * Ellipsoid.secondEccentricitySquared)
        distanceScale = Ellipsoid.polarRadius * (1 + GeodesicSeries.a1MinusOne(epsilon))
        b1 = GeodesicSeries.c1(epsilon).sum(sine: sigma1.sine, cosine: sigma1.cosine)
        let turn = Trigonometry.ofRadians(b1)
        tau1 = Direction(
            unscaledSine: sigma1.sine * turn.cosine + sigma1.cosine * turn.sine,
            cosine: sigma1.cosine * turn.cosine - sigma1.sine * turn.sine)
        inverseSeries = GeodesicSeries.c1Inverse(epsilon)
        longitudeScale = -Ellipsoid.flattening * sine0 * GeodesicSeries.a3(epsilon)
        longitudeSeries = GeodesicSeries.c3(epsilon)
        longitudeStart = longitudeSeries.sum(sine: sigma1.sine, cosine: sigma1.cosine)
    }

    /// The place this many metres along the line, negative behind its start, at most half round the Earth.
    func place(atMetres metres: Double) -> Place {
        let tau = metres / distanceScale
        let unit = Trigonometry.ofRadians(tau)
        let periodic = inverseSeries.sum(
            sine: tau1.sine * unit.cosine + tau1.cosine * unit.sine,
            cosine: tau1.cosine * unit.cosine - tau1.sine * unit.sine)
        let arc = tau + periodic + b1
        let arcUnit = Trigonometry.ofRadians(arc)
        let sine2 = sigma1.sine * arcUnit.cosine + sigma1.cosine * arcUnit.sine
        let cosine2 = sigma1.cosine * arcUnit.cosine - sigma1.sine * arcUnit.sine

        let betaSine = cosine0 * sine2
        let across = cosine0 * cosine2
        var betaCosine = (sine0 * sine0 + across * across).squareRoot()
        var azimuth = Direction(sine: 0, cosine: 1)
        if betaCosine < ReducedLatitude.tiny {
            betaCosine = ReducedLatitude.tiny
            azimuth.cosine = cosine2 < 0 ? -1 : 1
        } else {
            azimuth = Direction(sine: sine0, cosine: across)
        }

        let omega = omega1.radians(to: Direction(unscaledSine: sine0 * sine2, cosine: cosine2))
        let turn =
            omega + longitudeScale
            * (arc + (longitudeSeries.sum(sine: sine2, cosine: cosine2) - longitudeStart))
        var longitude = startLongitude + turn * Trigonometry.degreesPerRadian
        if longitude > 180 { longitude -= 360 } else if longitude < -180 { longitude += 360 }

        let turnUnit = Trigonometry.ofRadians(turn)
        let meridian = SineCosine(
            sine: startLongitudeUnit.sine * turnUnit.cosine + startLongitudeUnit.cosine * turnUnit.sine,
            cosine: startLongitudeUnit.cosine * turnUnit.cosine - startLongitudeUnit.sine * turnUnit.sine)
        let latitude = Direction(sine: betaSine, cosine: Ellipsoid.axisRatio * betaCosine)
        return Place(
            latitudeDegrees: latitude.degrees, longitudeDegrees: longitude, azimuth: azimuth,
            point: Vector3(
                x: Ellipsoid.equatorialRadius * betaCosine * meridian.cosine,
                y: Ellipsoid.equatorialRadius * betaCosine * meridian.sine,
                z: Ellipsoid.polarRadius * betaSine),
            tangent: Vector3(
                x: -meridian.sine * azimuth.sine - latitude.sine * meridian.cosine * azimuth.cosine,
                y: meridian.cosine * azimuth.sine - latitude.sine * meridian.sine * azimuth.cosine,
                z: latitude.cosine * azimuth.cosine))
    }
}
