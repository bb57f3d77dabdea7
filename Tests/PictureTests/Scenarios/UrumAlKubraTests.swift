import AccessFigures
import Coordination
import Foundation
import Geodesy
import HashTreeCollections
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

/// 19 September 2016, from the public case file: every claim that it holds is entered, and none is merged.
@Suite(
    "replays: the convoy to Urum al-Kubra",
    .enabled(if: UrumCase.data != nil, "the case file is not beside this checkout (../shared/data)"))
struct UrumAlKubraTests {
    private let hub = PartyID(checked: "un-hub")
    private let convoy = RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "urum"))
    private let incident = RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "attack"))

    /// The words of the case file in those of the statements.
    private static let about = [
        "killed": "killed", "vehicles_destroyed": "vehicles-destroyed", "means": "means", "munition": "munition",
        "actor": "actor", "convoy_state": "state",
    ]

    private func json(_ value: Any) throws -> String {
        if let text = value as? String {
            return String(
                decoding: try JSONSerialization.data(withJSONObject: [text]).dropFirst().dropLast(), as: UTF8.self)
        }
        return String(
            decoding: try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed), as: UTF8.self)
    }

    private func say(_ world: inout Scenario, _ kind: Kind, _ subject: String, _ body: [UInt8]) throws {
        if let refusal = try world.say("un-hub", kind, subject, body).refusal {
            throw Scenario.Misuse(description: "\(kind.rawValue): \(refusal)")
        }
    }

    /// The case up to its claims: 2016-09-19T00:00:00Z is the test accord's beginning.
    private func played() throws -> (world: Scenario, claims: [[String: Any]]) {
        let data = try #require(UrumCase.data)
        let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let claims = try #require(file["claims"] as? [[String: Any]])
        let places = try #require(file["locations"] as? [[String: Any]])
        let square = try #require(places.first { $0["id"] as? String == "death_square" })
        #expect(square["lat"] is NSNull)
        var world = try Scenario()
        let movement = Bodies.movement(
            "Convoy to Urum al-Kubra", latitudeE7: 361_515_830, longitudeE7: 368_677_500,
            legs: [(.test(28_200), .test(39_600))])
        try say(&world, .movementNotify, "convoy", movement)
        let trucks = Bodies.ManifestLine("aid", "truck", requested: 31)
        try say(
            &world, .convoyRequest, "urum",
            Bodies.convoyRequest(
                "Urum al-Kubra", to: "Warehouse compound", people: 78_000, answeredBy: ("Government", nil),
                cargo: "open", trucks: 31, lines: [trucks], movement: "un-hub/convoy"))
        try say(&world, .convoyRespond, "r", Bodies.step(of: "un-hub/urum", [("answer", "full")], at: .test(0)))
        try world.tick(at: .test(28_200))
        try say(&world, .movementDepart, "convoy", Bodies.depart(at: .test(28_200)))
        try world.tick(at: .test(31_800))
        // The last checkpoint has a name and no position, and stays without one.
        let passed = Bodies.step(
            of: "un-hub/urum", [("progress", "passed")], at: .test(31_800),
            place: try #require(square["name"] as? String))
        try say(&world, .convoyProgress, "p", passed)
        try say(&world, .movementCheckIn, "convoy", Bodies.checkIn(at: .test(31_800), means: .phone))
        try world.tick(at: .test(39_600))
        try say(&world, .movementCheckIn, "convoy", Bodies.checkIn(at: .test(39_600), reachedLeg: 0, means: .phone))
        try world.tick(at: .test(75_600))
        try say(&world, .movementClose, "convoy", Bodies.close(.attacked, at: .test(58_320)))
        try say(
            &world, .incidentReport, "attack",
            Bodies.stated(
                .incidentReport, ("from", #""2016-09-19T19:12:00+03:00""#), ("until", #""2016-09-19T20:00:00+03:00""#),
                ("about", #"["un-hub/convoy","un-hub/urum"]"#)))
        return (world, claims)
    }

    @Test(
        "every claim of the case is entered beside the others; what supersedes another names it; nobody is found guilty"
    )
    func claims() throws {
        var (world, claims) = try played()
        try world.tick(at: .test(86_399))
        var statements: [String: String] = [:]
        for claim in claims {
            let id = try #require(claim["id"] as? String)
            let about = try #require(Self.about[claim["about"] as? String ?? ""])
            // The case file writes one source's two words as two; it is the same source that takes the first back.
            let by = (claim["by"] as? String ?? "").replacing(" (initial)", with: "").replacing(" (revised)", with: "")
            var changes: [Bodies.Change] = [
                ("about", "\"\(about)\""), ("value", try json(try #require(claim["value"]))),
                ("by", "{\"name\":\(try json(by))}"), ("source", try json(claim["src"] as? String ?? "not stated")),
            ]
            if let total = claim["of"] { changes.append(("of", try json(total))) }
            if let qualifier = claim["qualifier"] { changes.append(("qualifier", try json(qualifier))) }
            if let earlier = claim["supersedes"] as? String {
                changes.append(("supersedes", "\"\(try #require(statements[earlier]))\""))
            }
            var members: [(String, String)] = [("incident", "\"un-hub/attack\""), ("reportedAt", "\"2016-09-19\"")]
            for change in changes { members.append((change.name, change.json ?? "null")) }
            let body = "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
            try say(&world, .incidentClaim, id, Array(body.utf8))
            statements[id] = world.picture.dossiers[incident]?.claims.last?.statement.description
        }
        let account = try #require(world.picture.dossiers[incident]).account
        #expect(account.groups.reduce(0) { $0 + $1.entries.count } == claims.count)
        #expect(account[.killed]?.range == 12...21)
        #expect(account[.killed]?.differs == true)
        #expect(account[.killed]?.qualifiersDiffer == true)
        #expect(account[.actor]?.entries.count == 3)
        #expect(account[.actor]?.entries.allSatisfy(\.stands) == true)
        // The wording that was withdrawn stays, and is marked.
        #expect(account[.means]?.entries.count { !$0.stands } == 1)
        #expect(account.differs)
        let sentences = account.groups.map(\.sentence)
        #expect(sentences.allSatisfy { $0.hasPrefix("alleged") })
    }

    @Test("the unlocatable checkpoint stays unlocatable; the convoy was agreed to and attacked, and the figures say so")
    func figures() throws {
        let (world, _) = try played()
        let dossier = try #require(world.picture.dossiers[convoy])
        let passed = try #require(dossier.paper?.steps.first { $0.content.event == .progress(.passed) })
        #expect(passed.content.place?.name.contains("Death Square") == true)
        #expect(passed.content.place?.position == nil)
        let facts = try #require(world.picture.accessFacts(as: hub))
        let movement = try #require(facts.movements.first)
        #expect(movement.outcome == AccessFigures.Outcome.attacked)
        #expect(movement.agreement?.by == "Government")
        #expect(movement.incidents == 1)
        let figures = try Figures(facts, period: FigurePeriod(by: .day))
        #expect(figures.movements.all.count(AccessFigures.Outcome.attacked) == 1)
        #expect(figures.movements.withIncidents.count == 1)
    }
}

/// The public case file, where it lies beside the checkout.
enum UrumCase {
    static let data: Data? = try? Data(
        contentsOf: URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .appending(path: "../shared/data/04-access-aid/case_urum_al_kubra_2016-09-19.json").standardized)
}
