public import Statements
import TransparencyLog

/// What names a notice outside the node: ten characters that say nothing of what it is about, such as `K7Q42-M9DXA`.
///
/// A record's own name may hold the name of a place, so no message carries it unless its recipient's entry says so. The
/// first 50 bits of the statement's hash in Crockford's base 32, which has no letters that are taken for digits.
public struct DeliveryReference: Hashable, Sendable, CustomStringConvertible {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let characters = 10

    /// Ten characters in two groups.
    public let text: String

    /// The reference of a statement.
    public init(_ statement: StatementHash) {
        var bits: UInt64 = 0
        for byte in statement.hash.bytes.prefix(8) { bits = bits << 8 | UInt64(byte) }
        var out: [UInt8] = []
        for place in 0..<Self.characters {
            if place == Self.characters / 2 { out.append(UInt8(ascii: "-")) }
            out.append(Self.alphabet[Int(bits >> 59)])
            bits <<= 5
        }
        text = String(decoding: out, as: UTF8.self)
    }

    /// Reads what a person typed: any case, with or without the hyphen, O for 0, I and L for 1; nil for anything else.
    public init?(reading typed: some StringProtocol) {
        var digits: [UInt8] = []
        for byte in typed.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            let upper = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
            let digit: UInt8 =
                switch upper {
                case UInt8(ascii: "O"): UInt8(ascii: "0")
                case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
                default: upper
                }
            guard Self.alphabet.contains(digit), digits.count < Self.characters else { return nil }
            digits.append(digit)
        }
        guard digits.count == Self.characters else { return nil }
        digits.insert(UInt8(ascii: "-"), at: Self.characters / 2)
        text = String(decoding: digits, as: UTF8.self)
    }

    /// The ten characters.
    public var description: String { text }
}
