import Statements
import TransparencyLog

/// One notice to one recipient.
public struct DeliveryID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 32 lower-case hexadecimal characters.
    public let text: String

    init(_ statement: StatementHash, to recipient: RecipientID) {
        var bytes = Array("parley/delivery/v1\0\(recipient)\0".utf8)
        bytes += statement.hash.bytes
        text = String(Hash.sha256(of: bytes).hex.prefix(32))
    }

    /// Reads 32 lower-case hexadecimal characters; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let digits = text.utf8
        let isHex = digits.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
        guard digits.count == 32, isHex else { return nil }
        self.text = String(text)
    }

    /// Orders by the characters.
    public static func < (left: DeliveryID, right: DeliveryID) -> Bool { left.text < right.text }

    /// 32 lower-case hexadecimal characters.
    public var description: String { text }
}

/// One notice to one address: the idempotency key of every attempt, and a name fit for files and headers.
public struct DeliveryKey: Hashable, Sendable, CustomStringConvertible {
    /// `pd-` and 32 lower-case hexadecimal characters.
    public let text: String

    init(_ delivery: DeliveryID, by means: MeansName) {
        text = "pd-" + Hash.sha256(of: Array("parley/delivery-key/v1\0\(delivery)\0\(means)".utf8)).hex.prefix(32)
    }

    /// Reads `pd-` and 32 lower-case hexadecimal characters; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.hasPrefix("pd-"), DeliveryID(text.dropFirst(3)) != nil else { return nil }
        self.text = String(text)
    }

    /// The key.
    public var description: String { text }
}
