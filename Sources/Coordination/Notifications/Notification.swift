public import Deconfliction
public import Geodesy
public import Statements
import StrictJSON

/// What an owner may say about a site or infrastructure.
public enum NotificationCommand: Sendable {
    /// It is there.
    case notify(NotificationDetails)
    /// It is stated anew, whole.
    case amend(NotificationDetails)
    /// It was looked at again and stands as stated, perhaps for longer.
    case reconfirm(Reconfirmation)
    /// The notification ends; the protection of the place does not depend on it.
    case withdraw(reason: String, submission: SubmissionID?)

    /// An owner's word that what was notified still holds.
    public struct Reconfirmation: Hashable, Sendable {
        /// When somebody looked.
        public let at: Instant
        /// Who, by function.
        public let by: String
        /// The new end of the notification; nil where the old one stays.
        public let until: Instant?
        /// What the owner adds.
        public let note: String?
    }

    /// Reads the body of one of these kinds; nil for another kind.
    init?(_ kind: Kind, body: JSONValue) throws(JSONError) {
        switch kind {
        case .notificationNotify: self = .notify(try NotificationDetails(body: body))
        case .notificationAmend: self = .amend(try NotificationDetails(body: body))
        case .notificationWithdraw:
            var fields = try body.object()
            self = .withdraw(
                reason: try fields.required("reason").text(limit: 400),
                submission: try fields.present("submission")?.identifier())
            try fields.finish()
        case .notificationReconfirm:
            var fields = try body.object()
            self = .reconfirm(
                Reconfirmation(
                    at: try fields.required("at").instant(), by: try fields.required("by").text(limit: 300),
                    until: try fields.present("until")?.instant(rounding: .up),
                    note: try fields.present("note")?.text(limit: 400)))
            try fields.finish()
        default: return nil
        }
    }
}

/// A notified site: information for others, never a request, so it has no state that means permission.
public struct Notification: Hashable, Sendable {
    /// The states a notification can be in; there are no others.
    public enum State: Hashable, Sendable {
        /// Stands as stated, within its validity.
        case active
        /// Ended by its owner.
        ///
        /// The reason is nil where the statement's body is not at hand: that it was withdrawn shows in its header.
        case withdrawn(reason: String?, Provenance)
    }

    /// Its name in the accord.
    public let id: RecordID
    /// What the owner tells, as last stated.
    public private(set) var details: NotificationDetails
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
    /// Last stated anew; equal to `notified` when never amended.
    public private(set) var amended: Provenance
    /// How often it was stated: 1 when never amended.
    public private(set) var revision: Int
    /// The statements that made it what it is.
    public private(set) var versions: NoticeVersions
    /// What the last amendment changed; empty when never amended.
    public private(set) var changes: [FieldChange] = []
    /// When its owner last said that it still holds; nil when never.
    public private(set) var reconfirmed: Provenance?

    /// Says whether a command may be taken; `current` is the record of that name, if any.
    public static func decide(
        _ command: NotificationCommand, on current: Notification?, id: RecordID, in context: RuleContext
    ) throws(Refusal) {
        switch command {
        case .notify(let details):
            guard current == nil else { throw .recordExists(id) }
            try check(details, in: context)
            try checkTerms(details, id, context)
        case .amend(let details):
            try requireActive(current, id, to: "only an active notification can be amended")
            // Between open and restricted nothing is amended: those without the bodies could no longer tell what is open.
            guard (current?.audience == .open) == (context.audience == .open) else { throw .audienceDiffers(id) }
            try check(details, in: context)
            try checkTerms(details, id, context)
        case .reconfirm(let word):
            try requireActive(current, id, to: "a withdrawn notification is not confirmed; notify it anew")
            guard let current, current.audience == context.audience else { throw .audienceDiffers(id) }
            try current.check(word, in: context)
        case .withdraw:
            try requireActive(current, id, to: "it is already withdrawn")
            guard current?.audience == context.audience else { throw .audienceDiffers(id) }
        }
    }

    private static func requireActive(_ current: Notification?, _ id: RecordID, to what: String) throws(Refusal) {
        guard let current else { throw .unknownRecord(id) }
        guard case .active = current.state else { throw .notAllowed(id, state: "withdrawn", what: what) }
    }

    private static func check(_ details: NotificationDetails, in context: RuleContext) throws(Refusal) {
        guard context.accord.standOff(details.standOffClass) != nil else {
            throw .unknownStandOffClass(details.standOffClass)
        }
        if let end = details.valid.end, end <= context.now {
            throw .alreadyEnded(field: "/valid/until", end: end, now: context.now)
        }
        let limit = context.now.adding(seconds: LogClock.toleranceSeconds)
        guard details.consent.givenAt <= limit else {
            throw .field("/consent/givenAt", "consent cannot be given in the future")
        }
        if let looked = details.form.verification?.at, looked > limit {
            throw .field("/verification/at", "nobody can have looked in the future")
        }
    }

    private static func checkTerms(_ details: NotificationDetails, _ id: RecordID, _ context: RuleContext)
        throws(Refusal)
    {
        try details.form.terms.decide(owner: id.owner, audience: context.audience)
    }

    private func check(_ word: NotificationCommand.Reconfirmation, in context: RuleContext) throws(Refusal) {
        guard word.at <= context.now.adding(seconds: LogClock.toleranceSeconds) else {
            throw .field("/at", "nobody can have looked in the future")
        }
        guard let until = word.until else { return }
        guard until > context.now else { throw .alreadyEnded(field: "/until", end: until, now: context.now) }
        guard until > details.valid.start else {
            throw .field("/until", "is before the notification begins, \(details.valid.start)")
        }
    }

    /// The record a first notification makes.
    public init(id: RecordID, details: NotificationDetails, in context: RuleContext) {
        self.id = id
        self.details = details
        audience = context.audience
        readers = context.readers
        state = .active
        notified = context.provenance
        amended = context.provenance
        revision = 1
        versions = NoticeVersions(context.statement)
    }

    /// Takes what was accepted about an existing record.
    public mutating func apply(_ command: NotificationCommand, in context: RuleContext) {
        guard !isWithdrawn else { return }
        switch command {
        case .notify: break
        case .amend(let details):
            changes = FieldChange.between({ self.details.write(to: &$0) }, { details.write(to: &$0) })
            versions.advance(to: context.statement)
            self.details = details
            audience = context.audience
            readers = context.readers
            isIncomplete = false
            amended = context.provenance
            revision += 1
        case .reconfirm(let word):
            reconfirmed = context.provenance
            if let until = word.until { details = details.holding(until: until) }
            readers = readers.narrowed(to: context.readers)
        case .withdraw(let reason, submission: _):
            state = .withdrawn(reason: reason, context.provenance)
            versions.advance(to: context.statement)
            readers = readers.narrowed(to: context.readers)
        }
    }

    /// Takes what the header of a statement tells whose body cannot be read here.
    public mutating func apply(unread step: RecordStep, in context: RuleContext) {
        switch step {
        case .begins, .continues, .states: isIncomplete = true
        case .restates:
            audience = context.audience
            versions.advance(to: context.statement)
            isIncomplete = true
        case .ends:
            versions.advance(to: context.statement)
            state = .withdrawn(reason: nil, context.provenance)
        }
    }

    /// Its body was given to further parties.
    public mutating func widen(by parties: [PartyID]) { audience.widen(by: parties) }

    /// Whether its owner ended it.
    public var isWithdrawn: Bool { if case .withdrawn = state { true } else { false } }

    /// What others keep away from, while the notification is active.
    public var volumes: [Volume4D] {
        guard !isWithdrawn else { return [] }
        return [Volume4D(area: details.place, band: details.altitude, window: details.valid)]
    }

    /// How far off the place may be; the check adds it to the stand-off distance.
    public var precisionMillimetres: Int64 { details.given?.precisionMillimetres ?? 0 }
}
