public import Geodesy

/// What the picture rests on and who reads it.
public struct Reading: Hashable, Sendable {
    /// The accord's name.
    public var accord: String
    /// The log's time as of which all of it holds.
    public var asOf: Instant
    /// Entries in the log.
    public var logSize: UInt64
    /// What the reader may not see or what has not arrived, in words; empty where the picture is whole.
    public var missing: [String]
    /// Who reads.
    public var reader: String
    /// Who else may be given what was read, in words.
    public var audience: String

    /// What a reading rests on.
    public init(
        accord: String, asOf: Instant, logSize: UInt64, missing: [String], reader: String, audience: String
    ) {
        self.accord = accord
        self.asOf = asOf
        self.logSize = logSize
        self.missing = missing
        self.reader = reader
        self.audience = audience
    }

    /// Whether there is more than the reader's picture holds.
    public var isPartial: Bool { !missing.isEmpty }
}

/// All that figures are counted from, for one reader at one moment of the log.
public struct AccessFacts: Sendable {
    /// What it rests on.
    public var reading: Reading
    /// Movements.
    public var movements: [MovementFact] = []
    /// Convoys.
    public var convoys: [ConvoyFact] = []
    /// Access constraints.
    public var constraints: [ConstraintFact] = []
    /// Restrictions on monitors.
    public var restrictions: [MonitorRestrictionFact] = []
    /// People in need.
    public var needs: [NeedFact] = []
    /// Scores.
    public var scores: [ScoreFact] = []
    /// Views on areas.
    public var assessments: [AreaAssessmentFact] = []

    /// A reading without facts yet.
    public init(_ reading: Reading) { self.reading = reading }
}
