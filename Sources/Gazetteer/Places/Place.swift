public import Geodesy

/// A place of a gazetteer, as an operator loaded it.
public struct Place: Hashable, Sendable {
    /// The code in its list, such as an OCHA P-code; two places of one list never share it.
    public let code: String
    /// Which list it came from.
    public let list: String
    /// What it is called, the name to read back first; at least one.
    public let names: [PlaceName]
    /// Admin units that hold it, the largest first.
    public let units: [AdminUnit]
    /// What it is in its list's own words, such as town; nil where the list does not say.
    public let kind: String?
    /// Where it is; nil for a place that is known by name only and stays text.
    public let position: Position?

    /// A place; texts are kept as given.
    ///
    /// - Throws: `PlaceError` when a text is empty or too long, or there are too many names or units.
    public init(
        code: String, list: String, names: [PlaceName], units: [AdminUnit] = [], kind: String? = nil,
        position: Position? = nil
    ) throws(PlaceError) {
        let limits = GazetteerLimits.self
        guard !names.isEmpty else { throw .noName }
        guard names.count <= limits.maximumNames else { throw .tooManyNames(found: names.count) }
        guard units.count <= limits.maximumUnits else { throw .tooManyUnits(found: units.count) }
        for (field, text) in [("code", code), ("list", list)] + names.map({ ("name", $0.text) }) {
            guard !text.isEmpty else { throw .empty(field: field) }
        }
        let texts =
            [("code", code), ("list", list), ("kind", kind ?? "")] + names.map { ("name", $0.text) }
            + names.map { ("language", $0.language) } + units.flatMap { [("unit", $0.name), ("unit", $0.code)] }
        for (field, text) in texts where text.utf8.count > limits.maximumTextBytes {
            throw .tooLong(field: field, bytes: text.utf8.count)
        }
        self.code = code
        self.list = list
        self.names = names
        self.units = units
        self.kind = kind
        self.position = position
    }

    /// The name in a language, else the first.
    public func name(in language: String? = nil) -> String {
        let wanted = names.first { $0.language == language } ?? names.first
        return wanted?.text ?? code
    }
}

/// One name of a place.
public struct PlaceName: Hashable, Sendable {
    /// The name as the list writes it.
    public let text: String
    /// A BCP 47 language tag such as ar; empty where the list does not say.
    public let language: String

    /// A name.
    public init(_ text: String, language: String = "") {
        self.text = text
        self.language = language
    }
}

/// An administrative unit that holds a place.
public struct AdminUnit: Hashable, Sendable {
    /// 1 for the largest below the country.
    public let level: Int
    /// Its code; empty where the list does not say.
    public let code: String
    /// Its name; empty where the list does not say.
    public let name: String

    /// A unit.
    public init(level: Int, code: String, name: String) {
        self.level = level
        self.code = code
        self.name = name
    }
}

/// The named limits of a gazetteer, so that no list can ask for unbounded memory or work.
public enum GazetteerLimits {
    /// Places that one gazetteer holds.
    public static let maximumPlaces = 500_000
    /// Names of one place, aliases included.
    public static let maximumNames = 64
    /// Admin units of one place.
    public static let maximumUnits = 8
    /// Bytes of one text.
    public static let maximumTextBytes = 512
    /// Sounds of a name that are compared; what is beyond them counts as absent.
    public static let maximumSounds = 64
    /// Words of a name that are compared.
    public static let maximumWords = 8
    /// Names compared closely in one search.
    static let maximumCandidates = 700
    /// Matches in one answer.
    public static let maximumMatches = 20
}

/// Why a place was refused.
public enum PlaceError: Error, Hashable, Sendable {
    /// The place has no name at all.
    case noName
    /// A text that must say something is empty.
    case empty(field: String)
    /// A text is longer than `maximumTextBytes`.
    case tooLong(field: String, bytes: Int)
    /// More names than `maximumNames`.
    case tooManyNames(found: Int)
    /// More units than `maximumUnits`.
    case tooManyUnits(found: Int)
    /// Two places of one list share a code.
    case codeRepeated(list: String, code: String)
    /// More places than `maximumPlaces`.
    case tooManyPlaces
}

extension PlaceError: CustomStringConvertible {
    /// One sentence: the field, the rule, what was found.
    public var description: String {
        switch self {
        case .noName: "the place has no name; give at least one"
        case .empty(let field): "the place's \(field) is empty"
        case .tooLong(let field, let bytes):
            "the place's \(field) has \(bytes) bytes and \(GazetteerLimits.maximumTextBytes) are the most"
        case .tooManyNames(let found):
            "the place has \(found) names and \(GazetteerLimits.maximumNames) are the most"
        case .tooManyUnits(let found):
            "the place has \(found) admin units and \(GazetteerLimits.maximumUnits) are the most"
        case .codeRepeated(let list, let code):
            "two places of the list '\(list)' have the code '\(code)'; which one is meant would not be known"
        case .tooManyPlaces:
            "the gazetteer would hold more than \(GazetteerLimits.maximumPlaces) places"
        }
    }
}
