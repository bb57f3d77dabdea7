import Geodesy

/// Everything counted from one reader's facts for one period, each number with the records behind it.
///
/// The order in which facts are given does not matter: equal facts give equal figures, to the byte. Figures say only what
/// this register knows; whatever it does not know of is in none of them. Costs about 2 µs a movement and 1 µs a line.
public struct Figures: Sendable {
    /// What they rest on.
    public let reading: Reading
    /// The time they are counted for.
    public let period: FigurePeriod
    /// The records behind them; figures refer to these by position.
    public private(set) var records: [Record]
    /// The facts of the period, in the order of their records, with each one's position.
    let movementFacts: [(fact: MovementFact, record: RecordIndex)]
    let convoyFacts: [(fact: ConvoyFact, record: RecordIndex)]
    let constraintFacts: [(fact: ConstraintFact, record: RecordIndex)]
    let restrictionFacts: [(fact: MonitorRestrictionFact, record: RecordIndex)]
    /// Movements.
    public let movements: MovementFigures
    /// Convoys.
    public let convoys: ConvoyFigures
    /// How long each step took and who held it, in the order of the papers.
    public let steps: [StepFigure]
    /// Cargo by category and unit.
    public let cargo: [CategoryFigure]
    /// People reached against people in need.
    public let reach: [ReachRow]
    /// Access constraints.
    public let constraints: [ConstraintRow]
    /// Restrictions on monitors.
    public let restrictions: [RestrictionRow]
    /// Scores.
    public let scores: [ScoreRow]
    /// Views on areas, side by side.
    public let areas: [AreaRow]
    /// How many places each body saw a criterion hold at, day by day.
    public let reviews: [AreaReview]
    /// Sums that anybody can add up again.
    public let checks: [SumCheck]

    /// Counts.
    ///
    /// - Throws: `FactsError` where a record is stated twice or names no statement, since a number that cannot be trusted or
    ///   followed is worse than none.
    public init(_ facts: AccessFacts, period: FigurePeriod) throws(FactsError) {
        reading = facts.reading
        self.period = period
        var table = RecordTable()

        var movementCount = MovementCount(period)
        var movementFacts: [(fact: MovementFact, record: RecordIndex)] = []
        movementFacts.reserveCapacity(facts.movements.count)
        for position in Self.order(of: facts.movements) {
            let fact = facts.movements[position]
            let sources = fact.agreement.map { fact.sources + [$0.source] } ?? fact.sources
            let record = try table.add(.movement, id: fact.id, isNamed: true, sources: sources)
            movementCount.add(fact, record: record)
            if period.contains(fact.plannedDeparture) { movementFacts.append((fact, record)) }
        }
        self.movementFacts = movementFacts
        movements = movementCount.finish()

        var counts = ConvoyCounts(period: period, asOf: facts.reading.asOf)
        var convoyFacts: [(fact: ConvoyFact, record: RecordIndex)] = []
        for fact in facts.convoys.sorted(by: { $0.id < $1.id }) {
            let record = try table.add(.convoy, id: fact.id, isNamed: true, sources: Self.sources(of: fact))
            if counts.add(fact, record: record) { convoyFacts.append((fact, record)) }
        }
        self.convoyFacts = convoyFacts

        var constraintCount = ConstraintCount()
        var constraintFacts: [(fact: ConstraintFact, record: RecordIndex)] = []
        for fact in facts.constraints.sorted(by: { $0.id < $1.id })
        where period.overlaps(from: fact.from, to: fact.to) {
            let record = try table.add(.constraint, id: fact.id, isNamed: true, sources: fact.sources)
            constraintCount.add(fact, record: record)
            constraintFacts.append((fact, record))
        }
        self.constraintFacts = constraintFacts
        var restrictionFacts: [(fact: MonitorRestrictionFact, record: RecordIndex)] = []
        for fact in facts.restrictions.sorted(by: { $0.id < $1.id })
        where period.overlaps(from: fact.from, to: fact.to) {
            let record = try table.add(.restriction, id: fact.id, isNamed: true, sources: fact.sources)
            constraintCount.add(fact, record: record)
            restrictionFacts.append((fact, record))
        }
        self.restrictionFacts = restrictionFacts
        for fact in facts.needs.sorted(by: {
            Self.inOrder(($0.source, $0.place, $0.sector ?? ""), ($1.source, $1.place, $1.sector ?? ""))
        }) where period.end.map({ fact.asOf < $0 }) ?? true {
            let id = fact.sector.map { "\(fact.place.label), \($0)" } ?? fact.place.label
            counts.reach.add(fact, record: try table.add(.need, id: id, isNamed: false, sources: [fact.source]))
        }
        for fact in facts.scores.sorted(by: {
            Self.inOrder(($0.source, $0.place, $0.indicator), ($1.source, $1.place, $1.indicator))
        }) where period.end.map({ fact.asOf < $0 }) ?? true {
            let id = "\(fact.place.label), \(fact.indicator)"
            constraintCount.add(fact, record: try table.add(.score, id: id, isNamed: false, sources: [fact.source]))
        }
        (constraints, restrictions, scores) = constraintCount.finish()
        var areaCount = AreaCount()
        for fact in facts.assessments.sorted(by: {
            Self.inOrder(
                ($0.source, $0.place, $0.criterion + $0.saidBy), ($1.source, $1.place, $1.criterion + $1.saidBy))
        })
        where period.end.map({ fact.asOf < $0 }) ?? true {
            let id = "\(fact.place.label), \(fact.criterion), \(fact.saidBy)"
            areaCount.add(fact, record: try table.add(.assessment, id: id, isNamed: false, sources: [fact.source]))
        }
        areas = areaCount.rows()
        reviews = areaCount.reviews()

        convoys = counts.finishConvoys()
        steps = counts.steps.finish()
        cargo = counts.cargo.finish()
        reach = counts.reach.finish()
        records = table.records
        checks = Self.checks(
            movements, convoys, given: (facts.movements.count, facts.convoys.count), lines: counts.lines, cargo)
    }

    /// By planned departure, then by name; positions are sorted, since facts are large.
    private static func order(of movements: [MovementFact]) -> [Int] {
        movements.indices.map { (at: movements[$0].plannedDeparture, position: $0) }.sorted { left, right in
            left.at == right.at
                ? movements[left.position].id < movements[right.position].id : left.at < right.at
        }.map(\.position)
    }

    /// One statement may say something of several places.
    private static func inOrder(_ left: (SourceRef, Place, String), _ right: (SourceRef, Place, String)) -> Bool {
        if left.0 != right.0 { return left.0 < right.0 }
        if left.1.label != right.1.label { return left.1.label < right.1.label }
        let (mine, theirs) = (left.1.pcode ?? "", right.1.pcode ?? "")
        return mine == theirs ? left.2 < right.2 : mine < theirs
    }

    /// Every statement that says something of a convoy.
    private static func sources(of fact: ConvoyFact) -> [SourceRef] {
        var sources = fact.sources
        for step in fact.steps {
            sources.append(step.source)
            for stop in step.stops { sources.append(stop.source) }
        }
        for line in fact.lines { for removal in line.removals { sources.append(removal.source) } }
        return sources
    }
}

/// What is counted from convoys.
private struct ConvoyCounts {
    let period: FigurePeriod
    var convoys = ConvoyFigures()
    var plans = ConvoyGrouping<String?>()
    var places = ConvoyGrouping<PlaceKey>()
    var steps: StepCount
    var cargo = ManifestCount()
    var reach = ReachCount()
    var lines = 0

    init(period: FigurePeriod, asOf: Instant) {
        self.period = period
        steps = StepCount(asOf: asOf)
    }

    /// Adds a convoy of the period; false for another, which is only put on record.
    mutating func add(_ fact: ConvoyFact, record: RecordIndex) -> Bool {
        if let requestedAt = fact.requestedAt {
            guard period.contains(requestedAt) else {
                convoys.outsidePeriod.append(record)
                return false
            }
        } else {
            guard period.start == nil, period.end == nil else {
                convoys.undated.append(record)
                return false
            }
        }
        convoys.all.add(fact, record: record)
        let plan = MovementCount.stated(fact.plan)
        plans.add(fact, record: record, to: plan, called: RowKey(plan))
        let place = RowKey(fact.place.label, pcode: fact.place.pcode)
        places.add(fact, record: record, to: fact.place.key, called: place)
        for step in fact.steps { steps.add(step, record: record) }
        for line in fact.lines { cargo.add(line, record: record) }
        lines += fact.lines.count
        reach.add(fact, record: record)
        return true
    }

    func finishConvoys() -> ConvoyFigures {
        var convoys = convoys
        convoys.plans = plans.bySize
        convoys.places = places.bySize
        return convoys
    }
}
