import StrictJSON

/// Says where a value breaks a schema of JSON Schema 2020-12, as far as the interface's description uses it.
struct SchemaChecker {
    let document: JSONValue

    private static let known: Set<String> = [
        "$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "const", "pattern",
        "minimum",
        "maximum", "minItems", "maxItems", "minLength", "maxLength", "anyOf", "oneOf", "format", "description",
        "minProperties", "maxProperties", "default", "contentEncoding", "dependentRequired",
    ]

    /// The rules that `value` breaks, each with its place.
    func faults(_ value: JSONValue, _ schema: JSONValue) throws -> [String] {
        if let reference = schema["$ref"]?.text {
            guard let target = document[String(reference.dropFirst(2))] else { return ["no schema \(reference)"] }
            return try faults(value, target)
        }
        guard schema.kind == .object else { return [] }
        for (keyword, _) in try schema.object().members where !Self.known.contains(keyword) {
            return ["keyword \(keyword) is not one that this checker reads"]
        }
        let here = value.pointer
        var out: [String] = []
        if let type = schema["type"] {
            let allowed = type.kind == .array ? type.elements.compactMap(\.text) : [type.text ?? ""]
            guard allowed.contains(where: { Self.fits(value, $0) }) else { return ["\(here) is not \(allowed)"] }
        }
        if let words = schema["enum"], !words.elements.contains(where: { $0.rawBytes == value.rawBytes }) {
            out.append("\(here) is not one of the words")
        }
        if let constant = schema["const"], constant.rawBytes != value.rawBytes {
            out.append("\(here) is not the constant")
        }
        if let pattern = schema["pattern"]?.text, let text = value.text {
            if try text.firstMatch(of: Regex(pattern)) == nil { out.append("\(here) does not match \(pattern)") }
        }
        if value.kind == .number {
            let number = try value.double()
            if let least = try schema["minimum"]?.double(), number < least { out.append("\(here) is too small") }
            if let most = try schema["maximum"]?.double(), number > most { out.append("\(here) is too large") }
        }
        for choice in ["anyOf", "oneOf"] {
            guard let schemas = schema[choice]?.elements else { continue }
            let fitting = try schemas.filter { try faults(value, $0).isEmpty }.count
            if fitting == 0 || (choice == "oneOf" && fitting > 1) { out.append("\(here) fits \(fitting) of \(choice)") }
        }
        if value.kind == .array { out += try elementFaults(value, schema) }
        if value.kind == .object { out += try memberFaults(value, schema) }
        return out
    }

    private func elementFaults(_ value: JSONValue, _ schema: JSONValue) throws -> [String] {
        var out: [String] = []
        if let least = schema["minItems"]?.number, value.elements.count < least {
            out.append("\(value.pointer) is too short")
        }
        if let most = schema["maxItems"]?.number, value.elements.count > most {
            out.append("\(value.pointer) is too long")
        }
        guard let items = schema["items"] else { return out }
        for element in value.elements { out += try faults(element, items) }
        return out
    }

    private func memberFaults(_ value: JSONValue, _ schema: JSONValue) throws -> [String] {
        let members = try value.object().members
        var out: [String] = []
        for name in schema["required"]?.elements.compactMap(\.text) ?? []
        where !members.contains(where: { $0.key == name }) {
            out.append("\(value.pointer) lacks \(name)")
        }
        let properties = try schema["properties"]?.object().members ?? []
        for (name, member) in members {
            if let property = properties.first(where: { $0.key == name })?.value {
                out += try faults(member, property)
            } else if let rest = schema["additionalProperties"] {
                if rest.kind == .boolean {
                    if try !rest.bool() { out.append("\(member.pointer) is not described") }
                } else {
                    out += try faults(member, rest)
                }
            }
        }
        return out
    }

    private static func fits(_ value: JSONValue, _ type: String) -> Bool {
        switch type {
        case "integer": value.kind == .number && value.number != nil
        default: value.kind.rawValue == type
        }
    }
}
