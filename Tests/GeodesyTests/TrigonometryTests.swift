import Testing

@testable import Geodesy

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

#if arch(x86_64)
    /// Wider than what is tested, so that the reference's own rounding does not show.
    private typealias Wide = Float80
#else
    private typealias Wide = Double
#endif

/// A reference without digits to spare adds its own unit in the last place, and that of its conversion.
private let spare: Double = MemoryLayout<Wide>.size > 8 ? 0 : 2

@Suite("Trigonometry")
struct TrigonometryTests {
    /// Distance in units in the last place of the expected value.
    private func ulps(_ value: Double, _ expected: Double) -> Double {
        abs(value - expected) / max(expected.ulp, 1e-300)
    }

    @Test("sine and cosine of degrees are exact at multiples of 30 and 90 and agree with libm elsewhere")
    func degrees() {
        for quarter in -8...8 {
            let value = Trigonometry.ofDegrees(Double(quarter) * 90)
            #expect(abs(value.sine) == (quarter % 2 == 0 ? 0 : 1))
            #expect(abs(value.cosine) == (quarter % 2 == 0 ? 1 : 0))
        }
        #expect(ulps(Trigonometry.ofDegrees(30).sine, 0.5) <= 1)
        var random = SplitMix64(seed: 1)
        for _ in 0..<20_000 {
            let angle = Double.random(in: -360...360, using: &random)
            let value = Trigonometry.ofDegrees(angle)
            // libm takes radians, so reduce exactly first, as it cannot.
            let rest = remainder(angle, 90)
            let radians = Wide(rest) * Wide.pi / 180
            let quarter = (Int(((angle - rest) / 90).rounded()) % 4 + 4) % 4
            let (sine, cosine) = (sin(radians), cos(radians))
            let expected: (Wide, Wide) =
                switch quarter {
                case 0: (sine, cosine)
                case 1: (cosine, -sine)
                case 2: (-sine, -cosine)
                default: (-cosine, sine)
                }
            #expect(ulps(value.sine, Double(expected.0)) <= 1 + spare, "sin \(angle)")
            #expect(ulps(value.cosine, Double(expected.1)) <= 1 + spare, "cos \(angle)")
        }
    }

    @Test("sine and cosine of radians agree with libm")
    func radians() {
        var random = SplitMix64(seed: 2)
        for _ in 0..<20_000 {
            let angle = Double.random(in: -7...7, using: &random)
            let value = Trigonometry.ofRadians(angle)
            #expect(ulps(value.sine, sin(angle)) <= 1, "sin \(angle)")
            #expect(ulps(value.cosine, cos(angle)) <= 1, "cos \(angle)")
        }
    }

    @Test("arc tangents agree with libm and are exact on the axes and diagonals")
    func arcTangents() {
        let axes: [(Double, Double, Double)] = [
            (0, 1, 0), (1, 1, 45), (1, 0, 90), (1, -1, 135), (0, -1, 180), (-1, -1, -135), (-1, 0, -90), (-1, 1, -45),
        ]
        for (y, x, degrees) in axes {
            #expect(Trigonometry.arcTangentDegrees(y: y, x: x) == degrees)
        }
        var random = SplitMix64(seed: 3)
        for _ in 0..<20_000 {
            let y = Double.random(in: -1...1, using: &random)
            let x = Double.random(in: -1...1, using: &random) * (Bool.random(using: &random) ? 1 : 1e-6)
            let expected = atan2(Wide(y), Wide(x))
            #expect(ulps(Trigonometry.arcTangentRadians(y: y, x: x), Double(expected)) <= 2 + spare, "\(y) \(x)")
            let degrees = Double(expected * 180 / Wide.pi)
            #expect(ulps(Trigonometry.arcTangentDegrees(y: y, x: x), degrees) <= 2 + spare, "\(y) \(x)")
        }
    }

    @Test("cube roots agree with libm")
    func cubeRoots() {
        var random = SplitMix64(seed: 4)
        for _ in 0..<5_000 {
            let value = exp(Double.random(in: -60...60, using: &random))
            #expect(ulps(Trigonometry.cubeRoot(value), cbrt(value)) <= 3, "\(value)")
        }
        #expect(Trigonometry.cubeRoot(0) == 0)
    }

    @Test("rounding to whole numbers is IEEE rounding")
    func rounding() {
        for value in [0.5, 1.5, 2.5, -0.5, -1.5, 1e15 + 0.25, -3.49, 7.0] {
            #expect(Rounding.nearest(value) == value.rounded(.toNearestOrEven))
            #expect(Rounding.down(value) == Int64(value.rounded(.down)))
            #expect(Rounding.up(value) == Int64(value.rounded(.up)))
        }
    }
}
