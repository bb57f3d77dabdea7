extension InverseSolver {
    /// A first azimuth, or the whole answer where the points are so near that the sphere's is exact.
    struct Guess {
        var azimuth: Direction
        var short: Geodesic.Solution?
    }

    private static let rootEpsilon = epsilon.squareRoot()
    /// Below this arc, in radians, the error of the spherical answer is below rounding.
    private static let shortArc =
        0.1 * rootEpsilon / (max(0.001, Ellipsoid.flattening) * min(1, 1 - Ellipsoid.flattening / 2) / 2).squareRoot()

    func startingGuess() -> Guess {
        let sineDifference = second.sine * first.cosine - second.cosine * first.sine
        let cosineDifference = second.cosine * first.cosine + second.sine * first.sine
        let sineSum = second.sine * first.cosine + second.cosine * first.sine
        let isNear = cosineDifference >= 0 && sineDifference < 0.5 && second.cosine * longitude < 0.5
        var omega = longitudeUnit
        var meanStretch = 1.0
        if isNear {
            // Longitude on the auxiliary sphere, with the local scale at the mean latitude.
            let (sines, cosines) = (first.sine + second.sine, first.cosine + second.cosine)
            let meanSine = sines * sines / (sines * sines + cosines * cosines)
            meanStretch = (1 + Ellipsoid.secondEccentricitySquared * meanSine).squareRoot()
            omega = Trigonometry.ofRadians(longitude / (Ellipsoid.axisRatio * meanStretch))
        }
        var sine = second.cosine * omega.sine
        var cosine =
            omega.cosine >= 0
            ? sineDifference + second.cosine * first.sine * (omega.sine * omega.sine / (1 + omega.cosine))
            : sineSum - second.cosine * first.sine * (omega.sine * omega.sine / (1 - omega.cosine))
        let arcSine = (sine * sine + cosine * cosine).squareRoot()
        let arcCosine = first.sine * second.sine + first.cosine * second.cosine * omega.cosine

        if isNear, arcSine < Self.shortArc {
            let fold =
                omega.cosine >= 0 ? omega.sine * omega.sine / (1 + omega.cosine) : 1 - omega.cosine
            let end = Direction(
                sine: first.cosine * omega.sine, cosine: sineDifference - first.cosine * second.sine * fold)
            let arc = Trigonometry.arcTangentRadians(y: arcSine, x: arcCosine)
            return Guess(
                azimuth: end,
                short: Geodesic.Solution(
                    metres: arc * Ellipsoid.polarRadius * meanStretch, start: Direction(sine: sine, cosine: cosine),
                    end: end))
        }
        let isNearlyOpposite =
            arcCosine < 0 && arcSine < 6 * Ellipsoid.thirdFlattening * .pi * first.cosine * first.cosine
        if isNearlyOpposite {
            (sine, cosine) = nearlyOppositeGuess(sineSum: sineSum)
        }
        return Guess(
            azimuth: sine > 0 ? Direction(sine: sine, cosine: cosine) : Direction(sine: 1, cosine: 0), short: nil)
    }

    /// The astroid of the geodesics through the opposite point gives the azimuth (Karney 2013, section 5).
    private func nearlyOppositeGuess(sineSum: Double) -> (sine: Double, cosine: Double) {
        let epsilon = GeodesicSeries.epsilon(
            kSquared: first.sine * first.sine * Ellipsoid.secondEccentricitySquared)
        let longitudeScale = Ellipsoid.flattening * first.cosine * GeodesicSeries.a3(epsilon) * .pi
        let latitudeScale = longitudeScale * first.cosine
        let beyond = Trigonometry.arcTangentRadians(y: -longitudeUnit.sine, x: -longitudeUnit.cosine)
        let x = beyond / longitudeScale
        let y = sineSum / latitudeScale
        if y > -200 * Self.epsilon, x > -1 - 1_000 * Self.rootEpsilon {
            let sine = min(1, -x)
            return (sine, -(1 - sine * sine).squareRoot())
        }
        let k = Self.astroid(x, y)
        let omega = Trigonometry.ofRadians(longitudeScale * (-x * k / (1 + k)))
        return (
            second.cosine * omega.sine,
            sineSum - second.cosine * first.sine * (omega.sine * omega.sine / (1 + omega.cosine))
        )
    }

    /// The positive root k of k⁴ + 2k³ - (x² + y² - 1)k² - 2y²k - y² = 0 (Karney 2013, equation 55).
    private static func astroid(_ x: Double, _ y: Double) -> Double {
        let (p, q) = (x * x, y * y)
        let r = (p + q - 1) / 6
        guard q != 0 || r > 0 else { return 0 }
        let s = p * q / 4
        let r3 = r * r * r
        let discriminant = s * (s + 2 * r3)
        var u = r
        if discriminant >= 0 {
            var t3 = s + r3
            t3 += t3 < 0 ? -discriminant.squareRoot() : discriminant.squareRoot()
            let t = t3 < 0 ? -Trigonometry.cubeRoot(-t3) : Trigonometry.cubeRoot(t3)
            u += t + (t != 0 ? r * r / t : 0)
        } else {
            let angle = Trigonometry.arcTangentRadians(y: (-discriminant).squareRoot(), x: -(s + r3))
            u += 2 * r * Trigonometry.ofRadians(angle / 3).cosine
        }
        let v = (u * u + q).squareRoot()
        let sum = u < 0 ? q / (v - u) : u + v
        let w = (sum - q) / (2 * v)
        return sum / ((sum + w * w).squareRoot() + w)
    }

    /// Newton's method on the azimuth, kept inside a bracket; halving takes over where it would leave it.
    func iterate(from guess: Direction) -> Geodesic.Solution {
        var azimuth = guess
        var low = (sine: ReducedLatitude.tiny, cosine: 1.0)
        var high = (sine: ReducedLatitude.tiny, cosine: -1.0)
        var isNearlyDone = false
        var isBracketTight = false
        var current = trial(azimuth)
        for round in 0..<120 {
            if isBracketTight || !(abs(current.miss) >= (isNearlyDone ? 8 : 1) * Self.epsilon) { break }
            let isPlainHalving = round >= 20
            if current.miss > 0, isPlainHalving || azimuth.cosine / azimuth.sine > high.cosine / high.sine {
                high = (azimuth.sine, azimuth.cosine)
            } else if current.miss < 0, isPlainHalving || azimuth.cosine / azimuth.sine < low.cosine / low.sine {
                low = (azimuth.sine, azimuth.cosine)
            }
            if !isPlainHalving, current.slope > 0, let next = newtonStep(azimuth, current) {
                azimuth = next
                isNearlyDone = abs(current.miss) <= 16 * Self.epsilon
            } else {
                azimuth = Direction(sine: (low.sine + high.sine) / 2, cosine: (low.cosine + high.cosine) / 2)
                isNearlyDone = false
                let tight = Self.epsilon * Self.rootEpsilon
                isBracketTight =
                    abs(low.sine - azimuth.sine) + (low.cosine - azimuth.cosine) < tight
                    || abs(azimuth.sine - high.sine) + (azimuth.cosine - high.cosine) < tight
            }
            current = trial(azimuth)
        }
        return Geodesic.Solution(
            metres: lengths(current).distance * Ellipsoid.polarRadius, start: azimuth, end: current.end)
    }

    private func newtonStep(_ azimuth: Direction, _ trial: Trial) -> Direction? {
        let step = -trial.miss / trial.slope
        guard abs(step) < .pi else { return nil }
        let turn = Trigonometry.ofRadians(step)
        let sine = azimuth.sine * turn.cosine + azimuth.cosine * turn.sine
        guard sine > 0 else { return nil }
        return Direction(sine: sine, cosine: azimuth.cosine * turn.cosine - azimuth.sine * turn.sine)
    }
}
