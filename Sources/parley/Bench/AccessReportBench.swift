import AccessFigures
import Coordination
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import StrictJSON
import TransparencyLog

/// A year of movements and their convoys' paper, reported with all tables and pictures, from the picture on.
struct AccessReportBench {
    var movements = 10_000
    /// One movement in so many has a convoy's paper.
    var everyConvoy = 10
    var runs = 5

    private static let places = ["Duma", "Madaya", "Aleppo", "Homs", "Deir ez-Zor", "Darayya", "Idlib", "Raqqa"]

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: 4)
        try await say(in: world)
        let picture = world.node.publisher.state.picture
        let reader = world.accord.speakers[0].party
        let watch = ContinuousClock()
        var parts: [String: [Double]] = [:]
        var totals: [Double] = []
        var bytes = 0
        for _ in 0..<runs {
            let start = watch.now
            var last = start
            func mark(_ name: String) {
                let now = watch.now
                parts[name, default: []].append((now - last).seconds * 1_000)
                last = now
            }
            guard let facts = picture.accessFacts(as: reader) else { throw Failure(.refused, "no accord") }
            mark("factsMilliseconds")
            let figures = try Figures(facts, period: FigurePeriod(by: .month))
            mark("countMilliseconds")
            let page = figures.report(doctrine: Doctrine.sentences())
            mark("pageMilliseconds")
            let tables = figures.tables(doctrine: Doctrine.sentences())
            mark("tablesMilliseconds")
            let json = figures.json(doctrine: Doctrine.sentences())
            mark("jsonMilliseconds")
            totals.append((watch.now - start).seconds * 1_000)
            bytes = page.count + json.count + tables.reduce(0) { $0 + $1.bytes.count }
            guard figures.movements.all.total == movements, figures.convoys.all.total == movements / everyConvoy,
                figures.checks.allSatisfy(\.holds)
            else {
                throw Failure(.refused, "the report counts \(figures.movements.all.total) movements, not \(movements)")
            }
        }
        try await world.close()
        totals.sort()
        return BenchResult(
            name: "access-report", value: totals[totals.count / 2], unit: "ms", seconds: totals.reduce(0, +) / 1_000,
            conditions:
                "\(movements) movements of a year and \(movements / everyConvoy) convoys of 5 lines, from statements in a "
                + "log: facts, figures, the page with all pictures, every table and the JSON; median of \(runs)",
            details: [("worstMilliseconds", totals[totals.count - 1]), ("bytes", Double(bytes))]
                + parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()[$0.value.count / 2]) })
    }

    private func say(in world: BenchWorld) async throws {
        let outcomes = MovementOutcome.allCases
        var batch: [[UInt8]] = []
        for number in 0..<movements {
            let speaker = number % world.accord.speakers.count
            let now = world.node.clock.now()
            let seen = BenchAccord.head(of: world.node)
            func add(_ kind: Kind, _ subject: String, _ body: [UInt8]) throws {
                batch.append(
                    try world.accord.sign(kind, subject: subject, body: body, by: speaker, seen: seen, at: now))
            }
            let name = "m-\(number)"
            try add(.movementNotify, name, Self.movement(number, of: movements, from: now))
            try add(.movementDepart, name, BenchAccord.json { $0.member("at", now.description) })
            try add(.movementClose, name, Self.closing(outcomes[number % outcomes.count], at: now))
            if number % everyConvoy == 0 {
                let owner = world.accord.speakers[speaker].party
                for (kind, subject, body) in Self.convoy(number, "\(owner)/c-\(number)", "\(owner)/\(name)", at: now) {
                    try add(kind, subject, body)
                }
            }
            // What is signed has seen a recent tree, and what is sent is judged before the next is signed.
            if batch.count >= 512 || number + 1 == movements {
                try await Self.submit(batch, to: world.node)
                batch = []
            }
        }
    }

    private static func submit(_ envelopes: [[UInt8]], to node: Node) async throws {
        for answer in try await node.submit(all: envelopes.map { ($0, nil) }) {
            if case .refused(let refusal) = answer { throw Failure(.refused, "\(refusal)") }
        }
    }

    private static func movement(_ number: Int, of count: Int, from now: Instant) -> [UInt8] {
        let departs = now.adding(seconds: 3_600 + Int64(number) * 365 * 86_400 / Int64(count))
        return BenchAccord.json { body in
            body.key("name")
            body.object { $0.member("en", "Mission \(number)") }
            body.member("purpose", "Food and medicine")
            body.member("standOffClass", "site")
            body.member("halfWidthMetres", 100)
            body.key("legs")
            body.array { list in
                list.object { leg in
                    leg.member("from", "Depot")
                    leg.member("to", places[number % places.count])
                    leg.key("path")
                    leg.array { path in
                        for step in 0..<2 {
                            path.object { place in
                                place.key("lat")
                                place.decimal(360_000_000 + Int64(number % 1_000) * 10_000, scale: 7)
                                place.key("lon")
                                place.decimal(370_000_000 + Int64(step) * 500_000, scale: 7)
                            }
                        }
                    }
                    leg.member("departs", departs.description)
                    leg.member("arrives", departs.adding(seconds: 7_200).description)
                }
            }
            body.key("vehicles")
            body.array { list in
                list.object { item in
                    item.member("kind", "truck")
                    item.member("count", 10)
                }
            }
            body.member("people", 20)
            body.key("contact")
            body.object { contact in
                contact.member("role", "Convoy leader")
                contact.key("phones")
                contact.array { $0.string("+000 000 000") }
            }
        }
    }

    private static func closing(_ outcome: MovementOutcome, at now: Instant) -> [UInt8] {
        BenchAccord.json { body in
            body.member("outcome", outcome.rawValue)
            body.member("at", now.description)
            guard outcome.needsDecider else { return }
            body.member("decidedBy", "Checkpoint commander")
            body.member("reason", "no reason given")
        }
    }

    private static func convoy(
        _ number: Int, _ name: String, _ movement: String, at now: Instant
    ) -> [(Kind, String, [UInt8])] {
        let items = ["flour", "rice", "trauma kits", "insulin", "tents"]
        func lines(_ body: inout JSONWriter, _ amount: Int, _ write: (inout JSONWriter, String, Int) -> Void) {
            body.key("lines")
            body.array { list in for item in items { list.object { write(&$0, item, amount) } } }
        }
        func step(_ kind: Kind, _ members: [(String, String)], amount: Int? = nil, decided: Bool = false) -> (
            Kind, String, [UInt8]
        ) {
            let body = BenchAccord.json { body in
                body.member("convoy", name)
                for (key, value) in members { body.member(key, value) }
                body.member("at", now.description)
                if decided {
                    body.key("decidedBy")
                    body.object { $0.member("name", "Ministry") }
                    body.member("reason", "no reason given")
                }
                if let amount {
                    lines(&body, amount) { item, key, amount in
                        item.member("line", key)
                        item.member("unit", "kg")
                        item.member("amount", amount)
                    }
                }
            }
            return (kind, "s-\(number)", body)
        }
        let request = BenchAccord.json { body in
            body.key("name")
            body.object { $0.member("en", "Convoy \(number)") }
            body.member("crossing", "cross-line")
            body.key("destination")
            body.object { $0.member("name", places[number % places.count]) }
            body.key("period")
            body.object { $0.member("from", now.description) }
            body.member("people", 5_000)
            body.key("answeredBy")
            body.object { $0.member("name", "Ministry") }
            body.member("cargo", "sealed")
            lines(&body, 1_000) { item, key, amount in
                item.member("line", key)
                item.member("item", key)
                item.member("category", key.contains("i") ? "medical" : "food")
                item.member("unit", "kg")
                item.member("requested", amount)
            }
            body.member("movement", movement)
        }
        return [
            (.convoyRequest, "c-\(number)", request),
            step(.convoyRespond, [("answer", "full")]), step(.convoyLetters, [("letters", "issued")]),
            step(.convoyLoad, [], amount: 1_000),
            step(.convoyRemove, [("stage", "checkpoint")], amount: 300, decided: true),
            step(.convoyOffload, [("offloaded", "partial")], amount: 700, decided: true),
            step(.convoyReport, [("outcome", "impeded-completed")], decided: true),
        ]
    }
}
