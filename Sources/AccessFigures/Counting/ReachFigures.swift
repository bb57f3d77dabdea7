public import Geodesy

/// People reached against people in need, at one place in one sector.
public struct ReachRow: Sendable {
    /// What is known of the need.
    public enum Need: Hashable, Sendable {
        /// The newest assessment's number.
        case people(UInt32)
        /// The newest assessments are of the same day and differ.
        case contradictory([UInt32])
        /// No assessment, or one without a number.
        case noInformation
    }

    /// The place.
    public let place: RowKey
    /// The sector; nil for all together.
    public let sector: String?
    /// The need.
    public internal(set) var need = Need.noInformation
    /// The day of the newest assessment.
    public internal(set) var needAsOf: Instant?
    /// The assessments it was read from.
    public internal(set) var needRecords: [RecordIndex] = []
    /// People reached, delivery by delivery; whoever was reached twice counts twice.
    public internal(set) var reached = StatedSum()
    /// The convoys to this place that carry this sector, whether they state a number or not.
    public internal(set) var convoys: [RecordIndex] = []

    /// Reached of those in need; nil where either is not known or nobody is in need, since nothing is divided by 0.
    public var share: Share? {
        guard case .people(let people) = need, let value = reached.value else { return nil }
        return Share(value, of: people)
    }
}

/// Counts needs and whom convoys reached.
struct ReachCount {
    private struct Key: Hashable {
        let place: PlaceKey
        let sector: String?
    }

    private var positions: [Key: Int] = [:]
    private var rows: [ReachRow] = []

    private mutating func position(_ place: Place, _ sector: String?) -> Int {
        let key = Key(place: place.key, sector: sector)
        if let known = positions[key] { return known }
        positions[key] = rows.count
        rows.append(ReachRow(place: RowKey(place.label, pcode: place.pcode), sector: sector))
        return rows.count - 1
    }

    mutating func add(_ fact: NeedFact, record: RecordIndex) {
        let position = position(fact.place, MovementCount.stated(fact.sector))
        if let known = rows[position].needAsOf {
            guard fact.asOf >= known else { return }
            if fact.asOf == known {
                rows[position].needRecords.append(record)
                rows[position].need = Self.both(rows[position].need, fact.peopleInNeed)
                return
            }
        }
        rows[position].needAsOf = fact.asOf
        rows[position].needRecords = [record]
        rows[position].need = fact.peopleInNeed.map(ReachRow.Need.people) ?? .noInformation
    }

    private static func both(_ need: ReachRow.Need, _ other: UInt32?) -> ReachRow.Need {
        guard let other else { return need }
        switch need {
        case .noInformation: return .people(other)
        case .people(let people): return people == other ? need : .contradictory([people, other].sorted())
        case .contradictory(let values):
            return values.contains(other) ? need : .contradictory((values + [other]).sorted())
        }
    }

    /// A convoy counts once in each sector that it carries, and once for all together.
    mutating func add(_ fact: ConvoyFact, record: RecordIndex) {
        var sectors = Set(fact.sectors.compactMap(MovementCount.stated))
        if sectors.isEmpty { sectors = Set(fact.lines.compactMap { MovementCount.stated($0.category) }) }
        for sector in [nil] + sectors.sorted().map(Optional.some) {
            let position = position(fact.place, sector)
            rows[position].reached.add(fact.people.reached)
            rows[position].convoys.append(record)
        }
    }

    consuming func finish() -> [ReachRow] {
        rows.sorted {
            if $0.place != $1.place { return RowKey.precedes($0.place, $1.place) }
            switch ($0.sector, $1.sector) {
            case (let mine?, let theirs?): return mine < theirs
            case (nil, _?): return true
            default: return false
            }
        }
    }
}
