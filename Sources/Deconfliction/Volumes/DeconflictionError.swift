/// Why an activity or a record was refused.
public enum DeconflictionError: Error, Hashable, Sendable {
    /// There is no volume.
    case noVolumes
    /// There are more volumes than the limit.
    case tooManyVolumes(found: Int, limit: Int)
    /// The stand-off distance is negative or above the limit.
    case standOffOutOfRange(millimetres: Int64, limitMillimetres: Int64)
}

extension DeconflictionError: CustomStringConvertible {
    /// One sentence that names the field and the rule.
    public var description: String {
        switch self {
        case .noVolumes:
            "volumes: none given; give at least one area with its altitudes and its window"
        case .tooManyVolumes(let found, let limit):
            "volumes: \(found) given and the limit is \(limit); divide the activity"
        case .standOffOutOfRange(let found, let limit):
            "stand-off: \(found) mm is outside 0 mm to \(limit) mm"
        }
    }
}
