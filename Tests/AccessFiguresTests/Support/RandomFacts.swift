import AccessFigures
import Geodesy

/// Facts that follow from a seed: names in three scripts, missing numbers, contradictions, every state.
struct RandomFacts {
    private var random: SeededRandom
    private var entry: UInt64 = 100
    static let places = [
        Place("Jabalya", pcode: "PS0101"), Place("شمال غزة", pcode: "PS01"), Place("Дейр-эз-Зор"), Place("Douma"),
        Place("Gaza City"), Place("Rafah", pcode: "PS0502"), Place("Kafraya"), Place("Foah"), Place("مضايا"),
        Place("Zabadani"), Place("Khan Younis"), Place("Al-Bureij camp, the northern entrance by the old mill"),
        Place("Moadamiyeh"), Place("Бугруин"), Place("Deir al-Balah"),
    ]
    static let organisers = ["OCHA", "WFP", "الهلال الأحمر العربي السوري", "ВОЗ", "ICRC", "UNRWA"]
    static let deciders: [String?] = [
        "COGAT", "Ministry of Foreign Affairs", "وزارة الخارجية", "Armed group at the gate", nil,
    ]
    static let reasons: [String?] = [
        "security situation", "route closed", "no reason given", nil, "ожидание согласования", "items not on the list",
        "أعمال عسكرية",
    ]
    static let categories: [(String?, String?)] = [
        ("Health", "kg"), ("Food", "t"), ("WASH", "kit"), ("Health", "box"), (nil, "pallet"), ("Shelter", nil),
    ]

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    static func instant(_ text: String) -> Instant {
        guard let instant = try? Instant(rfc3339: text, rounding: .down) else { preconditionFailure(text) }
        return instant
    }

    private mutating func source() -> SourceRef {
        entry += 1
        return SourceRef(entry: entry, statement: "sha256:\(String(entry &* 0x9E37_79B9_7F4A_7C15, radix: 16))")
    }

    private mutating func pick<Item>(_ items: [Item]) -> Item { items[random.index(below: items.count)] }

    private mutating func maybe(_ percent: Int, below limit: Int) -> UInt32? {
        random.chance(percent) ? UInt32(random.index(below: limit)) : nil
    }

    mutating func facts(movements: Int, convoys: Int, lines: Int, days: Int) -> AccessFacts {
        let reading = Reading(
            accord: "Northern access accord · اتفاق الوصول", asOf: Self.instant("2025-01-01T06:00:00Z"),
            logSize: 412_230, missing: ["bodies sealed to others: 14"], reader: "OCHA access unit",
            audience: "the parties")
        var facts = AccessFacts(reading)
        let start = Self.instant("2024-01-01T00:00:00Z")
        for number in 0..<movements { facts.movements.append(movement(number, start: start, days: days)) }
        for number in 0..<convoys { facts.convoys.append(convoy(number, start: start, days: days, lines: lines)) }
        for place in Self.places {
            for sector in ["Health", "Food", nil] where random.chance(60) {
                let people = random.chance(70) ? UInt32(random.index(below: 90_000)) : nil
                let day = start.adding(seconds: Int64(random.index(below: days)) * 86_400)
                facts.needs.append(
                    NeedFact(place: place, sector: sector, peopleInNeed: people, asOf: day, source: source()))
            }
            facts.scores.append(
                ScoreFact(
                    place: place, indicator: "movement restrictions",
                    score: random.chance(30) ? .noInformation : .points(UInt8(random.index(below: 4))), asOf: start,
                    source: source()))
            for speaker in ["UN", "Siege Watch"] {
                facts.assessments.append(
                    AreaAssessmentFact(
                        place: place, criterion: "assistance cannot regularly enter",
                        view: pick(CriterionView.allCases),
                        saidBy: speaker, asOf: start, people: maybe(80, below: 60_000), source: source()))
            }
        }
        for number in 0..<30 {
            facts.constraints.append(
                ConstraintFact(
                    id: "constraint:\(number)", type: pick(ConstraintType.allCases), place: pick(Self.places),
                    from: start,
                    to: random.chance(50) ? start.adding(seconds: 90_000) : nil, decidedBy: pick(Self.deciders),
                    effect: "convoys wait", sources: [source()]))
            facts.restrictions.append(
                MonitorRestrictionFact(
                    id: "restriction:\(number)", monitor: "monitors", place: pick(Self.places), from: start, to: nil,
                    kind: pick(["denial", "delay", "condition"]), decidedBy: pick(Self.deciders),
                    reason: pick(Self.reasons), sources: [source()]))
        }
        return facts
    }

    private mutating func movement(_ number: Int, start: Instant, days: Int) -> MovementFact {
        let departure = start.adding(seconds: Int64(random.index(below: days * 86_400)))
        let state: MovementState = random.chance(92) ? .closed : pick([.planned, .underWay, .overdue])
        let outcome: Outcome? = random.chance(2) ? nil : random.chance(45) ? .facilitated : pick(Outcome.allCases)
        var fact = MovementFact(
            id: "movement:\(number)", organiser: pick(Self.organisers), name: "Convoy <\(number)>",
            origin: pick(Self.places), destination: pick(Self.places), plannedDeparture: departure, state: state,
            outcome: state == .closed ? outcome : nil, sources: [source(), source()])
        if state == .closed { fact.closedAt = departure.adding(seconds: Int64(random.index(below: 40_000))) }
        if outcome == .cancelled { fact.outcomeWords = "cancelled" }
        if state == .closed, outcome == nil { fact.outcomeWords = "done-ish" }
        fact.decidedBy = outcome == .facilitated ? nil : pick(Self.deciders)
        fact.reason = outcome == .facilitated ? nil : pick(Self.reasons)
        if random.chance(40) {
            let at = departure.adding(seconds: Int64(random.index(below: 90_000)) - 80_000)
            fact.agreement = Agreement(by: pick(["COGAT", "Party A", "الطرف ب"]), at: at, source: source())
        }
        fact.people = maybe(50, below: 200)
        fact.incidents = random.chance(6) ? 1 : 0
        return fact
    }

    private mutating func convoy(_ number: Int, start: Instant, days: Int, lines: Int) -> ConvoyFact {
        let requested = start.adding(seconds: Int64(random.index(below: days * 86_400)))
        var fact = ConvoyFact(
            id: "convoy:\(number)", requester: pick(Self.organisers), place: pick(Self.places), requestedAt: requested,
            answer: pick(ConvoyAnswer.allCases), sources: [source()])
        fact.plan = random.chance(80) ? pick(["January-March", "April-June", "خطة"]) : nil
        fact.people = PeopleCounts(
            requested: maybe(90, below: 50_000), agreed: maybe(60, below: 40_000), reached: maybe(50, below: 30_000))
        fact.trucks = TruckCounts(
            sent: maybe(60, below: 46), fullyOffloaded: maybe(50, below: 40),
            returnedNotFullyOffloaded: maybe(50, below: 10))
        fact.isOver = random.chance(80)
        fact.outcome = fact.isOver && random.chance(95) ? pick(Outcome.allCases) : nil
        var at = requested
        for step in Step.allCases.prefix(random.index(below: 9)) {
            let end = at.adding(seconds: Int64(random.index(below: 12 * 86_400)))
            let isRunning = random.chance(5)
            let stops =
                random.chance(20)
                ? [ClockStop(seconds: UInt32(random.index(below: 86_400)), reason: "holiday", source: source())] : []
            fact.steps.append(
                StepFact(
                    step, from: at, to: isRunning ? nil : end, heldBy: pick(Self.deciders), stops: stops,
                    source: source()))
            at = end
            if isRunning { break }
        }
        for line in 0..<lines { fact.lines.append(self.line(line)) }
        return fact
    }

    private mutating func line(_ number: Int) -> LineFact {
        let (category, unit) = pick(Self.categories)
        var line = LineFact(key: "L\(number)", item: "item \(number % 7)", category: category, unit: unit)
        let planned = Int64(random.index(below: 2_000_000))
        line.planned = random.chance(95) ? Quantity(thousandths: planned) : nil
        line.requested = random.chance(95) ? Quantity(thousandths: planned * 9 / 10) : nil
        line.agreed = random.chance(85) ? Quantity(thousandths: planned * 8 / 10) : nil
        line.loaded = random.chance(70) ? Quantity(thousandths: planned * 7 / 10) : nil
        line.delivered = random.chance(60) ? Quantity(thousandths: planned * 6 / 10) : nil
        if random.chance(15), let quantity = Quantity(thousandths: planned / 10) {
            line.removals = [
                RemovalFact(
                    quantity, by: pick(Self.deciders), at: pick(["loading yard", "checkpoint", nil]),
                    moment: pick(RemovalMoment.allCases), reason: pick(Self.reasons), source: source())
            ]
        }
        return line
    }
}
