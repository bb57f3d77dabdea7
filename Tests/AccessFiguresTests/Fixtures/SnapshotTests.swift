import Geodesy
import Testing

@testable import AccessFigures

/// Published weeks of movements, from one statement each; every sum is the one that was published.
@Suite struct SnapshotTests {
    private func figures(
        _ counts: [(word: String, count: Int)], from start: String, days: Int, by grain: FigurePeriod.Grain = .whole
    ) throws -> Figures {
        try Figures(Snapshots.facts(counts, from: start, days: days), period: FigurePeriod(by: grain))
    }

    @Test("Gaza, 1 to 14 October 2024: 285 = 141 denied + 85 facilitated + 49 impeded + 10 cancelled")
    func gazaOctober2024() throws {
        let figures = try figures(
            [("denied", 141), ("facilitated", 85), ("impeded", 49), ("cancelled", 10)], from: "2024-10-01T00:00:00Z",
            days: 14, by: .day)
        let all = figures.movements.all
        #expect(all.total == 285)
        #expect(all.count(Outcome.denied) == 141)
        #expect(all.count(Outcome.facilitated) == 85)
        #expect(all.count(Outcome.Family.impeded) == 49)
        #expect(all.count(Outcome.Family.cancelled) == 10)
        // The snapshot does not say which of two was meant, and so neither do the figures.
        #expect(all.count(Outcome.impededCompleted) == 0 && all.count(Outcome.impededNotCompleted) == 0)
        #expect(all.count(Outcome.withdrawn) == 0 && all.count(Outcome.postponed) == 0)
        #expect(all.share(Outcome.facilitated)?.percentText == "29.8")
        #expect(figures.movements.table(.period).rows.count == 14)
        #expect(figures.movements.table(.period).rows.first?.key.label == "2024-10-01")
        #expect(figures.movements.fieldWords.map(\.words) == ["denied", "facilitated", "impeded", "cancelled"])
        #expect(figures.checks.allSatisfy { $0.holds })
    }

    @Test("however statements tell the impeded and the cancelled apart, the family's sums stay", arguments: 0..<10)
    func splitsKeepFamilies(seed: Int) throws {
        let (completed, withdrawn) = (seed * 5, seed)
        let all = try figures(
            [
                ("denied", 141), ("facilitated", 85), ("impeded-completed", completed),
                ("impeded-not-completed", 49 - completed), ("withdrawn", withdrawn), ("postponed", 10 - withdrawn),
            ], from: "2024-10-01T00:00:00Z", days: 14
        ).movements.all
        #expect(all.total == 285)
        #expect(all.count(Outcome.Family.impeded) == 49)
        #expect(all.count(Outcome.Family.cancelled) == 10)
        #expect(all.count(Outcome.impededCompleted) == completed)
    }

    @Test("Gaza, 27 August to 2 September 2025: 86 = 50 + 22 impeded + 5 denied + 9 withdrawn, 58 % facilitated")
    func gazaSeptember2025() throws {
        let all = try figures(
            [("facilitated", 50), ("impeded", 22), ("denied", 5), ("withdrawn", 9)], from: "2025-08-27T00:00:00Z",
            days: 7
        ).movements.all
        #expect(all.total == 86)
        #expect(all.share(Outcome.facilitated)?.thousandths == 581)
        #expect(all.count(Outcome.withdrawn) == 9)
    }

    @Test("northern Gaza, January 2024: 61 = 10 + 2 partial + 34 denied + 6 postponed + 9 impeded")
    func northernGaza() throws {
        let all = try figures(
            [("facilitated", 10), ("partial", 2), ("denied", 34), ("postponed", 6), ("impeded", 9)],
            from: "2024-01-01T00:00:00Z", days: 31
        ).movements.all
        #expect(all.total == 61)
        #expect(all.count(Outcome.partiallyFacilitated) == 2)
        #expect(all.count(Outcome.postponed) == 6)
        #expect(all.endedCount == 61)
    }

    @Test("a week of 89 attempts: 23 impeded = 5 later done + 18 not")
    func weekOf89() throws {
        let figures = try figures(
            [("facilitated", 66), ("impeded, later done", 5), ("impeded, not done", 18)], from: "2025-08-20T00:00:00Z",
            days: 7, by: .week)
        let all = figures.movements.all
        #expect(all.total == 89)
        #expect(all.count(Outcome.Family.impeded) == 23)
        #expect(all.count(Outcome.impededCompleted) == 5)
        #expect(all.count(Outcome.impededNotCompleted) == 18)
        #expect(figures.movements.table(.period).rows.map(\.key.label) == ["2025-W34", "2025-W35"])
    }

    @Test("a word that is not known is refused, not guessed")
    func unknownWord() {
        #expect(Outcome(fieldWord: "accomplished-ish") == nil)
        #expect(Outcome(fieldWord: "") == nil)
        #expect(Outcome(fieldWord: "Partially Facilitated") == .partiallyFacilitated)
    }
}
