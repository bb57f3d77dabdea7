public import Coordination
import Geodesy
import HashTreeCollections
public import Statements

extension Picture {
    /// Those whose acknowledgement of a notice counts: whom its owner named, else its audience; of an open one that names
    /// nobody, the parties that take part in hostilities or answer for one that does.
    public func recipients(of record: Record) -> [PartyID] {
        let named = record.terms.recipients
        if !named.isEmpty { return named }
        switch record.audience {
        case .parties(let parties): return parties.filter { $0 != record.id.owner }
        case .open:
            let roles: Set<PartyRole> = [.belligerent, .guarantor, .coChair]
            return register.parties.values
                .filter { roles.contains($0.role) && $0.id != record.id.owner }
                .map(\.id).sorted()
        }
    }

    /// How a notice stands with its recipients, in order of their names: its owner sees all of them, a recipient itself,
    /// anybody else nothing.
    ///
    /// Whoever has said something about it is shown too, named or not.
    public func recipientStates(of id: RecordID, as reader: PartyID?) -> [RecipientState] {
        guard let reader, let record = record(id), record.isReadable(by: reader) else { return [] }
        let ledger = notices[id]
        var parties = recipients(of: record)
        parties = Set(parties).union(ledger.recipients.map(\.party)).sorted()
        if reader != id.owner { parties = parties.filter { $0 == reader } }
        let version = noticeVersion(of: id)
        return parties.map { party in
            ledger.state(
                of: party, standing: register.parties[party]?.standing ?? .takesPart, version: version, at: clock.now,
                for: reader)
        }
    }

    /// Notices of which an acknowledgement is missing beyond its clause, the longest missing first.
    ///
    /// Its owner sees who has not answered, a recipient what it has not answered itself.
    public func unacknowledged(as reader: PartyID?) -> [NoticeDue] {
        guard let reader, let now = clock.now else { return [] }
        var found: [NoticeDue] = []
        for (id, ledger) in notices.ledgers {
            guard let due = ledger.acknowledgeDue, due.at <= now else { continue }
            for state in recipientStates(of: id, as: reader) {
                guard let late = state.noAnswer else { continue }
                found.append(NoticeDue(record: id, party: state.party, deadline: late))
            }
        }
        return found.sorted()
    }

    /// Challenges that wait for their owner's answer, the one due first before the others.
    ///
    /// An owner sees those it owes an answer to, a recipient its own.
    public func openChallenges(as reader: PartyID?) -> [OpenChallenge] {
        guard let reader else { return [] }
        var found: [OpenChallenge] = []
        for (id, ledger) in notices.ledgers where ledger.recipients.contains(where: { !$0.ledger.challenges.isEmpty }) {
            for state in recipientStates(of: id, as: reader) {
                for challenge in state.challenges where !challenge.isAnswered {
                    found.append(OpenChallenge(record: id, party: state.party, challenge: challenge))
                }
            }
        }
        return found.sorted { left, right in
            let (first, second) = (left.challenge.due?.at ?? .latest, right.challenge.due?.at ?? .latest)
            if first != second { return first < second }
            return left.challenge.mark.provenance.entry < right.challenge.mark.provenance.entry
        }
    }

    /// Notices of `owner` that it has not said to hold for longer than the clause allows, the longest first.
    public func reconfirmationsDue(as owner: PartyID?) -> [NoticeDue] {
        guard let owner, let now = clock.now, let clause = noticeClauses.reconfirm else { return [] }
        var found: [NoticeDue] = []
        for slot in records.slots() {
            guard case .notification(let site) = records[slot], site.id.owner == owner,
                records[slot].state(at: now) == .active
            else { continue }
            let last = max(site.amended.loggedAt, site.reconfirmed?.loggedAt ?? site.amended.loggedAt)
            let due = clause.deadline(from: last)
            if due.at <= now { found.append(NoticeDue(record: site.id, party: owner, deadline: due)) }
        }
        return found.sorted()
    }

    /// Recipients that have left or are suspended, with the notices of `owner` that they were to have read.
    ///
    /// Whoever relied on such a party must know that it no longer undertakes to look.
    public func departedRecipients(as owner: PartyID?) -> [DepartedRecipient] {
        guard let owner else { return [] }
        let gone = register.parties.values.filter { $0.standing != .takesPart && $0.id != owner }
        guard !gone.isEmpty else { return [] }
        var relied: [PartyID: [RecordID]] = [:]
        for slot in records.slots() {
            let record = records[slot]
            guard record.id.owner == owner, !record.hasEnded, record.state(at: clock.now) != .expired else { continue }
            for party in recipients(of: record) { relied[party, default: []].append(record.id) }
        }
        return gone.sorted { $0.id < $1.id }.compactMap { party in
            relied[party.id].map { DepartedRecipient(party: party.id, standing: party.standing, records: $0.sorted()) }
        }
    }
}

/// Something about a notice that was due and has not come.
public struct NoticeDue: Hashable, Comparable, Sendable {
    /// The notice.
    public let record: RecordID
    /// Who owes it.
    public let party: PartyID
    /// Since when, and by which clause.
    public let deadline: ClauseDeadline

    /// Orders by what has been due longest.
    public static func < (left: Self, right: Self) -> Bool {
        if left.deadline.at != right.deadline.at { return left.deadline.at < right.deadline.at }
        return (left.record, left.party) < (right.record, right.party)
    }
}

/// A doubt that waits for an answer.
public struct OpenChallenge: Hashable, Sendable {
    /// The notice.
    public let record: RecordID
    /// Who doubts it.
    public let party: PartyID
    /// The doubt.
    public let challenge: NoticeChallenge
}

/// A recipient that no longer takes part, and the notices that were to be read by it.
public struct DepartedRecipient: Hashable, Sendable {
    /// The recipient.
    public let party: PartyID
    /// Whether it left or is suspended, and since when.
    public let standing: PartyStanding
    /// The owner's notices that do not end for it, in order.
    public let records: [RecordID]
}
