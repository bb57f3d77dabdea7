/// The cylinder that two tracks keep between them: both distances below their minimum at once is a loss of separation.
public struct SeparationMinimum: Hashable, Sendable {
    /// Metres along the ground, 10 m to 100 km.
    public let horizontalMetres: Double
    /// Metres of altitude, 1 m to 100 km.
    public let verticalMetres: Double

    /// Checks both distances.
    ///
    /// - Throws: `horizontalMinimumOutOfRange` or `verticalMinimumOutOfRange`.
    public init(horizontalMetres: Double, verticalMetres: Double) throws(TrackError) {
        guard horizontalMetres >= 10, horizontalMetres <= 100_000 else {
            throw .horizontalMinimumOutOfRange(metres: horizontalMetres)
        }
        guard verticalMetres >= 1, verticalMetres <= 100_000 else {
            throw .verticalMinimumOutOfRange(metres: verticalMetres)
        }
        self.horizontalMetres = horizontalMetres
        self.verticalMetres = verticalMetres
    }
}

/// What counts as a predicted loss of separation: the minimum, how far ahead, and how much doubt is allowed for.
public struct SeparationRule: Hashable, Sendable {
    /// The longest look-ahead, in seconds.
    public static let maximumLookAheadSeconds = 600.0
    /// The most standard deviations.
    public static let maximumSigmas = 10.0

    /// The distances to keep.
    public let minimum: SeparationMinimum
    /// How far ahead to look, in seconds, 0 to 600; 0 looks at this instant alone.
    public let lookAheadSeconds: Double
    /// By how many standard deviations of each track's position and altitude the minimum is widened, 0 to 10.
    ///
    /// The deviations of the two tracks are added, not their squares: that holds whether or not their errors have a
    /// common cause. They are taken at the end of the look-ahead, where they are largest.
    public let sigmas: Double

    /// Checks the look-ahead and the number of standard deviations.
    ///
    /// - Throws: `lookAheadOutOfRange` or `sigmasOutOfRange`.
    public init(minimum: SeparationMinimum, lookAheadSeconds: Double, sigmas: Double) throws(TrackError) {
        guard lookAheadSeconds >= 0, lookAheadSeconds <= Self.maximumLookAheadSeconds else {
            throw .lookAheadOutOfRange(seconds: lookAheadSeconds)
        }
        guard sigmas >= 0, sigmas <= Self.maximumSigmas else { throw .sigmasOutOfRange(sigmas) }
        self.minimum = minimum
        self.lookAheadSeconds = lookAheadSeconds
        self.sigmas = sigmas
    }
}
