public import Geodesy

/// The nine types of access constraints of OCHA's monitoring framework (AMRF).
public enum ConstraintType: Int, CaseIterable, Sendable {
    case denialOfNeeds = 1
    case accessToServicesRestricted = 2
    case entryIntoCountryImpeded = 3
    case movementRestricted = 4
    case interference = 5
    case violence = 6
    case activeHostilities = 7
    case minesAndRemnants = 8
    case physicalEnvironment = 9
}

/// One access constraint.
public struct ConstraintFact: Hashable, Sendable {
    /// The record's name; each constraint is stated once.
    public let id: String
    /// Its type.
    public let type: ConstraintType
    /// Where it holds.
    public let place: Place
    /// From when.
    public let from: Instant
    /// Until when; nil while it lasts.
    public let to: Instant?
    /// Who decided; nil where nobody is named.
    public let decidedBy: String?
    /// What it does, in words.
    public let effect: String
    /// The statements behind it.
    public let sources: [SourceRef]

    /// A constraint.
    public init(
        id: String, type: ConstraintType, place: Place, from: Instant, to: Instant?, decidedBy: String?,
        effect: String, sources: [SourceRef]
    ) {
        self.id = id
        self.type = type
        self.place = place
        self.from = from
        self.to = to
        self.decidedBy = decidedBy
        self.effect = effect
        self.sources = sources
    }
}

/// One restriction on those who monitor.
public struct MonitorRestrictionFact: Hashable, Sendable {
    /// The record's name; each restriction is stated once.
    public let id: String
    /// The body that monitors.
    public let monitor: String
    /// Where.
    public let place: Place
    /// From when.
    public let from: Instant
    /// Until when; nil while it lasts.
    public let to: Instant?
    /// What was done, in the field's words: denial, delay, condition.
    public let kind: String
    /// Who decided; nil where nobody is named.
    public let decidedBy: String?
    /// The reason as it was given; nil counts as "no reason given".
    public let reason: String?
    /// The statements behind it.
    public let sources: [SourceRef]

    /// A restriction.
    public init(
        id: String, monitor: String, place: Place, from: Instant, to: Instant?, kind: String, decidedBy: String?,
        reason: String?, sources: [SourceRef]
    ) {
        self.id = id
        self.monitor = monitor
        self.place = place
        self.from = from
        self.to = to
        self.kind = kind
        self.decidedBy = decidedBy
        self.reason = reason
        self.sources = sources
    }
}
