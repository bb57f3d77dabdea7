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
        /// What was said with it.
        public let note: String?
        /// Its entry.
        public let provenance: Provenance
    }

    /// Its name in the accord.
    public let id: RecordID
    /// What the organiser told last.
    public private(set) var details: MovementDetails
    /// Who may read it.
    public private(set) var audience: Audience
    /// Who of them this node may show it to; nil when it is open.
    public private(set) var readers: [PartyID]?
    /// Whether later statements about it could not be read here, so that it may no longer be as shown.
    public private(set) var isIncomplete = false
    /// Where it stands.
    public private(set) var state: State
    /// First notified.
    public let notified: Provenance
    /// Last statement about it.
    public private(set) var updated: Provenance
    /// Legs whose end was reached: those before this number.
    public private(set) var legsReached: Int
    /// Delays stated so far, added up.
    public private(set) var delaySeconds: Int64
    /// The last report, if any.
    public private(set) var lastCheckIn: CheckIn?
    /// When a leg's planned end passed without a report from there; its end and all later ones are open since.
    public private(set) var overdueSince: Instant?
    /// The statements that made it what it is.
    public private(set) var versions: NoticeVersions
    /// How often it was stated: 1 when never amended.
    public private(set) var revision = 1
    /// What the last amendment changed; empty when never amended.
    public private(set) var changes: [FieldChange] = []

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

    /// Whether it is over.
    public var isClosed: Bool { if case .closed = state { true } else { false } }

    /// When the leg under way, or the next one, should have ended; nil once it is closed or overdue.
    public var nextDeadline: Instant? {
        guard !isClosed, overdueSince == nil, legsReached < details.legs.count else { return nil }
        return details.legs[legsReached].planned.end?.adding(seconds: delaySeconds)
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

extension Movement {
    /// Says whether a command may be taken; `current` is the record of that name, if any.
    public static func decide(
        _ command: MovementCommand, on current: Movement?, id: RecordID, in context: RuleContext
    ) throws(Refusal) {
        if case .notify(let details) = command {
            guard current == nil else { throw .recordExists(id) }
            return try check(details, id, in: context)
        }
        guard let current else { throw .unknownRecord(id) }
        if case .amend(let details) = command {
            guard !current.isClosed else {
                throw .notAllowed(id, state: "closed", what: "nothing more can be said about it; notify a new movement")
            }
            // Between open and restricted nothing is amended: those without the bodies could no longer tell what is open.
            guard (current.audience == .open) == (context.audience == .open) else { throw .audienceDiffers(id) }
            try check(details, id, in: context)
            return try current.checkTravelled(details)
        }
        guard current.audience == context.audience else { throw .audienceDiffers(id) }
        try current.decide(command, in: context)
    }

    private static func check(
        _ details: MovementDetails, _ id: RecordID, in context: RuleContext
    ) throws(Refusal) {
        guard context.accord.standOff(details.standOffClass) != nil else {
            throw .unknownStandOffClass(details.standOffClass)
        }
        guard let end = details.legs.last?.planned.end, end > context.now else {
            throw .alreadyEnded(
                field: "/legs/\(details.legs.count - 1)/arrives",
                end: details.legs.last?.planned.end ?? context.now, now: context.now)
        }
        try details.form.decide(owner: id.owner, audience: context.audience)
    }

    /// What is behind it cannot be planned otherwise.
    private func checkTravelled(_ planned: MovementDetails) throws(Refusal) {
        guard planned.legs.count > legsReached else {
            throw .field("/legs", "must go on after the \(legsReached) legs that are already travelled")
        }
        for number in 0..<legsReached where planned.legs[number] != details.legs[number] {
            throw .field("/legs/\(number)", "is already travelled and stays as it was")
        }
    }

    private func decide(_ command: MovementCommand, in context: RuleContext) throws(Refusal) {
        switch (state, command) {
        case (.closed, _):
            throw .notAllowed(id, state: "closed", what: "nothing more can be said about it; notify a new movement")
        case (.planned, .depart(let time)):
            try checkPast(time, field: "/at", context)
        case (.underWay, .checkIn(let time, _, let leg, _)):
            try checkPast(time, field: "/at", context)
            if let last = lastCheckIn?.at, time < last {
                throw .field("/at", "is before the last check-in, \(last)")
            }
            if let leg, leg >= details.legs.count || leg + 1 < legsReached {
                throw .field("/reachedLeg", "must be from \(max(0, legsReached - 1)) to \(details.legs.count - 1)")
            }
        case (_, .delay): break
        case (_, .close(let closure)):
            try checkPast(closure.at, field: "/at", context)
            let wasPlanned = if case .planned = state { true } else { false }
            if wasPlanned, closure.outcome == .facilitated || closure.outcome == .impededCompleted {
                throw .notAllowed(id, state: "planned", what: "it has not departed, so it cannot have been completed")
            }
        case (.planned, .checkIn):
            throw .notAllowed(id, state: "planned", what: "depart first")
        case (.underWay, .depart):
            throw .notAllowed(id, state: "under way", what: "it has already departed")
        case (_, .notify), (_, .amend):
            throw .recordExists(id)
        }
    }

    private func checkPast(_ time: Instant, field: String, _ context: RuleContext) throws(Refusal) {
        guard time <= context.now.adding(seconds: LogClock.toleranceSeconds) else {
            throw .field(field, "\(time) is after the log's clock, \(context.now): only what has happened is stated")
        }
    }

    /// Takes what was accepted.
    public mutating func apply(_ command: MovementCommand, in context: RuleContext) {
        guard !isClosed else { return }
        switch command {
        case .notify: return
        case .amend(let details):
            changes = FieldChange.between({ self.details.write(to: &$0) }, { details.write(to: &$0) })
            self.details = details
            audience = context.audience
            readers = context.readers
            isIncomplete = false
            // The new plan states every time anew.
            delaySeconds = 0
            overdueSince = nil
            revision += 1
            versions.advance(to: context.statement)
            updated = context.provenance
            return
        case .depart(let time): state = .underWay(since: time)
        case .checkIn(let time, let position, let leg, let note):
            lastCheckIn = CheckIn(at: time, position: position, note: note, provenance: context.provenance)
            if let leg, leg + 1 > legsReached, leg < details.legs.count {
                legsReached = leg + 1
                overdueSince = nil
            }
        case .delay(let seconds, _):
            versions.advance(to: context.statement)
            delaySeconds += seconds
            overdueSince = nil
        case .close(let closure):
            versions.advance(to: context.statement)
            state = .closed(closure, context.provenance)
        }
        readers = readers.narrowed(to: context.readers)
        updated = context.provenance
    }

    /// Takes what the header of a statement tells whose body cannot be read here.
    public mutating func apply(unread step: RecordStep, in context: RuleContext) {
        guard !isClosed else { return }
        switch step {
        case .ends:
            versions.advance(to: context.statement)
            state = .closed(nil, context.provenance)
        case .restates:
            versions.advance(to: context.statement)
            audience = context.audience
            isIncomplete = true
        case .begins, .continues, .states: isIncomplete = true
        }
        updated = context.provenance
    }

    /// Its body was given to further parties.
    public mutating func widen(by parties: [PartyID]) { audience.widen(by: parties) }

    /// The log's clock moved on; returns whether a leg became overdue.
    public mutating func apply(clock now: Instant) -> Bool {
        guard let deadline = nextDeadline, deadline <= now else { return false }
        overdueSince = deadline
        return true
    }
}
