/// The named limits of reading tracks, so that no file can ask for unbounded work.
public struct TrackImportLimits: Sendable {
    /// Bytes of a file, after it was uncompressed.
    public var maximumFileBytes = 64 << 20
    /// Points of a GPX file or rows of a table.
    public var maximumPoints = 500_000
    /// Levels of elements in a GPX file.
    public var maximumDepth = 32
    /// Bytes of a name, a time or another text.
    public var maximumTextBytes = 1_024
    /// Columns of a table.
    public var maximumColumns = 256
    /// Issues kept; all are counted.
    public var maximumIssues = 1_000

    /// The limits that imports have unless the caller says otherwise.
    public static let standard = TrackImportLimits()
    /// The most bytes of one posted position, as JSON or as a query.
    public static let maximumPostBytes = 8_192
    /// The most parameters of a query.
    public static let maximumParameters = 64

    /// Standard limits, to be changed by the caller.
    public init() {}
}
