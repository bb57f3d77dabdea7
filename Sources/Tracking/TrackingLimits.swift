/// The named limits of watching movements, so that nothing from outside can ask for unbounded work.
public enum TrackingLimits {
    /// The most bytes of a device's or caller's name.
    public static let maximumDeviceBytes = 64
    /// The most bytes of a report's note.
    public static let maximumNoteBytes = 480
    /// The most bytes of a short report, some three SMS in Latin letters and seven in Arabic ones.
    public static let maximumShortReportBytes = 480
    /// The most legs of one movement.
    public static let maximumLegs = 64
    /// The most positions of all legs of one movement.
    public static let maximumVertices = 20_000
    /// The newest reports of one movement that a further one is compared with, to notice that it came twice.
    public static let maximumRemembered = 256
    /// The most movements that are watched at once.
    public static let maximumWatches = 100_000
    /// The most bytes of a watched movement's identifier.
    public static let maximumIdentifierBytes = 256
    /// How far a report's time may lie after the time of receipt, in seconds: clocks of phones differ.
    public static let clockSlackSeconds: Int64 = 300
    /// The oldest that a report may be, in seconds (30 days).
    public static let oldestReportSeconds: Int64 = 30 * 86_400
}
