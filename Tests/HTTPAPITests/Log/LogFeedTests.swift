import Coordination
import HTTPAPI
import NIOCore
import ParleyNode
import TestKit
import Testing
import TransparencyLog

@Suite("the log's feed")
struct LogFeedTests {
    /// What was read of the feed, once `isEnough`.
    private static func read(
        _ server: TestServer, until isEnough: @escaping @Sendable (String) -> Bool,
        whileOpen: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> String {
        let request = try server.request("GET", "/log/feed")
        return try await server.client.connected { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            var text = ""
            var hasBegun = false
            for try await buffer in inbound {
                text += String(decoding: buffer.readableBytesView, as: UTF8.self)
                if !hasBegun, text.contains("event: checkpoint") {
                    hasBegun = true
                    try await whileOpen()
                }
                if isEnough(text) { break }
            }
            return text
        }
    }

    /// The notes in a feed, as its data lines give them.
    private static func notes(in text: String) -> [[UInt8]] {
        text.parts(around: "\n\n").filter { $0.contains("event: checkpoint") }.map { event in
            let lines = event.parts(around: "\n").filter { $0.hasPrefix("data: ") }.map { $0.dropFirst(6) }
            return Array(lines.joined(separator: "\n").utf8)
        }
    }

    @Test("the checkpoint comes at once, and each next one as it is published, to the byte and unsigned by the reader")
    func grows() async throws {
        try await TestServer.serve { server in
            let first = try #require(server.node.publisher.state.checkpoint)
            let said = try server.next("un-hub", .notificationNotify, "hospital-1", Bodies.site())
            let text = try await Self.read(server, until: { $0.contains("id: \(first.checkpoint.size.value + 1)\n") }) {
                _ = try await server.node.submit(said.envelope)
            }
            #expect(text.contains("id: \(first.checkpoint.size)\nevent: checkpoint\n"))
            // The end of the last event may not have come yet.
            let whole = Self.notes(in: text)
            #expect(whole.first == first.bytes)
            for note in whole.dropLast() {
                _ = try SignedCheckpoint(parsing: note).verified(by: server.node.logKey)
            }
        }
    }

    @Test("as many followers as there are seats")
    func seats() async throws {
        try await TestServer.serve({ $0.limits.logFeedClients = 1 }) { server in
            _ = try await Self.read(server, until: { $0.contains("event: checkpoint") }) {
                let reply = try await server.get("/log/feed")
                #expect(reply.status == 503)
            }
            let head = try await server.ask("HEAD", "/log/feed")
            #expect(head.status == 200)
        }
    }
}
