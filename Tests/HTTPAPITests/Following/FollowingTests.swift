import Coordination
import HTTPAPI
import ParleyNode
import Statements
import StrictJSON
import Synchronization
import TestKit
import Testing
import TransparencyLog

@Suite("a follower over HTTP")
struct FollowingTests {
    private static let activity = Array(Activities.volume(Activities.circle()).utf8)

    /// The host's answer to a statement: its receipt in the host's log.
    private static func accepted(
        _ envelope: [UInt8], after server: FollowerServer, proving other: [UInt8]? = nil
    ) throws -> ForwardedAnswer {
        let size = server.scenario.log.state.size
        let entries = server.scenario.log.store.entries(from: EntryIndex(0), count: Int(size.value)).map(\.envelope)
        var tree = TileBuilder()
        _ = tree.append((entries + [other ?? envelope]).map { Hash.leaf(of: $0) })
        var tiles = TileSet()
        for tile in tree.partialTiles { tiles.insert(tile) }
        var reader = TreeReader(size: tree.size, tiles: tiles)
        let proof = try reader.inclusionProof(of: size.nextIndex)
        let signer = server.scenario.accord.logSigner
        let checkpoint = try Checkpoint(origin: signer.verifierKey.name, size: tree.size, root: tree.root)
        let receipt = try LogProof(inclusion: proof, checkpoint: checkpoint.signed(by: signer))
        let body = Bodies.object { fields in
            fields.member("entry", size.value)
            fields.member("receipt", String(decoding: receipt.bytes, as: UTF8.self))
        }
        return ForwardedAnswer(
            status: 201, contentType: "application/json", body: body, location: "https://evil.example")
    }

    @Test("a statement is handed on byte for byte, and its receipt comes back once it is verified")
    func forwards() async throws {
        try await FollowerServer.serve { server in
            let said = try server.scenario.draft("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let body = said.envelope + Array("\n".utf8)
            server.upstream.answer(with: try Self.accepted(said.envelope, after: server))
            let reply = try await server.ask(
                "POST", "/statements", headers: [("Content-Type", "application/json")], body: said.envelope)
            #expect(reply.status == 201)
            #expect(reply["location"] == "/statements/\(said.hash)")
            #expect(server.upstream.forwarded.map(\.body) == [said.envelope])
            #expect(server.upstream.forwarded.map(\.contentType) == ["application/json"])
            // What the upstream refuses is refused here in its words.
            let refusal = ForwardedAnswer(
                status: 409, contentType: "application/problem+json", body: Array(#"{"rule":"forked"}"#.utf8))
            server.upstream.answer(with: refusal)
            let refused = try await server.ask(
                "POST", "/statements", headers: [("Content-Type", "application/json")], body: body)
            #expect(refused.status == 409)
        }
    }

    @Test("a receipt that proves nothing is not handed on, and neither is an answer of no known form")
    func liesAreKept() async throws {
        try await FollowerServer.serve { server in
            let said = try server.scenario.draft("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let headers = [("Content-Type", "application/json")]
            let answers = [
                try Self.accepted(said.envelope, after: server, proving: Array("another".utf8)),
                ForwardedAnswer(status: 201, contentType: "application/json", body: Array("{}".utf8)),
                ForwardedAnswer(status: 200, contentType: "text/html", body: Array("<script>".utf8)),
            ]
            for answer in answers {
                server.upstream.answer(with: answer)
                let reply = try await server.ask("POST", "/statements", headers: headers, body: said.envelope)
                #expect(reply.status == 502)
                #expect(reply.rule == "upstream-answer")
            }
            server.upstream.answer(with: nil)
            let away = try await server.ask("POST", "/statements", headers: headers, body: said.envelope)
            #expect(away.status == 503)
            #expect(away.rule == "upstream-needed")
            #expect(away["retry-after"] != nil)
        }
    }

    @Test("lines of a batch are handed on together as they come, and each receipt is verified before it is handed back")
    func forwardsBatches() async throws {
        try await FollowerServer.serve { server in
            let said = try server.scenario.draft("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let receipt = try Self.accepted(said.envelope, after: server).body.dropFirst()
            let type = ForwardedStatement.batchType
            let headers = [("Content-Type", type)]
            let sent = said.envelope + Array("\n\n".utf8) + said.envelope + Array("\n".utf8)
            // The first line that it gets is taken and the second refused, whether they come together or apart.
            let handled = Mutex(0)
            server.upstream.answer { handedOn in
                var replies: [UInt8] = []
                for line in 1...handedOn.body.count(where: { $0 == 0x0A }) {
                    let isFirst = handled.withLock { count in
                        count += 1
                        return count == 1
                    }
                    let rest = isFirst ? Array(receipt) : Array(#""problem":{"rule":"forked","status":409}}"#.utf8)
                    replies += Array("{\"line\":\(line),".utf8) + rest + [0x0A]
                }
                return ForwardedAnswer(status: 200, contentType: type, body: replies)
            }
            let reply = try await server.ask("POST", "/statements/batch", headers: headers, body: sent)
            #expect(reply.status == 200)
            // What could not be read was not handed on; the others keep their numbers in this batch.
            let handedOn = said.envelope + Array("\n".utf8)
            #expect(server.upstream.forwarded.flatMap(\.body) == handedOn + handedOn)
            #expect(server.upstream.forwarded.allSatisfy { $0.contentType == type })
            let lines = reply.text.split(separator: "\n")
            try #require(lines.count == 3)
            #expect(lines[0].hasPrefix(#"{"line":1,"entry":"#) && lines[0].contains("\(said.hash)"))
            #expect(lines[1].contains(#""line":2"#) && lines[1].contains("malformed-statement"))
            #expect(lines[2] == #"{"line":3,"problem":{"rule":"forked","status":409}}"#)
        }
    }

    @Test("a batch ends where the upstream's answers no longer prove anything, and says where to go on")
    func batchLiesAreKept() async throws {
        try await FollowerServer.serve { server in
            let said = try server.scenario.draft("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let type = ForwardedStatement.batchType
            let other = try Self.accepted(said.envelope, after: server, proving: Array("another".utf8)).body
            let answers: [(status: Int, body: [UInt8])] = [
                (200, Array(#"{"line":1,"#.utf8) + other.dropFirst() + [0x0A]),
                (200, []),
                (200, Array(#"{"line":2,"problem":{}}"#.utf8)),
                (200, Array("{\"line\":1,\"problem\":{}}\n{\"line\":2,\"problem\":{}}\n".utf8)),
                (302, []),
                (413, Array(#"{"rule":"too-large"}"#.utf8)),
            ]
            for answer in answers {
                server.upstream.answer(
                    with: ForwardedAnswer(status: answer.status, contentType: type, body: answer.body))
                let reply = try await server.ask(
                    "POST", "/statements/batch", headers: [("Content-Type", type)], body: said.envelope)
                #expect(reply.status == 200)
                #expect(reply.text.contains(#""resumeAtLine":1"#), "\(reply.text)")
                #expect(!reply.text.contains("receipt\":"))
            }
        }
    }

    @Test("a check at a follower asks its upstream nothing")
    func checksAtTheEdge() async throws {
        try await FollowerServer.serve { server in
            let before = server.upstream.asked.count
            for _ in 0..<5 {
                let reply = try await server.ask(
                    "POST", "/checks", by: "party-a", headers: [("Content-Type", "application/json")],
                    body: Self.activity)
                #expect(reply.status == 200)
            }
            #expect(server.upstream.asked.count == before)
            #expect(server.upstream.forwarded.isEmpty)
        }
    }

    @Test("health and the front page say whom it follows, how far it is behind and why it has stopped")
    func says() async throws {
        try await FollowerServer.serve { server in
            let well = try await server.ask("GET", "/health")
            #expect(well.status == 200)
            #expect(try well.json["status"]?.text == "following")
            #expect(try well.json["following"]?["upstream"]?.text == "https://host.example")
            #expect(try well.json["following"]?["phase"]?.text == "live")
            let page = try await server.ask("GET", "/")
            #expect(page.text.contains("follows https://host.example"))
            // The log's key signs another history of the same size.
            let size = server.scenario.log.state.size
            let entries = server.scenario.log.store.entries(from: EntryIndex(0), count: Int(size.value))
            server.upstream.serve(entries.map(\.envelope).dropLast() + [Array("{}".utf8)])
            while server.node.alarms.stop == nil { try await Task.sleep(for: .milliseconds(5)) }
            let ill = try await server.ask("GET", "/health")
            #expect(ill.status == 503)
            #expect(try ill.json["status"]?.text == "stopped-following")
            #expect(ill.text.contains("two different histories"))
            let records = try await server.ask("GET", "/records", by: "party-a")
            #expect(records.status == 200)
            #expect(records.text.contains("split-view"))
            let check = try await server.ask(
                "POST", "/checks", by: "party-a", headers: [("Content-Type", "application/json")],
                body: Self.activity)
            #expect(check.text.contains("ALARM since"))
            let metrics = try await server.ask("GET", "/metrics")
            #expect(metrics.text.contains("parley_following 0"))
            #expect(metrics.text.contains("parley_alarms{kind=\"split-view\"} 1"))
        }
    }
}
