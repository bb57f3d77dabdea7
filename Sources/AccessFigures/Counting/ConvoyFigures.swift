/// Convoys counted under one heading.
public struct ConvoyRow: Sendable {
    /// What the row is about.
    public var key: RowKey { outcomes.key }
    /// How they ended.
    public private(set) var outcomes: OutcomeRow
    private var answers: [[RecordIndex]]
    /// Of those agreed in full or in part: came to their place.
    public private(set) var agreedArrived: [RecordIndex] = []
    /// Of those agreed in full or in part: over, and did not.
    public private(set) var agreedNotArrived: [RecordIndex] = []
    /// Of those agreed in full or in part: not over, or their outcome does not say.
    public private(set) var agreedArrivalNotKnown: [RecordIndex] = []
    /// People for whom it was asked.
    public private(set) var peopleRequested = StatedSum()
    /// People for whom it was agreed.
    public private(set) var peopleAgreed = StatedSum()
    /// People reached, delivery by delivery; whoever was reached twice counts twice.
    public private(set) var peopleReached = StatedSum()
    /// Trucks that set out.
    public private(set) var trucksSent = StatedSum()
    /// Trucks fully offloaded.
    public private(set) var trucksOffloaded = StatedSum()
    /// Trucks that came back not fully offloaded.
    public private(set) var trucksReturned = StatedSum()

    init(_ key: RowKey) {
        outcomes = OutcomeRow(key)
        answers = Array(repeating: [], count: ConvoyAnswer.allCases.count)
    }

    /// Those answered so.
    public func records(_ answer: ConvoyAnswer) -> [RecordIndex] { answers[Self.slot(answer)] }

    /// How many were answered so.
    public func count(_ answer: ConvoyAnswer) -> Int { answers[Self.slot(answer)].count }

    /// Agreed in full or in part.
    public var agreedCount: Int { count(.full) + count(.partial) }

    /// All in this row.
    public var total: Int { outcomes.total }

    mutating func add(_ fact: ConvoyFact, record: RecordIndex) {
        // A convoy has no state of its own but "over": what is not over is under way here.
        outcomes.add(record, state: fact.isOver ? .closed : .underWay, outcome: fact.outcome)
        answers[Self.slot(fact.answer)].append(record)
        if fact.answer == .full || fact.answer == .partial {
            switch fact.isOver ? fact.outcome?.reachedDestination : nil {
            case true?: agreedArrived.append(record)
            case false?: agreedNotArrived.append(record)
            case nil: agreedArrivalNotKnown.append(record)
            }
        }
        peopleRequested.add(fact.people.requested)
        peopleAgreed.add(fact.people.agreed)
        peopleReached.add(fact.people.reached)
        trucksSent.add(fact.trucks.sent)
        trucksOffloaded.add(fact.trucks.fullyOffloaded)
        trucksReturned.add(fact.trucks.returnedNotFullyOffloaded)
    }

    private static func slot(_ answer: ConvoyAnswer) -> Int {
        switch answer {
        case .full: 0
        case .partial: 1
        case .denied: 2
        case .noneInTime: 3
        case .awaited: 4
        }
    }
}

/// Convoys counted.
public struct ConvoyFigures: Sendable {
    /// All within the period.
    public internal(set) var all = ConvoyRow(RowKey("all"))
    /// By the plan they belong to; nil for those that name none.
    public internal(set) var plans: [ConvoyRow] = []
    /// By place.
    public internal(set) var places: [ConvoyRow] = []
    /// Those asked for outside the period; they are in no other figure.
    public internal(set) var outsidePeriod: [RecordIndex] = []
    /// Those whose request has no date: counted only where the period has neither beginning nor end.
    public internal(set) var undated: [RecordIndex] = []
}

/// Finds the convoys' row of a key.
struct ConvoyGrouping<Key: Hashable> {
    private var positions: [Key: Int] = [:]
    private var rows: [ConvoyRow] = []

    mutating func add(_ fact: ConvoyFact, record: RecordIndex, to key: Key, called name: @autoclosure () -> RowKey) {
        let position: Int
        if let known = positions[key] {
            position = known
        } else {
            position = rows.count
            positions[key] = position
            rows.append(ConvoyRow(name()))
        }
        rows[position].add(fact, record: record)
    }

    /// Largest first.
    var bySize: [ConvoyRow] {
        rows.map { (row: $0, total: $0.total) }.sorted {
            $0.total == $1.total ? RowKey.precedes($0.row.key, $1.row.key) : $0.total > $1.total
        }.map(\.row)
    }
}
