/// What must be known of an Ed25519 public key before it is trusted, beyond its length.
public enum Ed25519Point {
    // The encodings of the eight points of small order with the sign bit cleared, canonical or not: for such a "key"
    // signatures can be made without any private key. Derived from the curve of RFC 8032 section 5.1.
    private static let smallOrder: Set<[UInt8]> = [
        [0] + zeros,
        [1] + zeros,
        [0xEC] + ones + [0x7F],
        [0xED] + ones + [0x7F],
        [0xEE] + ones + [0x7F],
        orderEight,
        orderEightNegated,
    ]
    private static let zeros = [UInt8](repeating: 0, count: 31)
    private static let ones = [UInt8](repeating: 0xFF, count: 30)
    private static let orderEight: [UInt8] = [
        0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
        0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
    ]
    private static let orderEightNegated: [UInt8] = [
        0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
        0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
    ]

    /// Whether the 32 bytes encode a point of small order, so that the key binds nobody.
    public static func isSmallOrder(_ publicKey: [UInt8]) -> Bool {
        guard let last = publicKey.last else { return false }
        return smallOrder.contains(publicKey.dropLast() + [last & 0x7F])
    }
}
