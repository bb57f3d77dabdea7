import NIOCore
import NIOPosix
import NIOSSL

/// Speaks bytes with a server on loopback, so that tests can say what no client library would.
struct WireClient: Sendable {
    enum Fault: Error { case closedEarly(String), timedOut }

    let port: Int
    /// Whether to speak TLS, taking any certificate.
    var usesTLS = false

    /// Sends bytes on a connection of their own and waits for one reply.
    func exchange(_ bytes: [UInt8], method: String = "GET") async throws -> WireReply {
        try await connected { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: bytes))
            var reader = WireReader()
            for try await buffer in inbound {
                reader.take([UInt8](buffer.readableBytesView))
                if let reply = try reader.reply(to: method) { return reply }
            }
            throw Fault.closedEarly(String(decoding: reader.rest.prefix(400), as: UTF8.self))
        }
    }

    /// Opens a connection for as long as `body` runs.
    func connected<Value: Sendable>(
        _ body:
            @escaping @Sendable (
                NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>
            ) async throws -> Value
    ) async throws -> Value {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .none
        let context = usesTLS ? try NIOSSLContext(configuration: tls) : nil
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: "node.example"))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await channel.executeThenClose { try await body($0, $1) } }
            group.addTask {
                // Only so that a test that fails does not wait for ever.
                try await Task.sleep(for: .seconds(60))
                throw Fault.timedOut
            }
            guard let value = try await group.next() else { throw Fault.timedOut }
            group.cancelAll()
            return value
        }
    }
}
