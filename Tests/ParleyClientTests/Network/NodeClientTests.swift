import Coordination
import Geodesy
import HTTPSignatures
import HTTPTypes
import NIOHTTP1
import ParleyClient
import Statements
import Testing
import TransparencyLog

@Suite struct NodeClientTests {
    private let key = SigningKey(.ed25519)
    private let now: Instant

    init() throws { now = try Instant(rfc3339: "2026-11-21T04:00:00Z", rounding: .down) }

    /// Runs a client against a scripted server; both are stopped afterwards.
    private func with<Result>(
        _ answer: @escaping @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Reply, path: String = "",
        signed: Bool = true, limits: NodeClient.Limits = NodeClient.Limits(),
        _ body: (NodeClient, LoopbackServer) async throws -> Result
    ) async throws -> Result {
        let server = try await LoopbackServer(answer)
        var retry = RetryPolicy()
        retry.firstMilliseconds = 1
        retry.random = { _ in 0 }
        let now = now
        let client = try NodeClient(
            baseURL: server.url + path, signer: signed ? RequestSigner(key: key) : nil, limits: limits, retry: retry,
            now: { now })
        do {
            let result = try await body(client, server)
            try await client.shutDown()
            try await server.stop()
            return result
        } catch {
            try? await client.shutDown()
            try? await server.stop()
            throw error
        }
    }

    private func verify(_ request: LoopbackServer.Request) throws {
        var arrived = HTTPRequest(
            method: try #require(HTTPRequest.Method(request.method)), scheme: "http",
            authority: request.headers.first(name: "host"), path: request.target)
        for (name, value) in request.headers where name.lowercased() != "host" {
            arrived.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        let verified = try RequestVerifier(nonces: NonceGuard()).verify(arrived, now: now) {
            $0 == key.publicKey.id ? key.publicKey : nil
        }
        try verified.check(body: HashedBody(request.body))
    }

    @Test("what goes out is signed as it arrives, with a body and without, below any path")
    func signs() async throws {
        try await with({ _, _ in .init(pieces: [[1, 2], [3]]) }, path: "/node/") { client, server in
            let reply = try await client.get("/v1/sites?near=36.1%2C37", accept: "application/geo+json")
            #expect(reply.status == 200)
            #expect(reply.body == [1, 2, 3])
            _ = try await client.post("/v1/statements", contentType: "application/json", body: Array("{}".utf8))
            _ = try await client.post("/v1/empty", contentType: "text/plain", body: [])
            let requests = server.requests
            #expect(
                requests.map(\.target) == ["/node/v1/sites?near=36.1%2C37", "/node/v1/statements", "/node/v1/empty"])
            #expect(requests[0].headers.first(name: "accept") == "application/geo+json")
            #expect(requests[1].headers.first(name: "content-type") == "application/json")
            for request in requests { try verify(request) }
        }
        try await with({ _, _ in .init() }, signed: false) { client, server in
            _ = try await client.get("/")
            #expect(server.requests[0].headers.contains(name: "signature") == false)
        }
    }

    @Test("a refusal is thrown with the node's own words")
    func refusal() async throws {
        try await with({ _, _ in .problem(.unprocessableEntity, #"{"detail":"no","rule":"forked"}"#) }) {
            client, server in
            let problem = await #expect(throws: Problem.self) {
                try await client.post("/", contentType: "a/b", body: [1], isRepeatable: true)
            }
            #expect(problem?.rule == "forked")
            #expect(problem?.status == 422)
            #expect(server.requests.count == 1)
        }
    }

    @Test("a busy node is asked again, each time with a signature of its own, and only as often as allowed")
    func busy() async throws {
        try await with({ _, number in
            number < 2 ? .problem(.serviceUnavailable, "{}", retryAfter: "0") : .init(pieces: [[7]])
        }) { client, server in
            let reply = try await client.post("/", contentType: "a/b", body: [1], isRepeatable: true)
            #expect(reply.body == [7])
            #expect(Set(server.requests.map { $0.headers.first(name: "signature-input") ?? "" }).count == 3)
            for request in server.requests { try verify(request) }
        }
        try await with({ _, _ in .problem(.serviceUnavailable, "{}", retryAfter: "0") }) { client, server in
            let problem = await #expect(throws: Problem.self) { try await client.get("/") }
            #expect(problem?.status == 503)
            #expect(server.requests.count == 5)
        }
        try await with({ _, _ in .problem(.serviceUnavailable, "{}", retryAfter: "3600") }) { client, server in
            await #expect(throws: Problem.self) { try await client.get("/") }
            #expect(server.requests.count == 1)
        }
        try await with({ _, _ in .problem(.serviceUnavailable, "{}") }) { client, server in
            await #expect(throws: Problem.self) { try await client.post("/", contentType: "a/b", body: []) }
            #expect(server.requests.count == 1, "what is not safe to repeat is not repeated")
        }
    }

    @Test("a broken line is tried again where that is safe")
    func broken() async throws {
        try await with({ _, number in
            number == 0
                ? .init(headers: ["content-length": "10"], pieces: [[1]], breaksOff: true) : .init(pieces: [[2]])
        }) { client, server in
            let reply = try await client.get("/")
            #expect(reply.body == [2])
            #expect(server.requests.count == 2)
        }
    }

    @Test("a statement goes out as its submission says")
    func submits() async throws {
        var accord = try SmallAccord()
        try accord.grow(to: 10)
        let open = try accord.notice("a", body: accord.siteBody(1))
        let restricted = try accord.notice("b", body: accord.siteBody(2), audience: .parties([SmallAccord.party]))
        try await with({ _, _ in .init() }) { client, server in
            _ = try await client.submit(open, to: "/v1/statements")
            _ = try await client.submit(restricted, to: "/v1/statements")
            #expect(server.requests.map(\.body) == [open.bytes, restricted.bytes])
            #expect(
                server.requests.map { $0.headers.first(name: "content-type") }
                    == [Submission.envelopeType, Submission.restrictedType])
        }
    }

    @Test("more than the limit is not read, and an encoding that was not asked for is refused")
    func limits() async throws {
        var limits = NodeClient.Limits()
        limits.maximumReplyBytes = 100
        try await with({ _, _ in .init(pieces: [[UInt8](repeating: 0, count: 101)]) }, limits: limits) { client, _ in
            let error = await #expect(throws: ClientError.self) { try await client.get("/") }
            #expect(error?.code == .tooLarge)
        }
        try await with({ _, _ in .init(headers: ["content-encoding": "gzip"], pieces: [[0]]) }) { client, _ in
            let error = await #expect(throws: ClientError.self) { try await client.get("/") }
            #expect(error?.code == .badReply)
        }
    }

    @Test("a redirect is not followed: the signature was for this node")
    func redirect() async throws {
        try await with({ _, _ in .init(status: .found, headers: ["location": "http://127.0.0.1:1/"]) }) {
            client, server in
            let problem = await #expect(throws: Problem.self) { try await client.get("/") }
            #expect(problem?.status == 302)
            #expect(server.requests.count == 1)
        }
    }

    @Test("a node that is not there, and trust roots that are none, are named")
    func unreachable() async throws {
        let server = try await LoopbackServer { _, _ in .init() }
        let url = server.url
        try await server.stop()
        let now = now
        let client = try NodeClient(baseURL: url, retry: .never, now: { now })
        let error = await #expect(throws: ClientError.self) { try await client.get("/") }
        #expect(error?.code == .unreachable || error?.code == .timedOut)
        #expect(error?.message.contains(url) == true)
        try await client.shutDown()
        let roots = #expect(throws: ClientError.self) {
            try NodeClient(baseURL: url, trustRoots: "/nonexistent.pem", now: { now })
        }
        #expect(roots?.code == .badTrustRoots)
    }

    @Test("a log is audited over HTTP, and a file that is missing is named")
    func audits() async throws {
        var accord = try SmallAccord()
        try accord.grow(to: 600)
        let source = try MemoryLogSource(accord)
        let key = accord.signer.verifierKey
        let root = accord.tree.root
        let files = source.files
        @Sendable func serve(_ request: LoopbackServer.Request, without missing: String?) -> LoopbackServer.Reply {
            let path = String(request.target.dropFirst("/log/".count))
            guard path != missing, let bytes = files[path] else { return .init(status: .notFound) }
            return .init(pieces: [bytes])
        }
        try await with({ request, _ in serve(request, without: nil) }, path: "/log", signed: false) { client, _ in
            let report = try await LogAuditor(source: HTTPLogSource(client: client), log: key).audit()
            #expect(report.checkpoint.checkpoint.root == root)
        }
        try await with({ request, _ in serve(request, without: "tile/0/001") }, path: "/log") { client, _ in
            let error = await #expect(throws: AuditError.self) {
                try await LogAuditor(source: HTTPLogSource(client: client), log: key).audit()
            }
            #expect(error?.rule == "source-not-found")
            #expect(error?.path == "tile/0/001")
        }
    }
}
