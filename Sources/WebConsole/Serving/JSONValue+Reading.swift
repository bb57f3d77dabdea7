import StrictJSON

/// Reading of our own interface's answers: what is absent, or of another kind, is nil.
extension JSONValue {
    subscript(_ name: String) -> JSONValue? {
        guard kind == .object, let object = try? object() else { return nil }
        return object.members.first { $0.key == name }?.value
    }

    var text: String? { kind == .string ? try? string() : nil }
    var number: Int64? { kind == .number ? try? integer() : nil }
    var isTrue: Bool { kind == .boolean && (try? bool()) == true }
    var elements: [JSONValue] { kind == .array ? (try? array()) ?? [] : [] }
    var members: [(key: String, value: JSONValue)] { kind == .object ? (try? object().members) ?? [] : [] }

    /// The value as JSON.
    var source: String { String(decoding: rawBytes, as: UTF8.self) }
}
