/// The series of Karney 2013 to sixth order.
///
/// "Algorithms for geodesics", Journal of Geodesy 87, 43-55; arXiv:1109.4448. The equation numbers are the paper's.
enum GeodesicSeries {
    /// Coefficients 1 to 6 of a sine series; the last is 0 for the longitude, whose series has five.
    struct Coefficients {
        var c1, c2, c3, c4, c5, c6: Double

        /// Σ cₗ sin 2lσ by Clenshaw's recurrence.
        func sum(sine: Double, cosine: Double) -> Double {
            let factor = 2 * (cosine - sine) * (cosine + sine)
            let b6 = c6
            let b5 = factor * b6 + c5
            let b4 = factor * b5 - b6 + c4
            let b3 = factor * b4 - b5 + c3
            let b2 = factor * b3 - b4 + c2
            let b1 = factor * b2 - b3 + c1
            return 2 * sine * cosine * b1
        }
    }

    /// The small parameter ε from k² (equation 16), without cancellation.
    static func epsilon(kSquared: Double) -> Double {
        kSquared / (2 * (1 + (1 + kSquared).squareRoot()) + kSquared)
    }

    /// A₁ - 1 (equation 17), the mean scale of distance.
    static func a1MinusOne(_ e: Double) -> Double {
        let s = e * e
        let t = s * (1 / 4.0 + s * (1 / 64.0 + s / 256))
        return (t + e) / (1 - e)
    }

    /// C₁ (equation 18), distance from arc.
    static func c1(_ e: Double) -> Coefficients {
        let s = e * e
        let (e2, e3) = (s, s * e)
        let (e4, e5) = (s * s, s * e3)
        return Coefficients(
            c1: e * (-1 / 2.0 + s * (3 / 16.0 - s / 32)),
            c2: e2 * (-1 / 16.0 + s * (1 / 32.0 - s * 9 / 2_048)),
            c3: e3 * (-1 / 48.0 + s * 3 / 256),
            c4: e4 * (-5 / 512.0 + s * 3 / 512),
            c5: e5 * (-7 / 1_280.0),
            c6: e4 * s * (-7 / 2_048.0))
    }

    /// C₁′ (equation 21), arc from distance.
    static func c1Inverse(_ e: Double) -> Coefficients {
        let s = e * e
        let (e2, e3) = (s, s * e)
        let (e4, e5) = (s * s, s * e3)
        return Coefficients(
            c1: e * (1 / 2.0 + s * (-9 / 32.0 + s * 205 / 1_536)),
            c2: e2 * (5 / 16.0 + s * (-37 / 96.0 + s * 1_335 / 4_096)),
            c3: e3 * (29 / 96.0 - s * 75 / 128),
            c4: e4 * (539 / 1_536.0 - s * 2_391 / 2_560),
            c5: e5 * 3_467 / 7_680,
            c6: e4 * s * 38_081 / 61_440)
    }

    /// A₂ - 1 (equation 42), the mean scale of reduced length.
    static func a2MinusOne(_ e: Double) -> Double {
        let s = e * e
        let t = s * (1 / 4.0 + s * (9 / 64.0 + s * 25 / 256))
        return t * (1 - e) - e
    }

    /// C₂ (equation 43), reduced length from arc.
    static func c2(_ e: Double) -> Coefficients {
        let s = e * e
        let (e2, e3) = (s, s * e)
        let (e4, e5) = (s * s, s * e3)
        return Coefficients(
            c1: e * (1 / 2.0 + s * (1 / 16.0 + s / 32)),
            c2: e2 * (3 / 16.0 + s * (1 / 32.0 + s * 35 / 2_048)),
            c3: e3 * (5 / 48.0 + s * 5 / 256),
            c4: e4 * (35 / 512.0 + s * 7 / 512),
            c5: e5 * 63 / 1_280,
            c6: e4 * s * 77 / 2_048)
    }

    /// A₃ (equation 24), the mean scale of longitude.
    static func a3(_ e: Double) -> Double {
        let n = Ellipsoid.thirdFlattening
        var sum = -3 / 128.0
        sum = sum * e - (3 / 64.0 + n / 32)
        sum = sum * e - (1 / 16.0 + n * (3 / 16.0 + n / 16))
        sum = sum * e - (1 / 4.0 + n * (1 / 8.0 - n * 3 / 8))
        sum = sum * e - (1 / 2.0 - n / 2)
        return sum * e + 1
    }

    /// C₃ (equation 25), longitude from arc.
    static func c3(_ e: Double) -> Coefficients {
        let n = Ellipsoid.thirdFlattening
        let s = e * e
        let c1 =
            (1 / 4.0 - n / 4) + e
            * ((1 / 8.0 - n * n / 8)
                + e * ((3 / 64.0 + n * (3 / 64.0 - n / 64)) + e * ((5 / 128.0 + n / 64) + e * 3 / 128)))
        let c2 =
            (1 / 16.0 + n * (-3 / 32.0 + n / 32))
            + e * ((3 / 64.0 + n * (-1 / 32.0 - n * 3 / 64)) + e * ((3 / 128.0 + n / 128) + e * 5 / 256))
        let c3 =
            (5 / 192.0 + n * (-3 / 64.0 + n * 5 / 192)) + e * ((3 / 128.0 - n * 5 / 192) + e * 7 / 512)
        return Coefficients(
            c1: e * c1,
            c2: s * c2,
            c3: s * e * c3,
            c4: s * s * ((7 / 512.0 - n * 7 / 256) + e * 7 / 512),
            c5: s * s * e * 21 / 2_560,
            c6: 0)
    }
}
