import Coordination

extension ImportReport {
    /// The report for people: counts, issues and look-alikes as tables in plain words, and the verdict last.
    ///
    /// - Parameter rowsPerRule: The most issues of one rule, and the most pairs, that are written out.
    /// - Returns: Lines of plain text.
    public func text(rowsPerRule: Int = 20) -> String {
        var lines = ["\(title)", ""]
        lines.append("Rows read \(rowsRead), good \(rowsGood), bad \(rowsBad), left out on purpose \(rowsSkipped).")
        for item in skipped where item.rows > 0 {
            lines.append("  Left out because \(item.condition): \(item.rows).")
        }
        if coordinatesRounded > 0 {
            lines.append(
                "Coordinates with more than 7 decimals, rounded to 1e-7 degree (11 mm): \(coordinatesRounded).")
        }
        if edgesDensified > 0 {
            lines.append("Edges given more positions so that they follow the list to within 1 m: \(edgesDensified).")
        }
        lines += table("Errors", .error, rowsPerRule) + table("Warnings", .warning, rowsPerRule)
        if issuesLeftOut > 0 { lines += ["", "\(issuesLeftOut) more issues are counted and not listed."] }
        lines += pairs(rowsPerRule)
        lines += ["", verdict, ""]
        return lines.joined(separator: "\n")
    }

    private func table(_ heading: String, _ severity: ImportIssue.Severity, _ limit: Int) -> [String] {
        let found = issues.filter { $0.severity == severity }
        guard !found.isEmpty else { return [] }
        var shown: [ImportRule: Int] = [:]
        var cells: [[String]] = []
        for issue in found {
            shown[issue.rule, default: 0] += 1
            guard shown[issue.rule, default: 0] <= limit || issue.row == nil else { continue }
            let line = issue.line.map { "line \($0)" } ?? "file"
            let row = issue.row.map { "row \($0)" } ?? "file"
            cells.append([line, row, issue.field.isEmpty ? "-" : issue.field, issue.rule.rawValue, issue.sentence])
        }
        var lines = ["", "\(heading):"] + Self.align(cells)
        for rule in ImportRule.allCases {
            let rest = shown[rule, default: 0] - limit
            if rest > 0 { lines.append("  and \(rest) more of \(rule.rawValue)") }
        }
        return lines
    }

    private func pairs(_ limit: Int) -> [String] {
        guard !duplicates.isEmpty else { return [] }
        var lines = ["", "May be one and the same (nothing is dropped; decide and correct the list):"]
        lines += Self.align(
            duplicates.prefix(limit).map { pair in
                [
                    pair.kind.rawValue, "\((pair.distanceMillimetres + 500) / 1_000) m", Self.side(pair.first),
                    Self.side(pair.second),
                ]
            })
        if duplicates.count > limit { lines.append("  and \(duplicates.count - limit) more pairs") }
        if areDuplicatesCutShort { lines.append("  The search stopped at its limit; there are more pairs.") }
        return lines
    }

    private static func side(_ side: DuplicatePair.Side) -> String {
        let place = side.line.map { line in "line \(line)" + (side.row.map { ", row \($0)" } ?? "") } ?? "register"
        return "\(place): \(side.name) (\(side.id))"
    }

    /// Columns padded to their widest cell, the last left as it is; control characters never reach a terminal.
    private static func align(_ cells: [[String]]) -> [String] {
        let clean = cells.map { $0.map(visible) }
        guard let count = clean.first?.count else { return [] }
        let widths = (0..<count - 1).map { column in min(40, clean.map { $0[column].count }.max() ?? 0) }
        return clean.map { row in
            var line = "  "
            for (column, width) in widths.enumerated() {
                line += row[column] + String(repeating: " ", count: max(0, width - row[column].count)) + "  "
            }
            return line + row[count - 1]
        }
    }

    private static func visible(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x00...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
                shown += "\u{FFFD}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
