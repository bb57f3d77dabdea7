/// Latitudes on the conformal sphere, by series to sixth order in the third flattening.
///
/// Source: Karney 2024, "On auxiliary latitudes", Survey Review 56, 165-180; arXiv:2212.05818, equations A7 and A8. What
/// is left out is below 1e-18 radians.
enum ConformalLatitude {
    /// χ - φ, a sine series in φ.
    private static let fromGeographic = GeodesicSeries.Coefficients(
        c1: KruegerSeries.polynomial(
            [-2, 2 / 3.0, 4 / 3.0, -82 / 45.0, 32 / 45.0, 4_642 / 4_725.0], from: 1),
        c2: KruegerSeries.polynomial([5 / 3.0, -16 / 15.0, -13 / 9.0, 904 / 315.0, -1_522 / 945.0], from: 2),
        c3: KruegerSeries.polynomial([-26 / 15.0, 34 / 21.0, 8 / 5.0, -12_686 / 2_835.0], from: 3),
        c4: KruegerSeries.polynomial([1_237 / 630.0, -12 / 5.0, -24_832 / 14_175.0], from: 4),
        c5: KruegerSeries.polynomial([-734 / 315.0, 109_598 / 31_185.0], from: 5),
        c6: KruegerSeries.polynomial([444_337 / 155_925.0], from: 6))

    /// φ - χ, a sine series in χ.
    private static let toGeographic = GeodesicSeries.Coefficients(
        c1: KruegerSeries.polynomial([2, -2 / 3.0, -2, 116 / 45.0, 26 / 45.0, -2_854 / 675.0], from: 1),
        c2: KruegerSeries.polynomial([7 / 3.0, -8 / 5.0, -227 / 45.0, 2_704 / 315.0, 2_323 / 945.0], from: 2),
        c3: KruegerSeries.polynomial([56 / 15.0, -136 / 35.0, -1_262 / 105.0, 73_814 / 2_835.0], from: 3),
        c4: KruegerSeries.polynomial([4_279 / 630.0, -332 / 35.0, -399_572 / 14_175.0], from: 4),
        c5: KruegerSeries.polynomial([4_174 / 315.0, -144_838 / 6_237.0], from: 5),
        c6: KruegerSeries.polynomial([601_676 / 22_275.0], from: 6))

    /// The sine and cosine of the conformal latitude of a geographic one; both keep their digits at a pole.
    static func ofGeographic(degrees: Double) -> SineCosine {
        let latitude = Trigonometry.ofDegrees(degrees)
        let step = Trigonometry.ofRadians(fromGeographic.sum(sine: latitude.sine, cosine: latitude.cosine))
        return SineCosine(
            sine: latitude.sine * step.cosine + latitude.cosine * step.sine,
            cosine: latitude.cosine * step.cosine - latitude.sine * step.sine)
    }

    /// The geographic latitude in degrees of a conformal one, given by two numbers in the ratio of its sine and cosine.
    static func geographicDegrees(sine: Double, cosine: Double) -> Double {
        let unit = Direction(sine: sine, cosine: cosine)
        let step = toGeographic.sum(sine: unit.sine, cosine: unit.cosine)
        return unit.degrees + step * Trigonometry.degreesPerRadian
    }
}
