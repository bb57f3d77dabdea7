import Coordination
import HTTPAPI
import ParleyNode
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("for operators and passers-by")
struct OperationsTests {
    @Test("health says what the node does and how old it is, and names no place")
    func health() async throws {
        try await TestServer.serve(prepare: { scenario in
            try scenario.say("un-hub", .notificationNotify, "hospital-1", Bodies.site())
        }) { server in
            server.clock.advance(seconds: 9)
            let reply = try await server.get("/health")
            #expect(reply.status == 200)
            #expect(try reply.json["status"]?.text == "writing")
            #expect(try reply.json["ageSeconds"]?.number == 9)
            #expect(try reply.json["size"]?.number == Int64(server.node.publisher.state.size.value))
            let version = try await server.get("/version").json
            #expect(version["version"]?.text == "1.2.3-test")
        }
    }

    @Test("metrics are Prometheus text, without a party or a place")
    func metrics() async throws {
        try await TestServer.serve { server in
            for said in try server.sites(2) { _ = try await server.submit(said.envelope) }
            _ = try await server.submit(Array("{}".utf8))
            _ = try await server.get("/nothing")
            let reply = try await server.get("/metrics")
            #expect(reply["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = reply.text.split(separator: "\n")
            #expect(lines.contains("parley_statements_accepted_total 2"))
            #expect(lines.contains("parley_statements_refused_total{rule=\"malformed-statement\"} 1"))
            #expect(
                lines.contains("parley_http_requests_total{route=\"/statements\",method=\"POST\",status=\"2xx\"} 2"))
            #expect(lines.contains("parley_http_requests_total{route=\"none\",method=\"any\",status=\"4xx\"} 1"))
            let isLine = { (line: Substring) in
                line.hasPrefix("# ") || line.wholeMatch(of: /[a-z_]+(\{[^}]*\})? [0-9.eE+-]+/) != nil
            }
            #expect(lines.allSatisfy(isLine))
            for name in ["un-hub", "party-a", "site-0", "Hospital"] { #expect(!reply.text.contains(name)) }
        }
    }

    @Test("the front page: plain, without script, with the log's key and the banner of a rehearsal")
    func frontPage() async throws {
        try await TestServer.serve { server in
            let reply = try await server.get("/")
            #expect(reply.status == 200 && reply["content-type"] == "text/html; charset=utf-8")
            #expect(reply.text.contains(server.node.logKey.vkey) && reply.text.contains("EXERCISE"))
            #expect(!reply.text.lowercased().contains("<script"))
            let policy = try #require(reply["content-security-policy"])
            #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"))
            for name in ["x-content-type-options", "referrer-policy", "x-request-id"] { #expect(reply[name] != nil) }
            #expect(reply["server"] == nil && reply["access-control-allow-origin"] == nil)
        }
    }

    @Test("paths and methods that there are not")
    func elsewhere() async throws {
        try await TestServer.serve { server in
            for path in ["/nothing", "/health/", "//", "/log", "/statements//receipt", "/records/a", "/%2e%2e/x"] {
                let reply = try await server.get(path, by: "party-a")
                #expect(reply.status == 404 && reply.rule == "not-found", "\(path) \(reply.status)")
                #expect(reply["content-type"] == "application/problem+json")
            }
            let reply = try await server.ask("DELETE", "/statements/0")
            #expect(reply.status == 405 && reply["allow"] == "GET, HEAD")
            #expect(try await server.ask("GET", "/statements")["allow"] == "POST")
            for method in ["OPTIONS", "TRACE", "PATCH"] {
                #expect(try await server.ask(method, "/health").status == 405)
            }
            let body = try await server.ask("GET", "/health", body: [1, 2, 3])
            #expect(body.status == 400 && body.rule == "body-not-taken")
            #expect(try await server.get("/health?x=1").status == 400)
        }
    }

    @Test("targets and header fields that are too long")
    func tooLong() async throws {
        try await TestServer.serve { server in
            let target = try await server.get("/records?text=" + String(repeating: "a", count: 9_000))
            #expect(target.status == 414)
            let field = try await server.ask(
                "GET", "/health", headers: [("X-Long", String(repeating: "a", count: 20_000))])
            #expect(field.status == 431 && field.rule == "headers-too-large")
            let huge = try await server.ask(
                "GET", "/health", headers: [("X-Huge", String(repeating: "a", count: 60_000))])
            #expect(huge.status == 400)
            let broken = try await server.client.exchange(Array("NOT HTTP\r\n\r\n".utf8))
            #expect(broken.status == 400)
        }
    }

    @Test("a request that trickles in is cut off after its time")
    func trickles() async throws {
        try await TestServer.serve({ $0.limits.requestSeconds = 1 }) { server in
            let begun = Array(
                "POST /statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
                    .utf8)
            let client = server.client
            await #expect(throws: WireClient.Fault.self) { try await client.exchange(begun, method: "POST") }
            let after = try await server.get("/health")
            #expect(after.status == 200)
        }
    }

    @Test("before its founding a node says so, and takes the founding")
    func unfounded() async throws {
        try await TestServer.serveUnfounded { server in
            #expect(try await server.get("/health").json["status"]?.text == "unfounded")
            #expect(try await server.get("/log/checkpoint").status == 404)
            #expect(try await server.get("/parties/un-hub/chain").status == 404)
            #expect(try await server.get("/parties", by: "un-hub").status == 401)
            #expect(try await server.get("/").status == 200)
            #expect(try await server.get("/metrics").status == 200)
            let consistency = try await server.get("/log/consistency?from=0")
            #expect(consistency.status == 404)
        }
    }
}
