public import Coordination
import Geodesy
import HashTreeCollections
public import Statements

extension Picture {
    /// The times that the clauses in force set for notices, grace included.
    public var noticeClauses: NoticeClauses {
        func clause(_ rule: ClauseRule) -> NoticeClause? {
            instruments.rule(rule).map {
                NoticeClause(name: "\($0.instrument) \($0.clause)", seconds: $0.seconds + $0.graceSeconds)
            }
        }
        var clauses = NoticeClauses()
        clauses.lead = clause(.leadTime)
        clauses.emergencyLead = clause(.emergencyLeadTime)
        clauses.acknowledge = clause(.notificationAcknowledgeWithin)
        clauses.answerChallenge = clause(.challengeAnswerWithin)
        clauses.reconfirm = clause(.reconfirmEvery)
        clauses.operatingDepth = clause(.operatingDepthBefore)
        return clauses
    }

    /// What the rules know of a notice; nil where there is none of that name.
    ///
    /// Of a restricted one that is what its headers tell, so that a response is judged alike wherever it can be read.
    func notice(_ id: RecordID) -> KnownNotice? {
        if let restricted = bodies.records[id] {
            guard Record.Mechanism(rawValue: restricted.mechanism) != nil else { return nil }
            let statements = bodies.statements
            return KnownNotice(
                id: id, audience: .parties(restricted.audience), hasEnded: restricted.hasEnded,
                version: restricted.version.statement, isVersion: { statements[$0]?.record == id })
        }
        guard let record = record(id) else { return nil }
        let versions = record.versions
        return KnownNotice(
            id: id, audience: record.audience, hasEnded: record.hasEnded, version: versions.latest,
            isVersion: { versions.contains($0) })
    }

    /// A notice has a new text: its times start to run, and what was owed to the text before is owed no more.
    mutating func applyTimes(of id: RecordID, before: StatementHash?, _ context: RuleContext) {
        guard let record = record(id), let version = notice(id)?.version, version != before else { return }
        let parties = recipients(of: record)
        if let before {
            // Also of those that the text before named and this one does not.
            for party in register.parties.keys {
                clocks.settle(DeadlineID(before, .notificationAcknowledgeWithin, party), at: context.now)
            }
        }
        guard let term = instruments.rule(.notificationAcknowledgeWithin) else { return }
        for party in parties where register.parties[party]?.standing == .takesPart {
            // Under seal a receipt goes to the owner alone, so nobody else can know that it is missing.
            if let readers = context.readers, !readers.contains(id.owner), !readers.contains(party) { continue }
            clocks.start(
                Deadline(
                    DeadlineID(version, .notificationAcknowledgeWithin, party), due: term.due(from: context.now),
                    waiting: id.owner, under: term, record: id, isOpen: record.audience == .open), at: context.now)
        }
    }

    /// Takes a response, and settles or starts the clocks that it is about.
    ///
    /// What runs in the open is settled in the open: else those who cannot read the response would disagree.
    mutating func apply(_ response: NoticeResponse, by speaker: PartyID, _ context: RuleContext) {
        notices.apply(response, by: speaker, in: context, clauses: noticeClauses)
        switch response {
        case .receive(let named, receivedAt: _, means: _, note: _), .disseminate(let named, _):
            settle(DeadlineID(named.statement, .notificationAcknowledgeWithin, speaker), context)
        case .challenge(let named, reason: _, text: _):
            guard let term = instruments.rule(.challengeAnswerWithin), let name = context.statement else { return }
            let owner = named.record.owner
            clocks.start(
                Deadline(
                    DeadlineID(name, .challengeAnswerWithin, owner), due: term.due(from: context.now),
                    waiting: speaker, under: term, record: named.record, isOpen: context.audience == .open),
                at: context.now)
        case .answer(_, challenge: let name, _, text: _):
            settle(DeadlineID(name, .challengeAnswerWithin, speaker), context)
        }
    }

    private mutating func settle(_ id: DeadlineID, _ context: RuleContext) {
        guard let deadline = clocks.owed[id], !deadline.isOpen || context.audience == .open else { return }
        clocks.settle(id, at: context.now)
    }

    /// The statement that made a notice what it is.
    public func noticeVersion(of id: RecordID) -> StatementHash? { notice(id)?.version }
}

extension Record {
    /// The statements that made it what it is, as far as they are at hand.
    public var versions: NoticeVersions {
        switch self {
        case .notification(let record): record.versions
        case .movement(let record): record.versions
        }
    }

    /// Whether it was withdrawn or closed.
    public var hasEnded: Bool {
        switch self {
        case .notification(let record): record.isWithdrawn
        case .movement(let record): record.isClosed
        }
    }

    /// What the form says about who is told, in which submission and how urgently.
    public var terms: NoticeTerms {
        switch self {
        case .notification(let record): record.details.form.terms
        case .movement(let record): record.details.form.terms
        }
    }

    /// What the last amendment changed; empty when it was never amended.
    public var changes: [FieldChange] {
        switch self {
        case .notification(let record): record.changes
        case .movement(let record): record.changes
        }
    }

    /// When it begins to hold.
    var begins: Instant {
        switch self {
        case .notification(let record): record.details.valid.start
        case .movement(let record):
            // Delays widen a window and never move its start; who left early is on the road from then on.
            if case .underWay(let since) = record.state {
                min(since, record.details.legs.first?.planned.start ?? since)
            } else {
                record.details.legs.first?.planned.start ?? .latest
            }
        }
    }
}
