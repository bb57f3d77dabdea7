public import Geodesy
public import Statements

/// What was seen of a party's answering, by one other party; never what the party says of itself.
public struct LineObservation: Hashable, Sendable {
    /// The last time it answered; nil when it has not been seen to.
    public internal(set) var answeredAt: Instant?
    /// The first unanswered call since it last answered; nil while it answers.
    public internal(set) var notAnsweringSince: Instant?
    /// The last call or message that told.
    public internal(set) var lastAt: Instant
    /// Who entered that, and when.
    public internal(set) var provenance: Provenance

    /// Takes a further sighting; what is older than the last one changes nothing.
    mutating func take(_ outcome: LineCheck.Outcome, at time: Instant, _ provenance: Provenance) {
        guard time >= lastAt else { return }
        switch outcome {
        case .answered:
            answeredAt = time
            notAnsweringSince = nil
        case .unanswered: notAnsweringSince = notAnsweringSince ?? time
        }
        lastAt = time
        self.provenance = provenance
    }

    init(_ outcome: LineCheck.Outcome, at time: Instant, _ provenance: Provenance) {
        answeredAt = outcome == .answered ? time : nil
        notAnsweringSince = outcome == .answered ? nil : time
        lastAt = time
        self.provenance = provenance
    }
}

/// Whether a party was seen to answer: a fact beside what it declares.
public enum ObservedState: Hashable, Sendable {
    /// It answered when it was last called.
    case answering(at: Instant)
    /// Nobody has answered since.
    case notAnswering(since: Instant)
    /// It was not called, or so long ago that it tells nothing.
    case unknown

    /// For how long a sighting tells something, a day and an hour: a line is checked once a day or more.
    public static let holdsSeconds: Int64 = 25 * 3_600

    /// The word that replies use.
    public var word: String {
        switch self {
        case .answering: "answering"
        case .notAnswering: "not-answering"
        case .unknown: "unknown"
        }
    }

    /// The time that goes with the word.
    public var time: Instant? {
        switch self {
        case .answering(let time), .notAnswering(let time): time
        case .unknown: nil
        }
    }
}

/// A check that was due and was not made, or not answered; the log's clock had passed the end of its grace.
public struct MissedCheck: Hashable, Sendable {
    /// Why it counts as missed.
    public enum Reason: String, CaseIterable, Sendable {
        /// The party that was to call entered no check.
        case notMade = "not-made"
        /// It called, and nobody answered.
        case unanswered
    }

    /// The line.
    public let line: RecordID
    /// When it was due.
    public let due: Instant
    /// The end of the grace: when it lapsed.
    public let lapsedAt: Instant
    /// The party that was to call.
    public let caller: PartyID
    /// The party that was to be called.
    public let called: PartyID
    /// Which of the two was silent, and how.
    public let reason: Reason
    /// The clause that asks for the check; nil when the line names none.
    public let clause: ClauseReference?
    /// The entry whose schedule it was.
    public let establishedBy: Provenance
    /// The statement in that entry.
    public let schedule: StatementHash
    /// What the silent party had declared by then; nil for nothing.
    public let declared: DeclaredState?
    /// A check at the right time that was entered only afterwards; the lapse stands, and so does this.
    public internal(set) var enteredLater: Provenance?

    /// The party that was silent.
    public var silent: PartyID { reason == .notMade ? caller : called }

    /// What lapsed: owed once by the silent party for each time at which the line was to be checked.
    ///
    /// A caller that called nobody owes one check, however many cells it was to call.
    public func deadline(under term: Term) -> Deadline {
        Deadline(
            DeadlineID(schedule, .lineCheckEvery, silent, at: due), due: lapsedAt,
            waiting: reason == .notMade ? called : caller, under: term, record: line, isOpen: true)
    }
}
