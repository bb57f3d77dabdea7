import AccessFigures
import Geodesy
import Testing

/// Published snapshots as statement-level facts: one movement, one statement, the field's word kept.
enum Snapshots {
    static let reading = Reading(
        accord: "Snapshot", asOf: RandomFacts.instant("2026-01-01T00:00:00Z"), logSize: 1_000, missing: [],
        reader: "test", audience: "the parties")

    static func facts(_ counts: [(word: String, count: Int)], from start: String, days: Int) throws -> AccessFacts {
        var facts = AccessFacts(reading)
        let first = RandomFacts.instant(start)
        var number = 0
        for (word, count) in counts {
            for _ in 0..<count {
                let outcome: Outcome = try #require(Outcome(fieldWord: word), "'\(word)' is not known")
                var fact = MovementFact(
                    id: "movement:\(number)", organiser: "an organisation", name: "mission \(number)",
                    origin: Place("Karm Abu Salem"), destination: Place(number % 3 == 0 ? "North Gaza" : "Gaza City"),
                    plannedDeparture: first.adding(seconds: Int64(number % days) * 86_400 + 30_000), state: .closed,
                    outcome: outcome,
                    sources: [SourceRef(entry: UInt64(number), statement: "s\(number)")])
                fact.outcomeWords = word
                facts.movements.append(fact)
                number += 1
            }
        }
        return facts
    }
}
