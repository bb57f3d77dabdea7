/// What a calendar file may hold; a file from outside can be anything.
public struct CalendarLimits: Sendable {
    /// Bytes of the file.
    public var bytes = 4 * 1024 * 1024
    /// Bytes of one line once it is unfolded.
    public var lineBytes = 64 * 1024
    /// Components inside one another.
    public var depth = 8
    /// Events.
    public var events = 10_000

    /// The usual limits.
    public init() {}
}
