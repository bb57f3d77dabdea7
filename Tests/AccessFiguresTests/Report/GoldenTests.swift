import Geodesy
import Testing

@testable import AccessFigures

/// A small picture of the north, written once and looked at.
@Suite struct GoldenTests {
    static let doctrine = ["a notification is information", "an acknowledgement means received, never consent"]

    static func small() throws -> Figures {
        var facts = try Snapshots.facts(
            [("facilitated", 3), ("denied", 2), ("impeded", 1), ("cancelled", 1)], from: "2024-10-01T00:00:00Z", days: 3
        )
        facts.movements[3].decidedBy = "وزارة الخارجية"
        facts.movements[3].reason = "=SUM(A1:A9)"
        facts.movements[5].agreement = Agreement(
            by: "Party <A>", at: RandomFacts.instant("2024-10-01T00:00:00Z"),
            source: SourceRef(entry: 90, statement: "s90"))
        var random = RandomFacts(seed: 12)
        facts.convoys = random.facts(movements: 0, convoys: 2, lines: 3, days: 5).convoys
        facts.needs = [
            NeedFact(
                place: Place("Douma"), sector: "Health", peopleInNeed: nil,
                asOf: RandomFacts.instant("2024-01-01T00:00:00Z"),
                source: SourceRef(entry: 91, statement: "s91"))
        ]
        facts.reading.missing = ["bodies sealed to others: 2"]
        return try Figures(facts, period: FigurePeriod(by: .day, utcOffsetMinutes: 180))
    }

    @Test("the JSON is the same to the byte")
    func json() throws { try Golden.expect(Self.small().json(doctrine: Self.doctrine), "figures.json") }

    @Test("the page is the same to the byte")
    func page() throws { try Golden.expect(Self.small().report(doctrine: Self.doctrine), "report.html") }

    @Test("the tables are the same to the byte")
    func tables() throws {
        var all: [UInt8] = []
        for table in try Self.small().tables(doctrine: Self.doctrine) {
            all += Array("== \(table.name)\r\n".utf8) + table.bytes
        }
        try Golden.expect(all, "tables.csv")
    }
}
