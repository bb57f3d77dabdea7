import Statements
public import StrictJSON

/// One text in several languages, keyed by BCP 47 tag, in order of the tags.
public struct LocalisedText: Hashable, Sendable {
    /// Languages one text may have.
    public static let maximumLanguages = 12
    /// Bytes of one language's text.
    public static let maximumBytes = 400

    /// Tags and texts, sorted by tag; never empty.
    public let texts: [(language: String, text: String)]

    /// The text in `language`, else English, else the first.
    public func text(in language: String = "en") -> String {
        for wanted in [language, "en"] {
            if let found = texts.first(where: { $0.language == wanted }) { return found.text }
        }
        return texts.first?.text ?? ""
    }

    /// Reads an object of tags and texts; each text has at most `limit` bytes.
    init(_ value: JSONValue, limit: Int = maximumBytes) throws(JSONError) {
        let members = try value.object().members
        guard !members.isEmpty, members.count <= Self.maximumLanguages else {
            throw value.refused("needs 1 to \(Self.maximumLanguages) languages, such as {\"en\": \"Al-Quds hospital\"}")
        }
        var texts: [(language: String, text: String)] = []
        for (tag, member) in members {
            guard Self.isTag(tag) else { throw member.refused("'\(tag)' is not a BCP 47 language tag") }
            texts.append((tag, try member.text(limit: limit)))
        }
        self.texts = texts.sorted { $0.language < $1.language }
    }

    static func isTag(_ tag: String) -> Bool {
        let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard tag.utf8.count <= 35, let first = parts.first, (2...8).contains(first.count) else { return false }
        let isLetters = first.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
        return isLetters
            && parts.dropFirst().allSatisfy { part in
                (1...8).contains(part.count)
                    && part.allSatisfy { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) }
            }
    }

    /// Equal when every language's text is.
    public static func == (left: LocalisedText, right: LocalisedText) -> Bool {
        left.texts.elementsEqual(right.texts) { $0.language == $1.language && $0.text == $1.text }
    }

    /// Hashes tags and texts.
    public func hash(into hasher: inout Hasher) {
        for (language, text) in texts {
            hasher.combine(language)
            hasher.combine(text)
        }
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in for (language, text) in texts { fields.member(language, text) } }
    }
}
