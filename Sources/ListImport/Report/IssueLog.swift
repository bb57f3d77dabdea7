/// Collects issues in the order found, keeps a bounded number of them and counts them all.
struct IssueLog {
    private let limit: Int
    private(set) var issues: [ImportIssue] = []
    private(set) var leftOut = 0
    private(set) var badRows: Set<Int> = []
    private(set) var isFileRefused = false
    private(set) var counts: [ImportRule: Int] = [:]

    init(limit: Int) { self.limit = limit }

    mutating func add(_ issue: ImportIssue) {
        counts[issue.rule, default: 0] += 1
        if issue.severity == .error {
            if let row = issue.row { badRows.insert(row) } else { isFileRefused = true }
        }
        // What refuses the whole file is never left out.
        if issues.count < limit || issue.row == nil { issues.append(issue) } else { leftOut += 1 }
    }

    mutating func file(
        _ rule: ImportRule, field: String = "", line: Int? = nil, _ sentence: String,
        severity: ImportIssue.Severity = .error
    ) {
        add(ImportIssue(line: line, row: nil, field: field, rule: rule, sentence: sentence, severity: severity))
    }

    /// The issues by row, in the order found; what concerns the whole file comes first.
    var sorted: [ImportIssue] {
        issues.enumerated().sorted { first, second in
            let (left, right) = (first.element, second.element)
            let (leftKey, rightKey) = ((left.row ?? 0, left.line ?? 0), (right.row ?? 0, right.line ?? 0))
            return leftKey != rightKey ? leftKey < rightKey : first.offset < second.offset
        }.map(\.element)
    }
}

/// Collects the issues of one row.
struct RowIssues {
    let row: Int
    let line: Int
    private(set) var issues: [ImportIssue] = []
    private(set) var hasError = false

    init(row: Int, line: Int) {
        self.row = row
        self.line = line
    }

    mutating func error(_ rule: ImportRule, _ field: String, _ sentence: String) {
        hasError = true
        issues.append(
            ImportIssue(line: line, row: row, field: field, rule: rule, sentence: sentence, severity: .error))
    }

    mutating func warning(_ rule: ImportRule, _ field: String, _ sentence: String) {
        issues.append(
            ImportIssue(line: line, row: row, field: field, rule: rule, sentence: sentence, severity: .warning))
    }
}
