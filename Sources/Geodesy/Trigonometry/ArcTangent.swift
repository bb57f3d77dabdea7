extension Trigonometry {
    /// The angle of the point (x, y) in degrees, -180...180, counted from the x axis towards the y axis.
    ///
    /// Exact at every multiple of 45 degrees. The angle of (0, 0) is 0 or 180 with the signs of the zeros, as in IEEE 754.
    package static func arcTangentDegrees(y: Double, x: Double) -> Double {
        arcTangent(y: y, x: x, half: 90, quarterStep: tableDegrees, scale: degreesPerRadian, straightLow: 0)
    }

    /// The angle of the point (x, y) in radians, -π...π; see `arcTangentDegrees`.
    static func arcTangentRadians(y: Double, x: Double) -> Double {
        arcTangent(
            y: y, x: x, half: 0x1.921fb54442d18p+0, quarterStep: tableRadians, scale: 1,
            straightLow: 0x1.1a62633145c07p-54)
    }

    /// Works in the half-quarter where the tangent is at most 1, then places the angle by the signs and the swap.
    @inline(__always)
    private static func arcTangent(
        y: Double, x: Double, half: Double, quarterStep: (Int) -> (high: Double, low: Double), scale: Double,
        straightLow: Double
    ) -> Double {
        let (height, width) = (abs(y), abs(x))
        let isSteep = height > width
        let (small, large) = isSteep ? (width, height) : (height, width)
        var high = 0.0
        var low = 0.0
        if large > 0 {
            // The angle of the nearest eighth comes from a table; the rest has a tangent of at most 1/16.
            let eighths = Rounding.nearest(small / large * 8)
            let step = eighths / 8
            let tangent = eighths == 0 ? small / large : (small - step * large) / (large + step * small)
            (high, low) = quarterStep(Int(eighths))
            low += rest(tangent) * scale
        }
        if isSteep {
            (high, low) = (half - high, straightLow - low + ((half - (half - high)) - high))
        }
        if x.sign == .minus {
            let whole = 2 * half
            (high, low) = (whole - high, 2 * straightLow - low + ((whole - (whole - high)) - high))
        }
        let angle = high + low
        return y.sign == .minus ? -angle : angle
    }

    /// The arc tangent of a number within ±1/16, by its Taylor series.
    private static func rest(_ tangent: Double) -> Double {
        let square = tangent * tangent
        var sum = 1 / 13.0
        sum = sum * square - 1 / 11.0
        sum = sum * square + 1 / 9.0
        sum = sum * square - 1 / 7.0
        sum = sum * square + 1 / 5.0
        sum = sum * square - 1 / 3.0
        return tangent + tangent * square * sum
    }

    /// The arc tangent of 0/8 to 8/8 in radians, each with its next digits; computed with 60 decimal digits.
    private static func tableRadians(_ eighths: Int) -> (high: Double, low: Double) {
        switch eighths {
        case 0: (0, 0)
        case 1: (0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59)
        case 2: (0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57)
        case 3: (0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56)
        case 4: (0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56)
        case 5: (0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58)
        case 6: (0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56)
        case 7: (0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56)
        default: (0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55)
        }
    }

    /// The same angles in degrees.
    private static func tableDegrees(_ eighths: Int) -> (high: Double, low: Double) {
        switch eighths {
        case 0: (0, 0)
        case 1: (0x1.c80044927fe83p+2, -0x1.2a9346eb4b87bp-53)
        case 2: (0x1.c128e80fae02ep+3, -0x1.0fc10e257c651p-53)
        case 3: (0x1.48e58fac13547p+4, 0x1.bdef92fae944fp-51)
        case 4: (0x1.a90a731a61dc4p+4, -0x1.80b27b26e182bp-51)
        case 5: (0x1.000b0659f5545p+5, 0x1.0e62435c62f2fp-49)
        case 6: (0x1.26f58ce59e23cp+5, 0x1.80b27b26e182bp-50)
        case 7: (0x1.497cc65551cf8p+5, -0x1.2dd089737cc28p-49)
        default: (45, 0)
        }
    }

    /// The cube root of a number that is not negative, to 3 units in the last place; it only starts an iteration.
    static func cubeRoot(_ value: Double) -> Double {
        guard value > 0, value.isNormal else { return 0 }
        // A third of the exponent, by the bits, is within 6 % of the root; Newton then doubles the digits each time.
        var root = Double(bitPattern: value.bitPattern / 3 + 0x2A9F_7893_0000_0000)
        for _ in 0..<5 { root -= (root - value / (root * root)) / 3 }
        return root
    }
}
