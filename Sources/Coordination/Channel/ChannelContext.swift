public import Statements

/// What is known of the line that a message names.
public enum LineFacts: Hashable, Sendable {
    /// There is no such line.
    case unknown
    /// Between these parties.
    case between([PartyID])
    /// Lines are not judged here.
    case notJudged
}

/// What the rules of a message may look at besides the message itself.
public struct ChannelContext: Sendable {
    /// What every mechanism may look at.
    public let rule: RuleContext
    /// Who speaks.
    public let speaker: OfficerRef
    /// The statement's name.
    public let statement: StatementHash
    /// Parties, officers and their grades.
    public let register: PartyRegister
    /// The clauses in force.
    public let instruments: InstrumentRegister
    /// The line that a message names which is sent or corrected.
    public let line: LineFacts
    /// The movement that a message is about, with what is amiss with it; nil where it is about none that is at hand.
    public let movement: Movement?
    /// Parties of whom it is known that nobody is on shift now; a party without a roster at hand is not among them.
    public let unstaffed: Set<PartyID>

    /// A context from its parts.
    public init(
        rule: RuleContext, speaker: OfficerRef, statement: StatementHash, register: PartyRegister,
        instruments: InstrumentRegister, line: LineFacts = .notJudged, movement: Movement? = nil,
        unstaffed: Set<PartyID> = []
    ) {
        self.rule = rule
        self.speaker = speaker
        self.statement = statement
        self.register = register
        self.instruments = instruments
        self.line = line
        self.movement = movement
        self.unstaffed = unstaffed
    }

    /// Who may read what is said: the audience, and who says it; nil when it is open.
    var circle: Set<PartyID>? {
        guard case .parties(let parties) = rule.audience else { return nil }
        return Set(parties).union([speaker.party])
    }
}
