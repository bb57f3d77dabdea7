public import Coordination
public import Geodesy
import HashTreeCollections
public import Statements
import TransparencyLog

/// Something that nobody has answered: a message with one recipient, or anything else that is owed and overdue.
public struct OpenEnd: Sendable {
    /// The record: a message, or what else an answer is owed to.
    public let record: RecordID
    /// Who waits.
    public let waiting: PartyID
    /// Who has not answered.
    public let silent: PartyID
    /// Since when, by the log's clock.
    public let since: Instant
    /// Its entry, for a message; breaks ties.
    let entry: UInt64
    /// The message, where it is one.
    public let message: Message?
    /// What is amiss, where it is a movement.
    public internal(set) var alarm: MovementAlarm?
    /// How far a message has come.
    public let state: MessageState?
    /// What is owed of it, the earliest due first; escalation steps are not among them.
    public let owed: [Deadline]
    /// The next step up the ladder; nil when none runs.
    public let nextStep: Deadline?
    /// Lapses recorded of it, in order.
    public let lapses: [Lapse]

    /// Seconds that it has been open.
    public func age(at now: Instant) -> Int64 { since.microseconds(to: now) / 1_000_000 }

    /// Whether a time that a clause sets has passed.
    public func isUnanswered(at now: Instant) -> Bool { !lapses.isEmpty || owed.contains { $0.isDue(at: now) } }
}

/// Which open ends.
public struct OpenEndQuery: Sendable {
    /// The most that one answer holds.
    public static let maximumLimit = 1_000

    /// Who asks; nil reads only what is open.
    public var reader: PartyID?
    /// Only those from which this party is missing, or which it waits for.
    public var party: PartyID?
    /// At most so many.
    public var limit = 100

    /// All that `reader` may see.
    public init(reader: PartyID?, party: PartyID? = nil, limit: Int = 100) {
        self.reader = reader
        self.party = party
        self.limit = min(max(1, limit), Self.maximumLimit)
    }
}

extension Picture {
    /// The board of open ends: everything unanswered that the reader may see, oldest first.
    ///
    /// Cost is that of the messages from which something is awaited, and of what is overdue.
    public func openEnds(_ query: OpenEndQuery) -> (ends: [OpenEnd], total: Int) {
        let now = clock.now ?? .earliest
        var ends: [OpenEnd] = []
        for id in messages.unsettled {
            guard let message = messages[id], message.isReadable(by: query.reader) else { continue }
            for recipient in message.recipients where message.isOpenEnd(recipient, at: now) {
                guard query.party.map({ $0 == message.sender || $0 == recipient.party }) ?? true else { continue }
                ends.append(openEnd(message, recipient, now))
            }
        }
        ends += otherEnds(as: query.reader).filter { end in
            query.party.map { $0 == end.waiting || $0 == end.silent } ?? true
        }
        ends.sort {
            if $0.since != $1.since { return $0.since < $1.since }
            if $0.entry != $1.entry { return $0.entry < $1.entry }
            return ($0.record, $0.silent) < ($1.record, $1.silent)
        }
        return (Array(ends.prefix(query.limit)), ends.count)
    }

    /// What is overdue of notices and lines, whether or not its lapse is written already.
    private func otherEnds(as reader: PartyID?) -> [OpenEnd] {
        var ends: [OpenEnd] = []
        func add(
            _ record: RecordID, _ waiting: PartyID, _ silent: PartyID, since: Instant, _ ids: [DeadlineID]
        ) {
            ends.append(
                OpenEnd(
                    record: record, waiting: waiting, silent: silent, since: since, entry: .max, message: nil,
                    state: nil,
                    owed: ids.compactMap { clocks.owed[$0] }, nextStep: nil,
                    lapses: ids.compactMap { clocks.lapses[$0] }))
        }
        for due in unacknowledged(as: reader) {
            let version = noticeVersion(of: due.record)
            let ids = version.map { [DeadlineID($0, .notificationAcknowledgeWithin, due.party)] } ?? []
            add(due.record, due.record.owner, due.party, since: due.deadline.at, ids)
        }
        for open in openChallenges(as: reader) {
            guard let due = open.challenge.due, let now = clock.now, due.at <= now else { continue }
            let id = DeadlineID(open.challenge.mark.statement, .challengeAnswerWithin, open.record.owner)
            add(open.record, open.party, open.record.owner, since: due.at, [id])
        }
        for slot in alarmedMovements {
            guard case .movement(let movement)? = records.record(in: slot), records[slot].isReadable(by: reader),
                let version = movement.versions.latest
            else { continue }
            let owner = movement.id.owner
            for alarm in movement.alarms {
                let ids = [ClauseRule.Name.alarmAnswerWithin, .lateAfter, .checkInEvery].map {
                    DeadlineID(version, $0, owner, at: alarm.since)
                }
                add(movement.id, owner, owner, since: alarm.since, ids)
                ends[ends.count - 1].alarm = alarm
            }
        }
        for id in dossiers.waiting {
            guard let dossier = dossiers[id], dossier.isReadable(by: reader) else { continue }
            for clock in [dossier.paper?.answerClock, dossier.paper?.lettersClock] {
                guard let clock, clock.settledAt == nil, !clock.isStopped, let now = self.clock.now, clock.due <= now
                else { continue }
                add(dossier.id, dossier.id.owner, clock.id.party, since: clock.due, [clock.id])
            }
        }
        for line in lines.lines.values {
            for check in line.unmade {
                add(
                    line.id, check.reason == .notMade ? check.called : check.caller, check.silent,
                    since: check.lapsedAt,
                    [DeadlineID(check.schedule, .lineCheckEvery, check.silent, at: check.due)])
            }
        }
        return ends
    }

    private func openEnd(_ message: Message, _ recipient: Message.Recipient, _ now: Instant) -> OpenEnd {
        var statements = [message.statement]
        statements += recipient.acknowledgements.map(\.name)
        let ids = statements.flatMap { statement in
            [ClauseRule.Name.acknowledgeWithin, .decideWithin, .acknowledgementHolds].map {
                DeadlineID(statement, $0, recipient.party)
            }
        }
        return OpenEnd(
            record: message.id, waiting: message.sender, silent: recipient.party, since: message.sent.loggedAt,
            entry: message.sent.entry.value, message: message, state: message.state(recipient, at: now),
            owed: ids.compactMap { clocks.owed[$0] }.sorted { ($0.due, $0.id) < ($1.due, $1.id) },
            nextStep: clocks.owed[DeadlineID(message.statement, .escalateAfter, recipient.party)],
            lapses: ids.compactMap { clocks.lapses[$0] }.sorted { ($0.lapsedAt, $0.id) < ($1.lapsedAt, $1.id) })
    }
}
