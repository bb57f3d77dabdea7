import Coordination
import Geodesy
import HTTPAPI
import NIOCore
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("the feed tells what waits for a party")
struct BoardFeedTests {
    private static func quick(_ configuration: inout ServerConfiguration) {
        configuration.limits.boardTickMilliseconds = 10
    }

    private static func populate(_ scenario: inout Scenario) throws {
        try scenario.say("neutral-host", .lineEstablish, "flight", Bodies.line(), byRoot: true)
        let settings = Bodies.usualSettings + [Bodies.Setting("9", .operatingDepthBefore, 12 * 3_600)]
        try scenario.say("neutral-host", .instrumentClauses, "mou", Bodies.instrument(settings), byRoot: true)
        try scenario.say("party-a", .messageSend, "open", Bodies.message(text: "For everybody to read"))
        try scenario.say(
            "party-a", .messageSend, "sealed", Bodies.message(text: "Hidden words"),
            audience: [PartyID(checked: "party-b")])
    }

    /// Follows until `count` boards have come; after each, `step` runs with their number so far.
    private static func boards(
        _ server: TestServer, by party: String, count: Int,
        _ step: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) async throws -> [JSONValue] {
        let request = try server.request("GET", "/feed?board=true", by: party)
        let text = try await server.client.connected { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            var text = ""
            var told = 0
            for try await buffer in inbound {
                text += String(decoding: buffer.readableBytesView, as: UTF8.self)
                let whole = text.parts(around: "event: board\n").dropFirst().filter { $0.contains("\n\n") }.count
                while told < whole {
                    told += 1
                    try await step(told)
                }
                if told >= count { break }
            }
            return text
        }
        return try text.parts(around: "event: board\ndata: ").dropFirst().map { part in
            try JSONDocument(
                Array((part.parts(around: "\n\n").first ?? "").utf8), limits: .init(maximumBytes: 1 << 20)
            ).root
        }
    }

    @Test("given messages to a party, then its board comes at once, and again when one of them is acknowledged")
    func changes() async throws {
        try await TestServer.serve(Self.quick, prepare: Self.populate) { server in
            let boards = try await Self.boards(server, by: "party-b", count: 2) { number in
                guard number == 1 else { return }
                let message = try await server.get("/messages/party-a/open", by: "party-b").json
                let hash = try #require(StatementHash(hex: message["message/statement"]?.text ?? ""))
                let id = RecordID(owner: PartyID(checked: "party-a"), subject: SubjectID(checked: "open"))
                let body = Bodies.acknowledge(.init(id, hash))
                let reply = try await server.submit(
                    try server.next("party-b", .messageAcknowledge, "open", body).envelope)
                #expect(reply.status == 201, "\(reply.text)")
            }
            #expect(boards[0]["total"]?.number == 2)
            #expect(boards[0]["openEnds"]?.elements.map { $0["record"]?.text } == ["party-a/open", "party-a/sealed"])
            #expect(boards[0]["openEnds/0/owed/0/rule"]?.text != nil && boards[0]["openEnds/0/ageSeconds"] == nil)
            let after = try #require(boards[1]["openEnds"]?.elements)
            #expect(after.first { $0["record"]?.text == "party-a/open" }?["state"]?.text != "sent")
            #expect(after.first { $0["record"]?.text == "party-a/sealed" }?["state"]?.text == "sent")
        }
    }

    @Test("a board shows what concerns its party and may be read by it, and nothing else")
    func audience() async throws {
        try await TestServer.serve(Self.quick, prepare: Self.populate) { server in
            let other = try await Self.boards(server, by: "un-hub", count: 1)
            #expect(other[0]["total"]?.number == 0 && other[0]["openEnds"]?.elements.isEmpty == true)
        }
    }

    @Test(
        "given a notice that is about to hold and has not gone down, then both sides hear the alarm, and a third does not"
    )
    func depthAlarm() async throws {
        try await TestServer.serve(Self.quick, prepare: Self.populate) { server in
            for (reader, expected) in [("un-hub", 1), ("party-b", 1), ("red-crescent", 0)] {
                let isFirst = reader == "un-hub"
                let boards = try await Self.boards(server, by: reader, count: isFirst ? 2 : 1) { number in
                    guard isFirst, number == 1 else { return }
                    let reply = try await server.submit(
                        try server.next("un-hub", .notificationNotify, "s", Bodies.site("Al-Quds hospital")).envelope)
                    #expect(reply.status == 201, "\(reply.text)")
                }
                let alarms = try #require(boards.last?["alarms"]?.elements.filter { $0["party"]?.text == "party-b" })
                #expect(alarms.count == expected, "\(reader)")
                #expect(alarms.allSatisfy { $0["record"]?.text == "un-hub/s" })
                if isFirst { #expect(boards[0]["alarmsTotal"]?.number == 0) }
            }
        }
    }

    @Test("given a feed that is open, when its key is revoked, then it ends before anything else is told")
    func endsWithItsKey() async throws {
        try await TestServer.serve(Self.quick, prepare: Self.populate) { server in
            let key = try #require(server.accord.member("party-b")).officerKey.publicKey
            let request = try server.request("GET", "/feed?board=true", by: "party-b")
            let text = try await server.client.connected { inbound, outbound in
                try await outbound.write(ByteBuffer(bytes: request))
                var text = ""
                var isRevoked = false
                for try await buffer in inbound {
                    text += String(decoding: buffer.readableBytesView, as: UTF8.self)
                    guard !isRevoked, text.contains("event: board") else { continue }
                    isRevoked = true
                    for said in [
                        try server.next("party-b", .keyRevoke, "access-1", Bodies.revocation(key)),
                        try server.next("party-a", .messageSend, "later", Bodies.message(text: "Later words")),
                    ] {
                        let reply = try await server.submit(said.envelope)
                        #expect(reply.status == 201, "\(reply.text)")
                    }
                }
                return text
            }
            #expect(text.contains("this key no longer speaks"))
            #expect(!text.contains("Later words") && !text.contains("\"subject\":\"later\""))
        }
    }

    @Test("without board=true the feed holds no board; another word is refused")
    func asked() async throws {
        try await TestServer.serve(Self.quick, prepare: Self.populate) { server in
            let reply = try await server.get("/feed?board=yes", by: "un-hub")
            #expect(reply.status == 400 && reply.text.contains("board"))
        }
    }
}
