/// Why the figures or texts of a position report were refused.
public enum PositionReportError: Error, Hashable, Sendable {
    /// The accuracy is negative or beyond 1,000 km.
    case accuracyOutOfRange(millimetres: Int64)
    /// The speed is negative or beyond 3,600 km/h.
    case speedOutOfRange(millimetresPerSecond: Int64)
    /// The course is outside 0 to below 360 degrees.
    case courseOutOfRange(centidegrees: Int64)
    /// The text is there and empty.
    case textEmpty(Field)
    /// The text is longer than the limit in bytes.
    case textTooLong(Field, limit: Int)
    /// The text holds a control character, such as a line break.
    case controlCharacter(Field)

    /// Names a text in an error.
    public enum Field: String, Hashable, Sendable {
        /// The device or caller.
        case device
        /// The note.
        case note
    }
}

extension PositionReportError: CustomStringConvertible {
    /// One sentence: which field broke which rule.
    public var description: String {
        switch self {
        case .accuracyOutOfRange(let value): "the accuracy of \(value) mm is outside 0 to 1,000 km"
        case .speedOutOfRange(let value): "the speed of \(value) mm/s is outside 0 to 3,600 km/h; check its unit"
        case .courseOutOfRange(let value):
            "the course of \(value) hundredths of a degree is outside 0 to below 360 degrees"
        case .textEmpty(let field): "the \(field.rawValue) is empty; leave it out instead"
        case .textTooLong(let field, let limit): "the \(field.rawValue) is longer than \(limit) bytes; shorten it"
        case .controlCharacter(let field):
            "the \(field.rawValue) holds a line break or another control character; write it on one line"
        }
    }
}
