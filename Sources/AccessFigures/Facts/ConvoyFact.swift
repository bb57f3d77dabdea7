public import Geodesy

/// What came back to a convoy's request.
public enum ConvoyAnswer: String, CaseIterable, Sendable {
    case full
    case partial
    case denied
    /// The time to answer ran out.
    case noneInTime = "none-in-time"
    case awaited
}

/// People, as one convoy's papers state them; nil is "not stated", never 0.
public struct PeopleCounts: Hashable, Sendable {
    /// For whom it was asked.
    public var requested: UInt32?
    /// For whom it was agreed.
    public var agreed: UInt32?
    /// Who was reached, by the delivery report.
    public var reached: UInt32?

    /// Counts of people.
    public init(requested: UInt32? = nil, agreed: UInt32? = nil, reached: UInt32? = nil) {
        self.requested = requested
        self.agreed = agreed
        self.reached = reached
    }
}

/// Trucks, as one convoy's papers state them; nil is "not stated", never 0.
public struct TruckCounts: Hashable, Sendable {
    /// That set out.
    public var sent: UInt32?
    /// That were fully offloaded.
    public var fullyOffloaded: UInt32?
    /// That came back not fully offloaded.
    public var returnedNotFullyOffloaded: UInt32?

    /// Counts of trucks.
    public init(sent: UInt32? = nil, fullyOffloaded: UInt32? = nil, returnedNotFullyOffloaded: UInt32? = nil) {
        self.sent = sent
        self.fullyOffloaded = fullyOffloaded
        self.returnedNotFullyOffloaded = returnedNotFullyOffloaded
    }
}

/// What the register knows of one convoy, from its request to its delivery report.
public struct ConvoyFact: Hashable, Sendable {
    /// The record's name; each convoy is stated once.
    public var id: String
    /// Who asked.
    public var requester: String
    /// The plan it belongs to.
    public var plan: String?
    /// Where it goes.
    public var place: Place
    /// When it was asked for; figures by period count it here, and one without stays in no period.
    public var requestedAt: Instant?
    /// The sectors that its report names; where it names none, those of its lines count.
    public var sectors: [String]
    /// People asked for, agreed and reached.
    public var people: PeopleCounts
    /// What came back to the request.
    public var answer: ConvoyAnswer
    /// Its steps, each with who held it.
    public var steps: [StepFact]
    /// Its cargo, line by line.
    public var lines: [LineFact]
    /// Its trucks.
    public var trucks: TruckCounts
    /// Whether it is over.
    public var isOver: Bool
    /// How it ended; nil while it is not over, or where the word could not be read.
    public var outcome: Outcome?
    /// The statements that all of this was read from.
    public var sources: [SourceRef]

    /// A convoy with what nobody can leave out; the rest is set where it is known.
    public init(
        id: String, requester: String, place: Place, requestedAt: Instant?, answer: ConvoyAnswer,
        sources: [SourceRef]
    ) {
        self.id = id
        self.requester = requester
        self.place = place
        self.requestedAt = requestedAt
        self.answer = answer
        self.sources = sources
        sectors = []
        people = PeopleCounts()
        steps = []
        lines = []
        trucks = TruckCounts()
        isOver = false
    }
}
