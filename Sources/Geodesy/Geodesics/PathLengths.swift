/// The distance and the reduced length of a geodesic between two points of the auxiliary sphere, over b.
///
/// Karney 2013, equations 7, 8, 38 and 40.
struct PathLengths {
    let distance: Double
    let reduced: Double

    init(
        epsilon: Double, arc: Double, sine1: Double, cosine1: Double, stretch1: Double, sine2: Double,
        cosine2: Double, stretch2: Double
    ) {
        let a1 = GeodesicSeries.a1MinusOne(epsilon)
        let a2 = GeodesicSeries.a2MinusOne(epsilon)
        let c1 = GeodesicSeries.c1(epsilon)
        let c2 = GeodesicSeries.c2(epsilon)
        let b1 = c1.sum(sine: sine2, cosine: cosine2) - c1.sum(sine: sine1, cosine: cosine1)
        let b2 = c2.sum(sine: sine2, cosine: cosine2) - c2.sum(sine: sine1, cosine: cosine1)
        distance = (1 + a1) * (arc + b1)
        let j = (a1 - a2) * arc + ((1 + a1) * b1 - (1 + a2) * b2)
        reduced = stretch2 * (cosine1 * sine2) - stretch1 * (sine1 * cosine2) - cosine1 * cosine2 * j
    }
}
