/// The name of a witness or a group inside one policy: octets that mean nothing outside it.
///
/// Source: c2sp.org/tlog-policy. Names are compared by their bytes, whatever Unicode makes of them.
public struct PolicyName: Hashable, Sendable {
    /// The octets; never empty, no space, tab or control character, not `none`.
    public let bytes: [UInt8]

    /// How many bytes a name may have.
    public static let maximumByteCount = 255

    /// What the quorum line says when no witness is asked for; nobody can be called that.
    static let none = Array("none".utf8)

    /// Checks the rules of the format.
    ///
    /// - Throws: `badName` or `reservedName`.
    public init(_ bytes: [UInt8]) throws(PolicyFault) {
        guard !bytes.isEmpty, bytes.count <= PolicyName.maximumByteCount,
            bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw .badName(PolicyName.printable(bytes)) }
        guard bytes != PolicyName.none else { throw .reservedName }
        self.bytes = bytes
    }

    /// Takes the UTF-8 of a text.
    ///
    /// - Throws: `badName` or `reservedName`.
    public init(_ text: String) throws(PolicyFault) {
        try self.init(Array(text.utf8))
    }

    /// The octets as text, where they can be shown without deceiving; else what is not ASCII as `\xNN`.
    ///
    /// Characters that are invisible or turn the direction of writing would make two names look like one.
    static func printable(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self), text.unicodeScalars.allSatisfy(isVisible) {
            return text
        }
        return bytes.reduce(into: "") { text, byte in
            if byte >= 0x20, byte < 0x7F {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "\\x" + Hex.encode([byte])
            }
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return false
        default:
            return true
        }
    }
}

extension PolicyName: Comparable, CustomStringConvertible {
    /// Orders names as their bytes are ordered.
    public static func < (left: PolicyName, right: PolicyName) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The name for people; octets that cannot be shown faithfully appear as `\xNN`.
    public var description: String { PolicyName.printable(bytes) }
}
