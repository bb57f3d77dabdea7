import Crypto
import Foundation
public import Geodesy
public import NIOSSL
public import Statements
import SwiftASN1
import X509

/// A certificate that a node makes for itself: it says no more than which key speaks, and the log says whose that is.
///
/// Authorities and names are of no account between nodes: each side compares the certificate's key with the one that the
/// other party's root key has enrolled.
public struct NodeCertificate: Sendable {
    /// For how long a certificate is made; a new one is made at every start.
    public static let validDays = 397

    /// The certificate in PEM.
    public let certificatePEM: String
    /// The certificate.
    public let certificate: NIOSSLCertificate
    /// Its private key.
    public let privateKey: NIOSSLPrivateKey

    /// Makes a certificate for a node's key, valid from a week before `now`, since a peer's clock may be hours off.
    ///
    /// - Throws: `ClientError` with code `badIdentity` when the key cannot be used for TLS.
    public init(key: SigningKey, name: String, now: Instant) throws(ClientError) {
        do {
            let pem = key.pem
            let own: Certificate.PrivateKey
            switch key.publicKey.algorithm {
            case .ed25519: own = Certificate.PrivateKey(try Self.ed25519(pem))
            case .p256: own = Certificate.PrivateKey(try P256.Signing.PrivateKey(pemRepresentation: pem))
            }
            let subject = try DistinguishedName { CommonName(name) }
            let start = Date(timeIntervalSince1970: Double(now.microsecondsSince1970) / 1e6 - 7 * 86_400)
            let made = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: own.publicKey,
                notValidBefore: start, notValidAfter: start.addingTimeInterval(86_400 * Double(Self.validDays)),
                issuer: subject, subject: subject,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                },
                issuerPrivateKey: own)
            certificatePEM = try made.serializeAsPEM().pemString
            certificate = try NIOSSLCertificate(bytes: Array(certificatePEM.utf8), format: .pem)
            privateKey = try NIOSSLPrivateKey(bytes: Array(pem.utf8), format: .pem)
        } catch {
            throw ClientError(.badIdentity, "the node's key cannot be used for TLS: \(error)", cause: error)
        }
    }

    /// The seed in PKCS #8, RFC 8410 section 7.
    private static func ed25519(_ pem: String) throws -> Curve25519.Signing.PrivateKey {
        let lines = pem.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }
        guard let der = Data(base64Encoded: lines.joined()), der.count == 48 else { throw KeyError.badPrivateKey }
        return try Curve25519.Signing.PrivateKey(rawRepresentation: der.suffix(32))
    }

    /// The signature algorithms that node keys need; TLS 1.3 only, so that names and certificates travel encrypted.
    public static let algorithms: [SignatureAlgorithm] = [.ed25519, .ecdsaSecp256R1Sha256]

    /// Settings common to both sides.
    public func configure(_ configuration: inout TLSConfiguration) {
        configuration.minimumTLSVersion = .tlsv13
        configuration.certificateChain = [.certificate(certificate)]
        configuration.privateKey = .privateKey(privateKey)
        configuration.signingSignatureAlgorithms = Self.algorithms
        configuration.verifySignatureAlgorithms = Self.algorithms
    }
}

extension NIOSSLCertificate {
    /// The name of the certificate's key as the log enrols it; nil for a key of another kind.
    public var keyFingerprint: KeyFingerprint? {
        guard let spki = try? extractPublicKey().toSPKIBytes(), let key = try? PublicKey(spki: spki) else { return nil }
        return key.id
    }
}
