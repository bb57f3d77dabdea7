import NIOCore
import NIOPosix
public import NIOSSL
import NIOTLS
public import Statements
import Synchronization

/// Gets a peer's certificate and takes it only when its key is the one expected.
///
/// The client that then connects trusts exactly this certificate: no authority, no name.
public struct PinnedPeer: Sendable {
    /// Seconds to connect and to shake hands.
    static let seconds: Int64 = 10

    private let host: String
    private let port: Int
    private let key: KeyFingerprint?
    private let own: NodeCertificate?

    /// A peer at this address.
    ///
    /// - Parameters:
    ///   - url: the peer's address; 443 without a port.
    ///   - key: the key that its certificate must have; nil to take whatever is there, to be compared by other means.
    ///   - own: the certificate to show; a node's port asks for one.
    public init(_ url: BaseURL, key: KeyFingerprint?, own: NodeCertificate?) {
        let (host, port) = url.hostAndPort
        self.host = host
        self.port = port
        self.key = key
        self.own = own
    }

    /// Shakes hands once.
    ///
    /// - Throws: `ClientError` with code `wrongPeer` when another key answers, `unreachable` when none does.
    public func certificate() async throws(ClientError) -> NIOSSLCertificate {
        let seen = SeenCertificate()
        do {
            let channel = try await connect(seen)
            channel.close(promise: nil)
        } catch {
            // A certificate that is not taken ends the handshake, too; which of the two it was is told below.
            guard seen.certificate != nil else {
                throw ClientError(
                    .unreachable, "\(host):\(port) does not shake hands as a node does: \(error)", cause: error)
            }
        }
        guard let certificate = seen.certificate else {
            throw ClientError(.unreachable, "\(host):\(port) shows no certificate")
        }
        guard let key, certificate.keyFingerprint != key else { return certificate }
        let other = certificate.keyFingerprint.map { "key \($0)" } ?? "a key of another kind"
        throw ClientError(
            .wrongPeer,
            "\(host):\(port) answers with \(other), not with the node key \(key) that is enrolled; somebody may sit in "
                + "between, or the node has a new key")
    }

    private func connect(_ seen: SeenCertificate) async throws -> any Channel {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .noHostnameVerification
        configuration.verifySignatureAlgorithms = NodeCertificate.algorithms
        own?.configure(&configuration)
        let context = try NIOSSLContext(configuration: configuration)
        let expected = key
        let group = MultiThreadedEventLoopGroup.singleton
        let done = group.any().makePromise(of: Void.self)
        let patience = group.any().scheduleTask(in: .seconds(Self.seconds)) {
            done.fail(ChannelError.connectTimeout(.seconds(Self.seconds)))
        }
        defer { patience.cancel() }
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: group)
                .connectTimeout(.seconds(Self.seconds))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let tls = try NIOSSLClientHandler(context: context, serverHostname: nil) { chain, promise in
                            seen.keep(chain.first)
                            let isTaken = expected == nil || chain.first?.keyFingerprint == expected
                            promise.succeed(isTaken ? .certificateVerified : .failed)
                        }
                        try channel.pipeline.syncOperations.addHandlers([tls, HandshakeEnd(done)])
                    }
                }
                .connect(host: host, port: port).get()
        } catch {
            done.fail(error)
            throw error
        }
        do { try await done.futureResult.get() } catch {
            channel.close(promise: nil)
            throw error
        }
        return channel
    }
}

/// What the peer showed.
private final class SeenCertificate: Sendable {
    private let value = Mutex<NIOSSLCertificate?>(nil)

    var certificate: NIOSSLCertificate? { value.withLock { $0 } }

    func keep(_ certificate: NIOSSLCertificate?) { value.withLock { $0 = certificate } }
}

/// Says when a handshake has ended, either way.
private final class HandshakeEnd: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    private let done: EventLoopPromise<Void>

    init(_ done: EventLoopPromise<Void>) { self.done = done }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { done.succeed() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.fail(ChannelError.eof)
        context.fireChannelInactive()
    }
}
