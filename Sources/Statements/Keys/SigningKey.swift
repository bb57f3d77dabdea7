public import Crypto
import TransparencyLog

/// A private key that signs statements and requests; it never leaves the program that made it unless as PEM.
public struct SigningKey: Sendable {
    private enum Value: Sendable {
        case ed25519(Curve25519.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
    }

    /// The other half, to be enrolled.
    public let publicKey: PublicKey
    private let value: Value

    /// A new key from the system's random source.
    public init(_ algorithm: PublicKey.Algorithm) {
        switch algorithm {
        case .ed25519: self.init(ed25519: Curve25519.Signing.PrivateKey())
        case .p256: self.init(p256: P256.Signing.PrivateKey())
        }
    }

    /// An Ed25519 key.
    public init(ed25519 key: Curve25519.Signing.PrivateKey) {
        value = .ed25519(key)
        publicKey = PublicKey(ed25519: key.publicKey)
    }

    /// A P-256 key.
    public init(p256 key: P256.Signing.PrivateKey) {
        value = .p256(key)
        publicKey = PublicKey(p256: key.publicKey)
    }

    /// An Ed25519 key from its 32-byte seed (RFC 8032 section 5.1.5).
    public init(ed25519Seed seed: [UInt8]) throws(KeyError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { throw .badPrivateKey }
        self.init(ed25519: key)
    }

    /// Signs exactly these bytes; 64 bytes, whichever the algorithm.
    ///
    /// - Throws: `badPrivateKey` when the key cannot sign, which a key made by this type always can.
    public func sign(_ bytes: [UInt8]) throws(KeyError) -> [UInt8] {
        switch value {
        case .ed25519(let key):
            guard let signature = try? key.signature(for: bytes) else { throw .badPrivateKey }
            return [UInt8](signature)
        case .p256(let key):
            guard let signature = try? key.signature(for: bytes) else { throw .badPrivateKey }
            return [UInt8](signature.rawRepresentation)
        }
    }

    // PKCS #8 header of an Ed25519 seed, RFC 8410 section 7.
    private static let ed25519Header: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    /// The key as PKCS #8 in PEM, which openssl reads.
    public var pem: String {
        switch value {
        case .ed25519(let key):
            let encoded = Base64.encode(Self.ed25519Header + [UInt8](key.rawRepresentation))
            return "-----BEGIN PRIVATE KEY-----\n\(encoded)\n-----END PRIVATE KEY-----\n"
        case .p256(let key):
            return key.pemRepresentation + "\n"
        }
    }

    /// Reads a PKCS #8 private key in PEM, as this type and openssl write it.
    public init(pem text: String) throws(KeyError) {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.firstIndex(of: "-----BEGIN PRIVATE KEY-----"),
            let last = lines.firstIndex(of: "-----END PRIVATE KEY-----"), first < last,
            let der = try? Base64.decode(lines[(first + 1)..<last].joined())
        else { throw .badPrivateKey }
        if der.count == 48, der.starts(with: Self.ed25519Header) {
            try self.init(ed25519Seed: [UInt8](der[16...]))
        } else if let key = try? P256.Signing.PrivateKey(derRepresentation: der) {
            self.init(p256: key)
        } else {
            throw .badPrivateKey
        }
    }
}
