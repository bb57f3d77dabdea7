/// The named limits of road networks, so that nothing from outside can ask for unbounded work.
public enum RoadLimits {
    /// The most junctions and ends of one network.
    public static let maximumNodes = 4_000_000
    /// The most roads (edges between two nodes) of one network.
    public static let maximumRoads = 6_000_000
    /// The most positions of all shapes together.
    public static let maximumShapePositions = 40_000_000
    /// The most positions of one line.
    ///
    /// OpenStreetMap's own limit is 2,000. A road with what is added on its long stretches fits in one route of
    /// `Limits.maximumVertices`.
    public static let maximumFeaturePositions = 3_000
    /// The most positions of one road between its ends, with what is added on long stretches.
    static let maximumRoadPositions = 3_600
    /// The most lines of one feature.
    public static let maximumFeatureParts = 10_000
    /// The most bytes of one feature's text.
    public static let maximumFeatureBytes = 8 << 20
    /// The most bytes of a file in the compact form.
    public static let maximumFileBytes = 1 << 30
    /// The most bytes of a road's name, and of the network's title and attribution.
    public static let maximumNameBytes = 400
    /// The longest road in millimetres (4,000 km); a longer one is a mistake in the data.
    public static let maximumRoadMillimetres: Int64 = 4_000_000_000
    /// The farthest from the equator that roads are taken, in 1e-7 degrees: nearer to a pole the index does not hold.
    public static let maximumLatitudeE7: Int32 = 850_000_000
    /// The longest stretch between two positions of a shape, in metres, before positions are added along the geodesic.
    public static let maximumStretchMetres = 10_000.0
    /// The farthest that a place may ever be taken to a road, in millimetres (20 km).
    public static let maximumSnapMillimetres: Int64 = 20_000_000
    /// Examples of each finding that a report keeps.
    public static let maximumExamples = 20
    /// The most places of one request.
    public static let maximumPlaces = 32
    /// The most closures, hazards or checkpoints of one set of conditions, each.
    public static let maximumConditions = 1_000
    /// The most alternatives of one request.
    public static let maximumAlternatives = 5
    /// The longest that a movement may be under way, in milliseconds (14 days).
    public static let maximumTravelMilliseconds: Int64 = 14 * 86_400_000
    /// The most volumes that one route is divided into.
    public static let maximumVolumes = 1_024
}
