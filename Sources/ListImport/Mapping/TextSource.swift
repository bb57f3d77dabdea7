import Statements
import StrictJSON

/// Where a text comes from: the same for every row, a column, or a sentence with columns in braces.
enum TextSource: Sendable {
    case fixed(String)
    case column(String)
    case template([Piece])

    enum Piece: Sendable {
        case text(String)
        case column(String)
    }

    /// `"a text"`, `{"column": "name_en"}` or `{"template": "Clinic in {Admin 1}"}`.
    init(_ value: JSONValue) throws(JSONError) {
        if value.kind == .string {
            self = .fixed(try value.text(limit: 400))
            return
        }
        var fields = try value.object()
        try self.init(&fields)
        try fields.finish()
    }

    /// The same from an object that may hold other fields too.
    init(_ fields: inout JSONObject) throws(JSONError) {
        switch (fields.optional("column"), fields.optional("template")) {
        case (let column?, nil): self = .column(try column.column())
        case (nil, let template?): self = .template(try Self.pieces(template))
        default: throw fields.value.refused("needs exactly one of 'column', 'template'")
        }
    }

    private static func pieces(_ value: JSONValue) throws(JSONError) -> [Piece] {
        var pieces: [Piece] = []
        var rest = try value.string()[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else {
                throw value.refused("has a '{' without its '}'")
            }
            if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
            let column = rest[rest.index(after: open)..<close].trimmed
            guard !column.isEmpty else { throw value.refused("has braces without a column's name") }
            pieces.append(.column(column))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        guard !pieces.isEmpty else { throw value.refused("is empty") }
        return pieces
    }

    /// The columns read, with the mapping's field that reads them.
    func columns(_ field: String) -> [(column: String, field: String)] {
        switch self {
        case .fixed: []
        case .column(let column): [(column, field)]
        case .template(let pieces):
            pieces.compactMap { piece in if case .column(let column) = piece { (column, field) } else { nil } }
        }
    }

    /// What a report calls the field: its column, or the mapping's own field.
    func fieldName(_ field: String) -> String { columns(field).first?.column ?? "mapping \(field)" }

    /// The text for one row.
    func text(_ row: SourceRow, _ table: SourceTable) -> String {
        switch self {
        case .fixed(let text): text
        case .column(let column): table.value(column, of: row)
        case .template(let pieces):
            pieces.reduce(into: "") { text, piece in
                switch piece {
                case .text(let fixed): text += fixed
                case .column(let column): text += table.value(column, of: row)
                }
            }
        }
    }
}

extension JSONValue {
    /// The name of a column.
    func column() throws(JSONError) -> String {
        let name = try string().trimmed
        guard !name.isEmpty else { throw refused("needs a column's name") }
        return name
    }
}
