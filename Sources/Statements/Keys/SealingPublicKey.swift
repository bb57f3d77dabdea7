public import TransparencyLog

/// The public half of the key to which bodies for a party are sealed: X25519 (RFC 7748), 32 bytes.
public struct SealingPublicKey: Hashable, Sendable {
    /// How many bytes the key has.
    public static let byteCount = 32
    /// The bytes as RFC 7748 writes them.
    public let bytes: [UInt8]

    /// A key of exactly 32 bytes that is not the point of order one; nil for anything else.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, bytes.contains(where: { $0 != 0 }) else { return nil }
        self.bytes = bytes
    }

    /// The key's name: SHA-256 of its bytes.
    public var fingerprint: Hash { Hash.sha256(of: bytes) }
}
