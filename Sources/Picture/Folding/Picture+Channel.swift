import Coordination
public import Geodesy
import HashTreeCollections
import Statements
import StrictJSON
import TransparencyLog

/// Messages, clocks and lapses in the picture.
extension Picture {
    /// When something is due next: the end of a movement's leg, or anything that is owed.
    public var nextDue: Instant? { [nextDeadline, clocks.next, lines.nextDeadline].compactMap { $0 }.min() }

    /// What the rules of a message may look at.
    func channelContext(_ command: MessageCommand, _ accepted: Accepted, _ context: RuleContext) -> ChannelContext {
        let statement = accepted.verified.statement
        var unstaffed: Set<PartyID> = []
        var line = LineFacts.notJudged
        var movement: Movement?
        switch command {
        case .send(let details), .correct(let details):
            line = facts(of: details.line)
            if case .alarm(let id, _) = details.about, case .movement(let found)? = record(id) { movement = found }
            for party in details.to
            where staffing(
                of: party, on: details.line, besides: statement.party, openOnly: context.audience == .open,
                at: context.now
            ).isUnstaffed {
                unstaffed.insert(party)
            }
        default: break
        }
        return ChannelContext(
            rule: context, speaker: OfficerRef(statement.party, statement.officer), statement: accepted.verified.hash,
            register: register, instruments: instruments, line: line, movement: movement,
            unstaffed: unstaffed)
    }

    func decide(_ command: MessageCommand, _ accepted: Accepted, _ context: RuleContext) throws(Refusal) {
        let statement = accepted.verified.statement
        let id = RecordID(owner: statement.party, subject: statement.subject)
        if case .send = command { try checkName(id, for: .message) }
        try messages.decide(
            command, id: id, clocks: clocks, in: channelContext(command, accepted, context))
    }

    mutating func apply(_ command: MessageCommand, _ accepted: Accepted, _ context: RuleContext) {
        let statement = accepted.verified.statement
        let id = RecordID(owner: statement.party, subject: statement.subject)
        messages.apply(command, id: id, clocks: &clocks, in: channelContext(command, accepted, context))
        if case .send(let details) = command, case .alarm(let movement, let kind) = details.about,
            movement.owner == statement.party, let slot = slots[movement], case .movement(var record) = records[slot]
        {
            record.say(kind)
            records[slot] = .movement(record)
        }
        observe(command, by: statement.party, context)
    }

    /// Whoever acknowledges or answers a message was there: the line's observed state follows from it.
    ///
    /// Lines are open, so only what is open counts.
    private mutating func observe(_ command: MessageCommand, by party: PartyID, _ context: RuleContext) {
        guard context.audience == .open else { return }
        let reference: MessageCommand.MessageReference
        let entered: EnteredLater?
        switch command {
        case .acknowledge(let of, let given): (reference, entered) = (of, given.enteredLater)
        case .answer(let of, let given): (reference, entered) = (of, given.enteredLater)
        default: return
        }
        guard let message = messages[reference.message] else { return }
        lines.saw(
            party, answering: message.sender, on: message.details.line, at: entered?.at ?? context.now,
            context.provenance)
    }

    /// A line check that was not made or not answered has lapsed, where a clause asks for it.
    mutating func missLineChecks(at now: Instant) {
        for check in lines.apply(clock: now, register: register) {
            let named = check.clause.map { Term(instrument: $0.instrument, clause: $0.clause, seconds: 0) }
            guard let term = named ?? instruments.rule(.lineCheckEvery, on: check.line) else { continue }
            clocks.start(check.deadline(under: term), at: now)
        }
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
