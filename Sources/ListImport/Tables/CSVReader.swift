/// Reads CSV as RFC 4180 has it: quoted fields, doubled quotes, line ends CRLF or LF, a header line.
///
/// Also taken: a byte order mark, blank lines, and ';' or tab for the comma. One pass; a row that breaks a rule is named
/// and reading goes on with the next line, except after a quote that is never closed, where rows can no longer be told
/// apart.
struct CSVReader {
    let bytes: [UInt8]
    let limits: ImportLimits
    private let separator: UInt8
    private var at: Int
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// What stopped a row.
    enum Fault {
        case quoteMisplaced(field: Int)
        case bareCarriageReturn(field: Int)
        case tooManyColumns
        /// The rest of the file cannot be read.
        case quoteNotClosed(line: Int)
        case fieldTooLong(field: Int)
    }

    /// One row: the ranges of its fields, and which of them were quoted.
    struct Record {
        var line: Int
        var fields: [(range: Range<Int>, isQuoted: Bool)] = []
        var isBlank: Bool { fields.count == 1 && fields[0].range.isEmpty && !fields[0].isQuoted }
    }

    private init(_ bytes: [UInt8], from start: Int, separator: UInt8, limits: ImportLimits) {
        self.bytes = bytes
        self.limits = limits
        self.separator = separator
        at = start
    }

    /// Reads a whole table; without a `separator` the one that the header line holds most is taken.
    static func read(_ bytes: [UInt8], separator: UInt8?, limits: ImportLimits, log: inout IssueLog) -> SourceTable {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let found = separator ?? detectSeparator(bytes[start...])
        var reader = CSVReader(bytes, from: start, separator: found, limits: limits)
        var table = SourceTable()
        table.separator = found
        reader.readAll(into: &table, log: &log)
        return table
    }

    /// The separator that stands most often outside quotes in the first line; the comma when none does.
    static func detectSeparator(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in bytes {
            if byte == quote { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == lineFeed { break }
            if let candidate = candidates.firstIndex(of: byte) { counts[candidate] += 1 }
        }
        var best = 0
        for candidate in 1..<3 where counts[candidate] > counts[best] { best = candidate }
        return candidates[best]
    }

    private mutating func readAll(into table: inout SourceTable, log: inout IssueLog) {
        var hasHeader = false
        while at < bytes.count {
            var record = Record(line: line)
            if let fault = next(&record) {
                if hasHeader { table.rowsRead += 1 }
                guard report(fault, record, table, isHeader: !hasHeader, log: &log) else { return }
                continue
            }
            if record.isBlank { continue }
            if !hasHeader {
                guard takeHeader(record, into: &table, log: &log) else { return }
                hasHeader = true
                continue
            }
            guard table.rowsRead < limits.maximumRows else {
                log.file(
                    .tooManyRows, line: record.line,
                    "the file has more than \(limits.maximumRows) rows; divide it")
                return
            }
            table.rowsRead += 1
            take(record, into: &table, log: &log)
        }
        if !hasHeader { log.file(.fileEmpty, "the file holds no header line") }
    }

    /// Reads one row up to its line end.
    private mutating func next(_ record: inout Record) -> Fault? {
        while true {
            if record.fields.count == limits.maximumColumns {
                skipLine()
                return .tooManyColumns
            }
            let isQuoted = at < bytes.count && bytes[at] == Self.quote
            if let fault = isQuoted ? quotedField(&record) : plainField(&record) { return fault }
            guard at < bytes.count else { return nil }
            let end = bytes[at]
            at += 1
            if end == separator { continue }
            if end == Self.carriageReturn { at += 1 }
            line += 1
            return nil
        }
    }

    /// Reads a field without quotes; stops at a separator, a line end or the end.
    private mutating func plainField(_ record: inout Record) -> Fault? {
        let start = at
        while at < bytes.count, bytes[at] != separator, bytes[at] != Self.lineFeed {
            if bytes[at] == Self.quote {
                skipLine()
                return .quoteMisplaced(field: record.fields.count)
            }
            if bytes[at] == Self.carriageReturn {
                if at + 1 < bytes.count, bytes[at + 1] == Self.lineFeed { break }
                skipLine()
                return .bareCarriageReturn(field: record.fields.count)
            }
            at += 1
        }
        if at - start > limits.maximumFieldBytes {
            skipLine()
            return .fieldTooLong(field: record.fields.count)
        }
        record.fields.append((start..<at, false))
        return nil
    }

    /// Reads a quoted field and its closing quote; the range is what stands between.
    private mutating func quotedField(_ record: inout Record) -> Fault? {
        let opened = line
        at += 1
        let start = at
        while true {
            guard at < bytes.count else { return .quoteNotClosed(line: opened) }
            // An open quote swallows line after line; past the limit that is what has happened.
            guard at - start <= limits.maximumFieldBytes else { return .quoteNotClosed(line: opened) }
            if bytes[at] == Self.quote {
                guard at + 1 < bytes.count, bytes[at + 1] == Self.quote else { break }
                at += 2
                continue
            }
            if bytes[at] == Self.lineFeed { line += 1 }
            at += 1
        }
        record.fields.append((start..<at, true))
        at += 1
        let isAtEnd =
            at == bytes.count || bytes[at] == separator || bytes[at] == Self.lineFeed
            || (bytes[at] == Self.carriageReturn && at + 1 < bytes.count && bytes[at + 1] == Self.lineFeed)
        guard isAtEnd else {
            skipLine()
            return .quoteMisplaced(field: record.fields.count - 1)
        }
        return nil
    }

    private mutating func skipLine() {
        while at < bytes.count, bytes[at] != Self.lineFeed { at += 1 }
        if at < bytes.count {
            at += 1
            line += 1
        }
    }

    /// The text of a field; nil when it is not UTF-8.
    private func text(_ field: (range: Range<Int>, isQuoted: Bool)) -> String? {
        let slice = bytes[field.range]
        guard field.isQuoted, slice.contains(Self.quote) else { return String(validating: slice, as: UTF8.self) }
        var plain: [UInt8] = []
        var skips = false
        for byte in slice {
            // The second quote of a pair is dropped.
            if byte == Self.quote, skips {
                skips = false
                continue
            }
            skips = byte == Self.quote
            plain.append(byte)
        }
        return String(validating: plain, as: UTF8.self)
    }

    private func takeHeader(_ record: Record, into table: inout SourceTable, log: inout IssueLog) -> Bool {
        var columns: [String] = []
        for (position, field) in record.fields.enumerated() {
            guard let text = text(field) else {
                log.file(.notUTF8, field: "column \(position + 1)", line: record.line, badUTF8(field))
                return false
            }
            let name = text.trimmed
            columns.append(name.isEmpty ? "column \(position + 1)" : name)
        }
        table.name(columns)
        return true
    }

    private func take(_ record: Record, into table: inout SourceTable, log: inout IssueLog) {
        var issues = RowIssues(row: table.rowsRead, line: record.line)
        if record.fields.count != table.columns.count {
            issues.error(
                .fieldCount, "",
                "the row has \(record.fields.count) fields and the header has \(table.columns.count); look for a "
                    + "separator or a line break inside a field without quotes")
        }
        var values: [String] = []
        values.reserveCapacity(record.fields.count)
        for (position, field) in record.fields.enumerated() {
            if let text = text(field) {
                values.append(text.trimmed)
            } else {
                issues.error(.notUTF8, columnName(position, table), badUTF8(field))
            }
        }
        for issue in issues.issues { log.add(issue) }
        guard !issues.hasError else { return }
        table.rows.append(SourceRow(number: table.rowsRead, line: record.line, values: values, geometry: nil))
    }

}
