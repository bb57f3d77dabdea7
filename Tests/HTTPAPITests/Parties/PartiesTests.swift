import Coordination
import StrictJSON
import ParleyNode
import Statements
import TestKit
import TransparencyLog
import Testing

@Suite("parties, officers, keys and chains")
struct PartiesTests {
    @Test("who takes part")
    func lists() async throws {
        try await TestServer.serve { server in
            let reply = try await server.get("/parties", by: "party-a").json
            let names = try #require(reply["parties"]).elements.map { $0["party"]?.text }
            #expect(names == ["neutral-host", "party-a", "party-b", "red-crescent", "un-hub"])
            #expect(try reply["exercise"]?.bool() == true)
        }
    }

    @Test("a party's officers and keys, with their ends")
    func shows() async throws {
        try await TestServer.serve(prepare: { scenario in
            try scenario.say(
                "party-b", .keyRevoke, "access-1",
                Bodies.revocation(try #require(scenario.accord.member("party-b")).officerKey.publicKey), byRoot: true)
        }) { server in
            let reply = try await server.get("/parties/party-b", by: "party-a").json
            #expect(reply["officers/0/officer"]?.text == "access-1")
            #expect(reply["officers/0/contact/phones/0"]?.text == "+963 11 000 0000")
            let keys = try #require(reply["keys"]).elements
            #expect(keys.count == 2)
            let revoked = try #require(keys.first { $0["officer"]?.text == "access-1" })
            #expect(try revoked["maySpeak"]?.bool() == false)
            #expect(revoked["revokedAt"]?.text == "2016-09-19T00:00:00Z")
            for path in ["/parties/nobody", "/parties/PARTY", "/parties/a%20b", "/parties/"] {
                #expect(try await server.get(path, by: "party-a").status == 404, "\(path)")
            }
        }
    }

    @Test("the chain's head is what the next statement must name")
    func chain() async throws {
        try await TestServer.serve { server in
            let before = try await server.get("/parties/un-hub/chain").json
            let said = try server.next("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            #expect(before["sequence"]?.number == Int64(said.sequence) - 1)
            #expect(before["accord"]?.text == "accord-1")
            _ = try await server.submit(said.envelope)
            let after = try await server.get("/parties/un-hub/chain").json
            #expect(after["hash"]?.text == "\(said.hash)")
            #expect(after["seen/size"]?.number == Int64(server.node.publisher.state.size.value))
            #expect(after["seen/root"]?.text == server.node.publisher.state.tree.root.base64)
            #expect(try await server.get("/parties/nobody/chain").status == 404)
        }
    }
}
