import Geodesy
import Testing

@testable import AccessFigures

/// What counts as what.
@Suite struct RuleTests {
    private func source(_ entry: UInt64) -> SourceRef { SourceRef(entry: entry, statement: "s\(entry)") }

    private func movement(_ id: String, at departure: String = "2024-12-30T12:00:00Z") -> MovementFact {
        MovementFact(
            id: id, organiser: "O", name: id, origin: Place("A"), destination: Place("B"),
            plannedDeparture: RandomFacts.instant(departure), state: .closed, outcome: .facilitated,
            sources: [source(1)])
    }

    private func figures(_ facts: AccessFacts, by grain: FigurePeriod.Grain = .whole) throws -> Figures {
        try Figures(facts, period: FigurePeriod(by: grain))
    }

    @Test("a record stated twice is refused, since it would count twice")
    func duplicates() {
        var facts = AccessFacts(Snapshots.reading)
        facts.movements = [movement("m"), movement("m")]
        #expect(throws: FactsError.duplicate(.movement, id: "m")) { try figures(facts) }
    }

    @Test("a record without a statement behind it is refused")
    func withoutSource() {
        var facts = AccessFacts(Snapshots.reading)
        facts.movements = [movement("m")]
        facts.movements[0].sources = []
        #expect(throws: FactsError.noSource(.movement, id: "m")) { try figures(facts) }
    }

    @Test("an agreement dated after the closing is none beforehand")
    func lateAgreement() throws {
        var facts = AccessFacts(Snapshots.reading)
        var fact = movement("m")
        fact.outcome = .impededNotCompleted
        fact.closedAt = RandomFacts.instant("2024-12-30T18:00:00Z")
        fact.agreement = Agreement(by: "P", at: RandomFacts.instant("2024-12-30T18:00:01Z"), source: source(2))
        facts.movements = [fact]
        let late = try figures(facts).movements
        #expect(late.impededAfterAgreement.isEmpty && late.agreedAfterwards.count == 1)
        facts.movements[0].agreement = Agreement(
            by: "P", at: RandomFacts.instant("2024-12-30T18:00:00Z"), source: source(2))
        #expect(try figures(facts).movements.impededAfterAgreement.count == 1)
    }

    @Test("what is not over and what could not be read are in no share")
    func apart() throws {
        var facts = AccessFacts(Snapshots.reading)
        facts.movements = (0..<4).map { movement("m\($0)") }
        facts.movements[1].state = .overdue
        facts.movements[2].outcome = nil
        facts.movements[3].outcome = .denied
        let all = try figures(facts).movements.all
        #expect(all.total == 4 && all.endedCount == 2 && all.notOverCount == 1 && all.unreadable.count == 1)
        #expect(all.share(Outcome.denied)?.percentText == "50.0")
    }

    @Test("weeks are ISO 8601's, in the zone asked for")
    func weeks() throws {
        var facts = AccessFacts(Snapshots.reading)
        facts.movements = [
            movement("a", at: "2024-12-29T23:59:59Z"), movement("b", at: "2024-12-30T00:00:00Z"),
            movement("c", at: "2021-01-03T12:00:00Z"), movement("d", at: "2020-12-31T12:00:00Z"),
        ]
        let rows = try figures(facts, by: .week).movements.table(.period).rows.filter { $0.total > 0 }
        #expect(rows.map(\.key.label) == ["2020-W53", "2024-W52", "2025-W01"])
        #expect(rows.map(\.total) == [2, 1, 1])
        let shifted = try Figures(facts, period: FigurePeriod(by: .week, utcOffsetMinutes: 60))
        let last = try #require(shifted.movements.table(.period).rows.last)
        #expect(last.key.label == "2025-W01" && last.total == 2)
    }

    @Test("periods across the whole calendar are not filled up")
    func farApart() throws {
        var facts = AccessFacts(Snapshots.reading)
        facts.movements = [movement("a", at: "0001-01-01T00:00:00Z"), movement("b", at: "9999-12-31T23:59:59Z")]
        let movements = try figures(facts, by: .day).movements
        #expect(movements.leavesOutEmptyPeriods)
        #expect(movements.table(.period).rows.map(\.key.label) == ["0001-01-01", "9999-12-31"])
    }

    @Test("no information is neither 0 nor divided by")
    func needs() throws {
        var facts = AccessFacts(Snapshots.reading)
        let (early, late) = (RandomFacts.instant("2024-01-01T00:00:00Z"), RandomFacts.instant("2024-02-01T00:00:00Z"))
        func need(_ place: String, _ people: UInt32?, _ at: Instant, _ entry: UInt64) -> NeedFact {
            NeedFact(place: Place(place), sector: nil, peopleInNeed: people, asOf: at, source: source(entry))
        }
        facts.needs = [
            need("newer", 100, early, 1), need("newer", 400, late, 2), need("unknown", nil, late, 3),
            need("disputed", 10, late, 4), need("disputed", 20, late, 5), need("nobody", 0, late, 6),
        ]
        for (number, place) in ["newer", "unknown", "disputed", "nobody", "unassessed"].enumerated() {
            var convoy = ConvoyFact(
                id: place, requester: "R", place: Place(place), requestedAt: nil, answer: .full,
                sources: [source(UInt64(20 + number))])
            convoy.people.reached = 100
            facts.convoys.append(convoy)
        }
        let rows = try figures(facts).reach
        let byPlace = Dictionary(uniqueKeysWithValues: rows.map { ($0.place.label ?? "", $0) })
        #expect(byPlace["newer"]?.need == .people(400))
        #expect(byPlace["newer"]?.share?.percentText == "25.0")
        #expect(byPlace["unknown"]?.need == .noInformation)
        #expect(byPlace["disputed"]?.need == .contradictory([10, 20]))
        #expect(byPlace["unassessed"]?.need == .noInformation)
        for place in ["unknown", "disputed", "nobody", "unassessed"] { #expect(byPlace[place]?.share == nil) }
    }

    @Test("a step whose times contradict one another is in no duration")
    func contradictorySteps() throws {
        var facts = AccessFacts(Snapshots.reading)
        var convoy = ConvoyFact(
            id: "c", requester: "R", place: Place("A"), requestedAt: nil, answer: .awaited, sources: [source(1)])
        let (early, late) = (RandomFacts.instant("2024-01-01T00:00:00Z"), RandomFacts.instant("2024-01-01T01:00:00Z"))
        let stop = ClockStop(seconds: 3_601, reason: "holiday", source: source(3))
        convoy.steps = [
            StepFact(.answer, from: late, to: early, heldBy: "P", source: source(2)),
            StepFact(.letters, from: early, to: late, heldBy: "P", stops: [stop], source: source(4)),
            StepFact(
                .travel, from: RandomFacts.instant("2030-01-01T00:00:00Z"), to: nil, heldBy: nil, source: source(5)),
            StepFact(.offload, from: early, to: late, heldBy: " ", source: source(6)),
        ]
        facts.convoys = [convoy]
        let steps = try figures(facts).steps
        #expect(steps.map(\.contradictory.count) == [1, 1, 0, 0, 0, 1, 0, 0])
        #expect(steps.map(\.totalSeconds) == [0, 0, 0, 0, 0, 0, 0, 3_600])
        #expect(steps[7].holders.map(\.heldBy) == [nil])
    }

    @Test("sums of quantities cannot overflow")
    func hugeQuantities() throws {
        var facts = AccessFacts(Snapshots.reading)
        var convoy = ConvoyFact(
            id: "c", requester: "R", place: Place("A"), requestedAt: nil, answer: .full, sources: [source(1)])
        for number in 0..<4 {
            var line = LineFact(key: "\(number)", item: "i", category: "F", unit: "t")
            line.planned = Quantity(thousandths: .max)
            line.agreed = Quantity(thousandths: -1)
            convoy.lines.append(line)
        }
        facts.convoys = [convoy]
        let cargo = try figures(facts).cargo
        #expect(cargo[0].sum(.planned).value == Int128(Int64.max) * 4)
        #expect(cargo[0].sum(.agreed).value == nil, "a negative number states no quantity")
    }
}
