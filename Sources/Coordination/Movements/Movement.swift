public import Deconfliction
public import Geodesy
public import Statements

/// A notified movement: where it will be when, where it is, how it ended.
public struct Movement: Hashable, Sendable {
    /// The states a movement can be in; there are no others.
    public enum State: Hashable, Sendable {
        /// Notified, not yet under way.
        case planned
        /// Set out at the time given.
        case underWay(since: Instant)
        /// Over.
        ///
        /// How is nil where the statement's body is not at hand: that it is over shows in its header.
        case closed(MovementCommand.Closure?, Provenance)
    }

    /// The last report.
    public struct CheckIn: Hashable, Sendable {
        /// When it was made.
        public let at: Instant
        /// Where, if given.
        public let position: Position?
        /// How far off the position may be.
        let accuracyMillimetres: Int64
        /// By which means it came; nil when not stated.
        public let means: ReportMeans?
        /// What was said with it.
        public let note: String?
        /// Its entry.
        public let provenance: Provenance
    }

    /// Its name in the accord.
    public let id: RecordID
    /// What the organiser told last.
    public internal(set) var details: MovementDetails
    /// Who may read it.
    public internal(set) var audience: Audience
    /// Who of them this node may show it to; nil when it is open.
    public internal(set) var readers: [PartyID]?
    /// Whether later statements about it could not be read here, so that it may no longer be as shown.
    public internal(set) var isIncomplete = false
    /// Where it stands.
    public internal(set) var state: State
    /// First notified.
    public let notified: Provenance
    /// Last statement about it.
    public internal(set) var updated: Provenance
    /// Legs whose end was reached: those before this number.
    public internal(set) var legsReached: Int
    /// Delays stated so far, added up.
    public internal(set) var delaySeconds: Int64
    /// The last report, if any.
    public internal(set) var lastCheckIn: CheckIn?
    /// The reports that came last, to know one that comes twice.
    var reports: [MovementReport] = []
    /// When it has to have reported by the clause; nil where none asks for it, or it is not under way.
    public internal(set) var reportDue: Instant?
    /// When that passed without a report.
    public internal(set) var silentSince: Instant?
    /// Where it was reported outside its corridor, by the last report that gave a position.
    public internal(set) var offRoute: MovementAlarm?
    /// Since when, and where, it has stood in one place.
    var standing: Standing?
    /// Alarms that were said on a line, by the time since which they held.
    var said: [MovementAlarm.Kind: Instant] = [:]
    /// Whether it has stood there longer than the clause allows.
    var hasStopped = false
    /// When a leg's planned end passed without a report from there; its end and all later ones are open since.
    public internal(set) var overdueSince: Instant?
    /// The statements that made it what it is.
    public internal(set) var versions: NoticeVersions
    /// How often it was stated: 1 when never amended.
    public internal(set) var revision = 1
    /// What the last amendment changed; empty when never amended.
    public internal(set) var changes: [FieldChange] = []

    /// The record that a first notification makes.
    public init(id: RecordID, details: MovementDetails, in context: RuleContext) {
        self.id = id
        self.details = details
        audience = context.audience
        readers = context.readers
        state = .planned
        notified = context.provenance
        updated = context.provenance
        legsReached = 0
        delaySeconds = 0
        lastCheckIn = nil
        overdueSince = nil
        versions = NoticeVersions(context.statement)
    }

    /// A place in which it stands.
    struct Standing: Hashable, Sendable {
        let since: Instant
        let position: Position
    }

    /// What is amiss with it, in the order of the words; nothing, once it is closed.
    public var alarms: [MovementAlarm] {
        guard !isClosed else { return [] }
        var found: [MovementAlarm] = []
        if let overdueSince { found.append(MovementAlarm(.late, since: overdueSince, position: lastCheckIn?.position)) }
        if let offRoute { found.append(offRoute) }
        if let silentSince {
            found.append(MovementAlarm(.silent, since: silentSince, position: lastCheckIn?.position))
        }
        if hasStopped, let standing {
            found.append(MovementAlarm(.stopped, since: standing.since, position: standing.position))
        }
        return found
    }

    /// What is amiss and was not yet said on a line.
    public var unsaid: [MovementAlarm] { alarms.filter { said[$0.kind] != $0.since } }

    /// It was said on a line that something is amiss.
    public mutating func say(_ kind: MovementAlarm.Kind) {
        guard let alarm = alarms.first(where: { $0.kind == kind }) else { return }
        said[kind] = alarm.since
    }

    /// Whether it is over.
    public var isClosed: Bool { if case .closed = state { true } else { false } }

    /// When the leg under way, or the next one, should have ended; nil once it is closed or overdue.
    public var nextDeadline: Instant? {
        guard !isClosed, overdueSince == nil, legsReached < details.legs.count else { return nil }
        return details.legs[legsReached].planned.end?.adding(seconds: delaySeconds)
    }

    /// When something about it follows from the clock alone: a leg's end, or a report that is due.
    public var nextWatch: Instant? {
        guard !isClosed else { return nil }
        return [nextDeadline, silentSince == nil ? reportDue : nil].compactMap { $0 }.min()
    }

    /// What others keep away from: every leg not yet behind it, from its planned start to its end with all delays.
    ///
    /// Delays widen a leg's window and never move its start, and once a leg is overdue its window and all later ones
    /// stay open until a report or the closing: a convoy that nobody has heard of is still somewhere on its road.
    /// After the last leg it stays at the end of its route until it is closed.
    public var volumes: [Volume4D] {
        guard !isClosed else { return [] }
        var out: [Volume4D] = []
        for (number, leg) in details.legs.enumerated().dropFirst(legsReached) {
            let end = overdueSince == nil ? departure(after: number)?.adding(seconds: delaySeconds) : nil
            let start = number == legsReached ? earliestOnLeg(leg) : leg.planned.start
            guard let window = try? TimeWindow(start: start, end: end.map { max($0, start.adding(seconds: 1)) })
            else { continue }
            out.append(Volume4D(area: .route(leg.route), band: .everything, window: window))
        }
        if let last = details.legs.last, let place = last.route.path.last,
            let halt = try? Circle(
                centre: place, radiusMillimetres: last.route.halfWidthMillimetres),
            let arrival = arrivalAtEnd, let window = try? TimeWindow(start: arrival, end: nil)
        {
            out.append(Volume4D(area: .circle(halt), band: .everything, window: window))
        }
        return out
    }

    /// Between two legs it stands at the end of the first, so that leg holds until the next begins.
    private func departure(after number: Int) -> Instant? {
        let arrival = details.legs[number].planned.end
        guard number + 1 < details.legs.count, let arrival else { return arrival }
        return max(arrival, details.legs[number + 1].planned.start)
    }

    /// A movement that left early is on its leg from then on.
    private func earliestOnLeg(_ leg: MovementDetails.Leg) -> Instant {
        var earliest = leg.planned.start
        if case .underWay(let since) = state { earliest = min(earliest, since) }
        if let reported = lastCheckIn?.at { earliest = min(earliest, reported) }
        return earliest
    }

    /// From when on it may stand at the end of its route.
    private var arrivalAtEnd: Instant? {
        if legsReached == details.legs.count, let reported = lastCheckIn?.at { return reported }
        return details.legs.last?.planned.start
    }
}
