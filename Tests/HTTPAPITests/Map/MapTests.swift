import Coordination
import Geodesy
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("the map over HTTP")
struct MapTests {
    private static func populate(_ scenario: inout Scenario) throws {
        for number in 0..<30 {
            let body = Bodies.site("Hospital \(number)", latitudeE7: 362_000_000 + Int64(number) * 1_000)
            try scenario.say("un-hub", .notificationNotify, "h-\(number)", body)
        }
        try scenario.say(
            "red-crescent", .notificationNotify, "secret", Bodies.site("Hidden clinic"),
            audience: [PartyID(checked: "party-a")])
        try scenario.say(
            "red-crescent", .notificationNotify, "dateline",
            Bodies.site("Fiji clinic", latitudeE7: -165_000_000, longitudeE7: 1_799_000_000))
        try scenario.say(
            "red-crescent", .notificationNotify, "pole", Bodies.site("Polar", latitudeE7: 900_000_000, longitudeE7: 0))
        try scenario.say("un-hub", .movementNotify, "convoy", Bodies.movement(legs: [(.test(0), .test(3_600))]))
        try scenario.say("un-hub", .hazardReport, "field", Bodies.stated(.hazardReport, []))
    }

    private static func ids(_ reply: WireReply) throws -> Set<String> {
        Set(try #require(try reply.json["features"]).elements.compactMap { $0["id"]?.text })
    }

    @Test(
        "boxes of any kind",
        arguments: [
            ("bbox=179,-20,-179,-10", ["red-crescent/dateline"]), ("bbox=-180,89,180,90", ["red-crescent/pole"]),
            ("bbox=100,89.9,101,90", ["red-crescent/pole"]),
            ("bbox=37.04,36.19,37.06,36.21&kind=hazard", ["un-hub/field"]),
            ("kind=movement", ["un-hub/convoy"]),
            ("owner=red-crescent", ["red-crescent/dateline", "red-crescent/pole"]),
            ("bbox=0,0,1,1", []),
        ])
    func boxes(query: String, expected: [String]) async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get("/map?\(query)", by: "party-b")
            #expect(reply.status == 200, "\(reply.text)")
            #expect(try Self.ids(reply) == Set(expected))
            let json = try reply.json
            #expect(json["knowledge/size"] != nil && json["doctrine"] != nil && json["isPartial"] != nil)
        }
    }

    @Test("who may not see a record finds it in no feature and in no number")
    func audience() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            for query in ["", "?limit=1", "?limit=1&zoom=12"] {
                let told = try await server.get("/map" + query, by: "party-a")
                let other = try await server.get("/map" + query, by: "party-b")
                #expect(try told.json["total"]?.number == 35 && other.json["total"]?.number == 34)
                #expect(!other.text.contains("secret") && !other.text.contains("Hidden"))
                #expect(!other.text.contains("restricted\":"))
                let json = try other.json
                let counted = try #require(json["clusters"]).elements.reduce(Int64(0)) {
                    $0 + ($1["count"]?.number ?? 0)
                }
                #expect(try counted + Int64(Self.ids(other).count) == 34)
            }
            #expect(try await server.get("/map").status == 401)
        }
    }

    @Test("a movement shows its legs, its corridor and its class; a time that is over is said to be")
    func movement() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let json = try await server.get("/map?kind=movement", by: "party-b").json
            #expect(json["features/0/places/0/part"]?.text == "leg")
            #expect(json["features/0/places/0/area/route/halfWidthMetres"]?.number == 30)
            #expect(json["features/0/standOffClass"]?.text == "convoy")
            #expect(try json["time/isPast"]?.bool() == false)
            #expect(json["standOffs"]?.elements.contains { $0["class"]?.text == "convoy" } == true)
            let past = try await server.get("/map?at=2016-09-18T00:00:00Z", by: "party-b").json
            #expect(try past["time/isPast"]?.bool() == true && past["time/note"]?.text?.contains("knows now") == true)
            let ahead = try await server.get(
                "/map?at=2016-09-20T00:00:00Z&until=2016-09-21T00:00:00Z", by: "party-b"
            ).json
            #expect(ahead["time/note"]?.text?.contains("so far") == true)
        }
    }

    @Test(
        "what is wrong is named",
        arguments: [
            ("bbox=1,2,3", "bbox"), ("zoom=23", "zoom"), ("zoom=-1", "zoom"), ("zoom=1.5", "zoom"), ("zoom=", "zoom"),
            ("at=yesterday", "at"), ("until=2016-09-20T00:00:00Z", "until"),
            ("at=2016-09-20T00:00:00Z&until=2016-09-20T00:00:00Z", "until"), ("kind=castle", "kind"),
            ("kind=", "kind"), ("owner=UPPER", "owner"), ("state=approved", "state"), ("limit=0", "limit"),
            ("limit=2001", "limit"), ("text=x", "text"),
        ])
    func refusals(query: String, named: String) async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get("/map?\(query)", by: "party-b")
            #expect(reply.status == 400 && reply.rule == "bad-query", "\(reply.text)")
            #expect(try reply.json["detail"]?.text?.contains("'\(named)'") == true, "\(reply.text)")
        }
    }
}
