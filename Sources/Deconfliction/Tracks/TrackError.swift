/// Why a track, a rule of separation or a picture of tracks was refused.
public enum TrackError: Error, Hashable, Sendable {
    /// The altitude is outside `Track.altitudeMillimetresRange`.
    case altitudeOutOfRange(millimetres: Int64)
    /// A component of the velocity is not a finite number.
    case velocityNotFinite
    /// The speed over the ground is above its limit.
    case horizontalSpeedOutOfRange(eastMetresPerSecond: Double, northMetresPerSecond: Double)
    /// The rate of climb or descent is above its limit.
    case verticalSpeedOutOfRange(metresPerSecond: Double)
    /// A standard deviation is negative, above its limit or not a number.
    case uncertaintyOutOfRange(metres: Double)
    /// The growth of the uncertainty is negative, above its limit or not a number.
    case uncertaintyGrowthOutOfRange(metresPerSecond: Double)
    /// The horizontal minimum is outside its range or not a number.
    case horizontalMinimumOutOfRange(metres: Double)
    /// The vertical minimum is outside its range or not a number.
    case verticalMinimumOutOfRange(metres: Double)
    /// The look-ahead is outside its range or not a number.
    case lookAheadOutOfRange(seconds: Double)
    /// The number of standard deviations is outside its range or not a number.
    case sigmasOutOfRange(Double)
    /// There are more tracks than the limit.
    case tooManyTracks(found: Int, limit: Int)
    /// Two tracks have one name.
    case duplicateTrack(TrackID)
    /// There are more encounters than the limit; none is returned, so that nobody takes a part for the whole.
    case tooManyEncounters(limit: Int)
}

extension TrackError: CustomStringConvertible {
    /// One sentence that names the field and the rule.
    public var description: String {
        switch self {
        case .altitudeOutOfRange(let found):
            "track altitude: \(found) mm above the ellipsoid is outside -1,000,000 mm to 100,000,000 mm"
        case .velocityNotFinite:
            "track velocity: a component is not a number; give metres per second east, north and up"
        case .horizontalSpeedOutOfRange(let east, let north):
            "track velocity: \(east) m/s east and \(north) m/s north are faster than 1,000 m/s over the ground"
        case .verticalSpeedOutOfRange(let found):
            "track velocity: \(found) m/s upwards is outside -500 m/s to 500 m/s"
        case .uncertaintyOutOfRange(let found):
            "track uncertainty: \(found) m is outside 0 m to 10,000 m"
        case .uncertaintyGrowthOutOfRange(let found):
            "track uncertainty: a growth of \(found) m/s is outside 0 m/s to 100 m/s"
        case .horizontalMinimumOutOfRange(let found):
            "separation minimum: \(found) m horizontally is outside 10 m to 100,000 m"
        case .verticalMinimumOutOfRange(let found):
            "separation minimum: \(found) m vertically is outside 1 m to 100,000 m"
        case .lookAheadOutOfRange(let found):
            "look-ahead: \(found) s is outside 0 s to 600 s"
        case .sigmasOutOfRange(let found):
            "sigmas: \(found) standard deviations are outside 0 to 10"
        case .tooManyTracks(let found, let limit):
            "tracks: \(found) given and the limit is \(limit); divide them by region"
        case .duplicateTrack(let id):
            "tracks: two of them have the number \(id.rawValue); give each track its own"
        case .tooManyEncounters(let limit):
            "tracks: more than \(limit) encounters; shorten the look-ahead, lower the minimum or divide the tracks"
        }
    }
}
