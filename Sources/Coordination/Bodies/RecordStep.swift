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
    /// It begins, or is stated anew, whole: which of the two, the record tells.
    case states
}

extension Kind {
    /// The mechanism and step of a kind that is about a record; nil for all others.
    public var record: (mechanism: String, step: RecordStep)? {
        switch self {
        case .notificationNotify: ("notification", .begins)
        case .notificationAmend: ("notification", .restates)
        case .notificationReconfirm: ("notification", .continues)
        case .notificationWithdraw: ("notification", .ends)
        case .movementNotify: ("movement", .begins)
        case .movementAmend: ("movement", .restates)
        case .movementDepart, .movementCheckIn, .movementDelay: ("movement", .continues)
        case .movementClose: ("movement", .ends)
        case .messageSend: ("message", .begins)
        case .messageCorrect: ("message", .restates)
        case .messageClose: ("message", .ends)
        case .rosterPublish: ("roster", .begins)
        case .rosterOverride: ("roster", .continues)
        case .rosterHandOver: ("hand-over", .begins)
        case .rosterTakeOver: ("hand-over", .ends)
        default: dossier.map { ($0.rawValue, .states) }
        }
    }

    /// The mechanism of a kind by which its owner opens a dossier or states it anew; nil for all others.
    public var dossier: DossierMechanism? {
        switch self {
        case .planSubmit: .plan
        case .convoyRequest: .convoy
        case .constraintReport: .constraint
        case .areaAssess: .assessment
        case .needState: .need
        case .incidentReport: .incident
        case .thresholdState: .threshold
        case .readinessClaim: .readiness
        case .intentionSurvey: .intention
        case .returnMonitor: .monitoredReturn
        case .hazardReport: .hazard
        default: nil
        }
    }

    /// Whether it adds to a dossier, which its body names; its subject is a name of the speaker's own and means nothing.
    public var isDossierAddition: Bool {
        switch self {
        case .convoyRespond, .convoyLetters, .convoyHold, .convoyLoad, .convoyRemove, .convoySeal, .convoyInspect,
            .convoyProgress, .convoyOffload, .convoyReport, .incidentClaim, .dossierDispute:
            true
        default: false
        }
    }

    /// Whether it makes its record another text, which recipients have to be told and to acknowledge anew.
    public var isVersion: Bool {
        switch self {
        case .notificationNotify, .notificationAmend, .notificationWithdraw, .movementNotify, .movementAmend,
            .movementDelay, .movementClose:
            true
        default: false
        }
    }

    /// Whether it is said about a notice, which its body names, by somebody who answers to it.
    ///
    /// Its header tells who speaks, to whom and what kind of thing; which notice it is about is in the body, and where
    /// that is sealed only its audience learns it. Its subject is a name of the speaker's own and means nothing.
    public var isResponse: Bool {
        switch self {
        case .notificationReceive, .notificationChallenge, .notificationAnswerChallenge, .noticeDisseminate: true
        default: false
        }
    }

    /// Whether it states something of the speaker's own whole, again and again, each time to whom it chooses.
    public var isDeclaration: Bool { self == .unitDeclare }

    /// Whether a sealed body of this kind is folded by those who can open it.
    public var isFolded: Bool {
        switch self {
        case .messageDeliver, .messageReadBack, .messageAcknowledge, .messageAnswer, .messageEscalate, .lapseRecord:
            true
        default: record != nil || isResponse || isDeclaration || isDossierAddition
        }
    }
}
