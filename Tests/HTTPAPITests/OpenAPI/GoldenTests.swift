import Coordination
import Foundation
import Statements
import TestKit
import Testing

/// Replies as they were when somebody last looked at them; `UPDATE_GOLDEN=1` writes them anew.
@Suite("golden replies")
struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")

    private static func populate(_ scenario: inout Scenario) throws {
        try scenario.say("un-hub", .notificationNotify, "hospital-1", Bodies.site())
        try scenario.say("un-hub", .movementNotify, "convoy-7", Bodies.movement(legs: [(.test(28_800), .test(36_000))]))
        try scenario.say(
            "red-crescent", .notificationNotify, "clinic-1", Bodies.site("Clinic"),
            audience: [PartyID(checked: "party-a")])
    }

    private static func compare(_ name: String, _ reply: WireReply) throws {
        let file = folder.appending(path: name)
        // A line feed at the end, as editors leave it.
        let body = reply.body.last == 0x0A ? reply.body : reply.body + [0x0A]
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(body).write(to: file)
            return
        }
        let golden = try [UInt8](Data(contentsOf: file))
        let isSame = body == golden
        #expect(isSame, "\(name) differs; UPDATE_GOLDEN=1 writes it anew")
    }

    @Test("replies are the same to the byte")
    func same() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            server.clock.advance(seconds: 5)
            let gets = [
                ("health.json", "/health"), ("parties.json", "/parties"), ("party.json", "/parties/un-hub"),
                ("chain.json", "/parties/un-hub/chain"), ("records.json", "/records"),
                ("record.json", "/records/un-hub/hospital-1"), ("statement.json", "/statements/14"),
                ("restricted.json", "/statements/21"), ("checkpoint.txt", "/log/checkpoint"),
                ("receipt.tlog-proof", "/statements/14/receipt"), ("consistency.json", "/log/consistency?from=7"),
                ("front-page.html", "/"), ("problem-not-found.json", "/statements/999"),
                ("problem-query.json", "/records?limit=none"),
                ("records-along.json", "/records?along=36.2,37.12+36.21,37.12&withinMetres=900&limit=1"),
                ("records-nearest.json", "/records/nearest?at=36.21,37.13&limit=2"),
                ("problem-along.json", "/records?along=36.2,37.12+36.21&withinMetres=900"),
                ("problem-nearest.json", "/records/nearest?limit=2"),
                ("problem-windows.json", "/feed?windows=true&windowsFrom=2016-09-01T00:00:00Z"),
                ("openapi.json", "/openapi.json"),
            ]
            for (name, target) in gets { try Self.compare(name, try await server.get(target, by: "party-a")) }
            try Self.compare("problem-unsigned.json", try await server.get("/records"))
            try Self.compare("check.json", try await server.check(Activities.volume(Activities.circle(lat: "36.201"))))
            try Self.compare(
                "check-nothing.json", try await server.check(Activities.volume(Activities.circle(lat: "33"))))
            let farther = "{\"standOffMetres\":3000," + Activities.volume(Activities.circle(lat: "36.22")).dropFirst()
            try Self.compare("check-stand-off.json", try await server.check(farther))
            try Self.compare("problem-activity.json", try await server.check(Activities.volume("")))
            let said = try server.next("un-hub", .notificationWithdraw, "hospital-1", Bodies.reason("moved"))
            try Self.compare("accepted.json", try await server.submit(said.envelope))
            try Self.compare("problem-replayed.json", try await server.submit(said.envelope))
        }
    }
}
