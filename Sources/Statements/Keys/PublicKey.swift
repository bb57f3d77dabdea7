public import Crypto
public import TransparencyLog

/// Names a public key: SHA-256 of its SubjectPublicKeyInfo (RFC 5280), so that anybody can compute it.
///
/// `openssl pkey -pubin -outform DER | sha256sum` prints the same 64 characters.
public struct KeyFingerprint: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The digest.
    public let hash: Hash

    /// The name of the key with this SubjectPublicKeyInfo.
    public init(spki: [UInt8]) { hash = Hash.sha256(of: spki) }

    /// Reads 64 lower-case hexadecimal characters; nil for anything else.
    public init?(hex: String) {
        guard let hash = Hash(hex: hex) else { return nil }
        self.hash = hash
    }

    /// Reads 64 lower-case hexadecimal characters; nil for anything else.
    public init?(hex: ArraySlice<UInt8>) {
        guard let bytes = try? Hex.decode(hex), let hash = Hash(bytes: bytes) else { return nil }
        self.hash = hash
    }

    /// Orders keys by their names.
    public static func < (left: KeyFingerprint, right: KeyFingerprint) -> Bool { left.hash < right.hash }

    /// 64 lower-case hexadecimal characters.
    public var description: String { hash.hex }
}

/// A key that verifies statements: Ed25519 (RFC 8032), or ECDSA on P-256 with SHA-256 (FIPS 186-5).
public struct PublicKey: Hashable, Sendable {
    /// The two algorithms in use; browsers hold P-256 keys that cannot be exported.
    public enum Algorithm: String, Sendable, CaseIterable {
        /// RFC 8032, 64-byte signatures.
        case ed25519
        /// FIPS 186-5; signatures are the 64 bytes r || s (IEEE P1363), never DER.
        case p256
    }

    private enum Value: Sendable {
        case ed25519(Curve25519.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
    }

    /// Which algorithm the key is for.
    public let algorithm: Algorithm
    /// SubjectPublicKeyInfo in DER, exactly as it is hashed into `id`.
    public let spki: [UInt8]
    /// The key's name.
    public let id: KeyFingerprint
    private let value: Value

    // SubjectPublicKeyInfo headers: RFC 8410 section 4 for Ed25519, RFC 5480 section 2 for an uncompressed P-256 point.
    private static let ed25519Header: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]
    private static let p256Header: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48,
        0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ]

    /// Bytes of a signature by either algorithm.
    public static let signatureByteCount = 64

    /// Reads a SubjectPublicKeyInfo in DER.
    ///
    /// - Throws: `unsupportedKey` for other algorithms and encodings, `badKey` for a point that is not on the curve.
    public init(spki: [UInt8]) throws(KeyError) {
        if spki.count == 44, spki.starts(with: Self.ed25519Header) {
            let raw = [UInt8](spki[12...])
            // Under a point of small order a signature can hold for any text: such a key speaks for nobody.
            guard !Ed25519Point.isSmallOrder(raw), let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
            else { throw .badKey }
            self.init(ed25519: key)
        } else if spki.count == 91, spki.starts(with: Self.p256Header) {
            guard let key = try? P256.Signing.PublicKey(x963Representation: spki[26...]) else { throw .badKey }
            self.init(p256: key)
        } else {
            throw .unsupportedKey
        }
    }

    /// An Ed25519 key.
    public init(ed25519 key: Curve25519.Signing.PublicKey) {
        algorithm = .ed25519
        spki = Self.ed25519Header + [UInt8](key.rawRepresentation)
        id = KeyFingerprint(spki: spki)
        value = .ed25519(key)
    }

    /// A P-256 key.
    public init(p256 key: P256.Signing.PublicKey) {
        algorithm = .p256
        spki = Self.p256Header + [UInt8](key.x963Representation)
        id = KeyFingerprint(spki: spki)
        value = .p256(key)
    }

    /// Whether `signature` was made by this key over exactly these bytes.
    public func accepts(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount else { return false }
        switch value {
        case .ed25519(let key):
            return key.isValidSignature(signature, for: bytes)
        case .p256(let key):
            guard let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(parsed, for: bytes)
        }
    }

    /// Keys are equal when their encodings are.
    public static func == (left: PublicKey, right: PublicKey) -> Bool { left.id == right.id }

    /// Hashes the key's name.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// Why bytes are not a key that can be used.
public enum KeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither Ed25519 nor uncompressed P-256, or not a SubjectPublicKeyInfo in DER.
    case unsupportedKey
    /// The right form, but not a point on the curve.
    case badKey
    /// Not a PKCS #8 private key in PEM.
    case badPrivateKey

    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .unsupportedKey: "must be an Ed25519 or an uncompressed P-256 public key (SubjectPublicKeyInfo, DER)"
        case .badKey: "is not a usable point on its curve; make a new key"
        case .badPrivateKey: "must be an unencrypted Ed25519 or P-256 private key (PKCS #8, PEM)"
        }
    }
}
