import Coordination
import HTTPAPI
import HTTPSignatures
import HTTPTypes
import Statements
import TestKit
import Testing

@Suite("who may ask")
struct AuthenticationTests {
    @Test("an unsigned request is told how to sign")
    func unsigned() async throws {
        try await TestServer.serve { server in
            for path in ["/parties", "/parties/un-hub", "/records", "/records/a/b", "/statements/0", "/feed"] {
                let reply = try await server.get(path)
                #expect(reply.status == 401 && reply["www-authenticate"]?.contains("created keyid") == true, "\(path)")
                #expect(reply.rule == "signature-field-missing")
            }
        }
    }

    @Test("an unknown key and a bad signature look alike")
    func alike() async throws {
        try await TestServer.serve { server in
            let stranger = try await server.ask("GET", "/parties", key: try TestKeys.signing("stranger"))
            var bytes = try server.request("GET", "/parties", by: "party-a")
            let at = try #require(WireReader.firstRange(of: Array("Signature: parley=:".utf8), in: bytes)) + 25
            bytes[at] = bytes[at] == 0x41 ? 0x42 : 0x41
            let altered = try await server.client.exchange(bytes)
            #expect(stranger.status == 401 && stranger.rule == "signature-invalid")
            #expect(stranger.body == altered.body)
        }
    }

    @Test("keys that may no longer speak may no longer ask")
    func revoked() async throws {
        try await TestServer.serve(prepare: { scenario in
            let key = try #require(scenario.accord.member("party-b")).officerKey.publicKey
            try scenario.say("party-b", .keyRevoke, "access-1", Bodies.revocation(key), byRoot: true)
            try scenario.say("party-a", .officerRelease, "access-1", Bodies.reason("left"), byRoot: true)
        }) { server in
            #expect(try await server.get("/parties", by: "party-b").status == 401)
            #expect(try await server.get("/parties", by: "party-a").status == 401)
            #expect(try await server.get("/parties", by: "un-hub").status == 200)
            let root = try #require(server.accord.member("party-a")).root
            #expect(try await server.ask("GET", "/parties", key: root).status == 200)
        }
    }

    @Test("a request that comes again, late, early or for another server")
    func replays() async throws {
        try await TestServer.serve { server in
            let bytes = try server.request("GET", "/parties", by: "party-a")
            #expect(try await server.client.exchange(bytes).status == 200)
            #expect(try await server.client.exchange(bytes).rule == "signature-replayed")
            let early = try server.request("GET", "/parties", by: "party-a")
            server.clock.advance(seconds: 121)
            #expect(try await server.client.exchange(early).rule == "signature-too-old")
            let ahead = try server.request("GET", "/parties", by: "party-a")
            server.clock.advance(seconds: -121)
            #expect(try await server.client.exchange(ahead).rule == "signature-from-the-future")
            let other = try await server.ask("GET", "/parties", by: "party-a", authority: "other.example")
            #expect(other.rule == "signature-other-authority")
        }
    }

    @Test("what was signed is what is asked: method, path, query, body")
    func covers() async throws {
        try await TestServer.serve { server in
            func altered(_ bytes: [UInt8], _ from: String, _ to: String) throws -> [UInt8] {
                let at = try #require(WireReader.firstRange(of: Array(from.utf8), in: bytes))
                return Array(bytes[..<at]) + Array(to.utf8) + Array(bytes[(at + from.utf8.count)...])
            }
            let list = try server.request("GET", "/records?limit=5", by: "party-a")
            for (from, to) in [("limit=5", "limit=6"), ("/records?", "/parties?"), ("GET ", "HEAD ")] {
                let reply = try await server.client.exchange(try altered(list, from, to), method: "HEAD")
                #expect(reply.status == 401, "\(from)")
            }
            let json = [("Content-Type", "application/json")]
            let check = try server.request(
                "POST", "/checks", by: "party-a", headers: json,
                body: Array(Activities.volume(Activities.circle()).utf8))
            let body = try await server.client.exchange(try altered(check, "37.13", "37.14"), method: "POST")
            #expect(body.status == 401 && body.rule == "signature-body-altered")
            let again = try server.request(
                "POST", "/checks", by: "party-a", headers: json,
                body: Array(Activities.volume(Activities.circle()).utf8))
            let type = try await server.client.exchange(
                try altered(again, "application/json\r\n", "application/json \r\n"), method: "POST")
            #expect(type.status == 200)
        }
    }

    @Test("an address that listens takes every spelling of loopback, and no other name")
    func ownNames() async throws {
        try await TestServer.serve({ $0.authority = nil }) { server in
            for name in ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"] {
                let reply = try await server.ask("GET", "/parties", by: "party-a", authority: "\(name):\(server.port)")
                #expect(reply.status == 200, "\(name)")
            }
            #expect(try await server.ask("GET", "/parties", by: "party-a", authority: "localhost:1").status == 401)
            #expect(try await server.ask("GET", "/parties", by: "party-a").status == 401)
        }
    }

    @Test("P-256 keys sign as well")
    func p256() async throws {
        let key = try TestKeys.signing("browser", .p256)
        try await TestServer.serve(prepare: { scenario in
            try scenario.say(
                "party-a", .keyEnrol, "access-1", Bodies.key(key.publicKey, expires: .test(86_400)), byRoot: true)
        }) { server in
            let reply = try await server.ask("GET", "/parties", key: key)
            #expect(reply.status == 200)
        }
    }
}
