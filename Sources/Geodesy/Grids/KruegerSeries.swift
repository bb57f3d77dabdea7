/// The transverse Mercator series of Krüger to sixth order in the third flattening.
///
/// Source: Karney 2011, "Transverse Mercator with an accuracy of a few nanometers", Journal of Geodesy 85, 475-485;
/// arXiv:1002.1417, equations 35 and 36. Within 4,000 km of the central meridian its error is below 5 nm.
enum KruegerSeries {
    private static let n = Ellipsoid.thirdFlattening

    /// The mean radius of a meridian (equation 14), which turns the rectifying latitude into metres.
    static let rectifyingRadius = 0x1.84a3649552bbcp+22

    /// α: from the conformal sphere to the plane.
    static let forward = GeodesicSeries.Coefficients(
        c1: polynomial([1 / 2.0, -2 / 3.0, 5 / 16.0, 41 / 180.0, -127 / 288.0, 7_891 / 37_800.0], from: 1),
        c2: polynomial([13 / 48.0, -3 / 5.0, 557 / 1_440.0, 281 / 630.0, -1_983_433 / 1_935_360.0], from: 2),
        c3: polynomial([61 / 240.0, -103 / 140.0, 15_061 / 26_880.0, 167_603 / 181_440.0], from: 3),
        c4: polynomial([49_561 / 161_280.0, -179 / 168.0, 6_601_661 / 7_257_600.0], from: 4),
        c5: polynomial([34_729 / 80_640.0, -3_418_889 / 1_995_840.0], from: 5),
        c6: polynomial([212_378_941 / 319_334_400.0], from: 6))

    /// β: from the plane to the conformal sphere.
    static let backward = GeodesicSeries.Coefficients(
        c1: polynomial([1 / 2.0, -2 / 3.0, 37 / 96.0, -1 / 360.0, -81 / 512.0, 96_199 / 604_800.0], from: 1),
        c2: polynomial([1 / 48.0, 1 / 15.0, -437 / 1_440.0, 46 / 105.0, -1_118_711 / 3_870_720.0], from: 2),
        c3: polynomial([17 / 480.0, -37 / 840.0, -209 / 4_480.0, 5_569 / 90_720.0], from: 3),
        c4: polynomial([4_397 / 161_280.0, -11 / 504.0, -830_251 / 7_257_600.0], from: 4),
        c5: polynomial([4_583 / 161_280.0, -108_847 / 3_991_680.0], from: 5),
        c6: polynomial([20_648_693 / 638_668_800.0], from: 6))

    /// Σ aₖ nᵏ with the first coefficient at the power `first`.
    static func polynomial(_ coefficients: [Double], from first: Int) -> Double {
        var sum = 0.0
        for coefficient in coefficients.reversed() { sum = sum * n + coefficient }
        for _ in 0..<first { sum *= n }
        return sum
    }

    /// A complex number as the series needs it.
    struct Complex {
        var real, imaginary: Double
    }

    /// Σ cₖ sin 2kζ by Clenshaw's recurrence, from sin 2ζ and cos 2ζ of a complex ζ.
    static func sum(
        _ series: GeodesicSeries.Coefficients, sine: Complex, cosine: Complex
    ) -> Complex {
        var (next, afterNext) = (Complex(real: 0, imaginary: 0), Complex(real: 0, imaginary: 0))
        for coefficient in [series.c6, series.c5, series.c4, series.c3, series.c2, series.c1] {
            // b = 2 cos 2ζ · next - afterNext + c
            let real =
                2 * (cosine.real * next.real - cosine.imaginary * next.imaginary) - afterNext.real + coefficient
            let imaginary =
                2 * (cosine.real * next.imaginary + cosine.imaginary * next.real) - afterNext.imaginary
            (afterNext, next) = (next, Complex(real: real, imaginary: imaginary))
        }
        return Complex(
            real: sine.real * next.real - sine.imaginary * next.imaginary,
            imaginary: sine.real * next.imaginary + sine.imaginary * next.real)
    }
}
