public import Geodesy

/// Access constraints of one type at one place.
public struct ConstraintRow: Sendable {
    /// The type.
    public let type: ConstraintType
    /// The place.
    public let place: RowKey
    /// Who decided; nil where nobody is named.
    public let decidedBy: String?
    /// Constraints that were in force in the period.
    public internal(set) var records: [RecordIndex] = []
    /// Of these, without an end so far.
    public internal(set) var lasting: [RecordIndex] = []
}

/// Restrictions on monitors by one who decided.
public struct RestrictionRow: Sendable {
    /// Who decided; nil where nobody is named.
    public let decidedBy: String?
    /// What was done, in the field's words.
    public let kind: String
    /// The place.
    public let place: RowKey
    /// Restrictions that were in force in the period.
    public internal(set) var records: [RecordIndex] = []
    /// Of these, without an end so far.
    public internal(set) var lasting: [RecordIndex] = []
    /// Of these, without a reason.
    public internal(set) var withoutReason: [RecordIndex] = []
}

/// The newest scores of one indicator at one place; several where they are of the same day.
public struct ScoreRow: Sendable {
    /// The place.
    public let place: RowKey
    /// The indicator.
    public let indicator: String
    /// The day they hold for.
    public internal(set) var asOf: Instant
    /// The scores, with where each comes from.
    public internal(set) var scores: [(score: Score, record: RecordIndex)]
}

/// Counts constraints, restrictions and scores.
struct ConstraintCount {
    private struct ConstraintKey: Hashable {
        let type: ConstraintType
        let place: PlaceKey
        let decidedBy: String?
    }

    private struct RestrictionKey: Hashable {
        let decidedBy: String?
        let kind: String
        let place: PlaceKey
    }

    private struct ScoreKey: Hashable {
        let place: PlaceKey
        let indicator: String
    }

    private var constraints: [ConstraintKey: ConstraintRow] = [:]
    private var restrictions: [RestrictionKey: RestrictionRow] = [:]
    private var scores: [ScoreKey: ScoreRow] = [:]

    mutating func add(_ fact: ConstraintFact, record: RecordIndex) {
        let decider = MovementCount.stated(fact.decidedBy)
        let key = ConstraintKey(type: fact.type, place: fact.place.key, decidedBy: decider)
        let place = RowKey(fact.place.label, pcode: fact.place.pcode)
        var row = constraints[key] ?? ConstraintRow(type: fact.type, place: place, decidedBy: decider)
        row.records.append(record)
        if fact.to == nil { row.lasting.append(record) }
        constraints[key] = row
    }

    mutating func add(_ fact: MonitorRestrictionFact, record: RecordIndex) {
        let decider = MovementCount.stated(fact.decidedBy)
        let key = RestrictionKey(decidedBy: decider, kind: fact.kind, place: fact.place.key)
        let place = RowKey(fact.place.label, pcode: fact.place.pcode)
        var row = restrictions[key] ?? RestrictionRow(decidedBy: decider, kind: fact.kind, place: place)
        row.records.append(record)
        if fact.to == nil { row.lasting.append(record) }
        if MovementCount.reason(fact.reason) == nil { row.withoutReason.append(record) }
        restrictions[key] = row
    }

    mutating func add(_ fact: ScoreFact, record: RecordIndex) {
        let key = ScoreKey(place: fact.place.key, indicator: fact.indicator)
        let score = (score: fact.score, record: record)
        guard var row = scores[key], fact.asOf <= row.asOf else {
            let place = RowKey(fact.place.label, pcode: fact.place.pcode)
            scores[key] = ScoreRow(place: place, indicator: fact.indicator, asOf: fact.asOf, scores: [score])
            return
        }
        guard fact.asOf == row.asOf else { return }
        row.scores.append(score)
        scores[key] = row
    }

    func finish() -> (constraints: [ConstraintRow], restrictions: [RestrictionRow], scores: [ScoreRow]) {
        let constraints = constraints.values.sorted {
            if $0.type != $1.type { return $0.type.rawValue < $1.type.rawValue }
            if $0.place != $1.place { return RowKey.precedes($0.place, $1.place) }
            return RowKey.precedes(RowKey($0.decidedBy), RowKey($1.decidedBy))
        }
        let restrictions = restrictions.values.sorted {
            if $0.decidedBy != $1.decidedBy { return RowKey.precedes(RowKey($0.decidedBy), RowKey($1.decidedBy)) }
            return $0.place == $1.place ? $0.kind < $1.kind : RowKey.precedes($0.place, $1.place)
        }
        let scores = scores.values.sorted {
            $0.place == $1.place ? $0.indicator < $1.indicator : RowKey.precedes($0.place, $1.place)
        }
        return (constraints, restrictions, scores)
    }
}
