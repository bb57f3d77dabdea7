import Coordination
import Geodesy
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("records: filters, pages, audiences")
struct RecordsTests {
    private static func populate(_ scenario: inout Scenario) throws {
        for number in 0..<7 {
            try scenario.say(
                "un-hub", .notificationNotify, "hospital-\(number)",
                Bodies.site("Hospital number \(number)", latitudeE7: 340_000_000 + Int64(number) * 10_000_000))
        }
        try scenario.say(
            "red-crescent", .notificationNotify, "secret", Bodies.site("Hidden clinic", latitudeE7: 345_000_000),
            audience: [PartyID(checked: "party-a")])
        try scenario.say(
            "red-crescent", .movementNotify, "convoy-7", Bodies.movement(legs: [(.test(3_600), .test(7_200))]))
        try scenario.say(
            "red-crescent", .notificationNotify, "dateline",
            Bodies.site("Fiji clinic", latitudeE7: -165_000_000, longitudeE7: 1_799_000_000))
        try scenario.say("un-hub", .notificationWithdraw, "hospital-6", Bodies.reason("moved"))
    }

    private static func ids(_ reply: WireReply) throws -> [String] {
        try #require(try reply.json["records"]).elements.compactMap { $0["id"]?.text }
    }

    @Test(
        "filters narrow",
        arguments: [
            ("", 9), ("mechanism=movement", 1), ("kind=hospital,clinic", 8), ("owner=red-crescent", 2),
            ("state=withdrawn", 1), ("state=planned,active", 8), ("bbox=37,33.9,38,35.5", 2),
            ("bbox=179,-20,-179,-10", 1), ("bbox=-180,-90,180,90", 8), ("text=HOSPITAL+number", 7),
            ("text=Fiji%20cl", 1), ("from=2016-09-19T02:30:00Z&mechanism=movement", 1),
            ("until=2016-09-19T00:30:00%2B00:00&mechanism=movement", 0), ("limit=1000", 9), ("owner=nobody", 0),
        ])
    func filters(query: String, count: Int) async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get("/records" + (query.isEmpty ? "" : "?\(query)"), by: "party-b")
            #expect(reply.status == 200, "\(reply.text)")
            #expect(try Self.ids(reply).count == count)
            #expect(try reply.json["next"]?.isNull == true)
        }
    }

    @Test("pages follow one another without a gap or a double, whatever the filter")
    func pages() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            for filter in ["", "&text=o", "&bbox=-180,-90,180,90"] {
                let all = try Self.ids(try await server.get("/records?limit=1000\(filter)", by: "party-b"))
                var found: [String] = []
                var next: String? = "/records?limit=2\(filter)"
                while let address = next {
                    let reply = try await server.get(address, by: "party-b")
                    found += try Self.ids(reply)
                    next = try reply.json["next"]?.text
                }
                #expect(found == all)
            }
        }
    }

    @Test(
        "bad queries are named",
        arguments: [
            "mechanism=other", "kind=", "kind=castle", "owner=UPPER", "state=approved", "bbox=1,2,3", "bbox=0,50,10,40",
            "bbox=NaN,0,1,1", "bbox=0,-91,1,1", "bbox=0,0,181,1", "from=yesterday", "until=2016-13-01T00:00:00Z",
            "from=2016-09-20T00:00:00Z&until=2016-09-19T00:00:00Z", "limit=0", "limit=1001", "limit=%2B5", "text=",
            "after=un-hub/none", "after=nonsense", "colour=red", "limit=1&limit=2", "text=%FF", "text=%0", "limit=%00",
        ])
    func badQueries(query: String) async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get("/records?\(query)", by: "party-b")
            #expect(reply.status == 400 && reply.rule == "bad-query", "\(reply.text)")
        }
    }

    @Test("a record outside one's audience looks like one that does not exist")
    func hides() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let hidden = try await server.get("/records/red-crescent/secret", by: "party-b")
            let absent = try await server.get("/records/red-crescent/nothing", by: "party-b")
            #expect(hidden.status == 404 && hidden.body == absent.body)
            func shape(_ reply: WireReply) -> [String] {
                reply.headers.filter { $0.name != "x-request-id" && $0.name != "date" }.map { "\($0.name):\($0.value)" }
            }
            #expect(shape(hidden) == shape(absent))
            let afterHidden = try await server.get("/records?after=red-crescent/secret", by: "party-b")
            let afterAbsent = try await server.get("/records?after=red-crescent/nothing", by: "party-b")
            #expect(afterHidden.body == afterAbsent.body)
            for party in ["party-a", "red-crescent"] {
                let reply = try await server.get("/records/red-crescent/secret", by: party)
                #expect(try reply.json["record/details/name/en"]?.text == "Hidden clinic")
                #expect(try Self.ids(try await server.get("/records", by: party)).count == 10)
            }
            #expect(!(try await server.get("/records", by: "party-b")).text.contains("Hidden"))
        }
    }

    @Test("one record, and only for signed readers")
    func one() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get("/records/un-hub/hospital-3", by: "party-b").json
            #expect(reply["record/id"]?.text == "un-hub/hospital-3")
            #expect(reply["record/state"]?.text == "active")
            #expect(reply["knowledge/origin"]?.text == "log.example/parley")
            #expect(try await server.get("/records/un-hub/hospital-3").status == 401)
            #expect(try await server.get("/records/un-hub", by: "party-b").status == 404)
        }
    }
}
