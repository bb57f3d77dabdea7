import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import StrictJSON
import TransparencyLog

/// What a node writes down by itself: lapses, and steps up the ladder.
///
/// It decides nothing and keeps nothing: what is due follows from the picture, and what was written is no longer due. So
/// a node that was down writes each once, with the time at which it was due.
enum DutyScribe {
    /// How much one batch takes: what officers say must not wait behind it.
    static let maximumPerBatch = 256

    /// A statement that a node is to make.
    struct Duty {
        let kind: Kind
        let subject: SubjectID
        let body: [UInt8]
        /// Who may read it; nil when it is open.
        let audience: [PartyID]?
    }

    /// Whether anything is due that is open in the log.
    static func hasWork(in picture: Picture) -> Bool {
        !picture.clocks.due(limit: 1, where: \.isOpen).isEmpty
    }

    /// What is due and open in the log: the host's node writes it.
    static func due(in picture: Picture) -> [Deadline] {
        picture.clocks.due(limit: maximumPerBatch, where: \.isOpen)
    }

    /// What is due, sealed, and waited for by `party`: its own node writes it.
    static func due(in picture: Picture, sealedFor party: PartyID, limit: Int) -> [Deadline] {
        picture.clocks.due(limit: limit) { !$0.isOpen && $0.waiting == party }
    }

    /// What is written about a deadline that passed; nil where what it rests on is not at hand.
    static func duty(for deadline: Deadline, in picture: Picture) -> Duty? {
        let message = picture.messages[deadline.record]
        let audience: [PartyID]?
        if deadline.isOpen {
            audience = nil
        } else {
            let others: [PartyID]
            if case .parties(let parties)? = message?.audience {
                others = parties + [deadline.record.owner]
            } else if let circle = picture.dossiers[deadline.record]?.audience, case .parties(let parties) = circle {
                others = parties + [deadline.record.owner]
            } else if deadline.id.rule.isOfMovement,
                case .parties(let parties)? = picture.record(deadline.record)?.audience
            {
                others = parties
            } else if message == nil, picture.record(deadline.record) != nil {
                // What is owed about a notice is between whoever waits and whoever owes.
                others = [deadline.id.party]
            } else {
                return nil
            }
            audience = Set(others).subtracting([deadline.waiting]).sorted()
        }
        let subject = deadline.record.subject
        guard deadline.id.rule == .escalateAfter else {
            return Duty(kind: .lapseRecord, subject: subject, body: Lapse(deadline).body, audience: audience)
        }
        guard let message, let step = step(deadline, of: message, in: picture) else { return nil }
        var writer = JSONWriter(capacity: 512)
        writer.object { fields in
            MessageCommand.MessageReference(message.id, message.statement).write(to: &fields)
            step.write(to: &fields)
        }
        return Duty(kind: .messageEscalate, subject: subject, body: writer.bytes, audience: audience)
    }

    /// The step that was due, as who was there then has it.
    private static func step(_ deadline: Deadline, of message: Message, in picture: Picture) -> EscalationStep? {
        guard let recipient = message.recipient(deadline.id.party) else { return nil }
        func staffing(_ time: Instant) -> Staffing {
            picture.staffing(
                of: recipient.party, on: message.details.line, besides: message.sender, openOnly: deadline.isOpen,
                at: time)
        }
        let first = staffing(message.sent.loggedAt).onShift?.first.map { Addressee(recipient.party, $0) }
        return Escalation.step(deadline, after: Array(recipient.ladder), first: first, staffing: staffing(deadline.due))
    }
}

extension DutyScribe.Duty {
    /// The open statement of `party`'s node that follows in its chain; its time is the log's.
    func signed(
        by key: SigningKey, of party: PartyID, in picture: Picture, seen: TreeHead
    ) throws -> VerifiedStatement? {
        guard let accord = picture.accord, let now = picture.clock.now else { return nil }
        let head = picture.chains[ChainID(party, .node)]
        let content = Statement.Content.open(try JSONDocument(body, limits: .init(maximumBytes: 16_384)).root)
        let statement = Statement(
            accord: accord.id, party: party, officer: .node, kind: kind.name, subject: subject,
            sequence: (head?.sequence ?? 0) + 1, previous: head?.hash, seen: seen, saidAt: now, content: content)
        let envelope = try Envelope(payload: statement.payload, signedBy: key)
        return try VerifiedStatement(SignedStatement(envelope: envelope), by: key.publicKey)
    }
}
