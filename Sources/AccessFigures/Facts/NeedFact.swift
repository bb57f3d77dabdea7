public import Geodesy

/// People in need at a place, as one assessment states them.
public struct NeedFact: Hashable, Sendable {
    /// Where.
    public let place: Place
    /// In which sector; nil for all together.
    public let sector: String?
    /// How many; nil is "no information", never 0.
    public let peopleInNeed: UInt32?
    /// The day it holds for.
    public let asOf: Instant
    /// The statement that says so.
    public let source: SourceRef

    /// A number of people in need.
    public init(place: Place, sector: String?, peopleInNeed: UInt32?, asOf: Instant, source: SourceRef) {
        self.place = place
        self.sector = sector
        self.peopleInNeed = peopleInNeed
        self.asOf = asOf
        self.source = source
    }
}

/// A score from 0 to 3, or X where there is no information; X is not 0.
public enum Score: Hashable, Sendable {
    case points(UInt8)
    case noInformation

    /// Reads 0, 1, 2, 3 or X; nil for anything else.
    public init?(_ text: String) {
        switch text {
        case "0", "1", "2", "3": self = .points(UInt8(text) ?? 0)
        case "X", "x": self = .noInformation
        default: return nil
        }
    }

    /// The score as it is written.
    public var text: String {
        switch self {
        case .points(let points): String(points)
        case .noInformation: "X"
        }
    }
}

/// One indicator's score for a place.
public struct ScoreFact: Hashable, Sendable {
    /// Where.
    public let place: Place
    /// Which indicator.
    public let indicator: String
    /// The score.
    public let score: Score
    /// The day it holds for.
    public let asOf: Instant
    /// The statement that says so.
    public let source: SourceRef

    /// A score.
    public init(place: Place, indicator: String, score: Score, asOf: Instant, source: SourceRef) {
        self.place = place
        self.indicator = indicator
        self.score = score
        self.asOf = asOf
        self.source = source
    }
}
