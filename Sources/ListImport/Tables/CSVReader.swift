import Tables

/// Reads a list of CSV into a table; a row that breaks a rule is named and reading goes on with the next line.
struct CSVReader {
    let limits: ImportLimits
    var scanner: CSVScanner

    /// Reads a whole table; without a `separator` the one that the header line holds most is taken.
    static func read(_ bytes: [UInt8], separator: UInt8?, limits: ImportLimits, log: inout IssueLog) -> SourceTable {
        var reader = CSVReader(
            limits: limits,
            scanner: CSVScanner(
                bytes[...], separator: separator, maximumColumns: limits.maximumColumns,
                maximumFieldBytes: limits.maximumFieldBytes))
        var table = SourceTable()
        table.separator = reader.scanner.separator
        reader.readAll(into: &table, log: &log)
        return table
    }

    private mutating func readAll(into table: inout SourceTable, log: inout IssueLog) {
        var hasHeader = false
        while let row = scanner.next() {
            if let fault = row.fault {
                if hasHeader { table.rowsRead += 1 }
                guard report(fault, row, table, isHeader: !hasHeader, log: &log) else { return }
                continue
            }
            if !hasHeader {
                guard takeHeader(row, into: &table, log: &log) else { return }
                hasHeader = true
                continue
            }
            guard table.rowsRead < limits.maximumRows else {
                log.file(
                    .tooManyRows, line: row.line,
                    "the file has more than \(limits.maximumRows) rows; divide it")
                return
            }
            table.rowsRead += 1
            take(row, into: &table, log: &log)
        }
        if !hasHeader { log.file(.fileEmpty, "the file holds no header line") }
    }

    private func takeHeader(_ row: CSVScanner.Row, into table: inout SourceTable, log: inout IssueLog) -> Bool {
        var columns: [String] = []
        for (position, field) in row.fields.enumerated() {
            guard let text = scanner.text(field) else {
                log.file(.notUTF8, field: "column \(position + 1)", line: row.line, badUTF8(field))
                return false
            }
            let name = text.trimmed
            columns.append(name.isEmpty ? "column \(position + 1)" : name)
        }
        table.name(columns)
        return true
    }

    private func take(_ row: CSVScanner.Row, into table: inout SourceTable, log: inout IssueLog) {
        var issues = RowIssues(row: table.rowsRead, line: row.line)
        if row.fields.count != table.columns.count {
            issues.error(
                .fieldCount, "",
                "the row has \(row.fields.count) fields and the header has \(table.columns.count); look for a "
                    + "separator or a line break inside a field without quotes")
        }
        var values: [String] = []
        values.reserveCapacity(row.fields.count)
        for (position, field) in row.fields.enumerated() {
            if let text = scanner.text(field) {
                values.append(text.trimmed)
            } else {
                issues.error(.notUTF8, columnName(position, table), badUTF8(field))
            }
        }
        for issue in issues.issues { log.add(issue) }
        guard !issues.hasError else { return }
        table.rows.append(SourceRow(number: table.rowsRead, line: row.line, values: values, geometry: nil))
    }
}
