/// One thing found in a list: where, which rule, and a sentence.
public struct ImportIssue: Hashable, Sendable {
    /// How much an issue weighs.
    public enum Severity: String, Sendable {
        /// The row is not imported; on a whole file, nothing is.
        case error
        /// The row is imported, and somebody should look.
        case warning
    }

    /// The physical line where the row begins, from 1; nil for the whole file.
    public let line: Int?
    /// The row, from 1, the header not counted; nil for the whole file.
    ///
    /// It tells the features of a one-line file apart.
    public let row: Int?
    /// The column or property, or the part of the file or mapping; empty for the row as a whole.
    public let field: String
    /// The rule broken.
    public let rule: ImportRule
    /// What was found, and what to do.
    public let sentence: String
    /// How much it weighs.
    public let severity: Severity
}
