public import Geodesy

/// Where a movement was, as one report says: nothing corrected, nothing added.
public struct PositionReport: Hashable, Sendable {
    /// By which means a report came.
    public enum Means: String, CaseIterable, Hashable, Sendable {
        /// Told on the telephone.
        case phone
        /// A short message.
        case sms
        /// A tracking device.
        case tracker
        /// A position posted over HTTP.
        case http
        /// Told by radio or in person, and entered later.
        case voice
        /// A file of GPX.
        case gpx
        /// A file of CSV.
        case csv
    }

    /// The largest accuracy that is taken, in millimetres (1,000 km).
    public static let maximumAccuracyMillimetres: Int64 = 1_000_000_000
    /// The largest speed that is taken, in millimetres a second (3,600 km/h).
    public static let maximumSpeedMillimetresPerSecond: Int64 = 1_000_000

    /// When it was there.
    public let at: Instant
    /// Where it was.
    public let position: Position
    /// How far from there it may have been, in millimetres; nil when not stated.
    public let accuracyMillimetres: Int64?
    /// How fast it went, in millimetres a second; nil when not stated.
    public let speedMillimetresPerSecond: Int64?
    /// Where it headed, in hundredths of a degree clockwise from north, 0..<36,000; nil when not stated.
    public let courseCentidegrees: Int64?
    /// The device or the caller, as given; nil when not stated.
    public let device: String?
    /// By which means it came.
    public let means: Means
    /// What else was said, as written.
    public let note: String?

    /// Checks the figures and the texts.
    ///
    /// - Throws: `PositionReportError` naming the field and the rule.
    public init(
        at: Instant, position: Position, accuracyMillimetres: Int64? = nil, speedMillimetresPerSecond: Int64? = nil,
        courseCentidegrees: Int64? = nil, device: String? = nil, means: Means, note: String? = nil
    ) throws(PositionReportError) {
        if let accuracyMillimetres, !(0...Self.maximumAccuracyMillimetres).contains(accuracyMillimetres) {
            throw .accuracyOutOfRange(millimetres: accuracyMillimetres)
        }
        if let speedMillimetresPerSecond,
            !(0...Self.maximumSpeedMillimetresPerSecond).contains(speedMillimetresPerSecond)
        {
            throw .speedOutOfRange(millimetresPerSecond: speedMillimetresPerSecond)
        }
        if let courseCentidegrees, !(0..<36_000).contains(courseCentidegrees) {
            throw .courseOutOfRange(centidegrees: courseCentidegrees)
        }
        try Self.check(device, .device, limit: TrackingLimits.maximumDeviceBytes)
        try Self.check(note, .note, limit: TrackingLimits.maximumNoteBytes)
        self.at = at
        self.position = position
        self.accuracyMillimetres = accuracyMillimetres
        self.speedMillimetresPerSecond = speedMillimetresPerSecond
        self.courseCentidegrees = courseCentidegrees
        self.device = device
        self.means = means
        self.note = note
    }

    private static func check(
        _ text: String?, _ field: PositionReportError.Field, limit: Int
    ) throws(PositionReportError) {
        guard let text else { return }
        guard !text.isEmpty else { throw .textEmpty(field) }
        guard text.utf8.count <= limit else { throw .textTooLong(field, limit: limit) }
        // A line break in a name could make one entry of a list look like two.
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .controlCharacter(field)
        }
    }
}
