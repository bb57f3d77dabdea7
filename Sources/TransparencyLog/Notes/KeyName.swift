/// The name of a signing key, which for a log is also its origin; by custom a URL without its scheme.
///
/// Names are compared by their bytes: two spellings that Unicode calls equivalent are two names.
public struct KeyName: Sendable {
    /// The name as text.
    public let text: String

    /// How many bytes a name may have.
    public static let maximumByteCount = 255

    /// Checks the rules of c2sp.org/signed-note: not empty, no Unicode space, no `+`, no control character.
    ///
    /// - Throws: `badName`.
    public init(_ text: String) throws(NoteError) {
        guard !text.isEmpty, text.utf8.count <= KeyName.maximumByteCount,
            text.unicodeScalars.allSatisfy(KeyName.isAllowed)
        else { throw .badName(text) }
        self.text = text
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        // ASCII needs no look-up of properties.
        if scalar.isASCII { return scalar > " " && scalar != "+" && scalar.value != 0x7F }
        return !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
    }
}

extension KeyName: Hashable, Comparable, CustomStringConvertible {
    /// Whether the bytes are the same.
    public static func == (left: KeyName, right: KeyName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    /// Orders names as their bytes are ordered.
    public static func < (left: KeyName, right: KeyName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }

    /// The name itself.
    public var description: String { text }
}
