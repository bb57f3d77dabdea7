import Coordination
import Geodesy
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import Tracking

@testable import HTTPAPI

@Suite("convoys, access and hazards over the interface")
struct DossierRouteTests {
    private static func populate(_ scenario: inout Scenario) throws {
        let movement = Bodies.adding(
            #""segments":[{"leg":0,"name":"to the line","controlledBy":{"name":"A","party":"party-a"}}]"#,
            to: Bodies.movement(legs: [(.test(3_600), .test(7_200))]))
        try scenario.say("un-hub", .movementNotify, "c", movement)
        try scenario.say(
            "un-hub", .convoyRequest, "duma", Bodies.convoyRequest("Duma", pcode: "SY0304", movement: "un-hub/c"))
        try scenario.say(
            "un-hub", .convoyRequest, "sealed", Bodies.convoyRequest("Under seal"),
            audience: [PartyID(checked: "party-b")])
        try scenario.say(
            "party-b", .convoyRespond, "r", Bodies.step(of: "un-hub/duma", [("answer", "full")], at: .test(0)))
        try scenario.say("red-crescent", .hazardReport, "field", Bodies.stated(.hazardReport))
        try scenario.say("red-crescent", .areaAssess, "a", Bodies.stated(.areaAssess))
        try scenario.say("un-hub", .incidentReport, "i", Bodies.stated(.incidentReport))
        try scenario.say("red-crescent", .incidentClaim, "k", Bodies.claim("un-hub/i"))
    }

    @Test("a dossier is shown to those who have it, and to nobody else there is none")
    func readers() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            #expect(try await server.get("/dossiers?mechanism=convoy").status == 401)
            func names(_ reader: String) async throws -> [String] {
                let reply = try await server.get("/dossiers?mechanism=convoy", by: reader).json
                return reply["dossiers"]?.elements.compactMap { $0["id"]?.text } ?? []
            }
            #expect(try await names("un-hub") == ["un-hub/duma", "un-hub/sealed"])
            #expect(try await names("party-b") == ["un-hub/duma", "un-hub/sealed"])
            #expect(try await names("party-a") == ["un-hub/duma"])
            #expect(try await server.get("/dossiers/un-hub/sealed", by: "party-b").status == 200)
            let hidden = try await server.get("/dossiers/un-hub/sealed", by: "party-a")
            let missing = try await server.get("/dossiers/un-hub/nothing", by: "party-a")
            #expect(hidden.status == 404 && missing.status == 404)
            let shown = try await server.get("/dossiers/un-hub/duma", by: "party-a").json
            #expect(shown["dossier/state"]?.text == "agreed-in-full")
            #expect(shown["dossier/steps/0/answer"]?.text == "full")
            #expect(shown["dossier/manifest/0/agreed"] != nil)
            #expect(try await server.get("/dossiers?mechanism=tanks", by: "party-a").status == 400)
            let paged = try await server.get("/dossiers?mechanism=convoy&limit=1", by: "un-hub").json
            #expect(paged["after"]?.text == "un-hub/duma")
            let claims = try await server.get("/dossiers/un-hub/i", by: "party-a").json
            #expect(claims["dossier/mechanism"]?.text == "incident")
        }
    }

    @Test("replies are as the interface's description says")
    func described() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let description = try await server.get("/openapi.json").json
            let checker = SchemaChecker(document: description)
            for (target, schema) in [
                ("/dossiers?mechanism=convoy", "DossierPage"), ("/dossiers/un-hub/duma", "DossierReply"),
                ("/dossiers/un-hub/i", "DossierReply"), ("/dossiers/red-crescent/field", "DossierReply"),
                ("/records/un-hub/c/clearance", "ClearanceReply"), ("/records/un-hub/c/hazards", "HazardReply"),
                ("/areas?pcode=SY030602", "AreaReply"),
            ] {
                let reply = try await server.get(target, by: "un-hub")
                #expect(reply.status == 200, "\(target)")
                let named = try #require(description["components/schemas/\(schema)"])
                #expect(try checker.faults(reply.json, named) == [], "\(target)")
            }
        }
    }

    @Test("clearance is for the movement's owner; hazards for whoever may read the movement")
    func ownerOnly() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get("/records/un-hub/c/clearance", by: "un-hub").json
            #expect(reply["clearance/stretches/0/gaps/0/gap"]?.text == "not-received")
            #expect(reply["clearance/note"]?.text?.contains("not leave to move") == true)
            #expect(try await server.get("/records/un-hub/c/clearance", by: "party-a").status == 404)
            #expect(try await server.get("/records/un-hub/c/hazards", by: "party-a").status == 200)
            #expect(try await server.get("/records/un-hub/x/hazards", by: "party-a").status == 404)
            #expect(try await server.get("/records/un-hub/c/hazards?withinMetres=-1", by: "party-a").status == 400)
        }
    }

    @Test("figures are of what the caller may read, as a page that loads nothing, as tables, and as JSON")
    func figures() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let page = try await server.get("/access/report?by=whole", by: "un-hub")
            #expect(page.status == 200)
            #expect(page["content-type"] == "text/html; charset=utf-8")
            #expect(page["content-security-policy"]?.contains("style-src 'sha256-") == true)
            let text = String(decoding: page.body, as: UTF8.self)
            #expect(!text.contains("<script") && !text.contains("http://") && !text.contains("style="))
            #expect(text.contains("Under seal") == false || text.contains("un-hub/sealed"))
            let other = String(
                decoding: try await server.get("/access/report?by=whole", by: "party-a").body, as: UTF8.self)
            #expect(!other.contains("un-hub/sealed"))
            let table = try await server.get("/access/tables/convoys?by=whole", by: "party-a")
            #expect(String(decoding: table.body, as: UTF8.self).contains("un-hub/duma"))
            #expect(!String(decoding: table.body, as: UTF8.self).contains("un-hub/sealed"))
            #expect(try await server.get("/access/tables/nothing", by: "party-a").status == 404)
            #expect(try await server.get("/access/figures?by=century", by: "party-a").status == 400)
            #expect(
                try await server.get(
                    "/access/figures?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", by: "party-a"
                ).status == 400)
            #expect(try await server.get("/access/figures", by: "party-a").status == 200)
        }
    }

    /// A desk with one device, which remembers what it was given.
    private struct Desk: PositionDesk {
        func device(secret: String) -> TrackedDevice? {
            secret == "0123456789abcdef"
                ? TrackedDevice(
                    name: "truck 7", key: "7",
                    movement: RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "c"))) : nil
        }

        func take(_ report: PositionReport, from device: TrackedDevice) async -> PositionAnswer {
            report.position.latitudeE7 == 362_000_000 ? .taken(isStated: true) : .refused("it is elsewhere")
        }
    }

    @Test("a tracker needs its secret; what cannot be is answered with the reason, so that it goes on")
    func positions() async throws {
        try await TestServer.serve(prepare: Self.populate, positions: { _ in Desk() }) { server in
            let query = "id=0123456789abcdef&lat=36.2&lon=37.0&timestamp=1474243200&speed=12&batt=80"
            let taken = try await server.get("/positions?\(query)")
            #expect(taken.status == 200)
            #expect(try taken.json["stated"]?.bool() == true)
            let elsewhere = try await server.get("/positions?id=0123456789abcdef&lat=10&lon=37.0")
            #expect(elsewhere.status == 200)
            #expect(try elsewhere.json["taken"]?.bool() == false)
            #expect(try await server.get("/positions?id=wrong-secret-here&lat=36.2&lon=37").status == 404)
            #expect(try await server.get("/positions?id=0123456789abcdef&lat=136&lon=37").status == 400)
            #expect(try await server.get("/positions?id=0123456789abcdef&lat=nan&lon=inf").status == 400)
            let json = #"{"device":"0123456789abcdef","at":"2016-09-19T08:00:00Z","lat":36.2,"lon":37}"#
            let posted = try await server.ask(
                "POST", "/positions", headers: [("Content-Type", "application/json")], body: Array(json.utf8))
            #expect(posted.status == 200)
            let form = try await server.ask(
                "POST", "/positions", headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(query.utf8))
            #expect(form.status == 200)
            let huge = [UInt8](repeating: 0x20, count: 9_000)
            let refused = try await server.ask(
                "POST", "/positions", headers: [("Content-Type", "application/json")], body: huge)
            #expect(refused.status == 413)
        }
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get("/positions?id=0123456789abcdef&lat=36.2&lon=37")
            #expect(reply.status == 404)
        }
    }
}
