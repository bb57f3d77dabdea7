public import Statements
public import TransparencyLog

/// 25 decimal digits that two people compare over the telephone, in groups of five.
///
/// Digits are read aloud in every language. Some 83 bits of SHA-256: nobody finds a second request with the same ones.
public struct SpokenFingerprint: Hashable, Sendable, CustomStringConvertible {
    /// How many digits.
    public static let digitCount = 25
    private static let groupCount = 5

    /// The digits, without spaces.
    public let digits: String

    /// The digits of a hash: its value as a big-endian number, modulo 10^25.
    public init(of hash: Hash) {
        let modulus: UInt128 = 10_000_000_000_000_000_000_000_000
        let value = hash.bytes.reduce(UInt128(0)) { ($0 << 8 | UInt128($1)) % modulus }
        let text = String(value)
        digits = String(repeating: "0", count: Self.digitCount - text.utf8.count) + text
    }

    /// The digits of a public key, for a new root key that is read out.
    public init(of key: PublicKey) {
        self.init(of: .sha256(of: Array("parley/key/v1\0".utf8) + key.spki))
    }

    /// Reads what somebody typed: 25 digits, with spaces or hyphens anywhere; nil for anything else.
    public init?(_ text: String) {
        var digits = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "-", "\u{A0}": continue
            default:
                // Digits of any script count, since people copy them from what they read.
                guard let value = scalar.properties.numericValue, scalar.properties.numericType == .decimal else {
                    return nil
                }
                digits += String(Int(value))
            }
            guard digits.utf8.count <= Self.digitCount else { return nil }
        }
        guard digits.utf8.count == Self.digitCount else { return nil }
        self.digits = digits
    }

    /// The digits as they are read aloud: five groups of five.
    public var description: String {
        var groups: [String] = []
        var rest = Substring(digits)
        while !rest.isEmpty {
            groups.append(String(rest.prefix(Self.groupCount)))
            rest = rest.dropFirst(Self.groupCount)
        }
        return groups.joined(separator: " ")
    }
}
