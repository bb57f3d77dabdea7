import Crypto
import TransparencyLog

/// The X25519 key with which a party's node opens what was sealed to it; it never leaves the node's folder.
public struct SealingPrivateKey: Sendable {
    /// The other half, to be enrolled with the node.
    public let publicKey: SealingPublicKey
    let value: Curve25519.KeyAgreement.PrivateKey

    /// A new key from the system's random source.
    public init() { self.init(value: Curve25519.KeyAgreement.PrivateKey()) }

    /// The key with these 32 bytes (RFC 7748).
    ///
    /// - Throws: `badPrivateKey` for any other count.
    public init(bytes: [UInt8]) throws(KeyError) {
        guard bytes.count == SealingPublicKey.byteCount,
            let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
        else { throw .badPrivateKey }
        self.init(value: key)
    }

    private init(value: Curve25519.KeyAgreement.PrivateKey) {
        self.value = value
        guard let key = SealingPublicKey(bytes: [UInt8](value.publicKey.rawRepresentation)) else {
            preconditionFailure("an X25519 public key has 32 bytes")
        }
        publicKey = key
    }

    // PKCS #8 header of an X25519 key, RFC 8410 section 7.
    private static let header: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x6E, 0x04, 0x22, 0x04, 0x20,
    ]

    /// The key as PKCS #8 in PEM, which openssl reads.
    public var pem: String {
        let encoded = Base64.encode(Self.header + [UInt8](value.rawRepresentation))
        return "-----BEGIN PRIVATE KEY-----\n\(encoded)\n-----END PRIVATE KEY-----\n"
    }

    /// Reads a PKCS #8 private key in PEM, as this type and openssl write it.
    ///
    /// - Throws: `badPrivateKey` for anything that is not an unencrypted X25519 key.
    public init(pem text: String) throws(KeyError) {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.firstIndex(of: "-----BEGIN PRIVATE KEY-----"),
            let last = lines.firstIndex(of: "-----END PRIVATE KEY-----"), first < last,
            let der = try? Base64.decode(lines[(first + 1)..<last].joined()),
            der.count == Self.header.count + SealingPublicKey.byteCount, der.starts(with: Self.header)
        else { throw .badPrivateKey }
        try self.init(bytes: Array(der[Self.header.count...]))
    }
}
