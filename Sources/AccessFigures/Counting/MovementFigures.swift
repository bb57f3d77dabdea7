import Geodesy

/// Movements counted.
public struct MovementFigures: Sendable {
    /// A word that the field wrote instead of the outcome's own.
    public struct FieldWord: Sendable {
        /// The outcome it was read as; nil where it could not be read.
        public let outcome: Outcome?
        /// The word.
        public let words: String
        /// Where it stands.
        public internal(set) var records: [RecordIndex]
    }

    /// All within the period.
    public internal(set) var all = OutcomeRow(RowKey("all"))
    /// Those whose planned departure lies outside the period; they are in no other figure.
    public internal(set) var outsidePeriod: [RecordIndex] = []
    /// A table for each dimension, in the order of `Dimension`.
    public internal(set) var tables: [OutcomeTable] = []
    /// Impeded although somebody had agreed beforehand.
    public internal(set) var impededAfterAgreement: [RecordIndex] = []
    /// Denied although somebody had agreed beforehand.
    public internal(set) var deniedAfterAgreement: [RecordIndex] = []
    /// With an agreement dated after the closing, which is none beforehand.
    public internal(set) var agreedAfterwards: [RecordIndex] = []
    /// Words of the field's own.
    public internal(set) var fieldWords: [FieldWord] = []
    /// People moved or accompanied.
    public internal(set) var people = StatedSum()
    /// Alarms and incidents.
    public internal(set) var incidents: Int128 = 0
    /// Movements with at least one alarm or incident.
    public internal(set) var withIncidents: [RecordIndex] = []
    /// Whether periods in which nothing was planned are left out, because there are too many.
    public internal(set) var leavesOutEmptyPeriods = false

    /// The table of a dimension.
    public func table(_ dimension: Dimension) -> OutcomeTable {
        tables.first { $0.dimension == dimension } ?? OutcomeTable(dimension)
    }
}

/// Counts movements.
struct MovementCount {
    /// Periods that a table is filled up to.
    static let maximumFilledPeriods = 400

    /// What a reason that was not given is called in the field.
    static let noReason = "no reason given"

    let period: FigurePeriod
    private var figures = MovementFigures()
    private var periods: [Int: OutcomeRow] = [:]
    private var places = OutcomeGrouping<PlaceKey>()
    private var organisers = OutcomeGrouping<String>()
    private var deciders = OutcomeGrouping<String?>()
    private var reasons = OutcomeGrouping<String?>()
    private var agreeing = OutcomeGrouping<String>()
    private var withoutDecider: [RecordIndex] = []
    private var withoutAgreement: [RecordIndex] = []
    private var words: [String: Int] = [:]

    init(_ period: FigurePeriod) { self.period = period }

    mutating func add(_ fact: MovementFact, record: RecordIndex) {
        guard period.contains(fact.plannedDeparture) else {
            figures.outsidePeriod.append(record)
            return
        }
        let (state, outcome) = (fact.state, fact.outcome)
        figures.all.add(record, state: state, outcome: outcome)
        figures.people.add(fact.people)
        figures.incidents += Int128(fact.incidents)
        if fact.incidents > 0 { figures.withIncidents.append(record) }
        let day = period.firstDay(of: fact.plannedDeparture)
        periods[day, default: OutcomeRow(period.key(ofFirstDay: day))]
            .add(record, state: state, outcome: outcome)
        let place = fact.destination
        places.add(
            record, state: state, outcome: outcome, to: place.key, called: RowKey(place.label, pcode: place.pcode))
        organisers.add(record, state: state, outcome: outcome, to: fact.organiser, called: RowKey(fact.organiser))
        addHindrance(fact, record: record)
        addAgreement(fact, record: record)
        addWords(fact, record: record)
    }

    /// Who stood in the way and why, of those that ended otherwise than facilitated.
    private mutating func addHindrance(_ fact: MovementFact, record: RecordIndex) {
        guard fact.state == .closed, let outcome = fact.outcome, outcome != .facilitated else {
            withoutDecider.append(record)
            return
        }
        let decider = Self.stated(fact.decidedBy)
        deciders.add(record, state: .closed, outcome: outcome, to: decider, called: RowKey(decider))
        let reason = Self.reason(fact.reason)
        reasons.add(record, state: .closed, outcome: outcome, to: reason, called: RowKey(reason))
    }

    private mutating func addAgreement(_ fact: MovementFact, record: RecordIndex) {
        guard let agreement = fact.agreement, fact.wasAgreedBeforehand else {
            withoutAgreement.append(record)
            if fact.agreement != nil { figures.agreedAfterwards.append(record) }
            return
        }
        agreeing.add(
            record, state: fact.state, outcome: fact.outcome, to: agreement.by, called: RowKey(agreement.by))
        guard fact.state == .closed else { return }
        if fact.outcome?.family == .impeded { figures.impededAfterAgreement.append(record) }
        if fact.outcome == .denied { figures.deniedAfterAgreement.append(record) }
    }

    private mutating func addWords(_ fact: MovementFact, record: RecordIndex) {
        guard fact.state == .closed, let text = Self.stated(fact.outcomeWords) else { return }
        let key = "\(fact.outcome?.rawValue ?? "")\u{0}\(text)"
        if let known = words[key] {
            figures.fieldWords[known].records.append(record)
        } else {
            words[key] = figures.fieldWords.count
            figures.fieldWords.append(.init(outcome: fact.outcome, words: text, records: [record]))
        }
    }

    /// Nil where nothing but blanks is stated.
    static func stated(_ text: String?) -> String? {
        guard let text else { return nil }
        // A letter or a digit of ASCII decides nearly always; white space of other scripts is looked at in full.
        if text.utf8.contains(where: { $0 > 0x20 && $0 < 0x7F }) { return text }
        return text.contains { !$0.isWhitespace } ? text : nil
    }

    /// Nil where no reason was given, however that is written.
    static func reason(_ text: String?) -> String? {
        stated(text).flatMap { $0.utf8.count == noReason.utf8.count && $0.lowercased() == noReason ? nil : $0 }
    }

    consuming func finish() -> MovementFigures {
        var figures = figures
        var byPeriod = OutcomeTable(.period)
        (byPeriod.rows, figures.leavesOutEmptyPeriods) = filledPeriods()
        func table(_ dimension: Dimension, _ rows: [OutcomeRow], leftOut: [RecordIndex] = []) -> OutcomeTable {
            var table = OutcomeTable(dimension)
            (table.rows, table.leftOut) = (rows, leftOut)
            return table
        }
        figures.tables = [
            byPeriod, table(.place, places.bySize), table(.organiser, organisers.bySize),
            table(.decider, deciders.bySize, leftOut: withoutDecider),
            table(.reason, reasons.bySize, leftOut: withoutDecider),
            table(.agreement, agreeing.bySize, leftOut: withoutAgreement),
        ]
        figures.fieldWords.sort {
            $0.records.count == $1.records.count
                ? ($0.outcome?.rawValue ?? "", $0.words) < ($1.outcome?.rawValue ?? "", $1.words)
                : $0.records.count > $1.records.count
        }
        return figures
    }

    private func filledPeriods() -> (rows: [OutcomeRow], leavesOut: Bool) {
        let days = periods.keys.sorted()
        guard let first = days.first, let last = days.last, first < last else {
            return (days.compactMap { periods[$0] }, false)
        }
        var rows: [OutcomeRow] = []
        var day = first
        while day <= last, rows.count <= Self.maximumFilledPeriods {
            rows.append(periods[day] ?? OutcomeRow(period.key(ofFirstDay: day)))
            day = period.next(after: day)
        }
        guard rows.count > Self.maximumFilledPeriods else { return (rows, false) }
        return (days.compactMap { periods[$0] }, true)
    }
}
