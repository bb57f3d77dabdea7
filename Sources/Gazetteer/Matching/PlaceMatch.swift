/// A place that a search found, by which of its names, and how.
public struct PlaceMatch: Hashable, Sendable {
    /// How a name was recognised, the surest first.
    public enum Means: String, CaseIterable, Comparable, Sendable {
        /// The place's code, as written.
        case code
        /// The name as written.
        case name
        /// The same letters but for case, accents, Arabic letter forms, spaces and punctuation.
        case spelling
        /// Other letters with the same sounds, in this or another script.
        case sound
        /// Some sounds differ.
        case similar
        /// A part of the name, or the name and more.
        case part

        /// The surest first.
        public static func < (left: Means, right: Means) -> Bool {
            let all = allCases
            return (all.firstIndex(of: left) ?? 0) < (all.firstIndex(of: right) ?? 0)
        }
    }

    /// The place.
    public let place: Place
    /// The name that was recognised; the code where that was asked for.
    public let name: String
    /// How it was recognised.
    public let means: Means
    /// How near the name is, in thousandths; 1000 for equal.
    ///
    /// It orders matches and is no probability.
    public let score: Int
}

/// What a gazetteer answers: the matches in order, and what may be made of them.
public struct PlaceAnswer: Hashable, Sendable {
    /// What may be made of the matches.
    ///
    /// Nothing here replaces reading the place back.
    public enum Finding: String, CaseIterable, Sendable {
        /// One place has this name, or this code.
        case one
        /// Several places have this name or names as near: somebody must say which.
        case ambiguous
        /// One place comes nearest, by likeness alone: somebody must say whether it is meant.
        case doubtful
        /// No place is near: it stays text.
        case unknown
    }

    /// The text asked for.
    public let query: String
    /// What may be made of the matches.
    public let finding: Finding
    /// The matches, best first; equal ones by list and code.
    public let matches: [PlaceMatch]
    /// The names or codes of the admin units asked for; nil when the search was everywhere.
    public let within: String?
    /// How many places come as near as the first, itself included; 0 for none.
    public let rivals: Int
    /// How many matches were left out because they do not lie within the unit asked for.
    public let outside: Int
}
