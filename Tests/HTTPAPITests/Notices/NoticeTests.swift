import Coordination
import Geodesy
import Picture
import Statements
import StrictJSON
import TestKit
import Testing

@testable import HTTPAPI

@Suite("notices over the interface: whose they are decides who sees how they stand")
struct NoticeTests {
    private static let crescent = PartyID(checked: "red-crescent")
    private static let site = RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "s"))

    private static func populate(_ scenario: inout Scenario) throws {
        try scenario.say("un-hub", .notificationNotify, "s", Bodies.site("Al-Quds hospital"))
        try scenario.say(
            "red-crescent", .notificationNotify, "t", Bodies.site("al quds hospital", latitudeE7: 362_050_000))
        try scenario.say(
            "red-crescent", .notificationNotify, "secret", Bodies.site("Al-Quds hospital"),
            audience: [PartyID(checked: "party-a")])
        let version = try #require(scenario.picture.noticeVersion(of: site))
        try scenario.say("party-a", .unitDeclare, "battery-2", Bodies.unit())
        try scenario.say("party-a", .unitDeclare, "battery-3", Bodies.unit())
        try scenario.say("party-a", .notificationReceive, "r", Bodies.receive("un-hub/s", version, means: .telephone))
        try scenario.say(
            "party-a", .noticeDisseminate, "r",
            Bodies.disseminate("un-hub/s", version, to: .operatingUnit, unit: "battery-2"))
        try scenario.say("party-a", .notificationChallenge, "r", Bodies.challenge("un-hub/s", version, .status))
        try scenario.say("party-b", .partyLeave, "party-b", Bodies.reason("x"), byRoot: true)
    }

    @Test("the owner sees every recipient's state, a recipient its own, and nobody else any")
    func states() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            func parties(_ reader: String) async throws -> [String]? {
                let reply = try await server.get("/records/un-hub/s", by: reader)
                #expect(reply.status == 200)
                return try reply.json["record/recipients"]?.elements.compactMap { $0["party"]?.text }
            }
            #expect(try await parties("un-hub") == ["party-a", "party-b"])
            #expect(try await parties("party-a") == ["party-a"])
            #expect(try await parties("red-crescent") == nil)
            let reply = try await server.get("/records/un-hub/s", by: "un-hub").json
            #expect(reply["record/recipients/0/state"]?.text == "disseminated")
            #expect(reply["record/recipients/0/depth"]?.text == "operating-unit")
            #expect(reply["record/recipients/0/receipts/0/means"]?.text == "telephone")
            #expect(reply["record/recipients/0/challenges/0/reason"]?.text == "status")
            #expect(try reply["record/recipients/0/disputed"]?.bool() == true)
            #expect(reply["record/recipients/1/standing"]?.text == "left")
            #expect(reply["record/statement"]?.text?.utf8.count == 64)
            let listed = try await server.get("/records?owner=un-hub", by: "party-a").json
            #expect(listed["records/0/recipients/0/party"]?.text == "party-a")
            #expect(listed["records/0/recipients/1"] == nil)
        }
    }

    @Test("what waits for somebody is shown to the two sides that it is between")
    func open() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            #expect(try await server.get("/notices/open").status == 401)
            let owner = try await server.get("/notices/open", by: "un-hub").json
            #expect(owner["unreadUnits/0/unit"]?.text == "battery-3")
            #expect(owner["unreadUnits"]?.elements.count == 1)
            #expect(owner["challenges/0/party"]?.text == "party-a")
            #expect(owner["departedRecipients/0/party"]?.text == "party-b")
            #expect(owner["departedRecipients/0/records"]?.elements.map(\.text) == ["un-hub/s"])
            #expect(owner["departedRecipients/0/warning"]?.text?.contains("no longer takes part") == true)
            let recipient = try await server.get("/notices/open", by: "party-a").json
            #expect(recipient["challenges"]?.elements.count == 1)
            #expect(recipient["departedRecipients"]?.elements.isEmpty == true)
            // Unread by battery-2 too: nothing of the others' notices went down.
            #expect(recipient["unreadUnits"]?.elements.count == 5)
            let other = try await server.get("/notices/open", by: "red-crescent").json
            #expect(other["challenges"]?.elements.isEmpty == true)
            #expect(
                other["unreadUnits"]?.elements.allSatisfy { $0["record"]?.text?.hasPrefix("red-crescent/") == true }
                    == true)
        }
    }

    @Test("an owner that relied on a party is warned in the feed right after it leaves, and nobody else is")
    func departures() async throws {
        var scenario = try Scenario()
        try Self.populate(&scenario)
        let picture = scenario.picture
        let gone = PartyID(checked: "party-b")
        let event = DepartureMessages.event(gone, in: picture, for: PartyID(checked: "un-hub"))
        let text = String(decoding: event, as: UTF8.self)
        #expect(text.hasPrefix("event: recipient-departed\ndata: {\"party\":\"party-b\"") && text.hasSuffix("}\n\n"))
        #expect(!text.contains("id:") && text.contains("un-hub/s"))
        for (party, reader) in [(gone, "party-a"), (PartyID(checked: "party-a"), "un-hub")] {
            #expect(DepartureMessages.event(party, in: picture, for: PartyID(checked: reader)).isEmpty)
        }
        #expect(DepartureMessages.event(nil, in: picture, for: PartyID(checked: "un-hub")).isEmpty)
    }

    @Test("look-alikes are shown as far as the reader may read them")
    func duplicates() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            func found(_ reader: String) async throws -> [String] {
                try await server.get("/records/un-hub/s/duplicates", by: reader).json["duplicates"]?.elements
                    .compactMap { $0["record"]?.text } ?? []
            }
            let (toHub, toPartyA) = (try await found("un-hub"), try await found("party-a"))
            #expect(toHub == ["red-crescent/t"])
            #expect(toPartyA == ["red-crescent/secret", "red-crescent/t"])
            let hidden = try await server.get("/records/red-crescent/secret/duplicates", by: "un-hub")
            #expect(hidden.status == 404)
        }
    }

    @Test("doctrine comes in the reader's language with every answer about records and checks")
    func doctrine() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            for language in Doctrine.Language.allCases {
                let expected = Doctrine.sentences(in: language)
                for path in ["/records", "/records/un-hub/s", "/records/nearest?at=36,37", "/notices/open"] {
                    let reply = try await server.ask(
                        "GET", path, by: "un-hub", headers: [("Accept-Language", language.rawValue)])
                    #expect(try reply.json["doctrine"]?.elements.compactMap(\.text) == expected, "\(path)")
                }
                let check = try await server.ask(
                    "POST", "/checks", by: "party-a",
                    headers: [("Content-Type", "application/json"), ("Accept-Language", language.rawValue)],
                    body: Array(Activities.volume(Activities.circle()).utf8))
                #expect(try check.json["notes"]?.elements.compactMap(\.text).suffix(expected.count) == expected[...])
            }
        }
    }

    @Test("a party sees what it has handed to whom, and the count that it shows is one that the log takes")
    func outbox() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get("/outbox", by: "red-crescent").json
            #expect(reply["counts"]?.elements.map { $0["recipient"]?.text } == [nil, "party-a"])
            #expect(reply["counts/1/number"]?.number == 1)
            let chain = try #require(reply["counts/1/chain"]?.text)
            let body = #"{"counts":[{"recipient":"party-a","number":1,"chain":"\#(chain)"}]}"#
            let said = try server.next("red-crescent", .outboxCount, "outbox", Array(body.utf8))
            #expect(try await server.submit(said.envelope).status == 201)
            #expect(try await server.get("/outbox", by: "party-a").json["counts"]?.elements.isEmpty == true)
        }
    }
}
