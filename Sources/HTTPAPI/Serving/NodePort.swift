import Coordination
import Geodesy
import HashTreeCollections
import HummingbirdTLS
import NIOCore
import NIOSSL
import ParleyNode
import Picture
import Statements

/// A port for other parties' nodes alone: TLS 1.3, and each side shows the key that the log enrols for it.
public struct NodePort: Sendable {
    /// The port; 0 lets the system choose.
    public let port: Int
    /// This node's certificate, in PEM; made by itself, since only its key counts.
    public let certificatePEM: String
    /// The certificate's private key, in PEM.
    public let privateKeyPEM: String

    /// A port from its parts.
    public init(port: Int, certificatePEM: String, privateKeyPEM: String) {
        self.port = port
        self.certificatePEM = certificatePEM
        self.privateKeyPEM = privateKeyPEM
    }

    /// How the port shakes hands: whoever comes without the key of an enrolled node does not get further.
    func transport(knowing node: Node) throws -> TLSChannelConfiguration {
        let algorithms: [SignatureAlgorithm] = [.ed25519, .ecdsaSecp256R1Sha256]
        let certificate = try NIOSSLCertificate(bytes: Array(certificatePEM.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(privateKeyPEM.utf8), format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv13
        tls.certificateVerification = .noHostnameVerification
        tls.signingSignatureAlgorithms = algorithms
        tls.verifySignatureAlgorithms = algorithms
        return TLSChannelConfiguration(tlsConfiguration: tls) { chain, promise in
            promise.succeed(Self.admits(chain, at: node) ? .certificateVerified : .failed)
        }
    }

    /// Whether the certificate's key is that of a node which is enrolled now.
    static func admits(_ chain: [NIOSSLCertificate], at node: Node) -> Bool {
        guard let spki = try? chain.first?.extractPublicKey().toSPKIBytes(), let key = try? PublicKey(spki: spki)
        else { return false }
        let picture = node.publisher.state.picture
        guard let now = picture.clock.now, let enrolled = picture.register.keys[key.id], enrolled.officer == .node
        else { return false }
        let holder = OfficerRef(enrolled.party, enrolled.officer)
        return (try? picture.register.speaker(key.id, as: holder, at: now)) != nil
    }
}
