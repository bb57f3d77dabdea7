/// The inverse problem in its canonical form: the first latitude south and the larger, the second point east of it.
///
/// Karney 2013, section 4: find the azimuth α₁ whose geodesic reaches the second latitude at the right longitude.
struct InverseSolver {
    let first: ReducedLatitude
    let second: ReducedLatitude
    /// The difference of longitude, 0...π.
    let longitude: Double
    /// Its sine and cosine, good also near π.
    let longitudeUnit: SineCosine
    /// How far the longitudes are from opposite, in degrees, without cancellation.
    let degreesFromOpposite: Double
    let firstStretch: Double
    let secondStretch: Double
    private let startsAtPole: Bool

    static let epsilon = Double.ulpOfOne

    init(latitude: Double, toLatitude: Double, longitude degrees: Double, tail: Double) {
        var first = ReducedLatitude(degrees: latitude)
        var second = ReducedLatitude(degrees: toLatitude)
        // Latitudes that are equal but for rounding must be exactly equal, or the azimuth is lost.
        if first.cosine < -first.sine {
            if second.cosine == first.cosine { second.sine = second.sine < 0 ? first.sine : -first.sine }
        } else if abs(second.sine) == -first.sine {
            second.cosine = first.cosine
        }
        first.cosine = max(ReducedLatitude.tiny, first.cosine)
        self.first = first
        self.second = second
        firstStretch = first.stretch
        secondStretch = second.stretch
        startsAtPole = latitude == -90
        longitude = (degrees + tail) * Trigonometry.radiansPerDegree
        degreesFromOpposite = (180 - degrees) - tail
        if degrees > 90 {
            let supplement = Trigonometry.ofDegrees(180 - degrees, plus: -tail)
            longitudeUnit = SineCosine(sine: supplement.sine, cosine: -supplement.cosine)
        } else {
            longitudeUnit = Trigonometry.ofDegrees(degrees, plus: tail)
        }
    }

    func solve() -> Geodesic.Solution {
        if startsAtPole || longitudeUnit.sine == 0, let solution = alongMeridian() { return solution }
        if first.sine == 0, degreesFromOpposite >= Ellipsoid.flattening * 180 {
            let east = Direction(sine: 1, cosine: 0)
            return Geodesic.Solution(metres: Ellipsoid.equatorialRadius * longitude, start: east, end: east)
        }
        let guess = startingGuess()
        if let short = guess.short { return short }
        return iterate(from: guess.azimuth)
    }

    /// The meridian, unless it is longer than a path to the side, as it is between opposite places near the equator.
    private func alongMeridian() -> Geodesic.Solution? {
        let start = Direction(sine: longitudeUnit.sine, cosine: longitudeUnit.cosine)
        let (sine1, cosine1) = (first.sine, start.cosine * first.cosine)
        let (sine2, cosine2) = (second.sine, second.cosine)
        let arc = Trigonometry.arcTangentRadians(
            y: Self.positive(cosine1 * sine2 - sine1 * cosine2), x: cosine1 * cosine2 + sine1 * sine2)
        let lengths = PathLengths(
            epsilon: Ellipsoid.thirdFlattening, arc: arc, sine1: sine1, cosine1: cosine1, stretch1: firstStretch,
            sine2: sine2, cosine2: cosine2, stretch2: secondStretch)
        guard arc < 1 || lengths.reduced >= 0 else { return nil }
        let isNothing = arc < 3 * ReducedLatitude.tiny || (arc < Self.epsilon && lengths.distance < 0)
        return Geodesic.Solution(
            metres: isNothing ? 0 : lengths.distance * Ellipsoid.polarRadius, start: start,
            end: Direction(sine: 0, cosine: 1))
    }

    /// What one trial azimuth gives.
    struct Trial {
        /// Radians of longitude reached, less the longitude wanted.
        var miss: Double
        var slope: Double
        var end: Direction
        var epsilon: Double
        var arc: Double
        var sigma1: Direction
        var sigma2: Direction
    }

    /// The longitude that a trial azimuth reaches at the second latitude (Karney 2013, section 4).
    func trial(_ azimuth: Direction) -> Trial {
        let cosineAtFirst = first.sine == 0 && azimuth.cosine == 0 ? -ReducedLatitude.tiny : azimuth.cosine
        let sine0 = azimuth.sine * first.cosine
        let equatorCosineSquared = cosineAtFirst * cosineAtFirst + azimuth.sine * azimuth.sine * first.sine * first.sine
        let cosine1 = cosineAtFirst * first.cosine
        let (omegaSine1, omegaCosine1) = (sine0 * first.sine, cosine1)
        let sigma1 = Direction(sine: first.sine, cosine: cosine1)

        var end = azimuth
        end.sine = second.cosine != first.cosine ? sine0 / second.cosine : azimuth.sine
        if second.cosine != first.cosine || abs(second.sine) != -first.sine {
            let gain =
                first.cosine < -first.sine
                ? (second.cosine - first.cosine) * (first.cosine + second.cosine)
                : (first.sine - second.sine) * (first.sine + second.sine)
            end.cosine = max(0, cosine1 * cosine1 + gain).squareRoot() / second.cosine
        } else {
            end.cosine = abs(cosineAtFirst)
        }
        let cosine2 = end.cosine * second.cosine
        let (omegaSine2, omegaCosine2) = (sine0 * second.sine, cosine2)
        let sigma2 = Direction(sine: second.sine, cosine: cosine2)

        let arc = Trigonometry.arcTangentRadians(
            y: Self.positive(sigma1.cosine * sigma2.sine - sigma1.sine * sigma2.cosine),
            x: sigma1.cosine * sigma2.cosine + sigma1.sine * sigma2.sine)
        let omegaSine = Self.positive(omegaCosine1 * omegaSine2 - omegaSine1 * omegaCosine2)
        let omegaCosine = omegaCosine1 * omegaCosine2 + omegaSine1 * omegaSine2
        let eta = Trigonometry.arcTangentRadians(
            y: omegaSine * longitudeUnit.cosine - omegaCosine * longitudeUnit.sine,
            x: omegaCosine * longitudeUnit.cosine + omegaSine * longitudeUnit.sine)

        let epsilon = GeodesicSeries.epsilon(
            kSquared: equatorCosineSquared * Ellipsoid.secondEccentricitySquared)
        let series = GeodesicSeries.c3(epsilon)
        let periodic =
            series.sum(sine: sigma2.sine, cosine: sigma2.cosine) - series.sum(sine: sigma1.sine, cosine: sigma1.cosine)
        let correction = -Ellipsoid.flattening * GeodesicSeries.a3(epsilon) * sine0 * (arc + periodic)
        var trial = Trial(
            miss: eta + correction, slope: 0, end: end, epsilon: epsilon, arc: arc, sigma1: sigma1, sigma2: sigma2)
        trial.slope =
            end.cosine == 0
            ? -2 * Ellipsoid.axisRatio * firstStretch / first.sine
            : lengths(trial).reduced * Ellipsoid.axisRatio / cosine2
        return trial
    }

    /// The value, or +0 where it is -0 or rounding made it negative: an arc tangent tells the zeros apart.
    private static func positive(_ value: Double) -> Double { value > 0 ? value : 0 }

    func lengths(_ trial: Trial) -> PathLengths {
        PathLengths(
            epsilon: trial.epsilon, arc: trial.arc, sine1: trial.sigma1.sine, cosine1: trial.sigma1.cosine,
            stretch1: firstStretch, sine2: trial.sigma2.sine, cosine2: trial.sigma2.cosine, stretch2: secondStretch)
    }
}
