public import Coordination
public import Statements

/// What to do when a list has bad rows.
public enum ImportPolicy: String, CaseIterable, Sendable {
    /// Nothing is submitted unless every row is good.
    case allOrNothing = "all-or-nothing"
    /// The good rows are submitted, and the bad ones reported.
    case goodRows = "good-rows"
}

/// One notification made from a list.
public struct ImportedRecord: Hashable, Sendable {
    /// The record's name among its owner's.
    public let subject: SubjectID
    /// The physical line where its row begins.
    public let line: Int
    /// Its row, from 1, the header not counted.
    public let row: Int
    /// What would be notified.
    public let details: NotificationDetails
    /// The body of `notification.notify.v1`, as `details` writes it.
    public let body: [UInt8]
}

/// Everything found in a list, and what would be submitted from it: the outcome of a dry run.
public struct ImportReport: Sendable {
    /// Rows left out because the mapping says so.
    public struct Skipped: Hashable, Sendable {
        /// The condition in words.
        public let condition: String
        /// How many rows it left out.
        public let rows: Int
    }

    /// What the list is, from the mapping.
    public let title: String
    /// What was asked.
    public let policy: ImportPolicy
    /// Rows met; each is good, bad or skipped.
    public let rowsRead: Int
    /// Rows from which records were made.
    public let rowsGood: Int
    /// Rows with at least one error.
    public let rowsBad: Int
    /// Rows left out on purpose, by condition.
    public let skipped: [Skipped]
    /// Whether something is wrong with the list as a whole, so that nothing is submitted whatever the policy.
    public let isFileRefused: Bool
    /// What was found, the whole file first, then by line.
    public let issues: [ImportIssue]
    /// Issues beyond the limit, which were counted and not kept.
    public let issuesLeftOut: Int
    /// How often each rule was met, warnings included.
    public let counts: [ImportRule: Int]
    /// Look-alikes, shown and never dropped.
    public let duplicates: [DuplicatePair]
    /// Whether the search for look-alikes stopped at a limit.
    public let areDuplicatesCutShort: Bool
    /// Coordinates with more than seven decimals, rounded to 1e-7 degree (11 mm).
    public let coordinatesRounded: Int
    /// Edges that were given positions so that they follow RFC 7946 to within 1 m.
    public let edgesDensified: Int
    /// The records of all good rows, in the order of the list.
    public let records: [ImportedRecord]

    /// Rows left out on purpose.
    public var rowsSkipped: Int { skipped.reduce(0) { $0 + $1.rows } }

    /// Whether anything is submitted under the policy.
    public var isSubmittable: Bool {
        !isFileRefused && !records.isEmpty && (policy == .goodRows || rowsBad == 0)
    }

    /// The records that would be submitted: all of the good rows, or none.
    public var recordsToSubmit: [ImportedRecord] { isSubmittable ? records : [] }

    /// How many issues of a weight were kept.
    public func count(of severity: ImportIssue.Severity) -> Int { issues.count { $0.severity == severity } }

    /// One sentence: what would be submitted, and if nothing, why.
    public var verdict: String {
        if isFileRefused {
            return "Nothing would be submitted: the list as a whole is refused; see the issues on the file."
        }
        if records.isEmpty { return "Nothing would be submitted: no row is good." }
        if isSubmittable {
            let rest = rowsBad == 0 ? "" : "; \(rowsBad) bad \(rowsBad == 1 ? "row is" : "rows are") left out"
            return "\(records.count) \(records.count == 1 ? "record" : "records") would be submitted\(rest)."
        }
        return
            "Nothing would be submitted: \(rowsBad) bad \(rowsBad == 1 ? "row" : "rows"), and all rows or none was asked."
    }
}
