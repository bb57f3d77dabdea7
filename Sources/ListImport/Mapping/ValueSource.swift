import StrictJSON

/// Where a value of a closed kind comes from: the same for every row, or a table from a column's values.
enum ValueSource<Value: Sendable>: Sendable {
    case fixed(Value)
    case table(column: String, entries: [String: Entry], otherwise: Entry?)

    /// What a column's value stands for.
    enum Entry: Sendable {
        case take(Value)
        /// Rows with this value are refused, for this reason.
        case refuse(String)
    }

    /// `value`, or `{"column": ..., "table": {"as in the list": value, "other": {"refuse": "why"}}, "default": value}`.
    init(_ value: JSONValue, read: (JSONValue) throws(JSONError) -> Value) throws(JSONError) {
        guard value.kind == .object else {
            self = .fixed(try read(value))
            return
        }
        var fields = try value.object()
        let column = try fields.required("column").column()
        let list = try fields.required("table")
        var entries: [String: Entry] = [:]
        for (key, element) in try list.object().members {
            guard entries.updateValue(try Self.entry(element, read: read), forKey: key.trimmed) == nil else {
                throw element.refused("'\(key.trimmed)' stands twice in the table, but for spaces")
            }
        }
        guard !entries.isEmpty else { throw list.refused("is empty") }
        var otherwise: Entry?
        if let element = fields.present("default") { otherwise = try Self.entry(element, read: read) }
        try fields.finish()
        self = .table(column: column, entries: entries, otherwise: otherwise)
    }

    private static func entry(
        _ value: JSONValue, read: (JSONValue) throws(JSONError) -> Value
    ) throws(JSONError) -> Entry {
        guard value.kind == .object else { return .take(try read(value)) }
        var fields = try value.object()
        let reason = try fields.required("refuse")
        let text = try reason.string()
        guard !text.isEmpty else { throw reason.refused("needs the reason") }
        try fields.finish()
        return .refuse(text)
    }

    func columns(_ field: String) -> [(column: String, field: String)] {
        if case .table(let column, _, _) = self { [(column, field)] } else { [] }
    }

    /// The value for one row; nil when there is none, with the issue that says why.
    func value(_ row: SourceRow, _ table: SourceTable, issues: inout RowIssues) -> Value? {
        switch self {
        case .fixed(let value): return value
        case .table(let column, let entries, let otherwise):
            let text = table.value(column, of: row)
            switch entries[text] ?? otherwise {
            case .take(let value): return value
            case .refuse(let reason):
                issues.error(.valueRefused, column, "'\(text)' is refused by the mapping: \(reason)")
            case nil:
                issues.error(
                    .valueNotInTable, column,
                    "'\(text)' is not in the mapping's table for this column; add it, or a default")
            }
            return nil
        }
    }
}
