import Coordination
import Geodesy
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("one statement in, its receipt out")
struct SubmitStatementTests {
    @Test("a taken statement gets a receipt that verifies offline, and its place")
    func accepts() async throws {
        try await TestServer.serve { server in
            let size = server.node.publisher.state.size
            let said = try server.next("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let reply = try await server.submit(said.envelope)
            #expect(reply.status == 201)
            #expect(reply["content-type"] == "application/json")
            #expect(reply["location"] == "/statements/\(said.hash)")
            #expect(try reply.json["entry"]?.number == Int64(size.value))
            #expect(try reply.json["hash"]?.text == "\(said.hash)")
            let receipt = try LogProof(parsing: Array(try #require(reply.json["receipt"]?.text).utf8))
            _ = try receipt.verify(entry: said.envelope, log: server.node.logKey)
        }
    }

    @Test("the bare receipt for who asks for text")
    func answersText() async throws {
        try await TestServer.serve { server in
            let said = try server.next("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let reply = try await server.submit(
                said.envelope, type: "application/vnd.dsse+json; charset=utf-8", headers: [("Accept", "text/plain")])
            #expect(reply.status == 201)
            let receipt = try LogProof(parsing: reply.body)
            _ = try receipt.verify(entry: said.envelope, log: server.node.logKey)
        }
    }

    @Test("a restricted statement is taken with its sealed body, and refused without")
    func takesRestricted() async throws {
        try await TestServer.serve(prepare: { try $0.enrolNodes() }) { server in
            let audience = [PartyID(checked: "party-a")]
            let said = try server.next(
                "un-hub", .notificationNotify, "clinic-1", Bodies.site("Clinic"), audience: audience)
            let bare = try await server.submit(said.envelope)
            #expect(bare.status == 422 && bare.rule == "body-not-here")
            let reply = try await server.submit(said.wrapper, type: wrapperType)
            #expect(reply.status == 201, "\(reply.text)")
        }
    }

    @Test("a statement that comes again is told its entry")
    func namesReplays() async throws {
        try await TestServer.serve { server in
            let said = try server.next("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let entry = try await server.submit(said.envelope).json["entry"]?.number
            let again = try await server.submit(said.envelope)
            #expect(again.status == 409 && again.rule == "replayed")
            #expect(again["content-type"] == "application/problem+json")
            #expect(try again.json["entry"]?.number == entry)
            #expect(try again.json["type"]?.text == "/problems/replayed")
            let link = try #require(again.json["receipt"]?.text)
            #expect(try await server.get(link).status == 200)
        }
    }

    @Test("statements the rules do not take name the rule")
    func refuses() async throws {
        try await TestServer.serve { server in
            let said = try server.next("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            var altered = said.envelope
            let at = try #require(WireReader.firstRange(of: Array("\"payload\":\"".utf8), in: altered)) + 40
            altered[at] = altered[at] == 0x41 ? 0x42 : 0x41
            let reply = try await server.submit(altered)
            #expect([400, 403].contains(reply.status))
            let skipped = try server.next("un-hub", .notificationNotify, "hospital-2", Bodies.site())
            let early = try await server.submit(skipped.envelope)
            #expect(early.status == 409 && early.rule == "out-of-order")
            #expect(try early.json["pointer"]?.text == "/sequence")
        }
    }

    @Test(
        "bytes that are no statement",
        arguments: [
            ("", "malformed-statement"), ("{", "malformed-statement"), ("[1,2", "malformed-statement"),
            ("{\"payloadType\":1,\"payloadType\":1}", "malformed-statement"),
            (String(repeating: "[", count: 5_000), "malformed-statement"), ("{\"payload\":NaN}", "malformed-statement"),
            ("{\"payloadType\":\"application/vnd.parley.statement+json\"}", "malformed-statement"),
            ("null", "malformed-statement"), (String(repeating: " ", count: 20_000), "malformed-statement"),
        ])
    func refusesBytes(body: String, rule: String) async throws {
        try await TestServer.serve { server in
            let reply = try await server.submit(Array(body.utf8))
            #expect(reply.status == 400 && reply.rule == rule, "\(reply.text)")
        }
    }

    @Test("invalid UTF-8 and broken wrappers are refused by name")
    func refusesWrappers() async throws {
        try await TestServer.serve { server in
            #expect(try await server.submit([0x7B, 0x22, 0xFF, 0x22, 0x7D]).rule == "malformed-statement")
            for wrapper in [
                "{}", "{\"envelope\":1}", "{\"envelope\":\"AA==\",\"sealed\":\"AA==\"}", "{\"envelope\":\"***\"}",
                "{\"envelope\":\"AA==\",\"envelope\":\"AA==\"}", "{\"envelope\":\"AA==\",\"else\":1}",
                "{\"envelope\":\"AA==\",\"opening\":\"AA==\",\"body\":\"AA==\"}", "{\"sealed\":{}}",
                "{\"envelope\":\"AA==\",\"sealed\":null}",
            ] {
                let reply = try await server.submit(Array(wrapper.utf8), type: wrapperType)
                #expect(reply.status == 400 && reply.rule == "malformed-submission", "\(wrapper)")
                #expect(try reply.json["pointer"] != nil)
            }
        }
    }

    @Test("other types and codings are refused")
    func refusesTypes() async throws {
        try await TestServer.serve { server in
            let reply = try await server.submit([0x7B, 0x7D], type: "text/plain")
            #expect(reply.status == 415 && reply.rule == "media-type")
            let coded = try await server.submit([0x7B, 0x7D], headers: [("Content-Encoding", "br")])
            #expect(coded.status == 415 && coded.rule == "content-coding")
            #expect(try await server.ask("POST", "/statements", body: []).status == 415)
        }
    }

    @Test("a hundred megabytes are refused before they are sent, and chunks once they are too many")
    func refusesLength() async throws {
        try await TestServer.serve { server in
            let announced = try await server.ask(
                "POST", "/statements",
                headers: [("Content-Type", "application/json"), ("Content-Length", "104857600")],
                body: [0x7B])
            #expect(announced.status == 413 && announced["connection"] == "close")
            let chunk = String(repeating: "a", count: 65_536)
            let chunks = String(repeating: "10000\r\n\(chunk)\r\n", count: 80)
            let head = """
                POST /statements HTTP/1.1\r\nHost: \(TestServer.authority)\r\nContent-Type: application/json\r
                Transfer-Encoding: chunked\r\n\r\n
                """
            let reply = try await server.client.exchange(Array((head + chunks).utf8), method: "POST")
            #expect(reply.status == 413 && reply.rule == "body-too-large")
        }
    }

    @Test("gzip is read, within its limits")
    func readsGzip() async throws {
        try await TestServer.serve { server in
            let said = try server.next("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let coding = [("Content-Encoding", "gzip")]
            #expect(try await server.submit(GzipBytes.stored(said.envelope), headers: coding).status == 201)
            let cut = try await server.submit(Array(GzipBytes.stored(said.envelope).dropLast(9)), headers: coding)
            #expect(cut.status == 400 && cut.rule == "bad-gzip")
            let bomb = try await server.submit(GzipBytes.zeros(megabytes: 3), headers: coding)
            #expect(bomb.status == 413 || bomb.rule == "bad-gzip", "\(bomb.text)")
        }
    }

    @Test("a full store and a halted node say so, and say when to come back")
    func saysUnavailable() async throws {
        try await TestServer.serve { server in
            let said = try server.next("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            server.store.fail(with: StoreError(.full, "no room on /secret/path"))
            let full = try await server.submit(said.envelope)
            #expect(full.status == 503 && full.rule == "store-full" && full["retry-after"] != nil)
            server.store.fail(with: nil)
            #expect(try await server.submit(said.envelope).status == 201)
            let next = try server.next("un-hub", .notificationNotify, "hospital-2", Bodies.site())
            server.store.fail(with: StoreError(.failed, "disk /secret/path is gone"))
            let halted = try await server.submit(next.envelope)
            #expect(halted.status == 503 && halted.rule == "halted" && halted["retry-after"] != nil)
            #expect(!halted.text.contains("secret"))
            let health = try await server.get("/health")
            #expect(health.status == 503)
            #expect(try health.json["status"]?.text == "halted")
            #expect(!health.text.contains("secret"))
        }
    }
}
