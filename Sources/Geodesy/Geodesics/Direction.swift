/// A direction in the plane, kept as the sine and cosine of an angle so that nothing is lost near the axes.
struct Direction {
    var sine: Double
    var cosine: Double

    /// Scales two numbers, not both zero, to length 1.
    init(sine: Double, cosine: Double) {
        let length = (sine * sine + cosine * cosine).squareRoot()
        self.sine = sine / length
        self.cosine = cosine / length
    }

    /// Keeps the two numbers as they are: of unit length already, or only ever used for their angle.
    init(unscaledSine sine: Double, cosine: Double) {
        self.sine = sine
        self.cosine = cosine
    }

    var degrees: Double { Trigonometry.arcTangentDegrees(y: sine, x: cosine) }

    /// The angle from this direction to the other, -π...π.
    func radians(to other: Direction) -> Double {
        Trigonometry.arcTangentRadians(
            y: cosine * other.sine - sine * other.cosine, x: cosine * other.cosine + sine * other.sine)
    }
}
