public import Deconfliction
import Geodesy
public import Statements
import StrictJSON

/// What an owner may say about a site or infrastructure.
public enum NotificationCommand: Sendable {
    /// It is there.
    case notify(NotificationDetails)
    /// It is stated anew, whole.
    case amend(NotificationDetails)
    /// The notification ends; the protection of the place does not depend on it.
    case withdraw(reason: String)

    /// Reads the body of one of these kinds; nil for another kind.
    init?(_ kind: Kind, body: JSONValue) throws(JSONError) {
        switch kind {
        case .notificationNotify: self = .notify(try NotificationDetails(body: body))
        case .notificationAmend: self = .amend(try NotificationDetails(body: body))
        case .notificationWithdraw:
            var fields = try body.object()
            self = .withdraw(reason: try fields.required("reason").text(limit: 400))
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

    /// Says whether a command may be taken; `current` is the record of that name, if any.
    public static func decide(
        _ command: NotificationCommand, on current: Notification?, id: RecordID, in context: RuleContext
    ) throws(Refusal) {
        switch command {
        case .notify(let details):
            guard current == nil else { throw .recordExists(id) }
            try check(details, in: context)
        case .amend(let details):
            try requireActive(current, id, to: "only an active notification can be amended")
            // Between open and restricted nothing is amended: those without the bodies could no longer tell what is open.
            guard (current?.audience == .open) == (context.audience == .open) else { throw .audienceDiffers(id) }
            try check(details, in: context)
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
    }

    /// Takes what was accepted about an existing record.
    public mutating func apply(_ command: NotificationCommand, in context: RuleContext) {
        guard !isWithdrawn else { return }
        switch command {
        case .notify: break
        case .amend(let details):
            self.details = details
            audience = context.audience
            readers = context.readers
            isIncomplete = false
            amended = context.provenance
            revision += 1
        case .withdraw(let reason):
            state = .withdrawn(reason: reason, context.provenance)
            readers = readers.narrowed(to: context.readers)
        }
    }

    /// Takes what the header of a statement tells whose body cannot be read here.
    public mutating func apply(unread step: RecordStep, in context: RuleContext) {
        switch step {
        case .begins, .continues: isIncomplete = true
        case .restates:
            audience = context.audience
            isIncomplete = true
        case .ends: state = .withdrawn(reason: nil, context.provenance)
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
