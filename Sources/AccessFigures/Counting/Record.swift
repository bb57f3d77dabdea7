/// What kind of record a figure was counted from.
public enum RecordKind: String, CaseIterable, Sendable {
    case movement
    case convoy
    case constraint
    case restriction
    case need
    case score
    case assessment

    /// The letter that stands before its number in a report.
    var letter: String {
        switch self {
        case .movement: "M"
        case .convoy: "C"
        case .constraint: "B"
        case .restriction: "R"
        case .need: "N"
        case .score: "S"
        case .assessment: "A"
        }
    }
}

/// One record behind the figures, with the statements that it was read from.
public struct Record: Hashable, Sendable {
    /// Its kind.
    public let kind: RecordKind
    /// Its name; for what has none, the place and what is said of it.
    public let id: String
    /// Its number among its kind, from 1.
    public let number: Int
    /// The statements behind it, by entry; never empty.
    public let sources: [SourceRef]

    /// How a report refers to it: `M12`.
    public var reference: String { kind.letter + String(number) }
}

/// A record's place in `Figures.records`.
public typealias RecordIndex = Int

/// Why facts cannot be counted.
public enum FactsError: Error, Hashable, Sendable {
    /// Two facts under one name would be counted twice.
    case duplicate(RecordKind, id: String)
    /// Nobody could follow such a figure to a statement.
    case noSource(RecordKind, id: String)
    /// More than is counted at once.
    case tooMany(RecordKind, limit: Int)
}

extension FactsError: CustomStringConvertible {
    /// What was found and what to do.
    public var description: String {
        switch self {
        case .duplicate(let kind, let id):
            "\(kind.rawValue) '\(id)' is stated twice and would be counted twice; give each record once"
        case .noSource(let kind, let id):
            "\(kind.rawValue) '\(id)' names no statement behind it; give the entries it was read from"
        case .tooMany(let kind, let limit):
            "more than \(limit) records of the kind \(kind.rawValue); ask for a shorter period"
        }
    }
}

/// How much is counted at once.
public enum FactLimits {
    /// Records of one kind.
    public static let recordsOfAKind = 1_000_000
}

/// Gathers the records, each once, and gives them numbers.
struct RecordTable {
    private(set) var records: [Record] = []
    private var names: [RecordKind: Set<String>] = [:]

    /// Adds a record; those of a kind come one after the other.
    mutating func add(
        _ kind: RecordKind, id: String, isNamed: Bool, sources: [SourceRef]
    ) throws(FactsError) -> RecordIndex {
        guard !sources.isEmpty else { throw .noSource(kind, id: id) }
        if isNamed, !names[kind, default: []].insert(id).inserted { throw .duplicate(kind, id: id) }
        let number = (records.last.map { $0.kind == kind ? $0.number : 0 } ?? 0) + 1
        guard number <= FactLimits.recordsOfAKind else { throw .tooMany(kind, limit: FactLimits.recordsOfAKind) }
        records.append(Record(kind: kind, id: id, number: number, sources: Self.inOrder(sources)))
        return records.count - 1
    }

    private static func inOrder(_ sources: [SourceRef]) -> [SourceRef] {
        var isSorted = true
        for (left, right) in zip(sources, sources.dropFirst()) where !(left < right) { isSorted = false }
        guard !isSorted else { return sources }
        var once: [SourceRef] = []
        for source in sources.sorted() where once.last != source { once.append(source) }
        return once
    }
}
