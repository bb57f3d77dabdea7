/// The WGS 84 ellipsoid (NGA.STND.0036) and what follows from its two defining numbers.
package enum Ellipsoid {
    /// The semi-major axis in metres.
    package static let equatorialRadius = 6_378_137.0
    static let flattening = 1 / 298.257223563
    /// 1 - flattening, the ratio of the axes.
    package static let axisRatio = 1 - flattening
    /// The semi-minor axis in metres.
    package static let polarRadius = equatorialRadius * axisRatio
    package static let eccentricitySquared = flattening * (2 - flattening)
    static let secondEccentricitySquared = eccentricitySquared / (axisRatio * axisRatio)
    static let thirdFlattening = flattening / (2 - flattening)
    /// Above the largest radius of curvature of any normal section, a²/b = 6,399,594 m.
    package static let largestCurvatureRadius = 6_400_000.0
    /// Below the smallest radius of curvature of any normal section, b²/a = 6,335,439 m.
    package static let smallestCurvatureRadius = 6_335_000.0
}
