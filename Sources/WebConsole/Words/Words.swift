import StrictJSON

/// The console's words in one language, read from a file.
///
/// A file is one object of keys and texts. `@name` is the language's own name, `@direction` is `ltr` or `rtl`, `@plural`
/// names the rule by which it counts. A text that depends on a count is an object with the forms of that rule.
struct Words: Sendable {
    /// A text, or its forms by count.
    enum Entry: Sendable, Equatable {
        case text(String)
        case forms([PluralRule.Form: String])
    }

    /// What is wrong with a file.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// Characters of one text.
    static let maximumTextBytes = 4_096

    /// The language, as BCP 47 writes it.
    let code: String
    /// Its own name.
    let name: String
    let isRightToLeft: Bool
    let rule: PluralRule
    let entries: [String: Entry]

    var direction: String { isRightToLeft ? "rtl" : "ltr" }

    /// Reads a file.
    ///
    /// - Throws: what is wrong with it, naming the key.
    init(code: String, _ bytes: [UInt8]) throws {
        let object: JSONObject
        do { object = try JSONDocument(bytes, limits: .init(maximumBytes: 1_048_576)).root.object() } catch {
            throw Fault(description: "words '\(code)': \(error)")
        }
        var entries: [String: Entry] = [:]
        var meta: [String: String] = [:]
        for (key, value) in object.members {
            if key.hasPrefix("@") {
                meta[key] = value.text
            } else if let text = value.text {
                entries[key] = .text(text)
            } else {
                entries[key] = .forms(try Self.forms(value, "\(code): \(key)"))
            }
        }
        guard let name = meta["@name"], let direction = meta["@direction"], ["ltr", "rtl"].contains(direction),
            let rule = meta["@plural"].flatMap(PluralRule.init(rawValue:))
        else {
            let rules = PluralRule.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(
                description: "words '\(code)': needs @name, @direction (ltr or rtl) and @plural (one of \(rules))")
        }
        for (key, entry) in entries {
            guard case .forms(let forms) = entry else { continue }
            for form in rule.forms where forms[form] == nil {
                throw Fault(description: "words '\(code)': '\(key)' lacks the form '\(form.rawValue)'")
            }
        }
        self.code = code
        self.name = name
        isRightToLeft = direction == "rtl"
        self.rule = rule
        self.entries = entries
    }

    private static func forms(_ value: JSONValue, _ place: String) throws -> [PluralRule.Form: String] {
        var out: [PluralRule.Form: String] = [:]
        for (name, text) in value.members {
            guard let form = PluralRule.Form(rawValue: name), let text = text.text else {
                throw Fault(description: "words '\(place)': '\(name)' is no form of a count")
            }
            out[form] = text
        }
        guard !out.isEmpty else { throw Fault(description: "words '\(place)': is neither a text nor forms of a count") }
        return out
    }

    /// The text of a key, its placeholders filled; the key itself where there is none, which a test finds.
    func callAsFunction(_ key: String, _ values: [String: String] = [:], count: Int64? = nil) -> String {
        let text: String
        switch entries[key] {
        case .text(let found): text = found
        case .forms(let forms): text = forms[rule.form(of: count ?? 0)] ?? forms[.other] ?? key
        case nil: return key
        }
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var values = values
        if let count { values["count"] = String(count) }
        return Self.filled(text, values)
    }

    /// Whether there is such a key.
    func has(_ key: String) -> Bool { entries[key] != nil }

    private static func filled(_ text: String, _ values: [String: String]) -> String {
        var out = ""
        var rest = text.unicodeScalars[...]
        while let open = rest.firstIndex(of: "{") {
            out.unicodeScalars.append(contentsOf: rest[..<open])
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            let name = String(rest[rest.index(after: open)..<close])
            // What is put in stands by itself: a name in another script must not turn the sentence round.
            out += values[name].map { "\u{2068}\($0)\u{2069}" } ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        out.unicodeScalars.append(contentsOf: rest)
        return out
    }
}
