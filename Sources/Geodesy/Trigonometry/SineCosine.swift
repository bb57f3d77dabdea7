/// A sine and a cosine of one angle.
package struct SineCosine: Hashable, Sendable {
    package var sine: Double
    package var cosine: Double
}

/// Trigonometry from IEEE 754 addition, multiplication, division and square root alone.
///
/// Those operations are exact to the last bit on every processor, and those of a C library's `sin` or `atan2` are not.
/// Distances decide conflicts, so nothing in this package calls a C library's functions, and the compiler neither
/// reorders nor fuses what is written here. Sines and cosines are within 1 unit in the last place of the true value, arc
/// tangents within 2 (tested).
package enum Trigonometry {
    /// The sine and cosine of an angle in degrees plus a small angle in degrees, both exact where they are known exactly.
    ///
    /// The reduction is exact for angles of up to ±10^6 degrees; `plus` takes the rounding error of a difference.
    package static func ofDegrees(_ degrees: Double, plus tail: Double = 0) -> SineCosine {
        let quarters = Rounding.nearest(degrees * (1 / 90.0))
        // Exact: 90 * quarters is a small whole number and the difference cancels its leading bits.
        let rest = degrees - 90 * quarters
        let (radians, low) = radiansOfDegrees(rest)
        return rotate(kernel(radians, low + tail * radiansPerDegree), byQuarters: Int(quarters))
    }

    /// The sine and cosine of an angle in radians, of up to ±10 radians.
    static func ofRadians(_ radians: Double) -> SineCosine {
        let quarters = Rounding.nearest(radians * 0x1.45f306dc9c883p-1)
        // π/2 in two pieces of 33 bits, so that each product with a small whole number is exact, and a rest.
        let first = radians - quarters * 0x1.921fb54400000p+0
        let secondPiece = quarters * 0x1.0b4611a600000p-34
        let second = first - secondPiece
        let low = ((first - second) - secondPiece) - quarters * 0x1.3198a2e037073p-69
        return rotate(kernel(second, low), byQuarters: Int(quarters))
    }

    package static let radiansPerDegree = 0x1.1df46a2529d39p-6
    static let degreesPerRadian = 0x1.ca5dc1a63c1f8p+5

    /// Degrees to radians with the rounding error kept, by splitting both factors so that their main product is exact.
    private static func radiansOfDegrees(_ degrees: Double) -> (high: Double, low: Double) {
        let spread = degrees * 134_217_729
        let upper = spread - (spread - degrees)
        let lower = degrees - upper
        let main = upper * 0x1.1df46a0000000p-6
        let rest = lower * 0x1.1df46a0000000p-6 + degrees * 0x1.294e9c8ae0ec6p-33
        let high = main + rest
        return (high, (main - high) + rest)
    }

    private static func rotate(_ value: SineCosine, byQuarters quarters: Int) -> SineCosine {
        switch quarters & 3 {
        case 0: value
        case 1: SineCosine(sine: value.cosine, cosine: -value.sine)
        case 2: SineCosine(sine: -value.sine, cosine: -value.cosine)
        default: SineCosine(sine: -value.cosine, cosine: value.sine)
        }
    }

    /// Taylor series within ±π/4, where what is left out is below 1e-19; `low` continues the angle's digits.
    private static func kernel(_ angle: Double, _ low: Double) -> SineCosine {
        let square = angle * angle
        var sine = 1 / 355_687_428_096_000.0
        sine = sine * square - 1 / 1_307_674_368_000.0
        sine = sine * square + 1 / 6_227_020_800.0
        sine = sine * square - 1 / 39_916_800.0
        sine = sine * square + 1 / 362_880.0
        sine = sine * square - 1 / 5_040.0
        sine = sine * square + 1 / 120.0
        sine = sine * square - 1 / 6.0
        var cosine = 1 / 20_922_789_888_000.0
        cosine = cosine * square - 1 / 87_178_291_200.0
        cosine = cosine * square + 1 / 479_001_600.0
        cosine = cosine * square - 1 / 3_628_800.0
        cosine = cosine * square + 1 / 40_320.0
        cosine = cosine * square - 1 / 720.0
        cosine = cosine * square + 1 / 24.0
        let half = square * 0.5
        let main = 1 - half
        return SineCosine(
            sine: angle + (angle * square * sine + low * main),
            cosine: main + (((1 - main) - half) + (square * square * cosine - angle * low)))
    }
}
