import Coordination
import HTTPAPI
import NIOCore
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("many statements, a line each")
struct SubmitBatchTests {
    private static let type = [("Content-Type", "application/x-ndjson")]

    private static func lines(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.map { $0 + [0x0A] }.joined()) }

    private static func answers(_ reply: WireReply) throws -> [JSONValue] {
        try reply.body.split(separator: 0x0A).map {
            try JSONDocument(Array($0), limits: .init(maximumBytes: 1 << 20)).root
        }
    }

    private static func send(
        _ body: [UInt8], to server: TestServer, headers: [(String, String)] = []
    ) async throws -> (WireReply, [JSONValue]) {
        let reply = try await server.ask("POST", "/statements/batch", headers: type + headers, body: body)
        return (reply, try answers(reply))
    }

    @Test("every line is answered in order, across several groups")
    func answersInOrder() async throws {
        try await TestServer.serve { server in
            let said = try server.sites(700)
            let (reply, answers) = try await Self.send(Self.lines(said.map(\.envelope)), to: server)
            #expect(reply.status == 200 && reply["content-type"] == "application/x-ndjson")
            #expect(answers.count == 700)
            for (number, answer) in answers.enumerated() {
                #expect(answer["line"]?.number == Int64(number + 1))
                #expect(answer["hash"]?.text == "\(said[number].hash)", "\(answer)")
            }
        }
    }

    @Test("a bad line is its own problem and holds up nobody")
    func refusesLines() async throws {
        try await TestServer.serve(prepare: { try $0.enrolNodes() }) { server in
            let said = try server.sites(3)
            let restricted = try server.next(
                "red-crescent", .notificationNotify, "clinic", Bodies.site(), audience: [PartyID(checked: "party-a")])
            let body =
                Self.lines([
                    said[0].envelope, Array("{\"half\":".utf8), [], said[1].envelope, restricted.wrapper,
                    Array("{\"envelope\":7}".utf8), said[0].envelope, [0xFF, 0xFE],
                ]) + said[2].envelope
            let (_, answers) = try await Self.send(body, to: server)
            let rules = answers.map { $0["problem/rule"]?.text ?? "taken" }
            #expect(
                rules == [
                    "taken", "malformed-statement", "malformed-statement", "taken", "taken", "malformed-submission",
                    "replayed", "malformed-statement", "taken",
                ])
            #expect(answers[6]["problem/entry"]?.number == answers[0]["entry"]?.number)
        }
    }

    @Test("lines that are too long or too many are named")
    func namesLimits() async throws {
        try await TestServer.serve({ configuration in
            configuration.limits.batchLineBytes = 4_096
            configuration.limits.batchLines = 3
        }) { server in
            let said = try server.sites(4)
            let long = [UInt8](repeating: 0x61, count: 10_000)
            let (_, answers) = try await Self.send(
                Self.lines([said[0].envelope, long, said[1].envelope, said[2].envelope, said[3].envelope]), to: server)
            #expect(answers.map { $0["problem/rule"]?.text } == [nil, "line-too-long", nil, "too-many-lines"])
            #expect(answers.last?["problem/resumeAtLine"]?.number == 4)
            #expect(answers.last?["line"]?.number == 4)
        }
    }

    @Test("gzip batches are read as they come, and broken ones end where they break")
    func readsGzip() async throws {
        try await TestServer.serve { server in
            let said = try server.sites(5)
            let body = GzipBytes.stored(Self.lines(said.map(\.envelope)))
            let coding = [("Content-Encoding", "gzip")]
            let (_, answers) = try await Self.send(body, to: server, headers: coding)
            #expect(answers.compactMap { $0["entry"]?.number }.count == 5)
            let more = try server.sites(2, prefix: "later")
            let cut = Array(GzipBytes.stored(Self.lines(more.map(\.envelope))).dropLast(6))
            let (_, broken) = try await Self.send(cut, to: server, headers: coding)
            #expect(broken.last?["problem/rule"]?.text == "bad-gzip")
            #expect(broken.last?["problem/resumeAtLine"]?.number == Int64(broken.count))
        }
    }

    @Test("an answer comes before the next line is sent")
    func answersWhileReading() async throws {
        try await TestServer.serve { server in
            let said = try server.sites(3)
            let head = """
                POST /statements/batch HTTP/1.1\r\nHost: \(TestServer.authority)\r\nContent-Type: application/x-ndjson\r
                Transfer-Encoding: chunked\r\n\r\n
                """
            let lines = try await server.client.connected { inbound, outbound in
                var iterator = inbound.makeAsyncIterator()
                var text = ""
                try await outbound.write(ByteBuffer(string: head))
                for (number, statement) in said.enumerated() {
                    let line = statement.envelope + [0x0A]
                    try await outbound.write(
                        ByteBuffer(bytes: Array("\(String(line.count, radix: 16))\r\n".utf8) + line + [13, 10]))
                    while text.parts(around: "\"line\":").count < number + 2 {
                        guard let buffer = try await iterator.next() else { return text }
                        text += String(decoding: buffer.readableBytesView, as: UTF8.self)
                    }
                }
                return text
            }
            #expect(lines.contains("\"line\":3") && !lines.contains("problem"))
        }
    }

    @Test("a node that cannot take more says where to resume")
    func saysWhereToResume() async throws {
        try await TestServer.serve { server in
            let said = try server.sites(3)
            _ = try await server.submit(said[0].envelope)
            server.store.fail(with: StoreError(.full, "no room"))
            let (_, answers) = try await Self.send(Self.lines(said.dropFirst().map(\.envelope)), to: server)
            #expect(answers.count == 1)
            #expect(answers[0]["problem/rule"]?.text == "store-full")
            #expect(answers[0]["problem/resumeAtLine"]?.number == 1)
        }
    }

    @Test("no lines, no answers; other types are refused")
    func edges() async throws {
        try await TestServer.serve { server in
            let (reply, answers) = try await Self.send([], to: server)
            #expect(reply.status == 200 && answers.isEmpty)
            let wrong = try await server.ask(
                "POST", "/statements/batch", headers: [("Content-Type", "application/json")], body: [0x7B, 0x7D])
            #expect(wrong.status == 415)
        }
    }
}

extension StringProtocol where SubSequence == Substring {
    func parts(around separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
