import Coordination
public import Statements
import StrictJSON

/// Reads a list of places, CSV or GeoJSON, plain or gzip, into notifications, and reports everything it finds.
///
/// It changes nothing anywhere: the report says what would be submitted, and the caller submits it or not.
public struct ListImporter: Sendable {
    private let mapping: ListMapping
    private let owner: PartyID
    private let existing: [ExistingRecord]
    private let limits: ImportLimits

    /// An importer for lists of one form.
    ///
    /// - Parameters:
    ///   - mapping: Which column becomes which field.
    ///   - owner: The party that would notify; its records in `existing` keep their names.
    ///   - existing: The register's active records, for the search for look-alikes.
    ///   - limits: What one file may ask for.
    public init(
        mapping: ListMapping, owner: PartyID, existing: [ExistingRecord] = [], limits: ImportLimits = .standard
    ) {
        self.mapping = mapping
        self.owner = owner
        self.existing = existing
        self.limits = limits
    }

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - file: The bytes as they are, gzip or not.
    ///   - policy: What bad rows mean for the good ones.
    /// - Returns: Everything found, and what would be submitted.
    public func run(_ file: [UInt8], policy: ImportPolicy) -> ImportReport {
        var log = IssueLog(limit: limits.maximumIssues)
        let table = ListFile.table(
            file, format: mapping.format, separator: mapping.separator, limits: limits, log: &log)
        ListFile.checkColumns(mapping.columns, table, log: &log)
        var builder = RowBuilder(mapping: mapping, table: table)
        var skips = [Int](repeating: 0, count: mapping.skips.count)
        var drafts: [RowBuilder.Draft] = []
        if !log.isFileRefused {
            LanguageReview.run(table, mapping, log: &log)
            for row in table.rows {
                if let skip = mapping.skips.firstIndex(where: { $0.holds(row, table) }) {
                    skips[skip] += 1
                    continue
                }
                var issues = RowIssues(row: row.number, line: row.line)
                drafts += builder.records(of: row, issues: &issues)
                for issue in issues.issues { log.add(issue) }
            }
            drafts = checkSubjects(drafts, log: &log)
        }
        let pairs = DuplicateFinder.find(
            drafts.map { draft in
                let record = draft.record
                let side = DuplicatePair.Side(
                    line: record.line, row: record.row, id: record.subject.rawValue, name: record.details.name.text())
                return DuplicateFinder.Entry(side: side, names: draft.names, place: draft.middle)
            }, existing: existing, sameNameMillimetres: mapping.duplicateMillimetres, limit: limits.maximumPairs)
        return ImportReport(
            title: mapping.title, policy: policy, rowsRead: table.rowsRead,
            rowsGood: Set(drafts.map(\.record.row)).count, rowsBad: log.badRows.count,
            skipped: zip(mapping.skips, skips).map { .init(condition: $0.sentence, rows: $1) },
            isFileRefused: log.isFileRefused, issues: log.sorted, issuesLeftOut: log.leftOut, counts: log.counts,
            duplicates: pairs.pairs, areDuplicatesCutShort: pairs.isCutShort,
            coordinatesRounded: builder.tally.rounded, edgesDensified: builder.tally.densifiedEdges,
            records: drafts.map(\.record))
    }

    /// Takes out the records whose names clash: with one another all of them, because which one is meant is not known.
    private func checkSubjects(_ drafts: [RowBuilder.Draft], log: inout IssueLog) -> [RowBuilder.Draft] {
        var lines: [SubjectID: [Int]] = [:]
        for draft in drafts { lines[draft.record.subject, default: []].append(draft.record.line) }
        let taken = Set(existing.filter { $0.id.owner == owner }.map(\.id.subject))
        var bad: Set<Int> = []
        for draft in drafts {
            let record = draft.record
            func refuse(_ rule: ImportRule, _ sentence: String) {
                bad.insert(record.row)
                log.add(
                    ImportIssue(
                        line: record.line, row: record.row, field: mapping.columns.first?.column ?? "", rule: rule,
                        sentence: sentence, severity: .error))
            }
            if let shared = lines[record.subject], shared.count > 1 {
                let shown = shared.prefix(5).map(String.init).joined(separator: ", ")
                refuse(
                    .subjectRepeated,
                    "\(shared.count) records would be called '\(record.subject)' (lines \(shown)\(shared.count > 5 ? ", ..." : "")"
                        + "); which one is meant is not guessed, so none is taken")
            }
            if taken.contains(record.subject) {
                refuse(
                    .recordExists,
                    "'\(owner)/\(record.subject)' is in the register already; amend it, or name this one anew")
            }
        }
        return drafts.filter { !bad.contains($0.record.row) }
    }
}
