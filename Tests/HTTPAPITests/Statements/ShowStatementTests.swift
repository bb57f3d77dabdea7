import Coordination
import HTTPAPI
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("entries and their receipts")
struct ShowStatementTests {
    private static let audience = [PartyID(checked: "party-a")]

    @Test("an entry by number and by hash, byte for byte")
    func shows() async throws {
        try await TestServer.serve { server in
            let said = try server.next("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let entry = try #require(try await server.submit(said.envelope).json["entry"]?.number)
            for name in ["\(entry)", "\(said.hash)"] {
                let reply = try await server.get("/statements/\(name)", by: "party-b")
                #expect(reply.status == 200)
                #expect(try reply.json["envelope"]?.text == Base64.encode(said.envelope))
                #expect(try reply.json["party"]?.text == "un-hub")
                #expect(try reply.json["body/name/en"]?.text == "Al-Quds hospital")
                let receipt = try await server.get("/statements/\(name)/receipt")
                let proof = try LogProof(parsing: receipt.body)
                _ = try proof.verify(entry: said.envelope, log: server.node.logKey)
                let again = try await server.ask(
                    "GET", "/statements/\(name)/receipt", headers: [("If-None-Match", try #require(receipt["etag"]))])
                #expect(again.status == 304 && again.body.isEmpty)
            }
        }
    }

    @Test("a restricted body is shown to owner and audience, and to nobody else")
    func hidesRestricted() async throws {
        try await TestServer.serve(prepare: { try $0.enrolNodes() }) { server in
            let said = try server.next(
                "un-hub", .notificationNotify, "clinic-1", Bodies.site("Secret clinic"), audience: Self.audience)
            #expect(try await server.submit(said.wrapper, type: wrapperType).status == 201)
            for party in ["un-hub", "party-a"] {
                let reply = try await server.get("/statements/\(said.hash)", by: party)
                #expect(try reply.json["body/name/en"]?.text == "Secret clinic")
                #expect(try reply.json["fields"] != nil)
            }
            for party in ["party-b", "red-crescent", "neutral-host"] {
                let reply = try await server.get("/statements/\(said.hash)", by: party)
                #expect(reply.status == 200)
                #expect(try reply.json["body"] == nil && reply.json["fields"] == nil)
                #expect(!reply.text.contains("Secret"))
            }
        }
    }

    @Test(
        "what is not there is not found, always alike",
        arguments: [
            "999999", "18446744073709551616", "01", "-1", "x", String(repeating: "0", count: 64),
            String(repeating: "A", count: 64),
        ])
    func notFound(name: String) async throws {
        try await TestServer.serve { server in
            let reply = try await server.get("/statements/\(name)", by: "un-hub")
            #expect(reply.status == 404 && reply.rule == "not-found")
            #expect(try await server.get("/statements/\(name)/receipt").body == reply.body)
        }
    }

    @Test("receipts need a signature where entries are not public")
    func guardsReceipts() async throws {
        try await TestServer.serve({ $0.entriesArePublic = false }) { server in
            let unsigned = try await server.get("/statements/0/receipt")
            let signed = try await server.get("/statements/0/receipt", by: "party-a")
            #expect(unsigned.status == 401 && signed.status == 200)
        }
    }
}
