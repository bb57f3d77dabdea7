/// Appends HTML to bytes; every text from outside is escaped, isolated from the direction of what stands around it,
/// and shows the characters that could make it read as another.
struct HTMLWriter {
    private(set) var bytes: [UInt8] = []

    /// Writes markup of our own.
    mutating func markup(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes a text as characters, never as markup; for texts of our own.
    mutating func text(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": markup("&amp;")
            case "<": markup("&lt;")
            case ">": markup("&gt;")
            case "\"": markup("&quot;")
            case "'": markup("&#39;")
            default: bytes.append(contentsOf: String(Self.isMisleading(scalar) ? "\u{FFFD}" : scalar).utf8)
            }
        }
    }

    /// Writes a text that somebody else wrote, in its own direction and, where it is known, language.
    mutating func foreign(_ text: String, language: String? = nil) {
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
    mutating func code(_ text: String) {
        markup("<code dir=\"ltr\">")
        self.text(text)
        markup("</code>")
    }

    /// Writes bytes that are already safe where they stand.
    mutating func raw(_ bytes: [UInt8]) { self.bytes.append(contentsOf: bytes) }

    /// Controls but line feed, and embeddings and overrides that outlive what a reader sees.
    private static func isMisleading(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2028, 0x2029: true
        default: false
        }
    }
}
