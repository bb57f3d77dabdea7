import Coordination
import Geodesy
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("messages, open ends and instruments over HTTP")
struct MessageRouteTests {
    private static func populate(_ scenario: inout Scenario) throws {
        try scenario.say("neutral-host", .lineEstablish, "flight", Bodies.line(), byRoot: true)
        try scenario.say("neutral-host", .instrumentClauses, "mou", Bodies.instrument(), byRoot: true)
        try scenario.say("party-a", .messageSend, "open", Bodies.message(text: "For everybody to read"))
        try scenario.say(
            "party-b", .messageSend, "sealed", Bodies.message(to: ["party-a"], text: "Hidden words"),
            audience: [PartyID(checked: "party-a")])
        try scenario.tick(at: .test(301))
    }

    @Test("a message shows to those who may read it, and to nobody else that it exists")
    func rights() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            for (reader, isShown) in [("party-a", true), ("party-b", true), ("un-hub", false)] {
                let list = try await server.get("/messages", by: reader)
                #expect(list.status == 200, "\(list.text)")
                #expect(list.text.contains("For everybody to read"))
                #expect(list.text.contains("Hidden words") == isShown, "\(reader)")
                let one = try await server.get("/messages/party-b/sealed", by: reader)
                #expect(one.status == (isShown ? 200 : 404), "\(reader)")
                let board = try await server.get("/open-ends", by: reader)
                #expect(board.text.contains("Hidden words") == isShown, "\(reader)")
            }
            #expect(try await server.get("/messages").status == 401)
            #expect(try await server.get("/open-ends").status == 401)
            #expect(try await server.get("/messages/party-a/none", by: "party-a").status == 404)
            let pair = try await server.get("/messages?limit=1", by: "party-a")
            #expect(try pair.json["before"]?.text != nil || pair.text.contains("\"before\":"))
        }
    }

    @Test("the board names who waits for whom, since when, and the clause whose time has passed")
    func board() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let board = try await server.get("/open-ends?party=party-b", by: "un-hub")
            #expect(board.text.contains("\"record\":\"party-a/open\",\"waiting\":\"party-a\",\"silent\":\"party-b\""))
            #expect(board.text.contains("\"unanswered\":true"))
            #expect(board.text.contains("\"clause\":\"4(a)\",\"lapsedAt\":\"2016-09-19T00:05:00Z\""))
            let none = try await server.get("/open-ends?party=red-crescent", by: "un-hub")
            #expect(none.text.contains("\"openEnds\":[],\"total\":0"))
            let instruments = try await server.get("/instruments", by: "un-hub")
            #expect(instruments.text.contains("\"clause\":\"4(b)\""))
            #expect(instruments.text.contains("\"grade\":\"OF-6\""))
        }
    }

    @Test(
        "what is asked wrongly is named",
        arguments: [
            "/messages?line=x", "/messages?state=approved", "/messages?before=x", "/messages?limit=0",
            "/messages?party=X", "/open-ends?limit=1001", "/open-ends?party=X", "/open-ends?other=1",
        ])
    func wrong(target: String) async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get(target, by: "un-hub")
            #expect(reply.status == 400)
        }
    }
}
