/// What a kind of statement does to its record; its header alone tells, whoever may read the body.
public enum RecordStep: Hashable, Sendable {
    /// The record begins.
    case begins
    /// It is stated anew, whole, perhaps for another audience.
    case restates
    /// Something more is said about it.
    case continues
    /// It ends; nothing more can be said about it.
    case ends
}

extension Kind {
    /// The mechanism and step of a kind that is about a record; nil for all others.
    public var record: (mechanism: String, step: RecordStep)? {
        switch self {
        case .notificationNotify: ("notification", .begins)
        case .notificationAmend: ("notification", .restates)
        case .notificationWithdraw: ("notification", .ends)
        case .movementNotify: ("movement", .begins)
        case .movementDepart, .movementCheckIn, .movementDelay: ("movement", .continues)
        case .movementClose: ("movement", .ends)
        case .messageSend: ("message", .begins)
        case .messageCorrect: ("message", .restates)
        case .messageClose: ("message", .ends)
        case .rosterPublish: ("roster", .begins)
        case .rosterOverride: ("roster", .continues)
        case .rosterHandOver: ("hand-over", .begins)
        case .rosterTakeOver: ("hand-over", .ends)
        default: nil
        }
    }
    /// Whether a body of this kind is folded in where it is at hand: it is about a record, or speaks to another's.
    public var isFolded: Bool {
        switch self {
        case .messageDeliver, .messageReadBack, .messageAcknowledge, .messageAnswer, .messageEscalate, .lapseRecord: true
        default: record != nil
        }
    }
}
