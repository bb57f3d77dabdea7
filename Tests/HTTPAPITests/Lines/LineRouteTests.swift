import Calendars
import Coordination
import Geodesy
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("lines and rosters over HTTP")
struct LineRouteTests {
    private static let desk = "/lines/neutral-host/flight/roster"

    private static func populate(_ scenario: inout Scenario) throws {
        try scenario.say(
            "neutral-host", .lineEstablish, "flight", Bodies.line(checksAt: ["06:00"]), byRoot: true)
        try scenario.say("party-b", .lineDeclare, "flight", Bodies.declare(.suspended))
        try scenario.say("party-a", .lineCheck, "flight", Bodies.lineCheck(calling: "party-b", at: .test(0)))
        let shifts = [Bodies.shift(0, 3_600, "access-1"), Bodies.shift(7_200, 10_800, "access-1")]
        try scenario.say("party-b", .rosterPublish, "open", Bodies.roster(from: 0, until: 10_800, shifts))
        try scenario.say(
            "party-a", .rosterPublish, "sealed",
            Bodies.roster(from: 0, until: 3_600, [Bodies.shift(0, 3_600, "access-1")]),
            audience: [PartyID(checked: "party-b")])
        try scenario.say(
            "party-b", .officerEnrol, "duty-2", Bodies.officer("Two", expires: .test(900_000)), byRoot: true)
        try scenario.say("party-b", .rosterHandOver, "ho-1", Bodies.handOver(to: "duty-2", at: .test(60)))
    }

    @Test("what is declared and what was seen stand beside one another")
    func lines() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            for target in ["/lines", "/lines/neutral-host/flight"] {
                let reply = try await server.get(target, by: "un-hub")
                #expect(reply.status == 200)
                #expect(reply.text.contains("\"party\":\"party-b\",\"declared\":\"suspended\""))
                #expect(reply.text.contains("\"observed\":\"answering\""))
            }
            #expect(try await server.get("/lines").status == 401)
            #expect(try await server.get("/lines/neutral-host/other", by: "un-hub").status == 404)
            #expect(try await server.get("/lines/Neutral/x", by: "un-hub").status == 404)
        }
    }

    @Test("a roster shows who is on duty and its holes; a reader who may not see all is told so and gets no findings")
    func roster() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let span = "from=2016-09-19T00:00:00Z&until=2016-09-19T03:00:00Z"
            let open = try await server.get("\(Self.desk)?party=party-b&\(span)", by: "un-hub")
            #expect(open.status == 200, "\(open.text)")
            #expect(
                open.text.contains(
                    "\"problem\":\"hole\",\"from\":\"2016-09-19T01:00:00Z\",\"until\":\"2016-09-19T02:00:00Z\""))
            #expect(open.text.contains("\"handOvers\":[{\"id\":\"party-b/ho-1\""))
            let hour = "from=2016-09-19T00:00:00Z&until=2016-09-19T01:00:00Z"
            for (reader, isShown) in [("party-a", true), ("party-b", true), ("un-hub", false)] {
                let sealed = try await server.get("\(Self.desk)?party=party-a&\(hour)", by: reader)
                #expect(sealed.text.contains("access-1") == isShown, "\(reader)")
                #expect(sealed.text.contains("\"isIncomplete\":\(!isShown)"))
                #expect(sealed.text.contains("\"findings\":null") == !isShown)
                let calendar = try await server.get("\(Self.desk).ics?party=party-a&\(hour)", by: reader)
                #expect(calendar.text.contains("access-1") == isShown, "\(reader)")
            }
        }
    }

    @Test("a calendar is one that this program reads back")
    func calendar() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let reply = try await server.get(
                "\(Self.desk).ics?party=party-b&officer=access-1&from=2016-09-19T00:00:00Z", by: "party-a")
            #expect(reply["content-type"] == "text/calendar; charset=utf-8")
            let file = try CalendarReader { _ in .test(0) }.read(reply.body)
            #expect(try RosterCalendar.shifts(of: file).map(\.from) == [.test(0), .test(7_200)])
            #expect(file.text.hasPrefix("EXERCISE"))
        }
    }

    @Test(
        "what is asked wrongly is named",
        arguments: ["", "?party=un-hub", "?party=X", "?party=party-b&from=x", "?party=party-b&officer=X"]
            + ["?party=party-b&from=2016-09-19T00:00:00Z&until=2016-09-19T00:00:00Z", "?party=party-b&day=1"]
            + ["?party=party-b&from=2016-09-19T00:00:00Z&until=2018-09-19T00:00:00Z"])
    func refused(query: String) async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            for path in [Self.desk, Self.desk + ".ics"] {
                let reply = try await server.get(path + query, by: "un-hub")
                #expect(reply.status == 400 && reply.text.contains("bad-query"), "\(reply.text)")
            }
        }
    }
}
