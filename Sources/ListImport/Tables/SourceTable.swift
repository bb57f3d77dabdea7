import StrictJSON

/// One row of a list as read: texts by column, and a geometry where the list is GeoJSON.
struct SourceRow: Sendable {
    /// From 1, the header not counted.
    let number: Int
    /// The physical line where it begins, from 1.
    let line: Int
    /// One text a column, without spaces at either end.
    let values: [String]
    /// The feature's geometry; nil in a table without geometries.
    let geometry: JSONValue?
}

/// A list as read: what its columns are called, and its rows.
struct SourceTable: Sendable {
    var columns: [String] = []
    var rows: [SourceRow] = []
    /// Rows met, whether they could be read or not.
    var rowsRead = 0
    /// The CSV separator found or set.
    var separator: UInt8?
    /// Positions of the columns by name; of equal names, the first.
    private(set) var index: [String: Int] = [:]
    /// Names that stand twice.
    private(set) var repeated: Set<String> = []

    mutating func name(_ columns: [String]) {
        self.columns = columns
        index = [:]
        repeated = []
        for (position, column) in columns.enumerated() {
            if index[column] == nil { index[column] = position } else { repeated.insert(column) }
        }
    }

    /// The text of a row in a column; empty when the table has no such column.
    func value(_ column: String, of row: SourceRow) -> String {
        guard let position = index[column], position < row.values.count else { return "" }
        return row.values[position]
    }
}

extension StringProtocol {
    /// The text without ASCII spaces, tabs and line ends at either end; other spaces stay, to be reported.
    var trimmed: String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        var bytes = Substring(self).utf8
        while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
