/// How a track moves in space: towards east, north and up at its own place and altitude.
///
/// At a pole, where the position keeps longitude 0, north points along the meridian of 0° as it does just before the
/// pole, and east at a right angle to it.
public struct TrackVelocity: Hashable, Sendable {
    /// The greatest speed over the ground, in metres per second.
    public static let maximumHorizontalMetresPerSecond = 1_000.0
    /// The greatest rate of climb or descent, in metres per second.
    public static let maximumVerticalMetresPerSecond = 500.0

    /// Metres per second, east positive.
    public let eastMetresPerSecond: Double
    /// Metres per second, north positive.
    public let northMetresPerSecond: Double
    /// Metres per second, up positive.
    public let upMetresPerSecond: Double

    /// Standing still.
    public static let zero = TrackVelocity()

    /// Checks that the three are numbers and within the limits.
    ///
    /// - Throws: `velocityNotFinite`, `horizontalSpeedOutOfRange` or `verticalSpeedOutOfRange`.
    public init(
        eastMetresPerSecond east: Double, northMetresPerSecond north: Double, upMetresPerSecond up: Double
    ) throws(TrackError) {
        guard east.isFinite, north.isFinite, up.isFinite else { throw .velocityNotFinite }
        let limit = Self.maximumHorizontalMetresPerSecond
        guard east * east + north * north <= limit * limit else {
            throw .horizontalSpeedOutOfRange(eastMetresPerSecond: east, northMetresPerSecond: north)
        }
        guard abs(up) <= Self.maximumVerticalMetresPerSecond else {
            throw .verticalSpeedOutOfRange(metresPerSecond: up)
        }
        eastMetresPerSecond = east
        northMetresPerSecond = north
        upMetresPerSecond = up
    }

    private init() { (eastMetresPerSecond, northMetresPerSecond, upMetresPerSecond) = (0, 0, 0) }
}

/// How well a track is known: one standard deviation of its position and of its altitude.
public struct TrackUncertainty: Hashable, Sendable {
    /// The greatest standard deviation, in metres.
    public static let maximumMetres = 10_000.0
    /// The fastest growth, in metres per second.
    public static let maximumGrowthMetresPerSecond = 100.0

    /// Metres along the ground, 0 to 10 km.
    public let horizontalMetres: Double
    /// Metres of altitude, 0 to 10 km.
    public let verticalMetres: Double
    /// By how much both grow with every second from the report, 0 to 100 m/s: what it may turn, speed up or slow down.
    public let growthMetresPerSecond: Double

    /// Checks that the three are numbers and within the limits.
    ///
    /// - Throws: `uncertaintyOutOfRange` or `uncertaintyGrowthOutOfRange`.
    public init(
        horizontalMetres: Double, verticalMetres: Double, growthMetresPerSecond: Double = 0
    ) throws(TrackError) {
        // A comparison with what is not a number is false, so that it is refused too.
        for metres in [horizontalMetres, verticalMetres] where !(metres >= 0 && metres <= Self.maximumMetres) {
            throw .uncertaintyOutOfRange(metres: metres)
        }
        guard growthMetresPerSecond >= 0, growthMetresPerSecond <= Self.maximumGrowthMetresPerSecond else {
            throw .uncertaintyGrowthOutOfRange(metresPerSecond: growthMetresPerSecond)
        }
        self.horizontalMetres = horizontalMetres
        self.verticalMetres = verticalMetres
        self.growthMetresPerSecond = growthMetresPerSecond
    }
}
