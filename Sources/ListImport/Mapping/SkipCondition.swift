import StrictJSON

/// Which rows are left out on purpose; the report counts them.
struct SkipCondition: Sendable {
    enum Test: Sendable {
        case equals(Set<String>)
        case notEquals(Set<String>)
        case isEmpty
    }

    let column: String
    let test: Test
    /// What the report calls the condition.
    let sentence: String

    /// `{"column": ..., "equals": [...]}`, `{"column": ..., "notEquals": [...]}` or `{"column": ..., "isEmpty": true}`.
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        column = try fields.required("column").column()
        let (equals, notEquals) = (fields.optional("equals"), fields.optional("notEquals"))
        let empty = fields.optional("isEmpty")
        try fields.finish()
        switch (equals, notEquals, empty) {
        case (let list?, nil, nil):
            let values = try Self.values(list)
            test = .equals(Set(values))
            sentence = "\(column) is \(values.map { "'\($0)'" }.joined(separator: " or "))"
        case (nil, let list?, nil):
            let values = try Self.values(list)
            test = .notEquals(Set(values))
            sentence = "\(column) is not \(values.map { "'\($0)'" }.joined(separator: " or "))"
        case (nil, nil, let empty?):
            guard try empty.bool() else { throw empty.refused("must be true; leave the condition out otherwise") }
            test = .isEmpty
            sentence = "\(column) is empty"
        default: throw value.refused("needs exactly one of 'equals', 'notEquals', 'isEmpty'")
        }
    }

    private static func values(_ list: JSONValue) throws(JSONError) -> [String] {
        var values: [String] = []
        for element in try list.array(limit: 1_000) { values.append(try element.string().trimmed) }
        guard !values.isEmpty else { throw list.refused("is empty") }
        return values
    }

    func holds(_ row: SourceRow, _ table: SourceTable) -> Bool {
        let text = table.value(column, of: row)
        return switch test {
        case .equals(let values): values.contains(text)
        case .notEquals(let values): !values.contains(text)
        case .isEmpty: text.isEmpty
        }
    }
}
