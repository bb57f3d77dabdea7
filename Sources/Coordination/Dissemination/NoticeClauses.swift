public import Geodesy

/// A time that a clause of the instrument in force sets.
public struct NoticeClause: Hashable, Sendable {
    /// The instrument and the clause, such as "annex-b 3.2".
    public let name: String
    /// The time, in seconds.
    public let seconds: Int64

    /// A time from its parts.
    public init(name: String, seconds: Int64) {
        self.name = name
        self.seconds = seconds
    }

    /// The deadline that begins to run at a time.
    public func deadline(from start: Instant) -> ClauseDeadline {
        ClauseDeadline(clause: name, at: start.adding(seconds: seconds))
    }
}

/// When something is due, and by which clause.
public struct ClauseDeadline: Hashable, Sendable {
    /// The instrument and the clause.
    public let clause: String
    /// When it is due.
    public let at: Instant

    /// A deadline from its parts.
    public init(clause: String, at: Instant) {
        self.clause = clause
        self.at = at
    }
}

/// The times that clauses set for notices; where there is none, nothing is short, due or late.
public struct NoticeClauses: Hashable, Sendable {
    /// How long before it begins a movement or an evacuation is notified.
    public var lead: NoticeClause?
    /// The same in an emergency.
    public var emergencyLead: NoticeClause?
    /// How soon recipients acknowledge.
    public var acknowledge: NoticeClause?
    /// How soon an owner answers a challenge.
    public var answerChallenge: NoticeClause?
    /// How often an owner says that a notice still holds.
    public var reconfirm: NoticeClause?
    /// How long before it begins a notice has reached those who act there.
    public var operatingDepth: NoticeClause?

    /// No clause sets any time.
    public init() {}
}

/// A notice that came later than its clause asks for: a warning to whom it concerns, never a reason to refuse it.
public struct ShortLead: Hashable, Sendable {
    /// The instrument and the clause.
    public let clause: String
    /// What the clause asks for.
    public let neededSeconds: Int64
    /// What was given, from its entry in the log to its beginning; negative when it had already begun.
    public let givenSeconds: Int64
    /// Whether the shorter time of an emergency was asked for.
    public let isEmergency: Bool

    /// What is missing; nil when nothing is, or no clause asks.
    public init?(_ notice: NoticeTimes, loggedAt: Instant, by clauses: NoticeClauses) {
        let clause = notice.isEmergency ? clauses.emergencyLead ?? clauses.lead : clauses.lead
        guard let clause, notice.hasLead else { return nil }
        let given = loggedAt.microseconds(to: notice.begins) / 1_000_000
        guard given < clause.seconds else { return nil }
        self.clause = clause.name
        neededSeconds = clause.seconds
        givenSeconds = given
        isEmergency = notice.isEmergency
    }

    /// The warning, for whoever sent it and whoever gets it.
    public var sentence: String {
        let asked = isEmergency ? "in an emergency" : "where it is no emergency"
        return "notified \(givenSeconds) s before it begins; clause \(clause) asks for \(neededSeconds) s \(asked); "
            + "it stands as notified, and recipients may not have passed it on in time"
    }
}

/// When a notice begins and how urgent it was.
public struct NoticeTimes: Hashable, Sendable {
    /// When it begins to hold.
    public let begins: Instant
    /// Whether a lead time is asked for: of movements and evacuations, which people plan around.
    public let hasLead: Bool
    /// Whether its owner called it an emergency, with a reason.
    public let isEmergency: Bool

    /// The times of a site.
    public init(_ details: NotificationDetails) {
        begins = details.valid.start
        hasLead = details.category == .evacuation
        isEmergency = details.form.terms.emergency != nil
    }

    /// The times of a movement.
    public init(_ details: MovementDetails) {
        begins = details.legs.first?.planned.start ?? .latest
        hasLead = true
        isEmergency = details.form.terms.emergency != nil
    }
}
