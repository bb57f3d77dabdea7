import Coordination
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("checks over HTTP")
struct RunCheckTests {
    private static func populate(_ scenario: inout Scenario) throws {
        try scenario.say("un-hub", .notificationNotify, "hospital-1", Bodies.site())
        try scenario.say(
            "un-hub", .notificationNotify, "hospital-2", Bodies.site("Omar hospital", latitudeE7: 362_020_000))
        try scenario.say(
            "red-crescent", .notificationNotify, "secret", Bodies.site("Hidden clinic", longitudeE7: 371_301_000),
            audience: [PartyID(checked: "party-a")])
    }

    private static func findings(_ reply: WireReply) throws -> [JSONValue] {
        try #require(try reply.json["findings"]).elements
    }

    @Test("what stands near is found, nearest first, with whom to call and on what knowledge")
    func finds() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.check(Activities.volume(Activities.circle(lat: "36.2003")), by: "party-b")
            #expect(reply.status == 200, "\(reply.text)")
            let findings = try Self.findings(reply)
            #expect(findings.map { $0["record"]?.text } == ["un-hub/hospital-1", "un-hub/hospital-2"])
            let first = findings[0]
            #expect(first["distanceMetres"]?.number == 0 && first["standOffMetres"]?.number == 500)
            #expect(first["clause"]?.text == "Annex B, 2" && first["owner/party"]?.text == "un-hub")
            #expect(first["call/contact/phones/0"]?.text == "+963 11 000 0000")
            #expect(first["call/officers/0/officer"]?.text == "access-1")
            #expect(first["overlap/from"]?.text == Activities.start)
            #expect(first["volume"]?.number == 0)
            let statement = try #require(reply.json["statement"]?.text)
            #expect(statement.contains("2 records are nearer"))
            #expect(try reply.json["knowledge/size"]?.number == Int64(server.node.publisher.state.size.value))
            #expect(try reply.json["exercise"]?.bool() == true)
        }
    }

    @Test("with nothing found it says what is known and how old that is, and that this is no permission")
    func findsNothing() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            server.clock.advance(seconds: 77)
            let reply = try await server.check(Activities.volume(Activities.circle(lat: "33")))
            let size = server.node.publisher.state.size
            #expect(
                try reply.json["statement"]?.text
                    == "no active notification known to this register as of checkpoint \(size) "
                    + "(logged 2016-09-19T00:00:00Z, 77 s old, not witnessed)")
            let notes = try #require(reply.json["notes"]).elements.compactMap(\.text)
            #expect(notes.suffix(Doctrine.allCases.count) == Doctrine.sentences()[...])
            #expect(notes.first?.hasPrefix("EXERCISE") == true)
            #expect(try reply.json["knowledge/ageSeconds"]?.number == 77)
        }
    }

    @Test("what was given to others only is neither found nor hinted at")
    func hides() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let asked = Activities.volume(Activities.circle())
            let outside = try await server.check(asked, by: "party-b")
            #expect(!outside.text.contains("secret") && !outside.text.contains("Hidden"))
            let inside = try await server.check(asked, by: "party-a")
            #expect(try Self.findings(inside).count == (try Self.findings(outside).count) + 1)
            #expect(try inside.json["notes"]?.elements.count == outside.json["notes"]?.elements.count)
        }
        try await TestServer.serve { server in
            // Beside nothing but hidden records, the answer is that of an empty register of the same size.
            _ = try await server.submit(
                try server.next("un-hub", .notificationNotify, "far", Bodies.site(latitudeE7: 0)).envelope)
            let open = try await server.check(Activities.volume(Activities.circle()), by: "party-b")
            #expect(try Self.findings(open).isEmpty)
        }
    }

    @Test("a route finds what lies along it, and says on which leg")
    func route() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.check(
                Activities.route([
                    ("36.1", "37.0", "2016-09-19T07:00:00Z"), ("36.2", "37.0", "2016-09-19T07:10:00Z"),
                    ("36.2", "37.2", "2016-09-19T07:20:00Z"),
                ]), by: "party-b")
            #expect(try Self.findings(reply).first?["leg"]?.number == 1)
            let past = try await server.check(
                Activities.route([
                    ("36.1", "37.0", "2016-09-18T07:00:00Z"), ("36.2", "37.2", "2016-09-18T07:10:00Z"),
                ]), by: "party-b")
            #expect(try Self.findings(past).isEmpty)
        }
    }

    @Test("a distance to keep finds what the record's own would not, and never less than that")
    func standOff() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            // 0.01 degrees north of the second hospital: some 1,050 m, and the stand-off of its class is 500 m.
            let asked = Activities.volume(Activities.circle(lat: "36.212"))
            func with(_ metres: String) -> String { "{\"standOffMetres\":\(metres)," + asked.dropFirst() }
            for (text, names) in [
                (asked, []), (with("0"), []), (with("1000"), []), (with("1100"), ["un-hub/hospital-2"]),
                (with("2000"), ["un-hub/hospital-2", "un-hub/hospital-1"]),
            ] as [(String, [String])] {
                let findings = try Self.findings(try await server.check(text, by: "party-b"))
                #expect(findings.map { $0["record"]?.text } == names, "\(text.prefix(24))")
                for finding in findings { #expect(finding["standOffSetBy"]?.text == "activity") }
            }
            let far = try Self.findings(try await server.check(with("2000"), by: "party-b"))
            #expect(far.first?["standOffMetres"]?.number == 2_000)
            // Nearer than the record's own distance, that one counts, however little is asked.
            let near = "{\"standOffMetres\":1," + Activities.volume(Activities.circle(lat: "36.205")).dropFirst()
            let found = try Self.findings(try await server.check(near, by: "party-b"))
            #expect(found.first?["standOffMetres"]?.number == 500 && found.first?["standOffSetBy"] == nil)
            let inside = try await server.check(with("2000"), by: "party-a")
            #expect(try Self.findings(inside).count == 3)
        }
    }

    @Test(
        "a distance to keep outside its range is refused by name",
        arguments: ["-1", "-0.0001", "1000000.0001", "\"1\"", "null"])
    func badStandOff(metres: String) async throws {
        try await TestServer.serve { server in
            let text = "{\"standOffMetres\":\(metres)," + Activities.volume(Activities.circle()).dropFirst()
            let reply = try await server.check(text)
            #expect(reply.status == 422 && reply.rule == "activity-rule", "\(reply.text)")
            #expect(try reply.json["pointer"]?.text == "/standOffMetres")
        }
    }

    @Test("no word of an answer could be read as leave to go ahead")
    func wording() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            for lat in ["33", "36.2"] {
                let reply = try await server.check(Activities.volume(Activities.circle(lat: lat)))
                let text = reply.text.lowercased()
                for word in [
                    "safe", "approved", "unprotected", "clear to", "cleared", "no conflict", "proceed", "ok to",
                ] {
                    #expect(!text.contains(word), "\(word)")
                }
            }
        }
    }

    @Test(
        "bad activities",
        arguments: [
            ("", 400, "malformed-activity"), ("{\"volumes\":", 400, "malformed-activity"),
            ("{\"volumes\":[NaN]}", 400, "malformed-activity"),
            ("{\"volumes\":[],\"volumes\":[]}", 400, "malformed-activity"),
            ("\u{7B}\"a\":Infinity}", 400, "malformed-activity"),
            (String(repeating: "[", count: 100_000), 400, "malformed-activity"), ("{}", 422, "activity-rule"),
            ("[]", 422, "activity-rule"), (Activities.volume(Activities.circle(lat: "91")), 422, "activity-rule"),
        ])
    func badActivities(text: String, status: Int, rule: String) async throws {
        try await TestServer.serve { server in
            let reply = try await server.check(text)
            #expect(reply.status == status && reply.rule == rule, "\(reply.text)")
        }
    }

    @Test("too long, of another type, invalid UTF-8, or a gzip bomb")
    func badBodies() async throws {
        try await TestServer.serve { server in
            let json = [("Content-Type", "application/json")]
            let long = try await server.check(String(repeating: " ", count: 1_048_577))
            #expect(long.status == 413)
            let bytes = try await server.ask("POST", "/checks", by: "party-a", headers: json, body: [0x22, 0xC0, 0x22])
            #expect(bytes.status == 400)
            let other = try await server.ask(
                "POST", "/checks", by: "party-a", headers: [("Content-Type", "text/json")], body: [0x7B, 0x7D])
            #expect(other.status == 415)
            let bomb = try await server.ask(
                "POST", "/checks", by: "party-a", headers: json + [("Content-Encoding", "gzip")],
                body: GzipBytes.zeros(megabytes: 4))
            #expect(bomb.status == 413)
            let packed = try await server.ask(
                "POST", "/checks", by: "party-a", headers: json + [("Content-Encoding", "gzip")],
                body: GzipBytes.stored(Array(Activities.volume(Activities.circle()).utf8)))
            #expect(packed.status == 200)
            let unsigned = try await server.ask("POST", "/checks", headers: json, body: Array("{}".utf8))
            #expect(unsigned.status == 401)
        }
    }
}
