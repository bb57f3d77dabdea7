import Coordination
import Geodesy
import HTTPAPI
import NIOCore
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("restricted bodies over HTTP")
struct BodiesTests {
    private static let partyA = PartyID(checked: "party-a")
    private static let partyB = PartyID(checked: "party-b")

    /// Nodes for everybody: un-hub and party-a have their own elsewhere, the host's acts for the others.
    private static func ownNodes(_ scenario: inout Scenario) throws {
        try scenario.enrolNodes(sealingKeys: [
            PartyID(checked: "un-hub"): TestKeys.sealing("own/un-hub").publicKey,
            partyA: TestKeys.sealing("own/party-a").publicKey,
        ])
    }

    private static func hostActs(_ scenario: inout Scenario) throws { try scenario.enrolNodes() }

    @Test("a sealed body is for those it is sealed for and its author; to all others it is not there")
    func sealed() async throws {
        try await TestServer.serve(prepare: Self.ownNodes) { server in
            let said = try server.next(
                "un-hub", .notificationNotify, "clinic", Bodies.site("Secret clinic"), audience: [Self.partyA])
            #expect(try await server.submit(said.wrapper, type: wrapperType).status == 201)
            for party in ["party-a", "un-hub"] {
                let reply = try await server.get("/sealed/\(said.hash)", by: party)
                #expect(reply.status == 200 && reply.body == said.sealed)
                #expect(reply["content-type"] == "application/vnd.parley.sealed+json")
                #expect(reply["cache-control"] == "no-store")
            }
            let nothing = try await server.get("/sealed/\(String(repeating: "0", count: 64))", by: "party-b")
            #expect(nothing.status == 404)
            for party in ["party-b", "red-crescent", "neutral-host"] {
                let reply = try await server.get("/sealed/\(said.hash)", by: party)
                #expect(reply.status == 404 && reply.body == nothing.body)
            }
            #expect(try await server.get("/sealed/\(said.hash)").status == 401)
            // By its number, or what is no hash: nothing either.
            for name in ["1", "x", "\(said.hash)x"] {
                #expect(try await server.get("/sealed/\(name)", by: "party-a").status == 404)
            }
            let shown = try await server.get("/statements/\(said.hash)", by: "party-a")
            #expect(try shown.json["body"] == nil && shown.json["sealed"]?.text == Self.hash(said))
        }
    }

    private static func hash(_ said: SaidStatement) -> String? {
        said.sealed.map { Hash.sha256(of: $0).base64 }
    }

    @Test("each reader gets the fields that were sealed for it, with their openings")
    func fieldwise() async throws {
        try await TestServer.serve(prepare: Self.hostActs) { server in
            let body = String(decoding: Bodies.site(), as: UTF8.self)
                .parts(around: "\"standOffClass\"").joined(
                    separator: "\"given\":{\"text\":\"cellar\"},\"standOffClass\"")
            let said = try server.next(
                "un-hub", .notificationNotify, "clinic", Array(body.utf8), audience: [Self.partyA, Self.partyB],
                withheld: [Self.partyB: ["given"]])
            #expect(try await server.submit(said.wrapper, type: wrapperType).status == 201)
            let statement = try SignedStatement(said.envelope).statement
            for (party, isWhole) in [("un-hub", true), ("party-a", true), ("party-b", false)] {
                let reply = try await server.get("/statements/\(said.hash)", by: party)
                #expect(reply.text.contains("cellar") == isWhole, "\(party)")
                #expect(try (reply.json["body/given"] != nil) == isWhole)
                let fields = try #require(try reply.json["fields"])
                let opened = try OpenedBody(fields: fields)
                #expect(opened.isComplete == isWhole && opened.commitment == statement.commitment)
                // The record shows nobody more than the least that one of this node's parties was given.
                let record = try await server.get("/records/un-hub/clinic", by: party)
                #expect(record.status == 200 && !record.text.contains("cellar"))
            }
            #expect(try await server.get("/records/un-hub/clinic", by: "red-crescent").status == 404)
        }
    }

    @Test("a party erases its part: from statement, record, check and feed; the other's part and the entry stay")
    func erases() async throws {
        try await TestServer.serve(prepare: Self.hostActs) { server in
            let said = try server.next(
                "un-hub", .notificationNotify, "clinic", Bodies.site("Secret clinic"),
                audience: [Self.partyA, Self.partyB])
            #expect(try await server.submit(said.wrapper, type: wrapperType).status == 201)
            let target = "/statements/\(said.hash)"
            #expect(try await server.ask("DELETE", target + "/body").status == 401)
            for party in ["red-crescent", "neutral-host"] {
                #expect(try await server.ask("DELETE", target + "/body", by: party).status == 404)
            }
            #expect(try await Self.feed(of: server, by: "party-a").contains("Secret"))
            let receipt = try await server.get(target + "/receipt").body
            let erased = try await server.ask("DELETE", target + "/body", by: "party-a")
            #expect(erased.status == 200)
            #expect(try erased.json["erased"]?.text == "\(said.hash)" && erased.json["party"]?.text == "party-a")
            for place in [target, "/records", "/records/un-hub/clinic"] {
                #expect(try await !server.get(place, by: "party-a").text.contains("Secret"), "\(place)")
                #expect(try await server.get(place, by: "party-b").text.contains("Secret"), "\(place)")
            }
            #expect(try await !Self.feed(of: server, by: "party-a").contains("Secret"))
            #expect(try await Self.feed(of: server, by: "party-b").contains("Secret"))
            let activity = Activities.volume(Activities.circle(lat: "36.201"))
            #expect(try await !server.check(activity, by: "party-a").text.contains("Secret"))
            #expect(try await server.check(activity, by: "party-b").text.contains("Secret"))
            #expect(try await server.ask("DELETE", target + "/body", by: "party-a").status == 404)
            #expect(try await server.get(target + "/receipt").body == receipt)
            #expect(try await server.get(target, by: "party-a").json["envelope"]?.text == Base64.encode(said.envelope))
        }
    }

    @Test("a share shows the body to whom it was given, in both statements")
    func shares() async throws {
        try await TestServer.serve(prepare: Self.hostActs) { server in
            let said = try server.next(
                "un-hub", .notificationNotify, "clinic", Bodies.site("Secret clinic"), audience: [Self.partyA])
            #expect(try await server.submit(said.wrapper, type: wrapperType).status == 201)
            #expect(try await !server.get("/statements/\(said.hash)", by: "party-b").text.contains("Secret"))
            let shared = try server.next(
                "un-hub", .bodyShare, "clinic", Bodies.site("Secret clinic"), audience: [Self.partyB],
                opened: said.opened)
            #expect(try await server.submit(shared.wrapper, type: wrapperType).status == 201)
            for hash in [said.hash, shared.hash] {
                var isShown = false
                // The picture is made anew beside the writer.
                for _ in 0..<500 where !isShown {
                    isShown = try await server.get("/records/un-hub/clinic", by: "party-b").status == 200
                    if !isShown { try await Task.sleep(for: .milliseconds(20)) }
                }
                #expect(isShown)
                #expect(try await server.get("/statements/\(hash)", by: "party-b").text.contains("Secret"))
                #expect(try await !server.get("/statements/\(hash)", by: "red-crescent").text.contains("Secret"))
            }
        }
    }

    @Test("what is wrong with a sealed body is named, and nothing is stored")
    func refuses() async throws {
        try await TestServer.serve(prepare: Self.hostActs) { server in
            let size = server.node.publisher.state.size
            let said = try server.next(
                "un-hub", .notificationNotify, "clinic", Bodies.site(), audience: [Self.partyA])
            let other = try server.next(
                "un-hub", .notificationNotify, "clinic-2", Bodies.site(), audience: [Self.partyA])
            func wrapped(_ sealed: [UInt8]) -> [UInt8] {
                Array("{\"envelope\":\"\(Base64.encode(said.envelope))\",\"sealed\":".utf8) + sealed + [0x7D]
            }
            let mixed = try await server.submit(wrapped(try #require(other.sealed)), type: wrapperType)
            #expect(mixed.status == 422 && mixed.rule == "sealed-mismatch")
            let spaced = try await server.submit(wrapped([0x7B, 0x20, 0x7D]), type: wrapperType)
            #expect(spaced.status == 422 && spaced.rule == "sealed-mismatch")
            #expect(try spaced.json["pointer"]?.text == "/sealed")
            #expect(server.node.publisher.state.size == size)
            // Space around it does not count, space within would.
            let good = wrapped([0x20] + (try #require(said.sealed)) + [0x20])
            #expect(try await server.submit(good, type: wrapperType).status == 201)
        }
    }

    /// Everything that the feed tells one party.
    private static func feed(of server: TestServer, by party: String) async throws -> String {
        let last = server.node.publisher.state.size.value - 1
        let request = try server.request("GET", "/feed?from=0", by: party)
        return try await server.client.connected { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            var text = ""
            for try await buffer in inbound {
                text += String(decoding: buffer.readableBytesView, as: UTF8.self)
                if text.parts(around: "\n\n").dropLast().contains(where: { $0.contains("id: \(last)\n") }) { break }
            }
            return text
        }
    }
}
