/// Appends JSON to bytes; the caller decides the order, so equal values give equal bytes.
public struct JSONWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8]
    private var needsComma = false

    /// A writer with room for about `capacity` bytes.
    public init(capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Writes `{`, the members that `body` writes, and `}`.
    public mutating func object<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        try body(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Writes `[`, the elements that `body` writes, and `]`.
    public mutating func array<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
        try body(&self)
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Writes a member's key; its value comes next.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string, escaping what JSON asks for and nothing else.
    public mutating func string(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { append(escaping: $0) }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes bytes known to be plain ASCII without quotes or backslashes, as a string.
    public mutating func plainString(_ ascii: [UInt8]) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: ascii)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes a whole number.
    public mutating func integer(_ value: some BinaryInteger) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
        needsComma = true
    }

    /// Writes `value` / 10^`scale` as a plain decimal without trailing zeros: 361515830 at scale 7 is 36.151583.
    public mutating func decimal(_ value: Int64, scale: Int) {
        separate()
        Self.append(decimal: value, scale: scale, to: &bytes)
        needsComma = true
    }

    /// What `decimal` writes for `value`.
    public static func decimalText(_ value: Int128, scale: Int) -> String {
        var bytes: [UInt8] = []
        append(decimal: value, scale: scale, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a double in its shortest exact form; not-a-number and infinities become `null`.
    public mutating func double(_ value: Double) {
        separate()
        bytes.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
        needsComma = true
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    /// Writes `null`.
    public mutating func null() { raw("null") }

    /// Writes bytes that are already one JSON value.
    public mutating func raw(_ value: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: value)
        needsComma = true
    }

    /// Writes a text that is already one JSON value.
    public mutating func raw(_ value: String) { raw(value.utf8) }

    /// Writes a key and a string.
    public mutating func member(_ name: String, _ text: String) {
        key(name)
        string(text)
    }

    /// Writes a key and a whole number.
    public mutating func member(_ name: String, _ value: some BinaryInteger) {
        key(name)
        integer(value)
    }

    /// Writes a key and a truth value.
    public mutating func member(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        // Runs that need no escape, nearly always the whole text, go over in one piece.
        var start = 0
        for at in text.indices {
            let byte = text[at]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<at]))
            append(escape: byte)
            start = at + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    private mutating func append(escape byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(byte >> 4 == 0 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let digit = byte & 15
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    private static func append(decimal value: some BinaryInteger, scale: Int, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let digits = Array(String(value.magnitude).utf8)
        let padded = [UInt8](repeating: 0x30, count: max(0, scale + 1 - digits.count)) + digits
        bytes.append(contentsOf: padded.dropLast(scale))
        var fraction = padded.suffix(scale)
        while fraction.last == 0x30 { fraction.removeLast() }
        guard !fraction.isEmpty else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: fraction)
    }
}
