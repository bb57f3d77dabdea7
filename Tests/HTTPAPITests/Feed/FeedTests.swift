import Coordination
import HTTPAPI
import NIOCore
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("the feed")
struct FeedTests {
    /// Reads events until `isEnough` or the end of the stream.
    private static func events(
        of server: TestServer, from target: String = "/feed?from=0", by party: String = "party-b",
        headers: [(String, String)] = [], until isEnough: @escaping @Sendable ([Int64]) -> Bool,
        whileOpen: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> (ids: [Int64], text: String) {
        let request = try server.request("GET", target, by: party, headers: headers)
        return try await server.client.connected { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            var text = ""
            var hasBegun = false
            for try await buffer in inbound {
                text += String(decoding: buffer.readableBytesView, as: UTF8.self)
                if !hasBegun, text.contains(": parley feed") {
                    hasBegun = true
                    try await whileOpen()
                }
                if isEnough(ids(in: text)) { break }
            }
            return (ids(in: text), text)
        }
    }

    private static func ids(in text: String) -> [Int64] {
        // Only whole events: those whose blank line has come.
        text.parts(around: "\n\n").dropLast().compactMap { event in
            event.parts(around: "id: ").dropFirst().first.flatMap { Int64($0.prefix { $0.isNumber }) }
        }
    }

    @Test("everything from the beginning, in order, with what each entry says")
    func fromTheBeginning() async throws {
        try await TestServer.serve { server in
            let size = Int64(server.node.publisher.state.size.value)
            let (ids, text) = try await Self.events(of: server, until: { $0.count == size })
            #expect(ids == Array(0..<size))
            #expect(
                text.contains("content-type: text/event-stream") || text.contains("Content-Type: text/event-stream"))
            #expect(text.contains("\"kind\":\"accord.found.v1\""))
        }
    }

    @Test("resumes with exactly the entry after the last")
    func resumes() async throws {
        try await TestServer.serve { server in
            let size = Int64(server.node.publisher.state.size.value)
            let (ids, _) = try await Self.events(
                of: server, headers: [("Last-Event-ID", "4")], until: { $0.last == size - 1 })
            #expect(ids == Array(5..<size))
        }
    }

    @Test("without either, it begins with the next entry to be logged")
    func beginsNow() async throws {
        try await TestServer.serve { server in
            let size = Int64(server.node.publisher.state.size.value)
            let said = try server.next("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let (ids, text) = try await Self.events(of: server, from: "/feed", until: { $0.count == 1 }) {
                _ = try await server.submit(said.envelope)
            }
            #expect(ids == [size] && text.contains("\(said.hash)"))
        }
    }

    @Test("no gap and no double while entries are added and clients come back")
    func concurrentAppends() async throws {
        try await TestServer.serve { server in
            let first = Int64(server.node.publisher.state.size.value)
            let said = try server.sites(400)
            let last = first + 399
            try await withThrowingTaskGroup(of: [Int64].self) { group in
                group.addTask {
                    for start in stride(from: 0, to: said.count, by: 40) {
                        let body = Array(said[start..<(start + 40)].map { $0.envelope + [0x0A] }.joined())
                        _ = try await server.ask(
                            "POST", "/statements/batch", headers: [("Content-Type", "application/x-ndjson")], body: body
                        )
                    }
                    return []
                }
                for client in 0..<4 {
                    group.addTask {
                        var ids: [Int64] = []
                        while ids.last != last {
                            let headers = ids.last.map { [("Last-Event-ID", "\($0)")] } ?? []
                            let more = 20 + client * 37
                            // Comes back after a number of events of its own, so every client is cut elsewhere.
                            ids += try await Self.events(
                                of: server, from: "/feed?from=\(first)", headers: headers,
                                until: { $0.count >= more || $0.last == last }
                            ).ids
                        }
                        return ids
                    }
                }
                for try await ids in group where !ids.isEmpty { #expect(ids == Array(first...last)) }
            }
        }
    }

    @Test("a restricted body is in the events of its audience only")
    func hidesRestricted() async throws {
        try await TestServer.serve(prepare: { scenario in
            try scenario.say(
                "un-hub", .notificationNotify, "clinic", Bodies.site("Secret\nclinic".filter { $0 != "\n" }),
                audience: [PartyID(checked: "party-a")])
        }) { server in
            let size = Int64(server.node.publisher.state.size.value)
            let (ids, hidden) = try await Self.events(of: server, by: "party-b", until: { $0.count == size })
            #expect(ids.count == Int(size) && !hidden.contains("Secret") && hidden.contains("\"commitment\""))
            let (_, shown) = try await Self.events(of: server, by: "party-a", until: { $0.count == size })
            #expect(shown.contains("Secretclinic"))
        }
    }

    @Test("an id ahead of the log, or none at all, is an error")
    func refusesIDs() async throws {
        try await TestServer.serve { server in
            let size = server.node.publisher.state.size
            let ahead = try await server.ask("GET", "/feed", by: "party-a", headers: [("Last-Event-ID", "\(size)")])
            #expect(ahead.status == 409 && ahead.rule == "feed-ahead-of-log")
            #expect(try await server.get("/feed?from=\(size.value + 1)", by: "party-a").status == 409)
            for id in ["x", "-1", "01", "1.0", "99999999999999999999"] {
                let reply = try await server.ask("GET", "/feed", by: "party-a", headers: [("Last-Event-ID", id)])
                #expect(reply.status == 400 && reply.rule == "bad-event-id", "\(id)")
            }
            #expect(try await server.get("/feed?from=x", by: "party-a").status == 400)
            #expect(try await server.get("/feed").status == 401)
            let head = try await server.ask("HEAD", "/feed", by: "party-a")
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }

    @Test("as many clients as there are seats, and a seat is free again when one leaves")
    func seats() async throws {
        try await TestServer.serve({
            $0.limits.feedClients = 1; $0.limits.feedHeartbeatSeconds = 1
        }) { server in
            _ = try await Self.events(of: server, until: { !$0.isEmpty }) {
                let reply = try await server.get("/feed", by: "party-a")
                #expect(reply.status == 503 && reply.rule == "too-many-feeds" && reply["retry-after"] != nil)
            }
            var isFree = false
            for _ in 0..<50 where !isFree {
                // A client that has left is noticed at the next heartbeat.
                try await Task.sleep(for: .milliseconds(100))
                isFree = try await server.get("/metrics").text.contains("parley_feed_clients 0")
            }
            #expect(isFree)
        }
    }

    @Test("silence is filled, and a graceful stop ends open feeds with a word")
    func endsGracefully() async throws {
        let (texts, text) = AsyncStream.makeStream(of: String.self)
        try await TestServer.serve({ $0.limits.feedHeartbeatSeconds = 1 }) { server in
            let request = try server.request("GET", "/feed", by: "party-a")
            let client = server.client
            Task {
                defer { text.finish() }
                try await client.connected { inbound, outbound in
                    try await outbound.write(ByteBuffer(bytes: request))
                    var sofar = ""
                    for try await buffer in inbound {
                        sofar += String(decoding: buffer.readableBytesView, as: UTF8.self)
                        if sofar.contains(": alive at") { text.yield(sofar) }
                    }
                }
            }
            var heard = texts.makeAsyncIterator()
            #expect(await heard.next()?.contains(": alive at") == true)
        }
        var last = ""
        for await text in texts { last = text }
        #expect(last.contains(": this node is stopping"))
    }
}
