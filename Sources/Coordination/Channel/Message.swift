public import Geodesy
public import Statements

/// A message on a line: what was said to whom, and what came of it with each.
public struct Message: Hashable, Sendable {
    /// Statements of one sort that are kept of one recipient.
    public static let maximumReplies = 32
    /// How often one message may be corrected.
    public static let maximumVersions = 32

    /// The clauses that set its times, as they stood when it was sent.
    public struct Terms: Hashable, Sendable {
        /// By when it is acknowledged.
        public let acknowledge: Term?
        /// By when somebody with authority has it.
        public let decide: Term?
        /// After how long it goes up each step.
        public let escalate: Term?
        /// How long an acknowledgement holds without an answer.
        public let holds: Term?

        init(_ instruments: InstrumentRegister, _ urgency: Urgency, on line: RecordID) {
            acknowledge = instruments.rule(.acknowledgeWithin(urgency), on: line)
            decide = instruments.rule(.decideWithin(urgency), on: line)
            escalate = instruments.rule(.escalateAfter(urgency), on: line)
            holds = instruments.rule(.acknowledgementHolds(urgency), on: line)
        }
    }

    /// A read-back, compared.
    public struct ReadBackGiven: Hashable, Sendable {
        /// As repeated.
        public let readBack: ReadBack
        /// What came back otherwise; empty when everything agrees.
        public let differences: [ReadBackDifference]
        /// The version that was repeated.
        public let statement: StatementHash
        /// How and when it was given, if not here.
        public let enteredLater: EnteredLater?
        /// Its entry.
        public let provenance: Provenance
    }

    /// An acknowledgement: received, and nothing more.
    public struct Acknowledgement: Hashable, Sendable {
        /// The statement that gives it.
        public let name: StatementHash
        /// The officer who received it.
        public let officer: OfficerID
        /// The officer's grade then.
        public let grade: Grade
        /// The version that was received.
        public let statement: StatementHash
        /// When it stops counting unless an answer was given before; nil where no clause says so.
        public let holdsUntil: Instant?
        /// How and when it was given, if not here.
        public let enteredLater: EnteredLater?
        /// What the officer adds.
        public let note: String?
        /// Its entry.
        public let provenance: Provenance
    }

    /// An answer.
    public struct Answer: Hashable, Sendable {
        /// As given.
        public let given: MessageCommand.Answered
        /// The grade of the officer who signed.
        public let grade: Grade
        /// The version that was answered.
        public let statement: StatementHash
        /// Its entry.
        public let provenance: Provenance
    }

    /// How it ended.
    public struct Closing: Hashable, Sendable {
        /// Why; nil where the statement's body is not at hand.
        public let reason: String?
        /// Its entry.
        public let provenance: Provenance
    }

    /// What came of it with one party.
    public struct Recipient: Hashable, Sendable {
        /// The party.
        public let party: PartyID
        /// When its node stated that it has the message as it stands.
        public internal(set) var delivered: Provenance?
        /// What was repeated, oldest first.
        public internal(set) var readBacks: [ReadBackGiven] = []
        /// Who received it, oldest first.
        public internal(set) var acknowledgements: [Acknowledgement] = []
        /// What was answered, oldest first.
        public internal(set) var answers: [Answer] = []
        /// Steps up the ladder, oldest first, also those of texts before.
        public internal(set) var steps: [EscalationStep] = []
        /// How many of them were taken for texts before the one that stands.
        var stepsBefore = 0
        /// Steps that were taken for the message as it stands: each text climbs a ladder of its own.
        public var ladder: ArraySlice<EscalationStep> { steps[stepsBefore...] }

        init(_ party: PartyID) { self.party = party }
    }

    /// Its name in the accord.
    public let id: RecordID
    /// What it says, as last stated.
    public private(set) var details: MessageDetails
    /// The statement that says so.
    public private(set) var statement: StatementHash
    /// How often it was stated: 1 when never corrected.
    public private(set) var version: Int
    /// Who may read it.
    public private(set) var audience: Audience
    /// Who of them this node may show it to; nil when it is open.
    public private(set) var readers: [PartyID]?
    /// Whether later statements about it could not be read here.
    public private(set) var isIncomplete = false
    /// First sent.
    public let sent: Provenance
    /// Last stated; equal to `sent` when never corrected.
    public private(set) var corrected: Provenance
    /// When it was first said: by the channel, or by voice or paper before it was entered.
    public let saidAt: Instant
    /// The clauses that set its times.
    public let terms: Terms
    /// Its recipients, in order of their names.
    public internal(set) var recipients: [Recipient]
    /// How it ended, if it has.
    public internal(set) var closed: Closing?

    init(_ id: RecordID, _ details: MessageDetails, in context: ChannelContext) {
        self.id = id
        self.details = details
        statement = context.statement
        version = 1
        audience = context.rule.audience
        readers = context.rule.readers
        sent = context.rule.provenance
        corrected = context.rule.provenance
        saidAt = details.enteredLater?.at ?? context.rule.provenance.saidAt
        terms = Terms(context.instruments, details.urgency, on: details.line)
        recipients = details.to.map(Recipient.init)
    }

    /// The sender.
    public var sender: PartyID { id.owner }

    /// What came of it with `party`; nil when it is no recipient.
    public func recipient(_ party: PartyID) -> Recipient? { recipients.first { $0.party == party } }

    /// Whether an officer of `reader` may read it; nil reads only what is open.
    public func isReadable(by reader: PartyID?) -> Bool {
        guard audience.admits(reader, owner: sender) else { return false }
        guard let readers, let reader else { return true }
        return reader == sender || readers.contains(reader)
    }

    mutating func correct(_ details: MessageDetails, in context: ChannelContext) {
        self.details = details
        statement = context.statement
        version += 1
        audience = context.rule.audience
        readers = context.rule.readers
        isIncomplete = false
        corrected = context.rule.provenance
        recipients = details.to.map { recipient($0) ?? Recipient($0) }
        for place in recipients.indices {
            recipients[place].delivered = nil
            recipients[place].stepsBefore = recipients[place].steps.count
        }
    }

    mutating func narrow(to readers: [PartyID]?) { self.readers = self.readers.narrowed(to: readers) }

    mutating func widen(by parties: [PartyID]) { audience.widen(by: parties) }

    mutating func apply(unread step: RecordStep, in context: RuleContext) {
        if step == .ends { closed = Closing(reason: nil, provenance: context.provenance) } else { isIncomplete = true }
    }

    /// When the step after `step` is due: so long after it was due, whenever it was stated.
    func nextStep(after step: EscalationStep, for party: PartyID, under term: Term) -> Deadline {
        Deadline(
            DeadlineID(statement, .escalateAfter, party), due: term.due(from: step.dueAt), waiting: sender, under: term,
            record: id, isOpen: audience == .open, step: step.number + 1)
    }
}
