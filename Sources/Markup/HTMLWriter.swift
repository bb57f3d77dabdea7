/// Appends HTML to bytes: every text is escaped, and shows the characters that could make it read as another; one of
/// somebody's stands in a direction of its own.
public struct HTMLWriter: Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// Nothing written, with room for `capacity` bytes.
    public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// Writes markup of our own.
    public mutating func markup(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes a text as characters, never as markup.
    public mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { append(escaping: $0, isolates: true) }
    }

    /// Writes a text of somebody's into a picture, isolated from what stands around it.
    public mutating func pictured(_ text: String) {
        markup("\u{2068}")
        var text = text
        text.withUTF8 { append(escaping: $0, isolates: false) }
        markup("\u{2069}")
    }

    /// Writes a text of somebody's, in its own direction and, where it is known, language.
    public mutating func foreign(_ text: String, language: String? = nil) {
        markup("<bdi")
        if let language {
            markup(" lang=\"")
            self.text(language)
            markup("\"")
        }
        markup(">")
        self.text(text)
        markup("</bdi>")
    }

    /// Writes a name or number of the machines, left to right whatever stands around it.
    public mutating func code(_ text: String) {
        markup("<code dir=\"ltr\">")
        self.text(text)
        markup("</code>")
    }

    /// Writes a whole number as it stands in an attribute.
    public mutating func raw(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

    /// Writes bytes that are HTML already.
    public mutating func raw(_ bytes: [UInt8]) { self.bytes.append(contentsOf: bytes) }

    /// Writes a length in a picture, to a tenth.
    public mutating func length(_ value: Double) {
        let tenths = Int((value * 10).rounded())
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        if tenths < 0 { bytes.append(UInt8(ascii: "-")) }
        raw(whole)
        guard rest != 0 else { return }
        bytes.append(UInt8(ascii: "."))
        raw(rest)
    }

    private mutating func append(escaping utf8: UnsafeBufferPointer<UInt8>, isolates: Bool) {
        var at = 0
        while at < utf8.count {
            let byte = utf8[at]
            switch byte {
            case UInt8(ascii: "&"): markup("&amp;")
            case UInt8(ascii: "<"): markup("&lt;")
            case UInt8(ascii: ">"): markup("&gt;")
            case UInt8(ascii: "\""): markup("&quot;")
            case UInt8(ascii: "'"): markup("&#39;")
            case 0x0A: bytes.append(byte)
            case 0x00...0x1F, 0x7F: markup("\u{FFFD}")
            case 0xC2, 0xE2:
                let length = Self.misleading(utf8, at: at, isolates: isolates)
                if length > 0 {
                    markup("\u{FFFD}")
                    at += length
                    continue
                }
                bytes.append(byte)
            default: bytes.append(byte)
            }
            at += 1
        }
    }

    /// The length of a character that could make a text read as another: C1 controls, line and paragraph separators,
    /// embeddings and overrides, and in pictures isolates, which a reader's own would close; 0 for any other.
    private static func misleading(_ utf8: UnsafeBufferPointer<UInt8>, at: Int, isolates: Bool) -> Int {
        guard at + 1 < utf8.count else { return 0 }
        if utf8[at] == 0xC2 { return utf8[at + 1] <= 0x9F ? 2 : 0 }
        guard at + 2 < utf8.count else { return 0 }
        switch (utf8[at + 1], utf8[at + 2]) {
        case (0x80, 0xA8...0xAE): return 3
        case (0x81, 0xA6...0xA9): return isolates ? 0 : 3
        default: return 0
        }
    }
}
