import AccessFigures
import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

/// Convoys that were agreed to and did not arrive, from single statements to the figures.
@Suite("scenarios of access")
struct AccessScenarioTests {
    private let hub = PartyID(checked: "un-hub")

    private func step(_ world: inout Scenario, _ party: String, _ kind: Kind, _ body: [UInt8]) throws {
        if let refusal = try world.say(party, kind, "s", body).refusal {
            throw Scenario.Misuse(description: "\(kind.rawValue): \(refusal)")
        }
    }

    private func figures(_ world: Scenario) throws -> Figures {
        let facts = try #require(world.picture.accessFacts(as: hub))
        return try Figures(facts, period: FigurePeriod(by: .whole))
    }

    private func instrument(_ world: inout Scenario, _ clauses: [String]) throws {
        let body = #"{"name":{"en":"Access"},"clauses":[\#(clauses.joined(separator: ","))]}"#
        let outcome = try world.say("neutral-host", .instrumentClauses, "access", Array(body.utf8), byRoot: true)
        if let refusal = outcome.refusal { throw Scenario.Misuse(description: "\(refusal)") }
    }

    /// September 2016: twenty trucks and twenty trucks at the border, the arrangement in force, and no letters.
    @Test(
        "Castello Road: bands by kind of arms are stated with their clauses; letters withheld are late, and who holds them shows"
    )
    func castello() throws {
        var world = try Scenario()
        let road =
            #""from":[{"lat":36.2350,"lon":37.1000},{"lat":36.2450,"lon":37.1300},{"lat":36.2480,"lon":37.1500}]"#
        func band(_ clause: String, _ what: String, _ metres: Int, _ side: String) -> String {
            #"{"clause":"\#(clause)","text":{"en":"\#(metres) m"},"sets":{"rule":"withdrawal-distance","withdrawal":{"what":"\#(what)","side":"\#(side)","metres":\#(metres),\#(road)}}}"#
        }
        try instrument(
            &world,
            [
                band("3(a)", "heavy-weapons", 3_500, "pro-government forces, north of the road"),
                band("3(b)", "vehicles", 2_500, "pro-government forces, north of the road"),
                band("3(c)", "personnel", 1_000, "pro-government forces, north of the road"),
                band("3(d)", "heavy-weapons", 500, "pro-government forces, south of the road"),
                #"{"clause":"5","text":{"en":"sealed, inspected by no authority"},"sets":{"rule":"inspection","inspection":{"what":"cargo","by":[]}}}"#,
                #"{"clause":"6","text":{"en":"letters in three days"},"sets":{"rule":"facilitation-letters-within","seconds":259200}}"#,
            ])
        // A gun 2.9 km north of the road is within one band and outside the others.
        let gun = try Position(latitudeE7: 362_740_000, longitudeE7: 371_400_000)
        #expect(world.picture.instruments.withdrawals(at: gun).map(\.clause.clause) == ["3(a)"])
        let riflemen = try Position(latitudeE7: 362_540_000, longitudeE7: 371_400_000)
        #expect(world.picture.instruments.withdrawals(at: riflemen).map(\.clause.clause) == ["3(a)", "3(b)", "3(c)"])

        for name in ["first", "second"] {
            let body = Bodies.convoyRequest(
                "Twenty trucks", to: "Eastern Aleppo", people: 40_000, cargo: "sealed", trucks: 20,
                lines: [Bodies.ManifestLine("flour", "kg", requested: 200_000)])
            #expect(try world.say("un-hub", .convoyRequest, name, body).refusal == nil)
            let full = Bodies.step(of: "un-hub/\(name)", [("answer", "full")], at: .test(0))
            try step(&world, "party-b", .convoyRespond, full)
        }
        try world.tick(at: .test(259_200))
        let board = world.picture.openEnds(OpenEndQuery(reader: hub)).ends
        #expect(board.map(\.record.subject.rawValue).sorted() == ["first", "second"])
        let isHeld = board.allSatisfy { $0.silent == PartyID(checked: "party-b") && !$0.lapses.isEmpty }
        #expect(isHeld)
        let figures = try figures(world)
        let letters = try #require(figures.steps.first { $0.step == .letters })
        #expect(letters.running.count == 2)
        #expect(letters.holders.map(\.heldBy) == ["Ministry"])
        #expect(letters.running.longest == 259_200)
        #expect(figures.convoys.all.count(.full) == 2)
        #expect(figures.convoys.all.outcomes.endedCount == 0)
        // The cargo that nobody was to open is opened: remarked, with the clause.
        let opened = Bodies.inspect(
            "un-hub/first", "cargo", at: "checkpoint", by: ("Checkpoint", "party-b"), time: .test(259_200))
        try step(&world, "un-hub", .convoyInspect, opened)
        let paper = try #require(
            world.picture.dossiers[RecordID(owner: hub, subject: SubjectID(checked: "first"))]?.paper)
        #expect(paper.remarks.last?.text.contains("access 5") == true)
    }

    /// 5 March 2018: agreed for 70,000 people with supplies for 27,500; 70 % of WHO's load was taken off while loading; 14
    /// of 46 trucks came back without being fully unloaded.
    @Test("Douma: what was taken off while loading, and what came back, line by line and as figures")
    func douma() throws {
        var world = try Scenario()
        // Thousandths of a supply each: trauma, surgical, dialysis, insulin.
        let who = [("trauma", 400), ("surgical", 300), ("dialysis", 200), ("insulin", 100)]
        var lines = who.map {
            Bodies.ManifestLine($0.0, "kg", requested: Int64($0.1), category: "WHO medical", supplier: "WHO")
        }
        lines.append(Bodies.ManifestLine("food", "kg", requested: 240_000, category: "food", supplier: "WFP"))
        let request = Bodies.convoyRequest(
            "Duma", pcode: "SY0304", people: 70_000, trucks: 46, lines: lines)
        #expect(try world.say("un-hub", .convoyRequest, "douma", request).refusal == nil)
        let name = "un-hub/douma"
        let answer = Bodies.step(
            of: name, [("answer", "partial")], at: .test(0), decided: ("Ministry", "no reason given"), people: 70_000,
            note: "supplies for 27,500 of them")
        try step(&world, "party-b", .convoyRespond, answer)
        try step(&world, "party-b", .convoyLetters, Bodies.step(of: name, [("letters", "issued")], at: .test(0)))
        try step(
            &world, "un-hub", .convoyRemove,
            Bodies.step(
                of: name, [("stage", "loading")], at: .test(0), decided: ("Security officer", "no reason given"),
                place: "Warehouse",
                lines: [("trauma", "kg", 400), ("surgical", "kg", 150), ("dialysis", "kg", 100), ("insulin", "kg", 50)])
        )
        try step(
            &world, "un-hub", .convoyLoad,
            Bodies.step(
                of: name, [], at: .test(0),
                lines: [
                    ("surgical", "kg", 150), ("dialysis", "kg", 100), ("insulin", "kg", 50), ("food", "kg", 240_000),
                ],
                trucks: 46))
        try step(
            &world, "un-hub", .convoyProgress,
            Bodies.step(of: name, [("progress", "dispatched")], at: .test(0), trucks: 46))
        try step(&world, "un-hub", .convoyProgress, Bodies.step(of: name, [("progress", "arrived")], at: .test(0)))
        try step(
            &world, "un-hub", .convoyOffload,
            Bodies.step(
                of: name, [("offloaded", "partial")], at: .test(0), decided: ("Convoy leader", "shelling"),
                lines: [("food", "kg", 170_000)], trucks: 32, trucksReturned: 14))
        try step(
            &world, "un-hub", .convoyReport,
            Bodies.step(
                of: name, [("outcome", "impeded-not-completed")], at: .test(0), decided: ("Several", "shelling"),
                people: 27_500))

        let figures = try figures(world)
        let medical = try #require(figures.cargo.first { $0.category == "WHO medical" })
        #expect(medical.removed == 700_000)
        #expect(medical.sum(.requested).value == 1_000_000)
        // "No reason given" is no reason, whatever it is written as.
        #expect(medical.removers.map(\.reason) == [nil])
        #expect(medical.removers.map(\.by) == ["Security officer"])
        #expect(figures.convoys.all.trucksReturned.value == 14)
        #expect(figures.convoys.all.trucksSent.value == 46)
        #expect(figures.convoys.all.peopleReached.value == 27_500)
        #expect(figures.convoys.all.peopleAgreed.value == 70_000)
        let id = RecordID(owner: hub, subject: SubjectID(checked: "douma"))
        let paper = try #require(world.picture.dossiers[id]?.paper)
        // Agreed to, and then hindered: the removal, the offloading, the outcome.
        #expect(paper.impededAfterAgreement.count == 3)
        // Every number leads to its statements.
        let record = try #require(medical.records.first.map { figures.records[Int($0)] })
        #expect(record.sources.count == 1 + paper.steps.count)
        let allHold = figures.checks.allSatisfy(\.holds)
        #expect(allHold)
    }

    /// September 2016: 33 convoys agreed, 15 of them in full; 6 were delivered.
    @Test("the Syrian plan of September 2016: 33 agreed, 15 in full, 6 delivered")
    func plan() throws {
        var world = try Scenario()
        for number in 0..<33 {
            let name = "c\(number)"
            let body = Bodies.convoyRequest(
                to: "Place \(number)", lines: [Bodies.ManifestLine("flour", "kg", requested: 100)],
                plan: "un-hub/september")
            #expect(try world.say("un-hub", .convoyRequest, name, body).refusal == nil)
            let answer =
                number < 15
                ? Bodies.step(of: "un-hub/\(name)", [("answer", "full")], at: .test(0))
                : Bodies.step(
                    of: "un-hub/\(name)", [("answer", "partial")], at: .test(0),
                    decided: ("Ministry", "no reason given"),
                    people: 100)
            try step(&world, "party-b", .convoyRespond, answer)
            if number < 6 {
                try step(
                    &world, "un-hub", .convoyReport,
                    Bodies.step(of: "un-hub/\(name)", [("outcome", "facilitated")], at: .test(0), people: 1_000))
            }
        }
        let figures = try figures(world)
        #expect(figures.convoys.all.agreedCount == 33)
        #expect(figures.convoys.all.count(.full) == 15)
        #expect(figures.convoys.all.agreedArrived.count == 6)
        #expect(figures.convoys.plans.map(\.key.label) == ["un-hub/september"])
    }

    /// What OCHA published, from one movement's statements each.
    @Test(
        "published weeks from single statements",
        arguments: [
            (
                "Gaza, 1 to 14 October 2024",
                ["denied": 141, "facilitated": 85, "impeded-not-completed": 49, "withdrawn": 10], 285
            ),
            (
                "Gaza, 27 August to 2 September 2025",
                ["facilitated": 50, "impeded-completed": 22, "denied": 5, "withdrawn": 9], 86
            ),
            (
                "North Gaza, January 2024",
                ["facilitated": 10, "partially-facilitated": 2, "denied": 34, "postponed": 6, "impeded-completed": 9],
                61
            ),
            (
                "Gaza, a week of August 2025",
                ["impeded-completed": 5, "impeded-not-completed": 18, "facilitated": 66], 89
            ),
        ] as [(String, [String: Int], Int)])
    func weeks(name: String, outcomes: [String: Int], total: Int) throws {
        var world = try Scenario()
        var number = 0
        for (word, count) in outcomes.sorted(by: { $0.key < $1.key }) {
            let outcome = try #require(MovementOutcome(rawValue: word))
            for _ in 0..<count {
                number += 1
                let subject = "m\(number)"
                let notice = Bodies.movement(legs: [(.test(600), .test(90_000))])
                #expect(try world.say("un-hub", .movementNotify, subject, notice).refusal == nil)
                if outcome != .denied, outcome != .withdrawn, outcome != .postponed {
                    try world.say("un-hub", .movementDepart, subject, Bodies.depart(at: .test(0)))
                }
                var close = Bodies.close(outcome, at: .test(0))
                if outcome == .impededNotCompleted {
                    close = Bodies.adding(
                        #""agreement":{"by":{"name":"Liaison"},"at":"\#(Instant.test(0))"}"#, to: close)
                }
                #expect(try world.say("un-hub", .movementClose, subject, close).refusal == nil)
            }
        }
        let figures = try figures(world)
        #expect(figures.movements.all.total == total)
        #expect(figures.movements.all.endedCount == total)
        for (word, count) in outcomes {
            guard let outcome = AccessFigures.Outcome(rawValue: word) else {
                Issue.record("no outcome '\(word)'")
                continue
            }
            #expect(figures.movements.all.count(outcome) == count)
        }
        // Impeded after it was agreed to is counted by itself.
        let agreed = outcomes["impeded-not-completed"] ?? 0
        #expect(figures.movements.impededAfterAgreement.count == agreed)
        let allHold = figures.checks.allSatisfy(\.holds)
        #expect(allHold)
        #expect(figures.records.filter { $0.sources.count < 2 }.isEmpty)
    }

    /// January 2017: a review took the list from 16 areas and 974,080 people to 13 and 643,780.
    @Test("a review of besieged areas is criterion by criterion, dated, with dissent beside it, and no label")
    func review() throws {
        var world = try Scenario()
        func assess(_ party: String, _ area: Int, _ finding: String, _ people: Int64, _ asOf: Instant) throws {
            let body = Bodies.object { fields in
                fields.key("place")
                fields.object { place in
                    place.member("name", "Area \(area)")
                    place.member("pcode", "SY\(1_000 + area)")
                }
                fields.key("population")
                fields.object { item in
                    item.member("people", people)
                    item.member("source", "local councils")
                }
                fields.member("asOf", asOf.description)
                fields.key("criteria")
                fields.array { list in
                    list.object { item in
                        item.member("criterion", "surrounded")
                        item.member("finding", finding)
                        item.member("evidence", "checkpoints on every road")
                    }
                }
            }
            if let refusal = try world.say(party, .areaAssess, "area-\(area)", body).refusal {
                throw Scenario.Misuse(description: "\(refusal)")
            }
        }
        for area in 0..<16 { try assess("un-hub", area, "met", area == 0 ? 60_880 + 0 : 60_880, .test(0)) }
        try world.tick(at: .test(86_400))
        for area in 0..<16 {
            let people: Int64 = area < 13 ? (area == 0 ? 49_540 : 49_520) : 100_000
            try assess("un-hub", area, area < 13 ? "met" : "not-met", people, .test(86_400))
        }
        // Siege Watch counts otherwise, and stands beside it.
        try assess("red-crescent", 15, "met", 110_000, .test(86_400))
        let figures = try figures(world)
        let reviews = figures.reviews.filter { $0.saidBy == "un-hub" && $0.criterion == "surrounded" }
        #expect(reviews.map(\.yes.count) == [16, 13])
        #expect(reviews.map(\.people.value) == [974_080, 643_780])
        let disputed = figures.areas.filter(\.isDisputed)
        #expect(disputed.count == 1)
        #expect(disputed.first?.place.pcode == "SY1015")
        let account = world.picture.areaAccount(.pcode("sy1015"), as: hub)
        #expect(account.assessments.map(\.party.rawValue) == ["red-crescent", "un-hub"])
    }
}
