public import Gazetteer
import Geodesy

/// What a list of places gave a gazetteer: the places, and every row that could not be taken.
public struct GazetteerReport: Sendable {
    /// What the list is called.
    public let list: String
    /// Rows met, whether they could be read or not.
    public let rowsRead: Int
    /// Rows that were not taken.
    public let rowsBad: Int
    /// Nothing of the file can be used.
    public let isFileRefused: Bool
    /// What was found, by row; what concerns the whole file comes first.
    public let issues: [ImportIssue]
    /// Issues counted and not listed.
    public let issuesLeftOut: Int
    /// The places of the good rows.
    public let places: [Place]

    /// The report for people: every row that was not taken with its line, field and rule.
    public var text: String {
        var lines = ["\(list): rows read \(rowsRead), places \(places.count), bad rows \(rowsBad)"]
        let unplaced = places.count { $0.position == nil }
        if unplaced > 0 { lines.append("  \(unplaced) places have no position and stay text") }
        for issue in issues {
            let line = issue.line.map { "line \($0)" } ?? "file"
            let field = issue.field.isEmpty ? "" : " \(issue.field)"
            lines.append("  \(issue.severity.rawValue) \(line)\(field) \(issue.rule.rawValue): \(issue.sentence)")
        }
        if issuesLeftOut > 0 { lines.append("  \(issuesLeftOut) more issues are counted and not listed") }
        return lines.joined(separator: "\n")
    }
}

/// Reads a list of places, CSV, plain or gzip, for a gazetteer; it changes nothing anywhere.
public struct GazetteerImporter: Sendable {
    private let mapping: GazetteerMapping
    private let limits: ImportLimits

    /// An importer for lists of one form.
    public init(mapping: GazetteerMapping, limits: ImportLimits = .standard) {
        self.mapping = mapping
        self.limits = limits
    }

    /// Reads a whole file.
    public func run(_ file: [UInt8]) -> GazetteerReport {
        var log = IssueLog(limit: limits.maximumIssues)
        let table = ListFile.table(file, format: .csv, separator: mapping.separator, limits: limits, log: &log)
        ListFile.checkColumns(mapping.columns, table, log: &log)
        var taken: [(row: SourceRow, place: Place)] = []
        if !log.isFileRefused {
            for row in table.rows {
                var issues = RowIssues(row: row.number, line: row.line)
                if let place = place(row, table, issues: &issues) { taken.append((row, place)) }
                for issue in issues.issues { log.add(issue) }
            }
            taken = withoutClashes(taken, log: &log)
        }
        return GazetteerReport(
            list: mapping.list, rowsRead: table.rowsRead, rowsBad: log.badRows.count, isFileRefused: log.isFileRefused,
            issues: log.sorted, issuesLeftOut: log.leftOut, places: taken.map(\.place))
    }

    private func place(_ row: SourceRow, _ table: SourceTable, issues: inout RowIssues) -> Place? {
        func text(_ column: String) -> String {
            TextCheck.check(table.value(column, of: row), field: column, removesInvisible: true, issues: &issues)
        }
        let code = text(mapping.code)
        if code.isEmpty { issues.error(.empty, mapping.code, "is empty; a place needs its code") }
        var names: [PlaceName] = []
        for column in mapping.names {
            let whole = text(column.column)
            let parts = column.separator.map { divider in whole.split(separator: divider).map(\.trimmed) } ?? [whole]
            for part in parts where !part.isEmpty && !names.contains(where: { $0.text == part }) {
                names.append(PlaceName(part, language: column.language))
            }
        }
        if names.isEmpty { issues.error(.nameEmpty, mapping.names[0].column, "no column of names holds one") }
        let units = mapping.units.compactMap { unit -> AdminUnit? in
            let (code, name) = (unit.code.map { text($0) } ?? "", unit.name.map { text($0) } ?? "")
            return code.isEmpty && name.isEmpty ? nil : AdminUnit(level: unit.level, code: code, name: name)
        }
        let position = position(row, table, issues: &issues)
        let kind = mapping.kind.map { text($0) } ?? ""
        guard !issues.hasError else { return nil }
        do {
            return try Place(
                code: code, list: mapping.list, names: names, units: units, kind: kind.isEmpty ? nil : kind,
                position: position)
        } catch {
            issues.error(.formRefused, "", "\(error)")
            return nil
        }
    }

    /// The position; nil where both fields are empty: such a place is known by name only.
    private func position(_ row: SourceRow, _ table: SourceTable, issues: inout RowIssues) -> Position? {
        guard let latitude = mapping.latitude, let longitude = mapping.longitude else { return nil }
        let (north, east) = (table.value(latitude, of: row), table.value(longitude, of: row))
        if north.isEmpty, east.isEmpty { return nil }
        var tally = CoordinateTally()
        return PlaceDraft.read(
            latitude: (latitude, north), longitude: (longitude, east), takesComma: false, box: mapping.expectedBox,
            tally: &tally, issues: &issues)?.middle
    }

    /// Takes out every row whose code stands twice: which one is meant is not known.
    private func withoutClashes(
        _ taken: [(row: SourceRow, place: Place)], log: inout IssueLog
    ) -> [(row: SourceRow, place: Place)] {
        var lines: [String: [Int]] = [:]
        for (row, place) in taken { lines[place.code, default: []].append(row.line) }
        return taken.filter { row, place in
            guard let shared = lines[place.code], shared.count > 1 else { return true }
            let shown = shared.prefix(5).map(String.init).joined(separator: ", ")
            log.add(
                ImportIssue(
                    line: row.line, row: row.number, field: mapping.code, rule: .subjectRepeated,
                    sentence: "\(shared.count) rows have the code '\(place.code)' (lines \(shown)"
                        + (shared.count > 5 ? ", ..." : "") + "); which one is meant is not guessed, so none is taken",
                    severity: .error))
            return false
        }
    }
}
