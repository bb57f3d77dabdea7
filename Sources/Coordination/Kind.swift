public import Statements

/// The statement kinds that this version knows; the version ends the name, and a change of form is a new kind.
public enum Kind: String, CaseIterable, Sendable {
    /// The first entry of a log: the accord, its host, its keys and its stand-off classes.
    case accordFound = "accord.found.v1"
    /// The host's node logs the time.
    case clockTick = "clock.tick.v1"
    /// The host enrols a party with its root key.
    case partyEnrol = "party.enrol.v1"
    /// A party's root key enrols an officer.
    case officerEnrol = "officer.enrol.v1"
    /// A party's root key releases an officer.
    case officerRelease = "officer.release.v1"
    /// A party's root key enrols a key for an officer.
    case keyEnrol = "key.enrol.v1"
    /// A party's root key, or the officer, revokes a key.
    case keyRevoke = "key.revoke.v1"
    /// A static site or critical infrastructure is notified.
    case notificationNotify = "notification.notify.v1"
    /// What was notified is stated anew, whole.
    case notificationAmend = "notification.amend.v1"
    /// A notification ends.
    case notificationWithdraw = "notification.withdraw.v1"
    /// A movement is notified.
    case movementNotify = "movement.notify.v1"
    /// It set out.
    case movementDepart = "movement.depart.v1"
    /// It reported, perhaps from the end of a leg.
    case movementCheckIn = "movement.check-in.v1"
    /// It is late.
    case movementDelay = "movement.delay.v1"
    /// It is over; the outcome in the field's words.
    case movementClose = "movement.close.v1"

    /// The kind called `name`; nil when this version does not know it.
    public init?(_ name: StatementKind) { self.init(rawValue: name.rawValue) }

    /// The kind's name in a statement.
    public var name: StatementKind { StatementKind(checked: rawValue) }

    /// Who may sign it.
    var authority: Authority {
        switch self {
        case .accordFound, .partyEnrol: .hostRoot
        case .clockTick: .hostNode
        case .officerEnrol, .officerRelease, .keyEnrol: .partyRoot
        case .keyRevoke: .partyRootOrSelf
        case .notificationNotify, .notificationAmend, .notificationWithdraw, .movementNotify, .movementDepart,
            .movementCheckIn, .movementDelay, .movementClose:
            .officer(.access)
        }
    }

    /// Whether the body may lie outside the log, for an audience.
    public var mayBeRestricted: Bool {
        if case .officer = authority { true } else { false }
    }
}

/// Who may sign a kind of statement.
enum Authority: Hashable, Sendable {
    case hostRoot
    case hostNode
    case partyRoot
    case partyRootOrSelf
    case officer(OfficerRole)
}
