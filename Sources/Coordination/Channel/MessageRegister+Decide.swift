public import Statements
import Geodesy
import HashTreeCollections

extension MessageRegister {
    /// Says whether a command may be taken.
    ///
    /// - Throws: the first rule broken.
    public func decide(
        _ command: MessageCommand, id: RecordID, clocks: DutyClocks, in context: ChannelContext
    ) throws(Refusal) {
        let now = context.rule.now
        switch command {
        case .send(let details):
            guard messages[id] == nil else { throw .recordExists(id) }
            guard messages.count < Self.maximumMessages else { throw .tooMany("messages", limit: Self.maximumMessages) }
            try decide(details, in: context)
        case .correct(let details):
            let message = try open(id, context)
            guard (message.audience == .open) == (context.rule.audience == .open) else { throw .audienceDiffers(id) }
            guard message.version < Message.maximumVersions else {
                throw .tooMany("corrections of one message; close it and send another", limit: Message.maximumVersions)
            }
            guard details.urgency == message.details.urgency, details.line == message.details.line else {
                throw .field("/urgency", "a correction keeps line and urgency; close the message and send another")
            }
            try decide(details, in: context)
        case .close:
            let message = try open(id, context)
            guard message.audience == context.rule.audience else { throw .audienceDiffers(id) }
        case .deliver(let reference):
            let recipient = try recipient(reference, context)
            guard recipient.delivered == nil else { throw .field("/message", "its delivery is stated already") }
        case .readBack(let reference, _, let later):
            let recipient = try recipient(reference, context)
            try room(
                recipient.readBacks.count { $0.statement == reference.statement }, "read-backs of one text by one party"
            )
            try later?.decide(at: now)
        case .acknowledge(let reference, let acknowledged):
            try decide(acknowledged, reference, context)
        case .answer(let reference, let given):
            let recipient = try recipient(reference, context)
            try room(
                recipient.answers.count { $0.statement == reference.statement }, "answers of one party to one text")
            try given.enteredLater?.decide(at: now)
            guard given.at <= now.adding(seconds: LogClock.toleranceSeconds) else {
                throw .field(
                    "/at", "\(given.at) is after the log's clock, \(now): an answer is stated once it is given")
            }
        case .escalate(let reference, let step):
            try decide(step, reference, clocks, context)
        }
    }

    private func decide(_ details: MessageDetails, in context: ChannelContext) throws(Refusal) {
        let sender = context.speaker.party
        if context.speaker.officer == .node { try decideNode(details, in: context) }
        guard !details.to.contains(sender) else { throw .field("/to", "a party does not send to itself") }
        for party in details.to { _ = try context.register.recipient(party, field: "/body/to") }
        switch context.line {
        case .unknown: throw .field("/line", "no line '\(details.line)' is established")
        case .between(let parties):
            for party in [sender] + details.to where !parties.contains(party) {
                throw .field("/line", "'\(party)' has no cell on line '\(details.line)'")
            }
        case .notJudged: break
        }
        if let circle = context.circle, !circle.isSuperset(of: details.to) { throw .audienceDiffers(details.line) }
        if let expires = details.expires, expires <= context.rule.now {
            throw .expiryNotAhead(expires, now: context.rule.now)
        }
        try details.enteredLater?.decide(at: context.rule.now)
    }

    /// A node says only what is amiss with a movement of its own party; everything else is for officers to say.
    private func decideNode(_ details: MessageDetails, in context: ChannelContext) throws(Refusal) {
        guard case .alarm(let id, let kind) = details.about, id.owner == context.speaker.party else {
            throw .field("/about", "a node speaks on a line only of what is amiss with a movement of its party")
        }
        guard context.movement?.alarms.contains(where: { $0.kind == kind }) == true else {
            throw .field("/about/alarm", "nothing of this kind is amiss with '\(id)' now")
        }
    }

    private func decide(
        _ acknowledged: MessageCommand.Acknowledged, _ reference: MessageCommand.MessageReference,
        _ context: ChannelContext
    ) throws(Refusal) {
        let recipient = try recipient(reference, context)
        let message = try open(reference.message, context)
        try room(
            recipient.acknowledgements.count { $0.statement == reference.statement },
            "acknowledgements of one text by one party")
        guard message.isReadBack(by: recipient) else {
            guard let differences = recipient.readBacks.last(where: { $0.statement == message.statement })?.differences,
                let first = differences.first
            else {
                throw .field(
                    "/message", "it says where or when: read it back first; only then does it count as received")
            }
            throw .field(
                "/message",
                "the read-back differs in '\(first.field)' (said \(first.said), understood "
                    + "\(first.understood ?? "nothing")): read it back anew, or have the sender correct it")
        }
        let now = context.rule.now
        try acknowledged.enteredLater?.decide(at: now)
        if let officer = acknowledged.officer {
            let found = context.register.officers[OfficerRef(context.speaker.party, officer)]
            guard let found, found.isOnStrength(at: now), found.roles.contains(where: { $0 == .duty || $0 == .access })
            else {
                throw .field("/officer", "your party has no officer '\(officer)' with duty or access on its strength")
            }
        }
    }

    private func decide(
        _ step: EscalationStep, _ reference: MessageCommand.MessageReference, _ clocks: DutyClocks,
        _ context: ChannelContext
    ) throws(Refusal) {
        let message = try open(reference.message, context)
        let isOpen = message.audience == .open
        let isHost = isOpen && context.speaker.party == context.rule.accord.host && context.speaker.officer == .node
        guard isHost || context.speaker.party == message.sender else {
            throw .field("/message", "steps are stated by the sender, or for open messages by the host's node")
        }
        try check(reference, message, context)
        guard message.recipient(step.party) != nil else { throw .field("/party", "is no recipient of this message") }
        guard let running = clocks.owed[DeadlineID(message.statement, .escalateAfter, step.party)] else {
            throw .field("/step", "no step is due: an officer who may decide has it, or the ladder has ended")
        }
        guard step.number == running.step else {
            throw .field("/step", "the next step is number \(running.step)")
        }
        guard running.isDue(at: context.rule.now) else {
            throw .field("/dueAt", "it is due at \(running.due), after the log's clock, \(context.rule.now)")
        }
        guard step.dueAt == running.due else { throw .field("/dueAt", "it was due at \(running.due)") }
        guard step.instrument == running.instrument, step.clause == running.clause else {
            throw .field("/clause", "the time was set by clause '\(running.clause)' of '\(running.instrument)'")
        }
        if let to = step.to, context.register.parties[to.party] == nil {
            throw .unknownParty(to.party, field: "/body/to/party")
        }
    }

    /// The message, while its sender has not ended it.
    private func open(_ id: RecordID, _ context: ChannelContext) throws(Refusal) -> Message {
        guard let message = messages[id] else { throw .unknownRecord(id) }
        guard message.closed == nil else {
            throw .notAllowed(id, state: "closed", what: "nothing more can be said about it; send a new message")
        }
        return message
    }

    /// What came so far of the message that a recipient speaks about.
    private func recipient(
        _ reference: MessageCommand.MessageReference, _ context: ChannelContext
    ) throws(Refusal) -> Message.Recipient {
        let message = try open(reference.message, context)
        guard let recipient = message.recipient(context.speaker.party) else {
            throw .field("/message", "it is not to your party")
        }
        try check(reference, message, context)
        return recipient
    }

    /// The version spoken of is the one that stands, and what is said about it stays in its circle.
    private func check(
        _ reference: MessageCommand.MessageReference, _ message: Message, _ context: ChannelContext
    ) throws(Refusal) {
        guard reference.statement == message.statement else {
            throw .field(
                "/statement", "the message stands as statement \(message.statement) now; read that one")
        }
        switch (message.audience, context.circle) {
        case (.open, nil): return
        case (.parties(let parties), let circle?):
            let readers = Set(parties).union([message.sender])
            guard circle.contains(message.sender), circle.isSubset(of: readers) else {
                throw .audienceDiffers(message.id)
            }
        default: throw .audienceDiffers(message.id)
        }
    }

    private func room(_ count: Int, _ what: String) throws(Refusal) {
        guard count < Message.maximumReplies else { throw .tooMany(what, limit: Message.maximumReplies) }
    }
}
