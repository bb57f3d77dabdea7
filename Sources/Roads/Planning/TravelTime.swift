/// A duration that is not known exactly: the least, the usual and the most, in whole milliseconds.
public struct TravelTime: Hashable, Sendable {
    /// At best.
    public var leastMilliseconds: Int64
    /// What is planned with.
    public var usualMilliseconds: Int64
    /// At worst, as far as the profile and the conditions know.
    public var mostMilliseconds: Int64

    /// A duration; the order is the caller's to keep.
    public init(leastMilliseconds: Int64, usualMilliseconds: Int64, mostMilliseconds: Int64) {
        self.leastMilliseconds = leastMilliseconds
        self.usualMilliseconds = usualMilliseconds
        self.mostMilliseconds = mostMilliseconds
    }

    /// No time at all.
    public static let zero = TravelTime(leastMilliseconds: 0, usualMilliseconds: 0, mostMilliseconds: 0)

    /// One after the other.
    public static func + (left: TravelTime, right: TravelTime) -> TravelTime {
        TravelTime(
            leastMilliseconds: left.leastMilliseconds + right.leastMilliseconds,
            usualMilliseconds: left.usualMilliseconds + right.usualMilliseconds,
            mostMilliseconds: left.mostMilliseconds + right.mostMilliseconds)
    }

    /// Adds a duration.
    public static func += (left: inout TravelTime, right: TravelTime) { left = left + right }
}
