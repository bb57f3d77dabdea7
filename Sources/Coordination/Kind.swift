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
    /// A party's root key enrols the keys of its node; enrolling again replaces them.
    case nodeEnrol = "node.enrol.v1"
    /// A party's root key ends its node's keys.
    case nodeRevoke = "node.revoke.v1"
    /// The host gives a party a new root key, after its old one was lost or stolen; every other key falls silent.
    case partyRekey = "party.rekey.v1"
    /// The host suspends a party: until it is reinstated only its root key speaks for it.
    case partySuspend = "party.suspend.v1"
    /// The host ends a suspension.
    case partyReinstate = "party.reinstate.v1"
    /// A party leaves; what it said stands, and its keys fall silent.
    case partyLeave = "party.leave.v1"
    /// The host states which witnesses must cosign.
    case witnessPolicy = "witness.policy.v1"
    /// An author gives a restricted body to further parties.
    case bodyShare = "body.share.v1"
    /// An author asks everybody to erase a restricted body.
    case bodyRecall = "body.recall.v1"
    /// A party commits to what it checked, and opens that to whom it chooses.
    case checkCertify = "check.certify.v1"
    /// A static site or critical infrastructure is notified.
    case notificationNotify = "notification.notify.v1"
    /// What was notified is stated anew, whole.
    case notificationAmend = "notification.amend.v1"
    /// The owner says that a notification still holds.
    case notificationReconfirm = "notification.reconfirm.v1"
    /// A notification ends.
    case notificationWithdraw = "notification.withdraw.v1"
    /// A recipient's officer says that a notice was received, which is never consent.
    case notificationReceive = "notification.receive.v1"
    /// A recipient doubts what a notice states.
    case notificationChallenge = "notification.challenge.v1"
    /// The owner answers such a doubt.
    case notificationAnswerChallenge = "notification.answer-challenge.v1"
    /// A recipient says how far down a notice went.
    case noticeDisseminate = "notice.disseminate.v1"
    /// A party says which unit of its own will operate where and when.
    case unitDeclare = "unit.declare.v1"
    /// A sender states how many notices it has handed to each recipient.
    case outboxCount = "outbox.count.v1"
    /// A movement is notified.
    case movementNotify = "movement.notify.v1"
    /// Its plan is stated anew, whole.
    case movementAmend = "movement.amend.v1"
    /// It set out.
    case movementDepart = "movement.depart.v1"
    /// It reported, perhaps from the end of a leg.
    case movementCheckIn = "movement.check-in.v1"
    /// It is late.
    case movementDelay = "movement.delay.v1"
    /// It is over; the outcome in the field's words.
    case movementClose = "movement.close.v1"
    /// The host states an instrument's clauses, whole.
    case instrumentClauses = "instrument.clauses.v1"
    /// A message is sent on a line.
    case messageSend = "message.send.v1"
    /// It is stated anew, whole.
    case messageCorrect = "message.correct.v1"
    /// A recipient's node has it.
    case messageDeliver = "message.deliver.v1"
    /// A recipient repeats it as understood.
    case messageReadBack = "message.read-back.v1"
    /// A recipient's officer has received it; never consent.
    case messageAcknowledge = "message.acknowledge.v1"
    /// A recipient answers it.
    case messageAnswer = "message.answer.v1"
    /// A step up the ladder was taken.
    case messageEscalate = "message.escalate.v1"
    /// The sender ends it.
    case messageClose = "message.close.v1"
    /// Silence is recorded: a deadline passed.
    case lapseRecord = "lapse.record.v1"
    /// A line between cells of parties is set up, or stated anew, whole.
    case lineEstablish = "line.establish.v1"
    /// A party declares a line open, suspended or closed.
    case lineDeclare = "line.declare.v1"
    /// A party called another on a line and says what came of it.
    case lineCheck = "line.check.v1"
    /// Who is on duty for a party at a line in a period.
    case rosterPublish = "roster.publish.v1"
    /// Somebody else is on duty for a span of a roster.
    case rosterOverride = "roster.override.v1"
    /// An officer who leaves hands a line over.
    case rosterHandOver = "roster.hand-over.v1"
    /// The officer who comes takes it over.
    case rosterTakeOver = "roster.take-over.v1"
    /// What is planned for a period, place by place.
    case planSubmit = "plan.submit.v1"
    /// A convoy is asked for, with its manifest; asked again, it is stated anew, whole.
    case convoyRequest = "convoy.request.v1"
    /// The request is answered: in full, in part, or denied.
    case convoyRespond = "convoy.respond.v1"
    /// Facilitation letters are issued, refused or withdrawn.
    case convoyLetters = "convoy.letters.v1"
    /// A clock of the convoy's paper stops, for a stated reason, or goes on.
    case convoyHold = "convoy.hold.v1"
    /// What was loaded, line by line.
    case convoyLoad = "convoy.load.v1"
    /// What was taken off, by whom, and why.
    case convoyRemove = "convoy.remove.v1"
    /// A seal was put on, found whole, or found broken.
    case convoySeal = "convoy.seal.v1"
    /// Seals or cargo were looked at.
    case convoyInspect = "convoy.inspect.v1"
    /// It left, passed or was held at a checkpoint, arrived, or turned back.
    case convoyProgress = "convoy.progress.v1"
    /// What was handed over at the place.
    case convoyOffload = "convoy.offload.v1"
    /// How it ended, and how many people were reached.
    case convoyReport = "convoy.report.v1"
    /// Something stands, or stood, in the way of access.
    case constraintReport = "constraint.report.v1"
    /// A party's assessment of an area, criterion by criterion.
    case areaAssess = "area.assess.v1"
    /// People in need at a place.
    case needState = "need.state.v1"
    /// Something happened to a movement, a convoy or a site.
    case incidentReport = "incident.report.v1"
    /// What somebody claims of it; claims stand side by side.
    case incidentClaim = "incident.claim.v1"
    /// Whether a threshold for voluntary return is met, with its evidence.
    case thresholdState = "threshold.state.v1"
    /// A party claims that a place is ready for returns.
    case readinessClaim = "readiness.claim.v1"
    /// What displaced people were asked and answered.
    case intentionSurvey = "intention.survey.v1"
    /// Returns that somebody monitored, and whether they were voluntary.
    case returnMonitor = "return.monitor.v1"
    /// Mines or explosive remnants: suspected, confirmed or cleared.
    case hazardReport = "hazard.report.v1"
    /// A party does not agree with what a dossier says.
    case dossierDispute = "dossier.dispute.v1"

    /// The kind called `name`; nil when this version does not know it.
    public init?(_ name: StatementKind) { self.init(rawValue: name.rawValue) }

    /// The kind's name in a statement.
    public var name: StatementKind { StatementKind(checked: rawValue) }

    /// Who may sign it.
    var authority: Authority {
        switch self {
        case .accordFound, .partyEnrol, .partyRekey, .partySuspend, .partyReinstate, .witnessPolicy,
            .instrumentClauses:
            .hostRoot
        case .clockTick: .hostNode
        case .officerEnrol, .officerRelease, .keyEnrol, .nodeEnrol, .nodeRevoke, .partyLeave: .partyRoot
        case .checkCertify: .anyOfficer
        case .keyRevoke: .partyRootOrSelf
        case .notificationNotify, .notificationAmend, .notificationReconfirm, .notificationWithdraw,
            .notificationAnswerChallenge, .movementNotify, .movementAmend, .movementDepart, .movementDelay,
            .movementClose, .bodyShare, .bodyRecall, .outboxCount:
            .officer(.access)
        case .movementCheckIn: .nodeOrOfficer(.access)
        case .notificationReceive, .notificationChallenge, .noticeDisseminate, .unitDeclare, .messageCorrect,
            .messageReadBack, .messageAcknowledge, .messageAnswer, .messageClose:
            .lineOfficer
        case .messageSend, .messageDeliver, .messageEscalate: .nodeOrLineOfficer
        case .lapseRecord: .anyNode
        case .lineEstablish: .hostRootOrOfficer(.access)
        case .lineDeclare, .lineCheck, .rosterPublish, .rosterOverride, .rosterHandOver, .rosterTakeOver:
            .officer(.duty)
        case .planSubmit, .convoyRequest, .convoyRespond, .convoyLetters, .convoyHold, .convoyLoad, .convoyRemove,
            .convoySeal, .convoyInspect, .convoyProgress, .convoyOffload, .convoyReport, .constraintReport, .areaAssess,
            .needState, .incidentReport, .incidentClaim, .thresholdState, .readinessClaim, .intentionSurvey,
            .returnMonitor, .hazardReport, .dossierDispute:
            .fieldOfficer
        }
    }

    /// Where the body of a kind may lie.
    public enum Confidentiality: Hashable, Sendable {
        /// In the log: everybody needs it to verify others.
        case open
        /// In the log, or outside it for an audience.
        case either
        /// Outside the log, for an audience.
        case restricted
        /// Outside the log and given to nobody: a commitment alone.
        case committed
    }

    /// Where the body may lie.
    public var confidentiality: Confidentiality {
        switch self {
        case .bodyShare: return .restricted
        case .checkCertify: return .committed
        case .bodyRecall, .outboxCount: return .open
        case .lapseRecord, .messageSend, .messageEscalate, .messageDeliver: return .either
        // Whether a line is answered, and whether a check was missed, must be the same fact for everybody.
        case .lineEstablish, .lineDeclare, .lineCheck: return .open
        default:
            switch authority {
            case .officer, .nodeOrOfficer, .lineOfficer, .fieldOfficer: return .either
            default: return .open
            }
        }
    }

    /// Whether it says something on a line, or about what was said there.
    public var isMessage: Bool {
        switch self {
        case .messageSend, .messageCorrect, .messageDeliver, .messageReadBack, .messageAcknowledge, .messageAnswer,
            .messageEscalate, .messageClose:
            true
        default: false
        }
    }

    /// Whether its body is given to every reader whole, so that all of them have the same record.
    public var isGivenWhole: Bool { isMessage || dossier != nil || isDossierAddition }

    /// Whether the body may lie outside the log.
    public var mayBeRestricted: Bool { confidentiality != .open }
}

/// Who may sign a kind of statement.
enum Authority: Hashable, Sendable {
    case hostRoot
    case hostNode
    case partyRoot
    case partyRootOrSelf
    case officer(OfficerRole)
    /// A party's node, or such an officer.
    case nodeOrOfficer(OfficerRole)
    case anyOfficer
    /// An officer with duty on the line, or with access.
    case lineOfficer
    /// A party's node, or such an officer.
    case nodeOrLineOfficer
    /// A party's node, each for what its party waits for.
    case anyNode
    case hostRootOrOfficer(OfficerRole)
    /// An officer with access, with duty on the line, or who observes.
    case fieldOfficer
}
