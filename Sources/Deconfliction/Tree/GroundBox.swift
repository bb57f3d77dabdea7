import Geodesy

/// The box in the Earth-centred frame around the part of the ellipsoid between two latitudes and two longitudes.
struct GroundBox {
    /// Metres, rounded outwards.
    let low: (Float, Float, Float)
    let high: (Float, Float, Float)

    init(_ box: BoundingBox) {
        let south = Self.meridian(box.southE7)
        let north = Self.meridian(box.northE7)
        // The distance from the axis is greatest at the equator and falls towards the poles.
        let spansEquator = box.southE7 <= 0 && box.northE7 >= 0
        let axis = (
            low: min(south.axis, north.axis),
            high: spansEquator ? Ellipsoid.equatorialRadius : max(south.axis, north.axis)
        )
        let west = Int64(box.westE7)
        var east = Int64(box.eastE7)
        if east < west { east += 3_600_000_000 }
        let cosine = Self.range(west, east, ofSine: false)
        let sine = Self.range(west, east, ofSine: true)
        let (x, y) = (Self.product(axis, cosine), Self.product(axis, sine))
        low = (roundedDown(x.low - 1), roundedDown(y.low - 1), roundedDown(south.z - 1))
        high = (roundedUp(x.high + 1), roundedUp(y.high + 1), roundedUp(north.z + 1))
    }

    private static func meridian(_ latitudeE7: Int32) -> (axis: Double, z: Double) {
        let point = Vector3(latitudeE7: latitudeE7, longitudeE7: 0)
        return (point.x, point.z)
    }

    private static func product(
        _ axis: (low: Double, high: Double), _ factor: (low: Double, high: Double)
    ) -> (low: Double, high: Double) {
        (
            min(axis.low * factor.low, axis.high * factor.low), max(axis.low * factor.high, axis.high * factor.high)
        )
    }

    /// The least and the greatest cosine, or sine, between two longitudes in 1e-7 degrees, west not above east.
    private static func range(_ west: Int64, _ east: Int64, ofSine: Bool) -> (low: Double, high: Double) {
        func value(_ longitudeE7: Int64) -> Double {
            let angle = Trigonometry.ofDegrees(Double(longitudeE7) / 1e7)
            return ofSine ? angle.sine : angle.cosine
        }
        var (low, high) = (min(value(west), value(east)), max(value(west), value(east)))
        let quarter: Int64 = 900_000_000
        // The extremes lie at whole quarter turns; a box spans at most one turn from -180.
        for turn in Int64(-2)...6 where west <= turn * quarter && turn * quarter <= east {
            let extreme = value(turn * quarter)
            (low, high) = (min(low, extreme), max(high, extreme))
        }
        return (low, high)
    }
}
