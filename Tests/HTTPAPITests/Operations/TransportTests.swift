import Coordination
import HTTPAPI
import Logging
import NIOCore
import ParleyNode
import StrictJSON
import TestKit
import Testing

@Suite("TLS and graceful stops")
struct TransportTests {
    @Test("over TLS, with signatures for the same name")
    func tls() async throws {
        try await TestCertificate.withFiles { certificate, key in
            try await TestServer.serve({ configuration in
                configuration.tlsCertificateFile = certificate
                configuration.tlsPrivateKeyFile = key
            }) { server in
                let health = try await server.get("/health")
                #expect(health.status == 200 && health["strict-transport-security"] != nil)
                let parties = try await server.get("/parties", by: "party-a")
                #expect(parties.status == 200)
                let plain = WireClient(port: server.port)
                let request = try server.request("GET", "/health")
                await #expect(throws: (any Error).self) { try await plain.exchange(request) }
            }
        }
    }

    @Test("a certificate without its key is refused, never served without TLS")
    func incomplete() async throws {
        var scenario = try Scenario()
        try scenario.tick(at: .test(1))
        let node = try await Node.open(
            keys: .init(log: scenario.accord.logSigner, node: scenario.accord.nodeKey), store: scenario.log.store,
            vault: MemoryVault(), anchor: MemoryAnchor(), limits: TestServer.quiet, logger: Logger(label: "test"))
        var configuration = ServerConfiguration()
        configuration.port = 0
        configuration.tlsCertificateFile = "/nowhere.pem"
        let server = ParleyServer(node: node, configuration: configuration, logger: Logger(label: "test")) { _ in }
        await #expect(throws: ConfigurationError.incompleteTLS) { try await server.run() }
        try await node.stop()
    }

    @Test("a graceful stop ends an open batch after what the node has, and says where to resume")
    func stopsBatches() async throws {
        let (texts, text) = AsyncStream.makeStream(of: String.self)
        try await TestServer.serve { server in
            let said = try server.sites(2)
            let client = server.client
            Task {
                defer { text.finish() }
                try await client.connected { inbound, outbound in
                    let line = said[0].envelope + [0x0A]
                    let head =
                        "POST /statements/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n\(String(line.count, radix: 16))\r\n"
                    try await outbound.write(ByteBuffer(bytes: Array(head.utf8) + line + [13, 10]))
                    var sofar = ""
                    for try await buffer in inbound {
                        sofar += String(decoding: buffer.readableBytesView, as: UTF8.self)
                        text.yield(sofar)
                    }
                }
            }
            var heard = texts.makeAsyncIterator()
            while let sofar = await heard.next(), !sofar.contains("\"line\":1") {}
        }
        var last = ""
        for await sofar in texts { last = sofar }
        #expect(last.contains("\"rule\":\"stopping\"") && last.contains("\"resumeAtLine\":2"), "\(last)")
    }
}
