import Geodesy
public import Statements

extension NoticeBook {
    /// Takes what a statement about a site says about its submission and its times.
    public mutating func apply(
        _ command: NotificationCommand, id: RecordID, in context: RuleContext, clauses: NoticeClauses
    ) {
        apply(command.purpose, in: command.submission(of: id.owner, in: context))
        switch command {
        case .notify(let details), .amend(let details):
            applyVersion(of: id, times: NoticeTimes(details), loggedAt: context.now, by: clauses)
        case .withdraw: applyVersion(of: id, times: nil, loggedAt: context.now, by: clauses)
        case .reconfirm: break
        }
    }

    /// Takes what a statement about a movement says about its submission and its times.
    public mutating func apply(
        _ command: MovementCommand, id: RecordID, in context: RuleContext, clauses: NoticeClauses
    ) {
        apply(command.purpose, in: command.submission(of: id.owner, in: context))
        switch command {
        case .notify(let details), .amend(let details):
            applyVersion(of: id, times: NoticeTimes(details), loggedAt: context.now, by: clauses)
        case .delay: applyVersion(of: id, times: nil, loggedAt: context.now, by: clauses, keepsLead: true)
        case .close: applyVersion(of: id, times: nil, loggedAt: context.now, by: clauses)
        case .depart, .checkIn: break
        }
    }
}

extension NotificationCommand {
    /// What it does to the list it comes with.
    public var purpose: NoticeSubmission.Purpose { if case .withdraw = self { .removes } else { .adds } }

    /// The submission it names, if any.
    public func submission(of owner: PartyID, in context: RuleContext) -> NoticeSubmissionKey? {
        let name: SubmissionID? =
            switch self {
            case .notify(let details), .amend(let details): details.form.terms.submission
            case .withdraw(reason: _, let submission): submission
            case .reconfirm: nil
            }
        return name.map { NoticeSubmissionKey(party: owner, submission: $0, isSealed: context.audience != .open) }
    }
}

extension MovementCommand {
    /// What it does to the list it comes with: a movement that is over is no removal of what stands.
    public var purpose: NoticeSubmission.Purpose { .adds }

    /// The submission it names, if any.
    public func submission(of owner: PartyID, in context: RuleContext) -> NoticeSubmissionKey? {
        switch self {
        case .notify(let details), .amend(let details):
            details.form.terms.submission.map {
                NoticeSubmissionKey(party: owner, submission: $0, isSealed: context.audience != .open)
            }
        default: nil
        }
    }
}
