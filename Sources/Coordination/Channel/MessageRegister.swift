import Geodesy
public import HashTreeCollections
public import Statements

/// Every message that is at hand, and which of them are open ends.
public struct MessageRegister: Sendable {
    /// Messages one accord may have.
    public static let maximumMessages = 10_000_000

    /// Messages by name.
    public private(set) var messages: TreeDictionary<RecordID, Message> = [:]
    /// Messages from which something may still be awaited, so that the board need not look at all.
    public private(set) var unsettled: TreeSet<RecordID> = []
    /// Which message a statement sent or corrected.
    private var versions: TreeDictionary<StatementHash, RecordID> = [:]

    /// A register without messages.
    public init() {}

    /// The message called `id`.
    public subscript(id: RecordID) -> Message? { messages[id] }

    /// The message that this statement sent or corrected.
    public func message(of statement: StatementHash) -> Message? { versions[statement].flatMap { messages[$0] } }

    /// Takes a command that was accepted; `clocks` start, stop and settle by it.
    public mutating func apply(
        _ command: MessageCommand, id: RecordID, clocks: inout DutyClocks, in context: ChannelContext
    ) {
        let now = context.rule.now
        switch command {
        case .send(let details):
            let message = Message(id, details, in: context)
            message.begin(&clocks, in: context)
            keep(message)
        case .correct(let details):
            guard var message = messages[id] else { return }
            message.settleAll(&clocks, at: now)
            message.correct(details, in: context)
            message.begin(&clocks, in: context)
            keep(message)
        case .close(let reason):
            guard var message = messages[id] else { return }
            message.settleAll(&clocks, at: now)
            message.closed = .init(reason: reason, provenance: context.rule.provenance)
            message.narrow(to: context.rule.readers)
            keep(message)
        default:
            guard var message = messages[command.message(id)] else { return }
            message.take(command, clocks: &clocks, in: context)
            message.narrow(to: context.rule.readers)
            keep(message)
        }
    }

    /// Takes what the header of a statement tells whose body cannot be read here.
    public mutating func apply(
        unread step: RecordStep, _ id: RecordID, clocks: inout DutyClocks, in context: RuleContext
    ) {
        guard var message = messages[id] else { return }
        if step == .ends { message.settleAll(&clocks, at: context.now) }
        message.apply(unread: step, in: context)
        keep(message)
    }

    /// The body of a message was given to further parties.
    public mutating func widen(_ id: RecordID, by parties: [PartyID]) {
        guard var message = messages[id] else { return }
        message.widen(by: parties)
        keep(message)
    }

    private mutating func keep(_ message: Message) {
        messages[message.id] = message
        versions[message.statement] = message.id
        // What holds for a while may open again; so only what is settled whatever the time stays off the list.
        let isSettled =
            message.closed != nil || message.recipients.allSatisfy { !message.isOpenEnd($0, at: .latest) }
        if isSettled { unsettled.remove(message.id) } else { unsettled.insert(message.id) }
    }
}

extension Message {
    /// Starts the clocks of the message as it stands.
    func begin(_ clocks: inout DutyClocks, in context: ChannelContext) {
        for recipient in recipients { begin(recipient, &clocks, in: context) }
    }

    /// Starts the clocks of the message as it stands towards one recipient; what has lapsed already lapses once only.
    private func begin(_ recipient: Recipient, _ clocks: inout DutyClocks, in context: ChannelContext) {
        let now = context.rule.now
        for (rule, term) in [
            (ClauseRule.Name.acknowledgeWithin, terms.acknowledge), (.decideWithin, terms.decide),
        ] {
            guard let term else { continue }
            let deadline = deadline(statement, rule, recipient.party, term.due(from: now), term)
            guard clocks.lapses[deadline.id] == nil else { continue }
            clocks.start(deadline, at: now)
        }
        guard let term = terms.escalate, recipient.ladder.last?.isLast != true else { return }
        // Where nobody is on shift nothing is waited for: the first step is due at once.
        let due = context.unstaffed.contains(recipient.party) ? now : term.due(from: now)
        climb(recipient, at: due, under: term, &clocks, now)
    }

    /// Sets when the next step up the ladder is due.
    private func climb(
        _ recipient: Recipient, at due: Instant, under term: Term, _ clocks: inout DutyClocks, _ now: Instant
    ) {
        let step = (recipient.ladder.last?.number ?? 0) + 1
        clocks.start(deadline(statement, .escalateAfter, recipient.party, due, term, step: step), at: now)
    }

    /// Stops the clocks of the message as it stands; what is due already stays.
    func settleAll(_ clocks: inout DutyClocks, at now: Instant) {
        for recipient in recipients {
            for rule in [ClauseRule.Name.acknowledgeWithin, .decideWithin] {
                clocks.settle(DeadlineID(statement, rule, recipient.party), at: now)
            }
            clocks.stop(DeadlineID(statement, .escalateAfter, recipient.party))
        }
        settleHolds(&clocks, at: now)
    }

    private func settleHolds(_ clocks: inout DutyClocks, at now: Instant, of party: PartyID? = nil) {
        for recipient in recipients where party == nil || recipient.party == party {
            for given in recipient.acknowledgements where given.holdsUntil != nil {
                clocks.settle(DeadlineID(given.name, .acknowledgementHolds, recipient.party), at: now)
            }
        }
    }

    private func deadline(
        _ statement: StatementHash, _ rule: ClauseRule.Name, _ party: PartyID, _ due: Instant, _ term: Term,
        step: Int = 0
    ) -> Deadline {
        Deadline(
            DeadlineID(statement, rule, party), due: due, waiting: sender, under: term, record: id,
            isOpen: audience == .open, step: step)
    }

    /// Takes what a recipient says, or a step up the ladder.
    mutating func take(_ command: MessageCommand, clocks: inout DutyClocks, in context: ChannelContext) {
        let provenance = context.rule.provenance
        switch command {
        case .send, .correct, .close: return
        case .deliver:
            update(context.speaker.party) { $0.delivered = $0.delivered ?? provenance }
        case .readBack(let reference, let readBack, let later):
            let (party, now) = (context.speaker.party, context.rule.now)
            let differences = readBack.differences(from: details)
            let wasReceived = recipient(party).map { isReadBack(by: $0) && hasReceipt($0, at: now) } ?? false
            update(context.speaker.party) {
                $0.readBacks.append(
                    ReadBackGiven(
                        readBack: readBack, differences: differences, statement: reference.statement,
                        enteredLater: later, provenance: provenance))
            }
            if differences.isEmpty {
                // An answer that came before it counts from now on.
                settle(party, &clocks, at: now)
            } else if wasReceived, let recipient = recipient(party) {
                // What was received was understood otherwise: it is to be received, and decided on, anew.
                begin(recipient, &clocks, in: context)
            }
        case .acknowledge(_, let acknowledged): acknowledge(acknowledged, &clocks, in: context)
        case .answer(let reference, let given):
            let grade = context.grade(context.speaker.officer)
            update(context.speaker.party) {
                $0.answers.append(
                    Answer(given: given, grade: grade, statement: reference.statement, provenance: provenance))
            }
            settleHolds(&clocks, at: context.rule.now, of: context.speaker.party)
            settle(context.speaker.party, &clocks, at: context.rule.now)
        case .escalate(_, let step):
            update(step.party) { $0.steps.append(step) }
            let running = DeadlineID(statement, .escalateAfter, step.party)
            clocks.stop(running)
            guard let term = terms.escalate, !step.isLast else { return }
            clocks.start(nextStep(after: step, for: step.party, under: term), at: context.rule.now)
        }
    }

    private mutating func acknowledge(
        _ acknowledged: MessageCommand.Acknowledged, _ clocks: inout DutyClocks, in context: ChannelContext
    ) {
        let (party, now) = (context.speaker.party, context.rule.now)
        let officer = acknowledged.officer ?? context.speaker.officer
        let grade = context.grade(officer)
        let holdsUntil = terms.holds?.due(from: now)
        let given = Acknowledgement(
            name: context.statement, officer: officer, grade: grade, statement: statement, holdsUntil: holdsUntil,
            enteredLater: acknowledged.enteredLater, note: acknowledged.note, provenance: context.rule.provenance)
        // The one before is superseded: what counts is the last.
        settleHolds(&clocks, at: now, of: party)
        update(party) { $0.acknowledgements.append(given) }
        settle(party, &clocks, at: now)
        guard let term = terms.holds, let holdsUntil else { return }
        clocks.start(deadline(context.statement, .acknowledgementHolds, party, holdsUntil, term), at: now)
    }

    /// Somebody has the message, if it is read back: stops what that settles, and sets when the ladder goes on.
    private func settle(_ party: PartyID, _ clocks: inout DutyClocks, at now: Instant) {
        guard let recipient = recipient(party), isReadBack(by: recipient), hasReceipt(recipient, at: now) else {
            return
        }
        clocks.settle(DeadlineID(statement, .acknowledgeWithin, party), at: now)
        guard hasReachedAuthority(recipient, at: now) else { return }
        clocks.settle(DeadlineID(statement, .decideWithin, party), at: now)
        clocks.stop(DeadlineID(statement, .escalateAfter, party))
        // If no answer follows while it holds, the ladder is climbed on from there; who may not decide puts nothing off.
        guard let term = terms.escalate, recipient.ladder.last?.isLast != true,
            let end = authorityEnds(recipient, at: now)
        else { return }
        climb(recipient, at: end, under: term, &clocks, now)
    }

    private mutating func update(_ party: PartyID, _ change: (inout Recipient) -> Void) {
        guard let place = recipients.firstIndex(where: { $0.party == party }) else { return }
        change(&recipients[place])
    }
}

extension ChannelContext {
    /// The grade of an officer of the party that speaks; the least where there is none.
    func grade(_ officer: OfficerID) -> Grade {
        register.officers[OfficerRef(speaker.party, officer)]?.grade ?? .civilian
    }
}
