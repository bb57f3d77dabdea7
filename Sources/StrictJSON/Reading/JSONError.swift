/// Why some bytes were refused as JSON: where, by name, and which rule.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// JSON Pointer (RFC 6901) of the offending value; empty for the whole document.
    public let pointer: String
    /// Byte offset from the start of the document, 0 when the rule is about a whole value.
    public let offset: Int
    /// What the bytes break.
    public let rule: JSONRule

    /// An error at a place.
    public init(pointer: String, offset: Int, rule: JSONRule) {
        self.pointer = pointer
        self.offset = offset
        self.rule = rule
    }

    /// What was expected, what was found, what to do.
    public var description: String {
        let place = pointer.isEmpty ? "the document" : "field '\(pointer)'"
        return rule.isSyntax ? "\(place), byte \(offset): \(rule)" : "\(place): \(rule)"
    }
}

/// The rules a JSON text can break here (RFC 8259, made strict).
public enum JSONRule: Hashable, Sendable, CustomStringConvertible {
    /// The text ended inside a value.
    case truncated
    /// A byte that cannot stand there.
    case unexpectedByte(UInt8)
    /// Bytes after the one value.
    case trailingBytes
    /// A string, or the text, is not UTF-8.
    case invalidUTF8
    /// A backslash escape that JSON does not have, or half a surrogate pair.
    case badEscape
    /// A number that JSON does not have (NaN, Infinity, leading zeros, a bare point).
    case badNumber
    /// More nesting than the limit.
    case tooDeep(limit: Int)
    /// More bytes than the limit.
    case tooLong(limit: Int)
    /// The same key twice in one object.
    case duplicateKey(String)
    /// A required field is absent.
    case missing
    /// A field that this form does not have.
    case unknownField
    /// A value of another type than the form asks for.
    case wrongType(expected: String)
    /// A value of the right type that the form does not allow; the sentence says which rule.
    case notAllowed(String)

    /// Whether the bytes were not JSON at all, so that the offset matters.
    public var isSyntax: Bool {
        switch self {
        case .truncated, .unexpectedByte, .trailingBytes, .invalidUTF8, .badEscape, .badNumber, .tooDeep,
            .tooLong, .duplicateKey:
            true
        case .missing, .unknownField, .wrongType, .notAllowed:
            false
        }
    }

    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .truncated: "the text ends inside a value; send it again whole"
        case .unexpectedByte(let byte): "unexpected \(Self.name(of: byte)); not JSON (RFC 8259)"
        case .trailingBytes: "bytes after the end of the value; send one value"
        case .invalidUTF8: "not valid UTF-8"
        case .badEscape: "a backslash escape that JSON does not have, or half a surrogate pair"
        case .badNumber: "not a JSON number (NaN, Infinity, leading zeros and bare points are refused)"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .tooLong(let limit): "longer than \(limit) bytes"
        case .duplicateKey(let key): "key '\(key)' stands twice; each key once"
        case .missing: "is missing"
        case .unknownField: "is not a field of this form; remove it or check its spelling"
        case .wrongType(let expected): "must be \(expected)"
        case .notAllowed(let sentence): sentence
        }
    }

    private static func name(of byte: UInt8) -> String {
        byte > 0x20 && byte < 0x7F ? "'\(Character(UnicodeScalar(byte)))'" : "byte 0x\(String(byte, radix: 16))"
    }
}
