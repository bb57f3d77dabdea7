/// A telephone number in international form: `+` and 7 to 15 digits (ITU-T E.164).
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    /// The digits, without the plus sign.
    public let digits: String

    /// Reads `+` and the digits; nil for anything else, spaces and brackets included.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "+"), (7...15).contains(bytes.count - 1), bytes[1] != UInt8(ascii: "0"),
            bytes.dropFirst().allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        digits = String(text.dropFirst())
    }

    /// `+` and the digits.
    public var description: String { "+" + digits }
}

/// A mailbox: `local@domain`, dot-atoms of ASCII alone (RFC 5321, without quoted strings, comments and literals).
///
/// What is not of this form cannot end a command or a header early, so nothing can be injected through an address.
public struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of an address (RFC 5321, section 4.5.3.1.3, without the brackets).
    public static let maximumBytes = 254

    /// The address.
    public let text: String

    /// Checks an address; nil when it is not one.
    public init?(_ text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.maximumBytes, parts.count == 2, (1...64).contains(parts[0].count),
            HostName.isName(Array(parts[1])),
            parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy({ atom in
                !atom.isEmpty && atom.allSatisfy(Self.isAtomText)
            })
        else { return nil }
        self.text = String(text)
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        HostName.isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// What stands behind the `@`.
    public var domain: String { String(text.split(separator: "@").last ?? "") }

    /// The address.
    public var description: String { text }
}

/// Names of hosts (RFC 1123).
enum HostName {
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }

    static func isName(_ bytes: [UInt8]) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return (1...253).contains(bytes.count)
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
            }
    }
}
