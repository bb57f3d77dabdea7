import Coordination
public import Geodesy
import HashTreeCollections
import Statements
import StrictJSON
import TransparencyLog

/// Messages, clocks and lapses in the picture.
extension Picture {
    /// When something is due next: the end of a movement's leg, or anything that is owed.
    public var nextDue: Instant? {
        guard let owed = clocks.next else { return nextDeadline }
        return nextDeadline.map { min($0, owed) } ?? owed
    }

    /// What the rules of a message may look at.
    func channelContext(_ command: MessageCommand, _ accepted: Accepted, _ context: RuleContext) -> ChannelContext {
        let statement = accepted.verified.statement
        var unstaffed: Set<PartyID> = []
        var line = LineFacts.notJudged
        switch command {
        case .send(let details), .correct(let details):
            line = facts(of: details.line)
            for party in details.to
            where staffing(of: party, on: details.line, besides: statement.party, openOnly: context.audience == .open)
                .isUnstaffed
            {
                unstaffed.insert(party)
            }
        default: break
        }
        return ChannelContext(
            rule: context, speaker: OfficerRef(statement.party, statement.officer), statement: accepted.verified.hash,
            register: register, instruments: instruments, line: line, unstaffed: unstaffed)
    }

    func decide(_ command: MessageCommand, _ accepted: Accepted, _ context: RuleContext) throws(Refusal) {
        let statement = accepted.verified.statement
        let id = RecordID(owner: statement.party, subject: statement.subject)
        if case .send = command, let record = record(id) { throw .otherMechanism(id, is: record.mechanism.rawValue) }
        try messages.decide(
            command, id: id, clocks: clocks, in: channelContext(command, accepted, context))
    }

    mutating func apply(_ command: MessageCommand, _ accepted: Accepted, _ context: RuleContext) {
        let statement = accepted.verified.statement
        let id = RecordID(owner: statement.party, subject: statement.subject)
        messages.apply(command, id: id, clocks: &clocks, in: channelContext(command, accepted, context))
    }

    /// One name is one record, whichever mechanism it belongs to.
    func checkNotMessage(_ id: RecordID) throws(Refusal) {
        if messages[id] != nil { throw .otherMechanism(id, is: "message") }
    }

    func addChannel(_ scope: DigestScope, _ add: ((inout JSONWriter) -> Void) -> Void) {
        for instrument in instruments.instruments.values.sorted(by: { $0.id < $1.id }) {
            add { fields in
                fields.key("instrument")
                instrument.write(to: &fields)
            }
        }
        let now = clock.now ?? .earliest
        for message in messages.messages.values.sorted(by: { $0.id < $1.id }) {
            guard scope == .local || message.audience == .open else { continue }
            add { fields in
                fields.key("message")
                message.write(to: &fields, now: now)
            }
        }
        for deadline in clocks.owed.values.sorted(by: { $0.id < $1.id }) where scope == .local || deadline.isOpen {
            add { fields in
                fields.key("owed")
                deadline.write(to: &fields)
            }
        }
        for lapse in clocks.lapses.values.sorted(by: { $0.id < $1.id }) where scope == .local || lapse.isOpen {
            add { fields in
                fields.key("lapse")
                fields.object { lapse.write(to: &$0) }
                fields.member("entry", lapse.recorded?.entry.value ?? 0)
            }
        }
    }
}
