import Geodesy
import HTTPAPI
import Logging
import ParleyNode
import ServiceLifecycle
import TestKit
import Testing
import TransparencyLog

@Suite("a witness over HTTP")
struct WitnessOverHTTPTests {
    private static let signer: NoteSigner? = try? NoteSigner(
        name: KeyName("un-hub.accord-1/witness"), kind: .cosignatureV1, seed: [UInt8](repeating: 7, count: 32))

    private static func service(_ key: NoteVerifierKey) throws -> WitnessService {
        try WitnessService(
            signer: try #require(signer), logs: [try WitnessedLog(origin: key.name, keys: [key])],
            store: MemoryWitnesses(), evidence: nil, clock: ManualClock(.test(0)), logger: Logger(label: "test"))
    }

    /// The public cases through whatever serves them.
    private static func walk(_ client: WireClient) async throws {
        let witness = try #require(signer).verifierKey
        let monitored = "/witness/\(WitnessPath.checkpoint(of: try AddCheckpointCases.logKey().name))"
        func get(_ target: String) async throws -> WireReply {
            try await client.exchange(Array("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n".utf8), method: "GET")
        }
        #expect(try await get(monitored).status == 404)
        for one in AddCheckpointCases.all {
            let body = one.body
            let head = "POST /witness/add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n"
            let reply = try await client.exchange(Array(head.utf8) + body, method: "POST")
            #expect(reply.status == one.status, "\(one.name)")
            let answer = try AddCheckpointAnswer(
                status: reply.status, contentType: reply["content-type"], body: reply.body)
            if let size = one.conflict { #expect(answer == .conflict(size), "\(one.name)") }
            guard one.status == 200 else { continue }
            let checkpoint = try AddCheckpointRequest(parsing: body).checkpoint
            #expect(answer.cosignature(of: witness, on: checkpoint) != nil)
            let shown = try await get(monitored)
            let note = try SignedCheckpoint(parsing: shown.body)
            #expect(shown.status == 200 && note.checkpoint == checkpoint.checkpoint)
            #expect(
                try note.verified(by: AddCheckpointCases.logKey(), witnesses: [witness]).cosignatures.count == 1)
        }
        let tooLong = AddCheckpointRequest.maximumByteCount + 1
        let head = "POST /witness/add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: \(tooLong)\r\n\r\n"
        #expect(try await client.exchange(Array(head.utf8), method: "POST").status == 413)
        #expect(try await get("/witness/\(String(repeating: "0", count: 64))/checkpoint").status == 404)
    }

    @Test("the public cases, at a witness that a node serves")
    func node() async throws {
        let witness = try Self.service(try AddCheckpointCases.logKey())
        try await TestServer.serve(witness: witness) { try await Self.walk($0.client) }
    }

    @Test("the public cases, at a witness alone")
    func alone() async throws {
        var configuration = ServerConfiguration()
        configuration.port = 0
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ready, port) = AsyncStream.makeStream(of: Int.self)
        let server = WitnessServer(
            witness: try Self.service(try AddCheckpointCases.logKey()), configuration: configuration, logger: logger
        ) { port.yield($0) }
        let services = ServiceGroup(configuration: .init(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var ports = ready.makeAsyncIterator()
            guard let port = await ports.next() else { return }
            let result: Result<Void, any Error>
            do { result = .success(try await Self.walk(WireClient(port: port, usesTLS: false))) } catch {
                result = .failure(error)
            }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            try result.get()
        }
    }

    @Test("a node without a witness has no such paths to show")
    func none() async throws {
        try await TestServer.serve { server in
            let reply = try await server.ask("POST", "/witness/add-checkpoint", body: Array("old 0\n".utf8))
            #expect(reply.status == 404)
        }
    }
}
