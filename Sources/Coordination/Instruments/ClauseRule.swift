import Statements

/// What a clause can set a time or a grade for: a closed list, so that every deadline has a clause it can name.
public enum ClauseRule: Hashable, Sendable {
    /// A message is acknowledged within so long.
    case acknowledgeWithin(Urgency)
    /// An officer of the clause's grade has acknowledged or answered within so long.
    case decideWithin(Urgency)
    /// A message that nobody with authority has acknowledged goes up the ladder each time so long has passed.
    case escalateAfter(Urgency)
    /// An acknowledgement holds so long without an answer.
    case acknowledgementHolds(Urgency)
    /// A line is checked so often.
    case lineCheckEvery
    /// An officer of at least this grade can be reached.
    case minimumGrade
    /// A movement or site is notified so long ahead.
    case leadTime
    /// In an emergency it is notified at least so long ahead.
    case emergencyLeadTime
    /// A notification is acknowledged within so long.
    case notificationAcknowledgeWithin
    /// A challenge is answered within so long.
    case challengeAnswerWithin
    /// A notification is confirmed anew so often.
    case reconfirmEvery
    /// A notice has reached operating depth so long before it becomes active.
    case operatingDepthBefore
    /// A request for a convoy is answered within so long.
    case convoyAnswerWithin
    /// After the answer, facilitation letters are issued within so long.
    case lettersWithin
    /// A movement under way reports at least so often.
    case checkInEvery
    /// A leg that has not ended so long after its time is late.
    case lateAfter
    /// A movement that has stood so long in one place, not at the end of a leg, has stopped.
    case stoppedAfter
    /// What is amiss with a movement goes out on the line when its organiser has said nothing for so long.
    case alarmAnswerWithin
    /// Who may inspect what.
    case inspection
    /// How far arms of one kind keep from a road.
    case withdrawal

    /// A rule's word, without its urgency.
    public enum Name: String, CaseIterable, Comparable, Sendable {
        case acknowledgeWithin = "acknowledge-within"
        case decideWithin = "decide-within"
        case escalateAfter = "escalate-after"
        case acknowledgementHolds = "acknowledgement-holds"
        case lineCheckEvery = "line-check-every"
        case minimumGrade = "minimum-grade"
        case leadTime = "lead-time"
        case emergencyLeadTime = "emergency-lead-time"
        case notificationAcknowledgeWithin = "notification-acknowledge-within"
        case challengeAnswerWithin = "challenge-answer-within"
        case reconfirmEvery = "reconfirm-every"
        case operatingDepthBefore = "operating-depth-before"
        case convoyAnswerWithin = "convoy-answer-within"
        case lettersWithin = "facilitation-letters-within"
        case checkInEvery = "movement-check-in-every"
        case lateAfter = "movement-late-after"
        case stoppedAfter = "movement-stopped-after"
        case alarmAnswerWithin = "movement-alarm-answer-within"
        case inspection
        case withdrawal = "withdrawal-distance"

        /// Whether it is about a movement under way, so that all who have the movement learn what lapsed.
        public var isOfMovement: Bool {
            switch self {
            case .checkInEvery, .lateAfter, .stoppedAfter, .alarmAnswerWithin: true
            default: false
            }
        }

        /// Orders by the words.
        public static func < (left: Name, right: Name) -> Bool { left.rawValue < right.rawValue }
    }

    /// The rule with this word; `urgency` must be given just where the rule has one.
    public init?(_ name: Name, _ urgency: Urgency?) {
        switch (name, urgency) {
        case (.acknowledgeWithin, let urgency?): self = .acknowledgeWithin(urgency)
        case (.decideWithin, let urgency?): self = .decideWithin(urgency)
        case (.escalateAfter, let urgency?): self = .escalateAfter(urgency)
        case (.acknowledgementHolds, let urgency?): self = .acknowledgementHolds(urgency)
        case (.lineCheckEvery, nil): self = .lineCheckEvery
        case (.minimumGrade, nil): self = .minimumGrade
        case (.leadTime, nil): self = .leadTime
        case (.emergencyLeadTime, nil): self = .emergencyLeadTime
        case (.notificationAcknowledgeWithin, nil): self = .notificationAcknowledgeWithin
        case (.challengeAnswerWithin, nil): self = .challengeAnswerWithin
        case (.reconfirmEvery, nil): self = .reconfirmEvery
        case (.operatingDepthBefore, nil): self = .operatingDepthBefore
        case (.convoyAnswerWithin, nil): self = .convoyAnswerWithin
        case (.lettersWithin, nil): self = .lettersWithin
        case (.checkInEvery, nil): self = .checkInEvery
        case (.lateAfter, nil): self = .lateAfter
        case (.stoppedAfter, nil): self = .stoppedAfter
        case (.alarmAnswerWithin, nil): self = .alarmAnswerWithin
        case (.inspection, nil): self = .inspection
        case (.withdrawal, nil): self = .withdrawal
        default: return nil
        }
    }

    /// Its word.
    public var name: Name {
        switch self {
        case .acknowledgeWithin: .acknowledgeWithin
        case .decideWithin: .decideWithin
        case .escalateAfter: .escalateAfter
        case .acknowledgementHolds: .acknowledgementHolds
        case .lineCheckEvery: .lineCheckEvery
        case .minimumGrade: .minimumGrade
        case .leadTime: .leadTime
        case .emergencyLeadTime: .emergencyLeadTime
        case .notificationAcknowledgeWithin: .notificationAcknowledgeWithin
        case .challengeAnswerWithin: .challengeAnswerWithin
        case .reconfirmEvery: .reconfirmEvery
        case .operatingDepthBefore: .operatingDepthBefore
        case .convoyAnswerWithin: .convoyAnswerWithin
        case .lettersWithin: .lettersWithin
        case .checkInEvery: .checkInEvery
        case .lateAfter: .lateAfter
        case .stoppedAfter: .stoppedAfter
        case .alarmAnswerWithin: .alarmAnswerWithin
        case .inspection: .inspection
        case .withdrawal: .withdrawal
        }
    }

    /// The urgency that it is for; nil where it has none.
    public var urgency: Urgency? {
        switch self {
        case .acknowledgeWithin(let urgency), .decideWithin(let urgency), .escalateAfter(let urgency),
            .acknowledgementHolds(let urgency):
            urgency
        default: nil
        }
    }

    /// Seconds that a clause may set; nil for a rule without a time.
    ///
    /// An escalation step takes a minute at least: a ladder is climbed by people.
    public var seconds: ClosedRange<Int64>? {
        switch self {
        case .minimumGrade, .inspection, .withdrawal: nil
        case .escalateAfter: 60...86_400
        case .acknowledgeWithin, .decideWithin, .acknowledgementHolds: 30...7 * 86_400
        case .lineCheckEvery: 600...7 * 86_400
        case .leadTime, .emergencyLeadTime, .notificationAcknowledgeWithin, .challengeAnswerWithin,
            .operatingDepthBefore:
            60...30 * 86_400
        case .reconfirmEvery: 3_600...366 * 86_400
        case .convoyAnswerWithin, .lettersWithin: 3_600...90 * 86_400
        case .checkInEvery, .lateAfter, .stoppedAfter, .alarmAnswerWithin: 60...7 * 86_400
        }
    }

    /// Whether a clause may count it in working days.
    var isInWorkingDays: Bool { self == .convoyAnswerWithin || self == .lettersWithin }

    /// Whether one instrument may set it more than once, for other hours or other things.
    var maySetMore: Bool { self == .minimumGrade || self == .inspection || self == .withdrawal }

    /// Whether of two instruments that both set it the longer time asks for more; else the shorter one does.
    var isStricterWhenLonger: Bool {
        switch self {
        case .leadTime, .emergencyLeadTime, .operatingDepthBefore: true
        default: false
        }
    }

    /// Whether a clause must or may name a grade with it.
    var grade: (isRequired: Bool, isTaken: Bool) {
        switch self {
        case .minimumGrade: (true, true)
        case .decideWithin: (true, true)
        default: (false, false)
        }
    }
}
