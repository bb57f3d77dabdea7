import Coordination
import Geodesy
import HTTPAPI
import NIOCore
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("the feed tells when windows open and close")
struct WindowFeedTests {
    /// What is done once the feed has said something.
    private struct Turn: Sendable {
        let text: String
        let run: @Sendable () async throws -> Void

        static func after(_ text: String, _ run: @escaping @Sendable () async throws -> Void) -> Turn {
            Turn(text: text, run: run)
        }
    }

    /// Follows until the text holds `last`; `steps` run once it has begun, each after what it waits for has come.
    private static func follow(
        _ server: TestServer, _ target: String = "/feed?windows=true", by party: String = "party-b",
        headers: [(String, String)] = [], until last: String,
        _ steps: [Turn] = []
    ) async throws -> String {
        let request = try server.request("GET", target, by: party, headers: headers)
        return try await server.client.connected { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            var text = ""
            var waiting = steps[...]
            for try await buffer in inbound {
                text += String(decoding: buffer.readableBytesView, as: UTF8.self)
                while let step = waiting.first, text.contains(step.text) {
                    waiting = waiting.dropFirst()
                    try await step.run()
                }
                if waiting.isEmpty, text.contains(last) { break }
            }
            return text
        }
    }

    /// The data of the events of a name, in order.
    private static func told(_ text: String, _ name: String = "window") throws -> [String] {
        try text.parts(around: "event: \(name)\ndata: ").dropFirst().map { part in
            let data = part.parts(around: "\n\n").first ?? ""
            let json = try JSONDocument(Array(data.utf8), limits: .init(maximumBytes: 1_000, maximumDepth: 2)).root
            if name == "windows-gap" { return "\(json["from"]?.text ?? "") \(json["until"]?.text ?? "")" }
            return "\(json["record"]?.text ?? "")#\(json["volume"]?.number ?? -1) \(json["change"]?.text ?? "") "
                + (json["at"]?.text ?? "")
        }
    }

    private static let began = ": parley feed"

    private static func quick(_ configuration: inout ServerConfiguration) {
        configuration.limits.windowTickMilliseconds = 10
    }

    private static func site(_ from: Int64, _ until: Int64?) -> [UInt8] {
        Bodies.site("Site", from: .test(from), until: until.map(Instant.test))
    }

    /// Always the last to be told.
    private static let mark = #""un-hub/mark","volume":0,"change":"opens""#

    private static func marked(_ scenario: inout Scenario) throws {
        try scenario.say("un-hub", .notificationNotify, "mark", site(5_000, nil))
    }

    @Test("a window opens and closes by the node's clock, each told once and without an id")
    func opensAndCloses() async throws {
        try await TestServer.serve(
            Self.quick,
            prepare: { scenario in
                try scenario.say("un-hub", .notificationNotify, "s", Self.site(60, 120))
                try scenario.say("un-hub", .notificationNotify, "past", Self.site(0, nil))
                try Self.marked(&scenario)
            }
        ) { server in
            let text = try await Self.follow(
                server, until: Self.mark,
                [
                    .after(Self.began) { server.clock.advance(seconds: 60) },
                    .after("opens") { server.clock.advance(seconds: 60) },
                    .after("closes") { server.clock.set(.test(5_000)) },
                ])
            #expect(
                try Self.told(text) == [
                    "un-hub/s#0 opens 2016-09-19T00:01:00Z", "un-hub/s#0 closes 2016-09-19T00:02:00Z",
                    "un-hub/mark#0 opens 2016-09-19T01:23:20Z",
                ])
            #expect(!text.contains("id: ") && !text.contains("windows-gap"))
        }
    }

    @Test("a record that is logged while the feed is followed is told too, and an amended window as amended")
    func newEntries() async throws {
        try await TestServer.serve(Self.quick, prepare: Self.marked) { server in
            let size = server.node.publisher.state.size.value
            let text = try await Self.follow(
                server, until: Self.mark,
                [
                    .after(Self.began) {
                        for (kind, body) in [
                            (Kind.notificationNotify, Self.site(60, 120)), (.notificationAmend, Self.site(60, 300)),
                        ] {
                            let reply = try await server.submit(
                                try server.next("un-hub", kind, "new", body).envelope)
                            #expect(reply.status == 201, "\(reply.text)")
                        }
                    },
                    .after("id: \(size + 1)\n") { server.clock.advance(seconds: 200) },
                    .after("opens") { server.clock.set(.test(5_000)) },
                ])
            #expect(
                try Self.told(text).dropLast() == [
                    "un-hub/new#0 opens 2016-09-19T00:01:00Z", "un-hub/new#0 closes 2016-09-19T00:05:00Z",
                ])
        }
    }

    @Test("who may not see a record does not hear of its windows")
    func audience() async throws {
        try await TestServer.serve(
            Self.quick,
            prepare: { scenario in
                try scenario.say(
                    "red-crescent", .notificationNotify, "secret", Self.site(60, 120),
                    audience: [PartyID(checked: "party-a")])
                try Self.marked(&scenario)
            }
        ) { server in
            let hidden = try await Self.follow(
                server, until: Self.mark, [.after(Self.began) { server.clock.set(.test(5_000)) }])
            #expect(try Self.told(hidden).count == 1 && !hidden.contains("secret"))
            let target = "/feed?windows=true&windowsFrom=2016-09-19T00:00:00Z"
            for (party, count) in [("party-a", 3), ("red-crescent", 3), ("party-b", 1), ("un-hub", 1)] {
                let text = try await Self.follow(server, target, by: party, until: Self.mark)
                #expect(try Self.told(text).count == count, "\(party)")
            }
        }
    }

    @Test("nothing of a withdrawn record is told, not even what opened before")
    func withdrawn() async throws {
        try await TestServer.serve(
            Self.quick,
            prepare: { scenario in
                try scenario.say("un-hub", .notificationNotify, "gone", Self.site(60, 120))
                try Self.marked(&scenario)
            }
        ) { server in
            let size = server.node.publisher.state.size.value
            let text = try await Self.follow(
                server, until: Self.mark,
                [
                    .after(Self.began) { server.clock.advance(seconds: 60) },
                    .after("opens") {
                        let said = try server.next("un-hub", .notificationWithdraw, "gone", Bodies.reason("moved"))
                        #expect(try await server.submit(said.envelope).status == 201)
                    },
                    .after("id: \(size)") { server.clock.set(.test(5_000)) },
                ])
            #expect(try Self.told(text).map { $0.hasPrefix("un-hub/gone#0 opens") } == [true, false])
            let later = try await Self.follow(
                server, "/feed?windows=true&windowsFrom=2016-09-19T00:00:30Z", until: Self.mark)
            #expect(try Self.told(later) == ["un-hub/mark#0 opens 2016-09-19T01:23:20Z"])
        }
    }

    @Test("windows of a movement that is late do not close")
    func overdue() async throws {
        try await TestServer.serve(
            Self.quick,
            prepare: { scenario in
                try scenario.say(
                    "un-hub", .movementNotify, "convoy", Bodies.movement(legs: [(.test(60), .test(600))]))
                try Self.marked(&scenario)
            }
        ) { server in
            let text = try await Self.follow(
                server, until: Self.mark,
                [
                    .after(Self.began) { server.clock.advance(seconds: 60) },
                    .after("opens") { server.clock.set(.test(5_000)) },
                ])
            #expect(
                try Self.told(text).dropLast() == [
                    "un-hub/convoy#0 opens 2016-09-19T00:01:00Z", "un-hub/convoy#1 opens 2016-09-19T00:01:00Z",
                ])
        }
    }

    @Test("windowsFrom tells what happened since, that instant included; entries resume as ever")
    func resumes() async throws {
        try await TestServer.serve(
            Self.quick,
            prepare: { scenario in
                for second in [10, 20, 20, 30] as [Int64] {
                    let number = scenario.picture.records.count
                    try scenario.say("un-hub", .notificationNotify, "s-\(number)", Self.site(second, second + 1_000))
                }
                try Self.marked(&scenario)
            }
        ) { server in
            server.clock.set(.test(100))
            let size = server.node.publisher.state.size.value
            for (from, count) in [(0, 4), (10, 4), (11, 3), (20, 3), (21, 1), (31, 0)] {
                let target = "/feed?windows=true&windowsFrom=2016-09-19T00:00:\(from < 10 ? "0" : "")\(from)Z"
                let text = try await Self.follow(
                    server, target, headers: [("Last-Event-ID", "\(size - 3)")],
                    until: count > 0 ? "opens\",\"at\":\"2016-09-19T00:00:30Z" : "id: \(size - 1)")
                #expect(try Self.told(text).count == count, "from \(from)")
                let ids = text.parts(around: "id: ").dropFirst().map { $0.prefix { $0.isNumber } }
                #expect(ids == ["\(size - 2)", "\(size - 1)"])
            }
        }
    }

    @Test("what is no longer kept is said, not passed over")
    func gap() async throws {
        try await TestServer.serve(
            {
                Self.quick(&$0)
                $0.limits.windowEventsKept = 3
                $0.limits.windowHistorySeconds = 7_200
            },
            prepare: { scenario in
                for second in [10, 20, 30, 40] as [Int64] {
                    try scenario.say("un-hub", .notificationNotify, "s-\(second)", Self.site(second, nil))
                }
                try Self.marked(&scenario)
            }
        ) { server in
            server.clock.set(.test(5_000))
            for (from, gaps) in [
                ("00:00:05", ["2016-09-19T00:00:05Z 2016-09-19T00:00:20Z"]),
                ("00:00:20", ["2016-09-19T00:00:20Z 2016-09-19T00:00:20Z"]), ("00:00:21", []),
            ] {
                let target = "/feed?windows=true&windowsFrom=2016-09-19T\(from)Z"
                let text = try await Self.follow(server, target, until: Self.mark)
                #expect(try Self.told(text, "windows-gap") == gaps)
                #expect(try Self.told(text).map { $0.contains("s-30") } == [true, false, false])
            }
        }
    }

    @Test("many windows and many entries at once: all are told, each once, none waits for the other")
    func many() async throws {
        try await TestServer.serve(
            {
                Self.quick(&$0)
                $0.limits.windowEventsPerStep = 7
            },
            prepare: { scenario in
                for number in 0..<120 {
                    try scenario.say(
                        "un-hub", .notificationNotify, "s-\(number)", Self.site(60 + Int64(number % 9), nil))
                }
                try Self.marked(&scenario)
            }
        ) { server in
            let first = server.node.publisher.state.size.value
            let text = try await Self.follow(
                server, until: "id: \(first + 99)\n",
                [
                    .after(Self.began) {
                        let said = try server.sites(100, prefix: "more")
                        let body = Array(said.map { $0.envelope + [0x0A] }.joined())
                        server.clock.set(.test(100))
                        _ = try await server.ask(
                            "POST", "/statements/batch", headers: [("Content-Type", "application/x-ndjson")],
                            body: body
                        )
                        server.clock.set(.test(5_000))
                    },
                    .after(Self.mark) {},
                ])
            let told = try Self.told(text)
            #expect(told.count == 121 && Set(told).count == 121)
            for number in first..<(first + 100) {
                #expect(text.parts(around: "id: \(number)\n").count == 2, "entry \(number)")
            }
        }
    }

    @Test("without windows=true the feed holds entries alone")
    func entriesAlone() async throws {
        try await TestServer.serve(
            Self.quick, prepare: { try $0.say("un-hub", .notificationNotify, "s", Self.site(60, 120)) }
        ) { server in
            for target in ["/feed", "/feed?windows=false"] {
                server.clock.set(.test(0))
                let size = server.node.publisher.state.size.value
                let text = try await Self.follow(
                    server, target, until: "id: \(size)\n",
                    [
                        .after(Self.began) {
                            server.clock.set(.test(300))
                            let said = try server.next(
                                "un-hub", .notificationNotify, "n-\(size)", Self.site(400, nil))
                            #expect(try await server.submit(said.envelope).status == 201)
                        }
                    ])
                #expect(!text.contains("event: window"))
            }
        }
    }

    @Test(
        "what is wrong is named",
        arguments: [
            ("windows=yes", "windows"), ("windows=", "windows"), ("windowsFrom=2016-09-19T00:00:00Z", "windowsFrom"),
            ("windows=false&windowsFrom=2016-09-19T00:00:00Z", "windowsFrom"),
            ("windows=true&windowsFrom=now", "windowsFrom"),
            ("windows=true&windowsFrom=2016-09-19T00:00:01Z", "windowsFrom"),
            ("windows=true&windowsFrom=2016-09-17T23:59:59Z", "windowsFrom"),
        ])
    func refusals(query: String, named: String) async throws {
        try await TestServer.serve { server in
            let reply = try await server.get("/feed?\(query)", by: "party-b")
            #expect(reply.status == 400 && reply.rule == "bad-query", "\(reply.text)")
            #expect(try #require(try reply.json["detail"]?.text).contains("'\(named)'"), "\(reply.text)")
            let edge = try await server.ask(
                "HEAD", "/feed?windows=true&windowsFrom=2016-09-18T00:00:00Z", by: "party-b")
            #expect(edge.status == 200)
        }
    }
}
