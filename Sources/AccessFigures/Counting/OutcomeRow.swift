/// What a row of a table is about.
public struct RowKey: Hashable, Sendable {
    /// The words; nil where nobody is named, or no reason was given.
    public let label: String?
    /// A place's P-code.
    public let pcode: String?
    /// A period's first day, `2024-10-01`.
    public let firstDay: String?

    init(_ label: String?, pcode: String? = nil, firstDay: String? = nil) {
        self.label = label
        self.pcode = pcode
        self.firstDay = firstDay
    }

    /// Orders by label, those without last.
    static func precedes(_ left: RowKey, _ right: RowKey) -> Bool {
        switch (left.label, right.label) {
        case (let mine?, let theirs?) where mine != theirs: mine < theirs
        case (nil, _?): false
        case (_?, nil): true
        default: (left.pcode ?? "") < (right.pcode ?? "")
        }
    }
}

/// Records by how they ended; every record stands in exactly one place.
public struct OutcomeRow: Sendable {
    /// What the row is about.
    public let key: RowKey
    private var ended: [[RecordIndex]]
    private var open: [[RecordIndex]]
    /// Closed, but how it ended could not be read.
    public private(set) var unreadable: [RecordIndex] = []

    init(_ key: RowKey) {
        self.key = key
        ended = Array(repeating: [], count: Outcome.allCases.count)
        open = Array(repeating: [], count: MovementState.allCases.count - 1)
    }

    /// Those that ended so.
    public func records(_ outcome: Outcome) -> [RecordIndex] { ended[outcome.slot] }

    /// How many ended so.
    public func count(_ outcome: Outcome) -> Int { ended[outcome.slot].count }

    /// How many ended in one of a family's ways.
    public func count(_ family: Outcome.Family) -> Int {
        Outcome.allCases.reduce(0) { $0 + ($1.family == family ? ended[$1.slot].count : 0) }
    }

    /// Those not yet over that stand so; none for `closed`.
    public func records(notOver state: MovementState) -> [RecordIndex] {
        Self.slot(state).map { open[$0] } ?? []
    }

    /// Those that are over and whose outcome could be read: what shares are of.
    public var endedCount: Int { ended.reduce(0) { $0 + $1.count } }

    /// Those not yet over.
    public var notOverCount: Int { open.reduce(0) { $0 + $1.count } }

    /// All in this row.
    public var total: Int { endedCount + notOverCount + unreadable.count }

    /// The share of an outcome among those that ended with an outcome that could be read.
    public func share(_ outcome: Outcome) -> Share? { Share(count(outcome), of: endedCount) }

    /// The share of a family among those that ended with an outcome that could be read.
    public func share(_ family: Outcome.Family) -> Share? { Share(count(family), of: endedCount) }

    mutating func add(_ record: RecordIndex, state: MovementState, outcome: Outcome?) {
        if let slot = Self.slot(state) {
            open[slot].append(record)
        } else if let outcome {
            ended[outcome.slot].append(record)
        } else {
            unreadable.append(record)
        }
    }

    mutating func sortRecords() {
        for slot in ended.indices { ended[slot].sort() }
        for slot in open.indices { open[slot].sort() }
        unreadable.sort()
    }

    private static func slot(_ state: MovementState) -> Int? {
        switch state {
        case .planned: 0
        case .underWay: 1
        case .overdue: 2
        case .closed: nil
        }
    }
}

/// What the rows of a table are about.
public enum Dimension: String, CaseIterable, Sendable {
    case period
    case place
    case organiser
    case decider
    case reason
    /// Who had agreed beforehand.
    case agreement
}

/// Movements by outcome, row by row; rows and what is left out make up the total.
public struct OutcomeTable: Sendable {
    /// What the rows are about.
    public let dimension: Dimension
    /// The rows: periods in time, others by their total, largest first.
    public internal(set) var rows: [OutcomeRow] = []
    /// Those that this table does not count: nobody stood in the way, or nobody had agreed.
    public internal(set) var leftOut: [RecordIndex] = []

    init(_ dimension: Dimension) { self.dimension = dimension }

    /// All in the table's rows.
    public var total: Int { rows.reduce(0) { $0 + $1.total } }
}

/// Finds the row of a key.
struct OutcomeGrouping<Key: Hashable> {
    private var positions: [Key: Int] = [:]
    private(set) var rows: [OutcomeRow] = []

    mutating func add(
        _ record: RecordIndex, state: MovementState, outcome: Outcome?, to key: Key,
        called name: @autoclosure () -> RowKey
    ) {
        let position: Int
        if let known = positions[key] {
            position = known
        } else {
            position = rows.count
            positions[key] = position
            rows.append(OutcomeRow(name()))
        }
        rows[position].add(record, state: state, outcome: outcome)
    }

    /// Largest first.
    var bySize: [OutcomeRow] {
        rows.map { (row: $0, total: $0.total) }.sorted {
            $0.total == $1.total ? RowKey.precedes($0.row.key, $1.row.key) : $0.total > $1.total
        }.map(\.row)
    }
}
