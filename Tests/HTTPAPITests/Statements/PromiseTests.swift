import Coordination
import Geodesy
import HTTPAPI
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

/// A log whose policy asks for a witness that nobody can reach: what every interface then says.
@Suite("what is not witnessed, over HTTP")
struct PromiseTests {
    private static func serve(_ body: @escaping @Sendable (TestServer) async throws -> Void) async throws {
        var limits = TestServer.quiet
        limits.witnessRoundMilliseconds = 50
        try await TestServer.serve(
            limits: limits,
            prepare: { scenario in
                let witness = try NoteSigner(
                    name: KeyName("witness.example/w"), kind: .cosignatureV1, seed: [UInt8](repeating: 3, count: 32))
                let text = "witness party-w \(witness.verifierKey.vkey)\nquorum party-w\n"
                try scenario.say("neutral-host", .witnessPolicy, "witnesses", Bodies.policy(text), byRoot: true)
            }, body)
    }

    @Test("a statement is taken and promised, and its receipt waits for witnesses by name")
    func promised() async throws {
        try await Self.serve { server in
            let said = try #require(try server.sites(1).first)
            let reply = try await server.submit(said.envelope)
            #expect(reply.status == 202)
            #expect(reply["location"] == "/statements/\(said.hash)/receipt")
            var fields = try JSONDocument(reply.body, limits: .init(maximumBytes: 1 << 20)).root.object()
            let promise = try PromiseNote(parsing: Array(try fields.required("promise").string().utf8))
            try promise.verify(by: server.node.logKey)
            #expect(promise.leaf == Hash.leaf(of: said.envelope))
            #expect(try fields.required("missing").array().map { try $0.string() } == ["party-w"])
            let receipt = try await server.get("/statements/\(said.hash)/receipt")
            #expect(receipt.status == 503 && receipt["retry-after"] != nil)
            var problem = try JSONDocument(receipt.body, limits: .init(maximumBytes: 1 << 20)).root.object()
            #expect(try problem.required("rule").string() == "not-witnessed")
            #expect(try problem.required("missing").array().map { try $0.string() } == ["party-w"])
            // It is shown all the same: information that protects must flow.
            #expect(try await server.get("/statements/\(said.hash)", by: "party-a").status == 200)
        }
    }

    @Test("'Prefer: respond-async' is answered with a promise, as plain text where that is asked")
    func respondAsync() async throws {
        try await Self.serve { server in
            let said = try server.sites(2)
            let reply = try await server.submit(said[0].envelope, headers: [("Prefer", "wait=5, Respond-Async")])
            #expect(reply.status == 202 && reply["preference-applied"] == "respond-async")
            let text = try await server.submit(
                said[1].envelope, headers: [("Prefer", "respond-async"), ("Accept", "text/plain")])
            #expect(text.status == 202)
            try PromiseNote(parsing: text.body).verify(by: server.node.logKey)
        }
    }

    @Test("a log without a policy gives receipts whatever is preferred")
    func noPolicy() async throws {
        try await TestServer.serve { server in
            let said = try #require(try server.sites(1).first)
            let reply = try await server.submit(said.envelope, headers: [("Prefer", "respond-async")])
            #expect(reply.status == 201 && reply["preference-applied"] == nil)
        }
    }

    @Test("batches carry promises line by line")
    func batch() async throws {
        try await Self.serve { server in
            let lines = try server.sites(3).map { $0.envelope + [0x0A] }.reduce([], +)
            let reply = try await server.ask(
                "POST", "/statements/batch", headers: [("Content-Type", "application/x-ndjson")], body: lines)
            let answers = reply.body.split(separator: 0x0A)
            #expect(answers.count == 3)
            for answer in answers {
                var fields = try JSONDocument(Array(answer), limits: .init(maximumBytes: 1 << 20)).root.object()
                _ = try PromiseNote(parsing: Array(try fields.required("promise").string().utf8))
            }
        }
    }

    @Test("every page says that it is not established, and none says anything about a place")
    func labels() async throws {
        try await Self.serve { server in
            let said = try #require(try server.sites(1).first)
            _ = try await server.submit(said.envelope)
            let activity = Activities.volume(Activities.circle())
            let check = String(decoding: try await server.check(activity).body, as: UTF8.self)
            let health = try await server.get("/health")
            let pages = [
                check, String(decoding: health.body, as: UTF8.self),
                String(decoding: try await server.get("/records", by: "party-a").body, as: UTF8.self),
            ]
            for page in pages {
                #expect(page.contains(#""isEstablished":false"#), "\(page)")
                #expect(page.contains(#""verdict":"witnesses-missing","missing":["party-w"]"#), "\(page)")
            }
            #expect(health.status == 200)
            #expect(pages[1].contains(#""witnessTroubles":[{"witness":"party-w","trouble":"not-configured"}]"#))
            #expect(check.contains("NOT ESTABLISHED") && check.contains("missing party-w"))
            let front = String(decoding: try await server.get("/").body, as: UTF8.self)
            #expect(front.contains("NOT ESTABLISHED") && front.contains("missing party-w"))
            let metrics = String(decoding: try await server.get("/metrics").body, as: UTF8.self)
            #expect(
                metrics.contains("parley_knowledge_established 0") && metrics.contains("parley_witnesses_missing 1"))
            #expect(!metrics.contains("party-w"))
            for page in pages + [front] {
                let lower = page.lowercased()
                for word in ["safe", "approved", "cleared", "permitted"] { #expect(!lower.contains(word), "\(word)") }
            }
            server.clock.advance(seconds: 181)
            let stale = String(decoding: try await server.check(activity).body, as: UTF8.self)
            #expect(stale.contains("STALE: ") && stale.contains(#""isStale":true"#))
        }
    }
}
