public import TransparencyLog

/// The public half of the key to which bodies for a party are sealed: X25519 (RFC 7748), 32 bytes.
public struct SealingPublicKey: Hashable, Sendable {
    /// How many bytes the key has.
    public static let byteCount = 32
    /// The bytes as RFC 7748 writes them.
    public let bytes: [UInt8]

    /// A key of exactly 32 bytes that is no point of small order; nil for anything else.
    ///
    /// What is agreed with a point of small order is the same for everybody, so a body sealed to one is sealed to all.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        var point = bytes
        // RFC 7748, section 5: the highest bit does not count.
        point[31] &= 0x7F
        guard !Self.smallOrder.contains(point) else { return nil }
        self.bytes = bytes
    }

    // The points whose order divides 8 on the curve or on its twist, 0 and 1 and p - 1 in every spelling below 2^255.
    private static let smallOrder: Set<[UInt8]> = [
        [UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31),
        [
            0xE0, 0xEB, 0x7A, 0x7C, 0x3B, 0x41, 0xB8, 0xAE, 0x16, 0x56, 0xE3, 0xFA, 0xF1, 0x9F, 0xC4, 0x6A, 0xDA, 0x09,
            0x8D, 0xEB, 0x9C, 0x32, 0xB1, 0xFD, 0x86, 0x62, 0x05, 0x16, 0x5F, 0x49, 0xB8, 0x00,
        ],
        [
            0x5F, 0x9C, 0x95, 0xBC, 0xA3, 0x50, 0x8C, 0x24, 0xB1, 0xD0, 0xB1, 0x55, 0x9C, 0x83, 0xEF, 0x5B, 0x04, 0x44,
            0x5C, 0xC4, 0x58, 0x1C, 0x8E, 0x86, 0xD8, 0x22, 0x4E, 0xDD, 0xD0, 0x9F, 0x11, 0x57,
        ],
        [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F], [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [0xEE] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
    ]

    /// The key's name: SHA-256 of its bytes.
    public var fingerprint: Hash { Hash.sha256(of: bytes) }
}
