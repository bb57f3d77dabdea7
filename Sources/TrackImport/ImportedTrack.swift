public import Geodesy
public import Tracking

/// What is wrong with one row or point: which, where, and what to do.
public struct TrackIssue: Hashable, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Rule: String, Hashable, Sendable {
        /// A value is missing.
        case missing
        /// A text is no number.
        case notANumber
        /// A comma stands where a point should.
        case commaDecimal
        /// A value is out of its range.
        case outOfRange
        /// Latitude and longitude look exchanged.
        case swapped
        /// The position is exactly 0, 0, as devices write it that do not know where they are.
        case noFix
        /// A time is not one that we read.
        case badTime
        /// A text is too long or holds control characters.
        case badText
        /// The row's form: its number of fields, its quotes.
        case badRow
        /// The file stops or breaks before its end; what came before was read.
        case incomplete
        /// There are more points than the limit; the rest was left out.
        case tooMany
    }

    /// The physical line, from 1.
    public let line: Int
    /// Which row or point it is, such as "row 3" or "track 1, point 12".
    public let place: String
    /// The field or column; empty for the whole.
    public let field: String
    /// The rule that was broken.
    public let rule: Rule
    /// One sentence.
    public let sentence: String

    /// Line, place, field and sentence.
    public var description: String {
        "line \(line), \(place)" + (field.isEmpty ? "" : ", \(field)") + ": \(sentence)"
    }
}

/// A line or place with a name, as files hold them beside tracks.
public struct NamedLine: Hashable, Sendable {
    /// Its name; empty for none.
    public let name: String
    /// Its positions in order; one for a place.
    public let positions: [Position]
}

/// What was read from a file: every good row, and every bad one by name.
public struct ImportedTrack: Hashable, Sendable {
    /// The positions in the order of the file.
    public internal(set) var reports: [PositionReport] = []
    /// Routes of a GPX file: planned lines, no reports.
    public internal(set) var routes: [NamedLine] = []
    /// Waypoints of a GPX file: places, no reports.
    public internal(set) var waypoints: [NamedLine] = []
    /// Points or rows met, good and bad.
    public internal(set) var pointsRead = 0
    /// Issues in the order of the file, up to the limit.
    public internal(set) var issues: [TrackIssue] = []
    /// All issues, also those beyond the limit.
    public internal(set) var issueCount = 0
    /// Whether the file was read to its end.
    public internal(set) var isComplete = true
    /// Columns of a table that were not read.
    public internal(set) var ignoredColumns: [String] = []

    mutating func add(_ issue: TrackIssue, _ limits: TrackImportLimits) {
        issueCount += 1
        if issues.count < limits.maximumIssues { issues.append(issue) }
    }
}
