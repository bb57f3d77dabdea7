import Coordination
import Geodesy
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("records along a path and nearest to a place, over HTTP")
struct PlaceQueryTests {
    /// Six hospitals to the north of one another, 0.01 degrees apart, and one for `party-a` only.
    private static func populate(_ scenario: inout Scenario) throws {
        for number in 0..<6 {
            let body = Bodies.site("Hospital \(number)", latitudeE7: 362_000_000 + Int64(number) * 100_000)
            try scenario.say("un-hub", .notificationNotify, "h-\(number)", body)
        }
        try scenario.say(
            "red-crescent", .notificationNotify, "secret", Bodies.site("Hidden clinic", latitudeE7: 362_150_000),
            audience: [PartyID(checked: "party-a")])
        try scenario.say(
            "un-hub", .notificationNotify, "later",
            Bodies.site("Later", longitudeE7: 380_000_000, from: .test(3_600), until: .test(7_200)))
    }

    private static func ids(_ reply: WireReply) throws -> [String] {
        try #require(try reply.json["records"], "\(reply.text)").elements
            .compactMap { ($0["record/id"] ?? $0["id"])?.text }
    }

    @Test(
        "along a path",
        arguments: [
            ("along=36.2,37.13", ["h-0"]), ("along=36.2,37.13&withinMetres=1100", ["h-0", "h-1"]),
            ("along=36.2,37.13%2036.22,37.13", ["h-0", "h-1", "h-2"]),
            ("along=36.2,37.14+36.22,37.14&withinMetres=800", []),
            ("along=36.2,37.14+36.22,37.14&withinMetres=900", ["h-0", "h-1", "h-2"]),
            ("along=36.2,37.13+36.22,37.13&bbox=37,36.205,38,37", ["h-1", "h-2"]),
            ("along=36.2,37.13+36.22,37.13&text=2", ["h-2"]), ("along=36.2,38&from=2016-09-19T02:00:00Z", []),
            ("along=36.2,38&from=2016-09-19T01:30:00Z", ["later"]), ("along=36.2,38&until=2016-09-19T01:00:00Z", []),
            ("along=-36.2,-37.13&withinMetres=1000000", []), ("along=36.2,38&withinMetres=0.5", ["later"]),
            ("along=36.123456789,37.13&withinMetres=1.0005", []),
        ])
    func along(query: String, names: [String]) async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get("/records?\(query)", by: "party-b")
            let expected = query.contains("from=2016-09-19T02") ? [] : names
            #expect(try Self.ids(reply) == expected.map { "un-hub/\($0)" }, "\(reply.text)")
        }
    }

    @Test("pages along a path follow one another, and hold nothing that the reader may not see")
    func pages() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            for (party, count) in [("party-a", 7), ("party-b", 6)] {
                let first = "/records?along=36.2,37.13+36.25,37.13&withinMetres=10"
                let all = try Self.ids(try await server.get(first, by: party))
                #expect(all.count == count)
                var found: [String] = []
                var next: String? = first + "&limit=2"
                while let address = next {
                    let reply = try await server.get(address, by: party)
                    #expect(party == "party-a" || !reply.text.contains("ecret"))
                    found += try Self.ids(reply)
                    next = try reply.json["next"]?.text
                }
                #expect(found == all)
            }
        }
    }

    @Test("the longest path that may be asked for fits, and one position more is refused")
    func longest() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let path = (0..<256).map { "36.2000\(100 + $0),-137.1234567" }
            let fits = try await server.get("/records?along=\(path.joined(separator: "%20"))", by: "party-b")
            #expect(fits.status == 200, "\(fits.text)")
            let short = Array(repeating: "36.2,37.1", count: 257).joined(separator: "+")
            let refused = try await server.get("/records?along=\(short)", by: "party-b")
            #expect(refused.status == 400 && refused.text.contains("'along' has more than 256"), "\(refused.text)")
        }
    }

    @Test(
        "what is wrong is named",
        arguments: [
            ("/records?along=", "along"), ("/records?along=36.2", "along"), ("/records?along=36.2,37.1,1", "along"),
            ("/records?along=36.2,37.1++36.3,37.1", "along"), ("/records?along=91,37.1", "along"),
            ("/records?along=36.2,181", "along"), ("/records?along=NaN,1", "along"),
            ("/records?along=36.2,37.1+x,y", "position 2"), ("/records?along=1],[2", "along"),
            ("/records?along=0,0+0,179", "along"), ("/records?withinMetres=5", "withinMetres"),
            ("/records?along=36.2,37.1&withinMetres=-1", "withinMetres"),
            ("/records?along=36.2,37.1&withinMetres=-0.0001", "withinMetres"),
            ("/records?along=36.2,37.1&withinMetres=1000000.0001", "withinMetres"),
            ("/records?along=36.2,37.1&withinMetres=far", "withinMetres"),
            ("/records?along=36.2,37.1&withinMetres=1,2", "withinMetres"),
            ("/records?along=36.2,37.1&withinMetres=", "withinMetres"),
            ("/records/nearest", "at"), ("/records/nearest?at=", "at"), ("/records/nearest?at=36.2", "at"),
            ("/records/nearest?at=36.2,37.1+36.3,37.1", "at"), ("/records/nearest?at=90.00000001,0", "at"),
            ("/records/nearest?at=36.2,37.1&limit=0", "limit"), ("/records/nearest?at=36.2,37.1&limit=1001", "limit"),
            ("/records/nearest?at=36.2,37.1&limit=ten", "limit"),
            ("/records/nearest?at=36.2,37.1&from=today", "from"),
            ("/records/nearest?at=36.2,37.1&from=2016-09-20T00:00:00Z&until=2016-09-19T00:00:00Z", "until"),
            ("/records/nearest?at=36.2,37.1&kind=hospital", "kind"),
        ])
    func refusals(target: String, named: String) async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get(target, by: "party-b")
            #expect(reply.status == 400 && reply.rule == "bad-query", "\(reply.text)")
            let detail = try #require(try reply.json["detail"]?.text)
            #expect(detail.contains(named.hasPrefix("position") ? named : "'\(named)'"), "\(detail)")
        }
    }

    @Test("nearest first, with the distance and the place")
    func nearest() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get("/records/nearest?at=36.2,37.13&limit=3", by: "party-b")
            #expect(try Self.ids(reply) == ["un-hub/h-0", "un-hub/h-1", "un-hub/h-2"])
            let json = try reply.json
            #expect(json["records/0/distanceMetres"]?.number == 0)
            // 0.01 degrees are some 1,110 m; 50 m of them are the hospital's own.
            let distance = try #require(try json["records/1/distanceMetres"]?.double())
            #expect((1_055.0...1_065.0).contains(distance))
            let latitude = try #require(try json["records/1/nearest/lat"]?.double())
            #expect((36.2095...36.2096).contains(latitude))
            #expect(json["roundedToE7"] == nil && json["exercise"] != nil && json["knowledge/size"] != nil)
            let rounded = try await server.get("/records/nearest?at=36.20000000001,37.13", by: "party-b")
            #expect(try rounded.json["roundedToE7"]?.bool() == true && Self.ids(rounded).count == 7)
            let timed = try await server.get(
                "/records/nearest?at=36.2,38&until=2016-09-19T01:00:00Z&limit=1", by: "party-b")
            #expect(try Self.ids(timed) == ["un-hub/h-0"])
        }
    }

    @Test("who may not see a record gets neither it, nor its distance, nor its place in the count")
    func audience() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let target = "/records/nearest?at=36.215,37.13&limit=2"
            #expect(try Self.ids(try await server.get(target, by: "party-a")).first == "red-crescent/secret")
            #expect(try Self.ids(try await server.get(target, by: "red-crescent")).first == "red-crescent/secret")
            let outside = try await server.get(target, by: "party-b")
            #expect(try Self.ids(outside) == ["un-hub/h-1", "un-hub/h-2"])
            #expect(!outside.text.contains("secret") && !outside.text.contains("Hidden"))
            #expect(try await server.get(target).status == 401)
        }
    }
}
