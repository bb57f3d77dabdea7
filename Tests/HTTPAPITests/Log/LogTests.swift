import Coordination
import HTTPAPI
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("the log over HTTP")
struct LogTests {
    @Test("a checkpoint that verifies, with a short life")
    func checkpoint() async throws {
        try await TestServer.serve { server in
            let reply = try await server.get("/log/checkpoint")
            #expect(reply.status == 200 && reply["content-type"] == "text/plain; charset=utf-8")
            #expect(reply["cache-control"]?.contains("max-age=1") == true)
            let verified = try SignedCheckpoint(parsing: reply.body).verified(by: server.node.logKey)
            #expect(verified.checkpoint.size == server.node.publisher.state.size)
            let known = [("If-None-Match", "\"x\", W/" + (try #require(reply["etag"])))]
            #expect(try await server.ask("GET", "/log/checkpoint", headers: known).status == 304)
            let head = try await server.ask("HEAD", "/log/checkpoint")
            #expect(head.status == 200 && head.body.isEmpty && head["content-length"] == reply["content-length"])
        }
    }

    @Test("every tile and bundle of the published tree, and nothing beyond it")
    func tiles() async throws {
        try await TestServer.serve { server in
            for said in try server.sites(3) { _ = try await server.submit(said.envelope) }
            _ = try await server.ask(
                "POST", "/statements/batch", headers: [("Content-Type", "application/x-ndjson")],
                body: try server.sites(300, prefix: "more").map { $0.envelope + [0x0A] }.reduce([], +))
            let size = server.node.publisher.state.size
            #expect(size.value > 300)
            for tile in size.tiles(newSince: TreeSize(0)) {
                let reply = try await server.get("/log/\(tile.path)")
                #expect(reply.status == 200 && reply.body.count == tile.byteCount, "\(tile.path)")
                #expect(reply["cache-control"] == "public, max-age=31536000, immutable")
                #expect(reply["content-type"] == "application/octet-stream")
                if let bundle = tile.entries {
                    let entries = try await server.get("/log/\(bundle.path)")
                    let decoded = try EntryBundle.decode(entries.body, width: bundle.width)
                    for (offset, entry) in decoded.enumerated() {
                        let leaf = Hash.leaf(of: entry).bytes
                        #expect(Array(reply.body[(offset * 32)..<(offset * 32 + 32)]) == leaf)
                    }
                }
            }
            let beyond = try #require(TileCoordinate(level: 0, index: size.value / 256 + 1, width: 1))
            for path in [
                beyond.path, "tile/0/000.p/256", "tile/0/0", "tile/9/000", "tile/0/000.p/0", "tile/entries/x", "tile/",
                "tile/0/000/", "tile/0/x000/000",
            ] {
                #expect(try await server.get("/log/\(path)").status == 404, "\(path)")
            }
        }
    }

    @Test("a narrower tile stays what it was")
    func narrowerTiles() async throws {
        try await TestServer.serve { server in
            let before = try await server.get("/log/tile/0/000.p/5").body
            for said in try server.sites(2) { _ = try await server.submit(said.envelope) }
            #expect(try await server.get("/log/tile/0/000.p/5").body == before)
        }
    }

    @Test("entries are for signed readers where they are not public, tiles for all")
    func guardsEntries() async throws {
        try await TestServer.serve({ $0.entriesArePublic = false }) { server in
            #expect(try await server.get("/log/tile/0/000.p/1").status == 200)
            #expect(try await server.get("/log/tile/entries/000.p/1").status == 401)
            let reply = try await server.get("/log/tile/entries/000.p/1", by: "party-b")
            #expect(reply.status == 200 && reply["cache-control"]?.hasPrefix("private") == true)
        }
    }

    @Test("consistency proofs verify against the newest checkpoint")
    func consistency() async throws {
        try await TestServer.serve { server in
            let old = server.node.publisher.state
            for said in try server.sites(4) { _ = try await server.submit(said.envelope) }
            let reply = try await server.get("/log/consistency?from=\(old.size)").json
            let path = try #require(reply["path"]).elements.compactMap { $0.text.flatMap { Hash(base64: $0) } }
            let checkpoint = try SignedCheckpoint(parsing: Array(try #require(reply["checkpoint"]?.text).utf8))
            let now = try checkpoint.verified(by: server.node.logKey).checkpoint
            let proof = ConsistencyProof(oldSize: old.size, newSize: now.size, path: path)
            try proof.verify(oldRoot: old.tree.root, newRoot: now.root)
            for query in ["", "?from=", "?from=-1", "?from=01", "?from=1&from=1", "?from=1&else=2", "?from=x"] {
                #expect(try await server.get("/log/consistency\(query)").status == 400, "\(query)")
            }
            let ahead = try await server.get("/log/consistency?from=5000")
            #expect(ahead.status == 404 && ahead.rule == "log-shorter")
        }
    }
}
