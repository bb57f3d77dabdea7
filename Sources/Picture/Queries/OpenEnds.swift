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
        // Only what is open is shown of other mechanisms: who may read their records is theirs to say.
        let others = clocks.due(limit: OpenEndQuery.maximumLimit) { $0.isOpen && messages[$0.record] == nil }
        for deadline in others where query.party.map({ $0 == deadline.waiting || $0 == deadline.id.party }) ?? true {
            ends.append(
                OpenEnd(
                    record: deadline.record, waiting: deadline.waiting, silent: deadline.id.party, since: deadline.due,
                    entry: .max, message: nil, state: nil, owed: [deadline], nextStep: nil, lapses: []))
        }
        ends.sort {
            if $0.since != $1.since { return $0.since < $1.since }
            if $0.entry != $1.entry { return $0.entry < $1.entry }
            return ($0.record, $0.silent) < ($1.record, $1.silent)
        }
        return (Array(ends.prefix(query.limit)), ends.count)
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
