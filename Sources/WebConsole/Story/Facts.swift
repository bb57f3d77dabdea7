import StrictJSON

/// A body of any kind as rows of a name and what it says, in the reader's words where there are any.
struct Facts {
    /// Depth and rows beyond which the rest is only named.
    private static let maximumDepth = 6
    private static let maximumRows = 400

    private let turn: Turn

    init(_ turn: Turn) { self.turn = turn }

    /// The rows of an object: `label`, and `text`, `time`, `position`, or `rows` of its own.
    func of(_ value: JSONValue, depth: Int = 0) -> [[String: Any]] {
        var out: [[String: Any]] = []
        for (name, member) in value.members.prefix(Self.maximumRows) {
            guard var row = row(member, name: name, depth: depth) else { continue }
            row["label"] = label(name)
            out.append(row)
        }
        return out
    }

    private func label(_ name: String) -> String {
        let key = "field.\(name)"
        return turn.words.has(key) ? turn.words(key) : name
    }

    private func row(_ value: JSONValue, name: String, depth: Int) -> [String: Any]? {
        switch value.kind {
        case .null: return nil
        case .boolean: return ["text": turn.words(value.isTrue ? "yes" : "no")]
        case .number: return ["text": value.source]
        case .string:
            let text = value.text ?? ""
            if Self.isTime(text) { return ["time": text] }
            if Self.isHash(text) { return ["code": text] }
            if let word = word(text, name) { return ["text": word] }
            if let href = link(text, name) { return ["text": text, "href": href] }
            return ["text": text]
        case .array:
            let elements = value.elements
            guard !elements.isEmpty else { return nil }
            guard depth < Self.maximumDepth else { return ["text": "…"] }
            // One of something needs no number.
            if elements.count == 1 { return row(elements[0], name: name, depth: depth + 1) }
            if elements.allSatisfy({ $0.kind == .string || $0.kind == .number }) {
                return [
                    "text": elements.map { element in
                        element.text.map { word($0, name) ?? $0 } ?? element.source
                    }.joined(separator: ", ")
                ]
            }
            let rows = elements.prefix(Self.maximumRows).enumerated().compactMap { index, element in
                row(element, name: name, depth: depth + 1).map { row -> [String: Any] in
                    var row = row
                    row["label"] = String(index + 1)
                    return row
                }
            }
            return ["nested": rows]
        case .object:
            if let latitude = value["lat"], let longitude = value["lon"], value.members.count == 2 {
                return ["latitude": latitude.source, "longitude": longitude.source]
            }
            if isLocalised(value) { return ["text": turn.text(value)] }
            guard depth < Self.maximumDepth else { return ["text": "…"] }
            let rows = of(value, depth: depth + 1)
            return rows.isEmpty ? nil : ["nested": rows]
        }
    }

    /// A word of a closed list, in this language.
    private func word(_ text: String, _ name: String) -> String? {
        for prefix in ["\(name).", "value."] where turn.words.has(prefix + text) { return turn.words(prefix + text) }
        return nil
    }

    private func link(_ text: String, _ name: String) -> String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isNameByte) }) else {
            return nil
        }
        switch name {
        case "message": return "/console/messages/\(text)"
        case "dossier", "convoy", "incident", "plan": return "/console/dossiers/\(text)"
        case "record", "movement", "about": return "/console/records/\(text)"
        default: return nil
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// An object of language tags and texts.
    private func isLocalised(_ value: JSONValue) -> Bool {
        let members = value.members
        return !members.isEmpty
            && members.allSatisfy {
                $0.value.kind == .string && (2...3).contains($0.key.split(separator: "-")[0].count)
            }
            && members.contains { turn.console.shelf.languages[$0.key] != nil || $0.key == "und" || $0.key.count == 2 }
    }

    private static func isTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count >= 20 && bytes.count <= 35 && bytes[4] == 0x2D && bytes[7] == 0x2D && bytes[10] == 0x54
            && (bytes.last == 0x5A || text.contains("+"))
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
