/// The polar stereographic projection of the WGS 84 ellipsoid with the scale of UPS, 0.994 at the pole.
///
/// Source: NGA.SIG.0012_2.0.0_UTMUPS, section 8; on the conformal sphere, so that one series serves all grids.
enum PolarStereographic {
    /// Metres from the pole: east along the meridian of 90° E, north along that of 180° (north pole) or 0° (south pole).
    struct Plane {
        var easting, northing: Double
    }

    /// A place on the ellipsoid.
    struct Place {
        var latitudeDegrees, longitudeDegrees: Double
    }

    /// 2 a · 0.994 / √((1+e)^(1+e) (1-e)^(1-e)), computed with 60 decimal digits.
    private static let scaledRadius = 0x1.81a90cff1b982p+23

    /// The plane of the north pole, or of the south pole.
    static func plane(latitudeDegrees: Double, longitudeDegrees: Double, isNorth: Bool) -> Plane {
        let latitude = ConformalLatitude.ofGeographic(degrees: isNorth ? latitudeDegrees : -latitudeDegrees)
        let longitude = Trigonometry.ofDegrees(longitudeDegrees)
        let radius = scaledRadius * latitude.cosine / (1 + latitude.sine)
        return Plane(
            easting: radius * longitude.sine, northing: isNorth ? -radius * longitude.cosine : radius * longitude.cosine
        )
    }

    /// The place of a point in the plane; the longitude of the pole itself is 0.
    static func place(_ plane: Plane, isNorth: Bool) -> Place {
        let radius = (plane.easting * plane.easting + plane.northing * plane.northing).squareRoot()
        guard radius > 0 else { return Place(latitudeDegrees: isNorth ? 90 : -90, longitudeDegrees: 0) }
        let tangent = radius / scaledRadius
        // With t = tan(45° - χ/2): sin χ = (1 - t²) / (1 + t²) and cos χ = 2 t / (1 + t²).
        let latitude = ConformalLatitude.geographicDegrees(sine: (1 - tangent) * (1 + tangent), cosine: 2 * tangent)
        return Place(
            latitudeDegrees: isNorth ? latitude : -latitude,
            longitudeDegrees: Trigonometry.arcTangentDegrees(
                y: plane.easting, x: isNorth ? -plane.northing : plane.northing))
    }
}
