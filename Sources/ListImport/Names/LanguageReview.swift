/// Looks over a whole list for columns that hold another script than their names, or the mapping, say.
struct LanguageReview {
    /// How many values of a column are in which script.
    private struct Column {
        let name: String
        let expected: Script
        let base: String?
        /// Read into a name, or checked at the mapping's wish: then a wrong script refuses the file.
        let isMapped: Bool
        var counts: [Script: Int] = [:]
        /// Rows whose value is in another script.
        var strangers = 0
        var firstLine: Int?

        /// The script of more than half of the values, if it is not the expected one.
        var found: Script? {
            let total = counts.values.reduce(0, +)
            return Script.allCases.first { $0 != expected && (counts[$0] ?? 0) * 2 > total }
        }
    }

    private var columns: [Column] = []

    static func run(_ table: SourceTable, _ mapping: ListMapping, log: inout IssueLog) {
        var review = LanguageReview(table, mapping)
        review.count(table)
        review.report(table, mapping, log: &log)
    }

    private init(_ table: SourceTable, _ mapping: ListMapping) {
        var mapped: [String: Script] = [:]
        for name in mapping.names {
            if case .column(let column) = name.source, let script = Script.of(language: name.language) {
                mapped[column] = script
            }
        }
        for check in mapping.languageChecks { mapped[check.column] = check.script }
        var seen: Set<String> = []
        for column in table.columns where seen.insert(column).inserted {
            let named = ColumnLanguage(column: column)
            guard let expected = mapped[column] ?? named?.script else { continue }
            columns.append(
                Column(name: column, expected: expected, base: named?.base, isMapped: mapped[column] != nil))
        }
    }

    private mutating func count(_ table: SourceTable) {
        for row in table.rows {
            for index in columns.indices {
                guard let script = Script.most(of: table.value(columns[index].name, of: row)) else { continue }
                columns[index].counts[script, default: 0] += 1
                guard script != columns[index].expected else { continue }
                columns[index].strangers += 1
                if columns[index].firstLine == nil { columns[index].firstLine = row.line }
            }
        }
    }

    private func report(_ table: SourceTable, _ mapping: ListMapping, log: inout IssueLog) {
        var told: Set<String> = []
        for column in columns {
            guard let found = column.found, !told.contains(column.name) else { continue }
            let partner = columns.first { other in
                other.name != column.name && other.found == column.expected && other.expected == found
                    && (other.base == column.base || (other.isMapped && column.isMapped))
            }
            let isMapped = column.isMapped || partner?.isMapped == true
            let count = "\(column.strangers) of \(table.rows.count) rows, from line \(column.firstLine ?? 0)"
            let effect =
                isMapped
                ? "; the mapping reads them, so nothing is imported until the list or the mapping is corrected"
                : "; the mapping does not read them"
            var sentence = "column \(column.name) holds \(found.name) text"
            if let partner {
                told.insert(partner.name)
                sentence += " and \(partner.name) \(column.expected.name): the columns look swapped"
            } else {
                sentence += " where its name or the mapping says \(column.expected.name)"
            }
            log.file(
                .scriptMismatch, field: partner.map { "\(column.name), \($0.name)" } ?? column.name,
                line: column.firstLine, "\(sentence) (\(count))\(effect)", severity: isMapped ? .error : .warning)
        }
    }
}
