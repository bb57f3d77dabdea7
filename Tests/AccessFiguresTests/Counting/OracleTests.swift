import Geodesy
import Testing

@testable import AccessFigures

/// Figures against a slow and obvious count of the same facts.
@Suite struct OracleTests {
    @Test("every number is the one that a slow count comes to", arguments: UInt64(0)..<40)
    func movementsAsSlowlyCounted(seed: UInt64) throws {
        var random = RandomFacts(seed: seed)
        let facts = random.facts(movements: Int(seed) * 9, convoys: Int(seed) / 2, lines: 5, days: 40)
        let grain = FigurePeriod.Grain.allCases[Int(seed % 4)]
        let period = FigurePeriod(
            from: seed % 3 == 0 ? RandomFacts.instant("2024-01-09T00:00:00Z") : nil,
            to: seed % 5 == 0 ? RandomFacts.instant("2024-02-01T12:00:00Z") : nil, by: grain)
        let figures = try Figures(facts, period: period)
        #expect(figures.checks.allSatisfy { $0.holds }, "\(figures.checks.filter { !$0.holds })")
        let inside = facts.movements.filter {
            (period.start == nil || $0.plannedDeparture >= RandomFacts.instant("2024-01-09T00:00:00Z"))
                && (period.end == nil || $0.plannedDeparture < RandomFacts.instant("2024-02-01T12:00:00Z"))
        }
        #expect(figures.movements.all.total == inside.count)
        #expect(figures.movements.outsidePeriod.count == facts.movements.count - inside.count)
        compare(figures, inside)
        #expect(
            Set(figures.movements.impededAfterAgreement.map { figures.records[$0].id })
                == Set(
                    inside.filter { fact in
                        guard let agreement = fact.agreement, fact.state == .closed, let outcome = fact.outcome else {
                            return false
                        }
                        return outcome.rawValue.hasPrefix("impeded")
                            && (fact.closedAt.map { agreement.at <= $0 } ?? true)
                    }.map(\.id)))
    }

    /// Each table, row by row: exactly the movements that belong there, by name.
    private func compare(_ figures: Figures, _ facts: [MovementFact]) {
        func key(_ fact: MovementFact, _ dimension: Dimension) -> String?? {
            let hindered = fact.state == .closed && fact.outcome != nil && fact.outcome != .facilitated
            switch dimension {
            case .period: return .some(nil)
            case .place: return .some(fact.destination.pcode ?? fact.destination.label)
            case .organiser: return .some(fact.organiser)
            case .decider: return hindered ? .some(fact.decidedBy) : .none
            case .reason: return hindered ? .some(fact.reason == "no reason given" ? nil : fact.reason) : .none
            case .agreement: return fact.wasAgreedBeforehand ? .some(fact.agreement?.by) : .none
            }
        }
        for table in figures.movements.tables where table.dimension != .period {
            for row in table.rows {
                let label = table.dimension == .place ? row.key.pcode ?? row.key.label : row.key.label
                let members = facts.filter { key($0, table.dimension) == .some(label) }
                #expect(row.total == members.count)
                for outcome in Outcome.allCases {
                    let names = Set(members.filter { $0.state == .closed && $0.outcome == outcome }.map(\.id))
                    #expect(Set(row.records(outcome).map { figures.records[$0].id }) == names)
                }
            }
            #expect(table.total + table.leftOut.count == facts.count)
        }
    }

    @Test("cargo and steps are the ones that a slow count comes to", arguments: UInt64(50)..<70)
    func convoysAsSlowlyCounted(seed: UInt64) throws {
        var random = RandomFacts(seed: seed)
        let facts = random.facts(movements: 0, convoys: 30, lines: 8, days: 60)
        let figures = try Figures(facts, period: FigurePeriod(by: .whole))
        let lines = facts.convoys.flatMap(\.lines)
        for figure in figures.cargo {
            let mine = lines.filter { $0.category == figure.category && $0.unit == figure.unit }
            #expect(figure.lines == mine.count)
            guard figure.unit != nil else { continue }
            for stage in CargoStage.allCases {
                let stated = mine.compactMap { $0.quantity(stage)?.thousandths }
                #expect(figure.sum(stage).stated == stated.count)
                #expect(figure.sum(stage).value == (stated.isEmpty ? nil : Int128(stated.reduce(0, +))))
            }
            let removed = mine.flatMap(\.removals).map(\.quantity.thousandths).reduce(0, +)
            #expect(figure.removed == Int128(removed))
            #expect(figure.removers.reduce(Int128(0)) { $0 + ($1.thousandths ?? 0) } == figure.removed)
        }
        for figure in figures.steps {
            let steps = facts.convoys.flatMap(\.steps).filter { $0.step == figure.step }
            let sane = steps.filter { step in
                let end = step.to ?? facts.reading.asOf
                let seconds = step.from.microseconds(to: end) / 1_000_000
                return end >= step.from && step.stops.allSatisfy { Int64($0.seconds) <= seconds }
            }
            let ended = sane.compactMap { step in step.to.map { step.from.microseconds(to: $0) / 1_000_000 } }.sorted()
            #expect(figure.ended.count == ended.count)
            #expect(figure.ended.longest == ended.last)
            // At least half are at most the median, and fewer than half are below it.
            if let median = figure.ended.median {
                #expect(ended.contains(median))
                #expect(ended.filter { $0 <= median }.count * 2 >= ended.count)
                #expect(ended.filter { $0 < median }.count * 2 < ended.count)
            }
            if let p90 = figure.ended.p90 {
                #expect(ended.filter { $0 <= p90 }.count * 10 >= ended.count * 9)
                #expect(ended.filter { $0 < p90 }.count * 10 < ended.count * 9)
            }
            #expect(figure.holders.reduce(Int128(0)) { $0 + $1.totalSeconds } == figure.totalSeconds)
            #expect(figure.holders.reduce(0) { $0 + $1.ended + $1.running } == sane.count)
        }
    }

    @Test("the order of the facts does not show in a byte", arguments: UInt64(80)..<90)
    func orderDoesNotMatter(seed: UInt64) throws {
        var random = RandomFacts(seed: seed)
        var facts = random.facts(movements: 60, convoys: 12, lines: 4, days: 20)
        let period = FigurePeriod(by: .week)
        let first = try Figures(facts, period: period)
        facts.movements.reverse()
        facts.convoys.reverse()
        facts.constraints.reverse()
        facts.restrictions.reverse()
        facts.needs.reverse()
        facts.scores.reverse()
        facts.assessments.reverse()
        let second = try Figures(facts, period: period)
        #expect(first.json(doctrine: []) == second.json(doctrine: []))
        #expect(first.report(doctrine: []) == second.report(doctrine: []))
        #expect(first.tables(doctrine: []).map(\.bytes) == second.tables(doctrine: []).map(\.bytes))
    }
}
