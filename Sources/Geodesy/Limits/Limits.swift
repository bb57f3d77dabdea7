/// The named limits of areas, so that nothing from outside can ask for unbounded work.
public enum Limits {
    /// The most vertices that one polygon (all rings together) or one route may have.
    public static let maximumVertices = 4_096

    /// The longest edge, in metres: beyond it the shortest path between two positions could be ambiguous.
    public static let maximumEdgeMetres = 10_000_000.0

    /// The longest sum of an area's edges, in metres.
    public static let maximumBoundaryMetres = 100_000_000.0

    /// The farthest that a vertex may lie from its ring's centre, in metres, so that inside and outside are plain.
    public static let maximumRingReachMetres = 8_000_000.0

    /// The largest radius of a circle and half-width of a route, in millimetres (5,000 km).
    public static let maximumRadiusMillimetres: Int64 = 5_000_000_000

    /// Nearer than this, in metres, two edges count as touching, and a distance counts as not above its threshold.
    public static let undecidedMetres = 0.001
}
