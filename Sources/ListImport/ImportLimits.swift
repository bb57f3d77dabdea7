/// The named limits of one import, so that no file can ask for unbounded work.
public struct ImportLimits: Sendable {
    /// Bytes of the file, after it was uncompressed.
    public var maximumFileBytes = 256 << 20
    /// Bytes of one field of a CSV row.
    public var maximumFieldBytes = 64 << 10
    /// Columns of a table.
    public var maximumColumns = 512
    /// Rows of a table, or features.
    public var maximumRows = 1_000_000
    /// Issues kept in the report; all are counted.
    public var maximumIssues = 10_000
    /// Pairs of look-alikes kept in the report.
    public var maximumPairs = 10_000

    /// The limits that imports have unless the caller says otherwise.
    public static let standard = ImportLimits()

    /// Standard limits, to be changed by the caller.
    public init() {}
}
