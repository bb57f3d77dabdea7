import Tables

extension CSVReader {
    /// Reports what stopped a row; false when nothing after it can be read.
    func report(
        _ fault: CSVScanner.Fault, _ row: CSVScanner.Row, _ table: SourceTable, isHeader: Bool, log: inout IssueLog
    ) -> Bool {
        let (rule, field, sentence): (ImportRule, String, String) =
            switch fault {
            case .quoteMisplaced(let field):
                (
                    .quoteMisplaced, columnName(field, table),
                    "a quote stands inside a field; put the whole field in quotes and double the quotes in it"
                )
            case .bareCarriageReturn(let field):
                (
                    .bareCarriageReturn, columnName(field, table),
                    "a carriage return stands alone; end lines with CRLF or LF, or put the field in quotes"
                )
            case .tooManyColumns:
                (
                    .tooManyColumns, "",
                    "the row has more than \(limits.maximumColumns) fields, which is the limit"
                )
            case .fieldTooLong(let field):
                (
                    .fieldTooLong, columnName(field, table),
                    "the field has more than \(limits.maximumFieldBytes) bytes, which is the limit"
                )
            case .quoteNotClosed(let opened):
                (
                    .quoteNotClosed, columnName(row.fields.count, table),
                    "the quote opened on line \(opened) is not closed within \(limits.maximumFieldBytes) bytes; the "
                        + "rows after it cannot be told apart, so nothing is imported until it is mended"
                )
            }
        if isHeader || !fault.canGoOn {
            log.file(rule, field: field, line: row.line, sentence)
            return false
        }
        log.add(
            ImportIssue(
                line: row.line, row: table.rowsRead, field: field, rule: rule, sentence: sentence, severity: .error))
        return true
    }

    func badUTF8(_ field: CSVScanner.Field) -> String {
        let bytes = scanner.bytes
        let offset = UTF8Fault.firstOffset(in: bytes[field.range]) ?? 0
        let position = field.range.lowerBound + offset
        var lineStart = position
        while lineStart > bytes.startIndex, bytes[lineStart - 1] != UInt8(ascii: "\n") { lineStart -= 1 }
        let byte = position < bytes.endIndex ? String(bytes[position], radix: 16, uppercase: true) : ""
        return "byte \(position - lineStart + 1) of the line (0x\(byte)) is not UTF-8; save the file as UTF-8"
    }

    func columnName(_ position: Int, _ table: SourceTable) -> String {
        position < table.columns.count ? table.columns[position] : "column \(position + 1)"
    }
}
