import Markup
import StrictJSON

/// Shows a body's members as nested lists; texts in several languages stand side by side, each in its own direction.
struct BodyView {
    /// Levels that are shown as lists; what lies deeper is shown as it is written.
    private static let maximumDepth = 8

    /// A value under its name.
    static func member(_ name: String, _ value: JSONValue, to html: inout HTMLWriter, depth: Int = 0) {
        html.markup("<dt>")
        html.text(words(name))
        html.markup("</dt><dd>")
        self.value(value, to: &html, depth: depth)
        html.markup("</dd>")
    }

    static func value(_ value: JSONValue, to html: inout HTMLWriter, depth: Int = 0) {
        guard depth < maximumDepth else { return html.code(String(decoding: value.rawBytes, as: UTF8.self)) }
        switch value.kind {
        case .string: html.foreign((try? value.string()) ?? "")
        case .object:
            let members = (try? value.object().members) ?? []
            if isLocalised(members) { return localised(members, to: &html) }
            if let place = position(members) { return html.code(place) }
            html.markup("<dl>")
            for (name, member) in members { self.member(name, member, to: &html, depth: depth + 1) }
            html.markup("</dl>")
        case .array:
            let elements = (try? value.array()) ?? []
            if elements.count == 1 { return self.value(elements[0], to: &html, depth: depth) }
            html.markup("<ul>")
            for element in elements {
                html.markup("<li>")
                self.value(element, to: &html, depth: depth + 1)
                html.markup("</li>")
            }
            html.markup("</ul>")
        case .number, .boolean, .null: html.code(String(decoding: value.rawBytes, as: UTF8.self))
        }
    }

    /// A text in several languages, or whatever else stands in its place.
    static func name(_ value: JSONValue, to html: inout HTMLWriter) { self.value(value, to: &html, depth: 7) }

    private static func localised(_ members: [(key: String, value: JSONValue)], to html: inout HTMLWriter) {
        for (position, (language, text)) in members.enumerated() {
            if position > 0 { html.markup("<span class=\"or\"> · </span>") }
            html.foreign((try? text.string()) ?? "", language: language)
        }
    }

    /// Whether the keys are language tags, as in `{"en": "...", "ar": "..."}`.
    private static func isLocalised(_ members: [(key: String, value: JSONValue)]) -> Bool {
        !members.isEmpty
            && members.allSatisfy { key, value in
                let primary = key.utf8.split(separator: UInt8(ascii: "-")).first ?? Substring("").utf8
                return value.kind == .string && (2...3).contains(primary.count)
                    && !["at", "by", "of", "to"].contains(key)
                    && primary.allSatisfy { $0 >= 0x61 && $0 <= 0x7A }
            }
    }

    private static func position(_ members: [(key: String, value: JSONValue)]) -> String? {
        guard members.count == 2, members[0].key == "lat", members[1].key == "lon" else { return nil }
        return members.map { String(decoding: $0.value.rawBytes, as: UTF8.self) }.joined(separator: ", ")
    }

    /// `standOffClass` as people write it: "stand off class".
    static func words(_ name: String) -> String {
        var out = ""
        for character in name {
            if character.isUppercase {
                out += " " + character.lowercased()
            } else {
                out.append(character == "-" || character == "_" ? " " : character)
            }
        }
        return out
    }
}
