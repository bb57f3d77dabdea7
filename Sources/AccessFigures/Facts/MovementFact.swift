public import Geodesy

/// Where a movement stands.
public enum MovementState: String, CaseIterable, Sendable {
    case planned
    case underWay = "under-way"
    case overdue
    case closed
}

/// An agreement that somebody gave to a movement before it set out.
public struct Agreement: Hashable, Sendable {
    /// The party or body that agreed.
    public let by: String
    /// When it agreed.
    public let at: Instant
    /// The statement that says so.
    public let source: SourceRef

    /// An agreement, by whom and when.
    public init(by: String, at: Instant, source: SourceRef) {
        self.by = by
        self.at = at
        self.source = source
    }
}

/// What the register knows of one movement.
public struct MovementFact: Hashable, Sendable {
    /// The record's name; each movement is stated once.
    public var id: String
    /// Who moves.
    public var organiser: String
    /// What the organiser calls it.
    public var name: String
    /// Where it comes from.
    public var origin: Place
    /// Where it goes.
    public var destination: Place
    /// When it was to set out; figures by period count it here.
    public var plannedDeparture: Instant
    /// Where it stands.
    public var state: MovementState
    /// How it ended; nil while it is not closed, or where the word could not be read.
    public var outcome: Outcome?
    /// The word as the field wrote it, where it is another than the outcome's own.
    public var outcomeWords: String?
    /// When it was closed.
    public var closedAt: Instant?
    /// The party or body that stood in the way.
    public var decidedBy: String?
    /// The reason as it was given; nil counts as "no reason given".
    public var reason: String?
    /// An agreement given beforehand.
    public var agreement: Agreement?
    /// People moved or accompanied; nil where it is not stated.
    public var people: UInt32?
    /// Alarms and incidents on the way.
    public var incidents: UInt32
    /// The statements that all of this was read from.
    public var sources: [SourceRef]

    /// A movement with what nobody can leave out; the rest is set where it is known.
    public init(
        id: String, organiser: String, name: String, origin: Place, destination: Place, plannedDeparture: Instant,
        state: MovementState, outcome: Outcome? = nil, sources: [SourceRef]
    ) {
        self.id = id
        self.organiser = organiser
        self.name = name
        self.origin = origin
        self.destination = destination
        self.plannedDeparture = plannedDeparture
        self.state = state
        self.outcome = outcome
        self.incidents = 0
        self.sources = sources
    }

    /// Whether the agreement, where there is one, was given before the movement was closed.
    ///
    /// One dated after the closing is no agreement beforehand.
    public var wasAgreedBeforehand: Bool {
        guard let agreement else { return false }
        return closedAt.map { agreement.at <= $0 } ?? true
    }
}
