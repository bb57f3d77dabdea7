public import Coordination
import Geodesy
import HashTreeCollections
public import Statements
public import TransparencyLog

extension Picture {
    /// Says whether the rules take a statement as the log's next entry.
    ///
    /// `rootAtSeen` is this log's root at the size the statement names as seen; nil where the log is not that large.
    ///
    /// - Throws: the first rule broken, in the order: accord, speaker, chain, time, content, mechanism.
    public func decide(
        _ verified: VerifiedStatement, opened: OpenedParts?, rootAtSeen: Hash?
    ) throws(Refusal) -> Accepted {
        let statement = verified.statement
        guard let accord, let now = clock.now else { throw .notFounded }
        guard statement.accord == accord.id else { throw .wrongAccord(statement.accord, expected: accord.id) }
        let speaker = OfficerRef(statement.party, statement.officer)
        _ = try register.speaker(verified.keyID, as: speaker, at: now)
        try register.mayState(speaker)
        try checkChain(statement, hash: verified.hash)
        try checkSeen(statement, rootAtSeen: rootAtSeen)
        // What the node says is the clock itself: after a night without a node it is far ahead of the last tick.
        // Another party's node is no clock, and states the time of the log.
        let isClock = statement.officer == .node && statement.party == accord.host
        if !isClock { try checkTime(statement, now: now) }
        guard let kind = Kind(statement.kind) else { throw .unknownKind(statement.kind) }
        guard kind != .accordFound else { throw .alreadyFounded }
        try kind.authorise(speaker, in: register, host: accord.host)
        if statement.audience != nil {
            return try decideRestricted(
                verified, kind, opened: opened, speaker: speaker, accord: accord, now: now)
        }
        guard kind.confidentiality == .open || kind.confidentiality == .either else { throw .mustBeRestricted(kind) }
        let body = try Accepted.body(of: statement, opened: opened)
        let command: Command
        do { command = try Command(kind, of: statement, body: body) } catch {
            throw .malformedBody(error)
        }
        let accepted = Accepted(verified, opened: nil, kind: kind, command: command)
        let id = RecordID(owner: statement.party, subject: statement.subject)
        if let restricted = bodies.records[id], let (mechanism, step) = kind.record {
            guard restricted.mechanism == mechanism else { throw .otherMechanism(id, is: restricted.mechanism) }
            throw step == .begins ? .recordExists(id) : .audienceDiffers(id)
        }
        try decide(command, accepted, speaker: speaker, accord: accord, now: now)
        return accepted
    }

    func decide(
        _ command: Command, _ accepted: Accepted, speaker: OfficerRef, accord: Accord, now: Instant
    ) throws(Refusal) {
        let statement = accepted.verified.statement
        let id = RecordID(owner: statement.party, subject: statement.subject)
        let context = context(of: accepted, accord: accord, now: now)
        switch command {
        case .found: throw .alreadyFounded
        case .tick(let time):
            guard time >= now else { throw .clockWentBack(time, now: now) }
        case .parties(let command):
            try register.decide(command, by: speaker, at: now)
        case .recall(let hash, reason: _):
            try bodies.decideRecall(of: hash, by: statement.party)
        case .policy(let policy, text: _):
            try policy.decide(in: accord)
        case .instrument(let text): try instruments.decide(statement.subject, text, lines: lines)
        case .message(let command): try decide(command, accepted, context)
        case .lapse(let lapse): try clocks.decide(lapse, by: speaker, in: context)
        case .notification(let command):
            let record = record(id)
            try checkName(id, for: .notification)
            let current: Coordination.Notification? = if case .notification(let found) = record { found } else { nil }
            try Notification.decide(command, on: current, id: id, in: context)
            try notices.decide(command.purpose, in: command.submission(of: id.owner, in: context))
            try checkRoom(for: record)
        case .movement(let command):
            let record = record(id)
            try checkName(id, for: .movement)
            let current: Movement? = if case .movement(let found) = record { found } else { nil }
            try Movement.decide(command, on: current, id: id, in: context)
            try notices.decide(command.purpose, in: command.submission(of: id.owner, in: context))
            try checkRoom(for: record)
        case .response(let response):
            try notices.decide(response, by: statement.party, about: notice(response.record), in: context)
        case .unit(let unit): try notices.units.decide(unit, id: id, in: context)
        case .outbox(let counts): try outboxes.decide(counts, by: statement.party, in: accord.id)
        case .line, .roster:
            try decideDuty(command, id: id, by: speaker, in: context)
        case .dossier(let command): try decide(command, id: id, by: speaker.party, in: context)
        }
    }

    private func checkRoom(for record: Record?) throws(Refusal) {
        guard record != nil || records.count < Self.maximumRecords else {
            throw .tooMany("records", limit: Self.maximumRecords)
        }
    }

    /// What the rules may look at besides the record; also what `apply` folds with.
    func context(of accepted: Accepted, accord: Accord, now: Instant) -> RuleContext {
        let statement = accepted.verified.statement
        return RuleContext(
            now: now, accord: accord,
            provenance: Provenance(
                entry: size.nextIndex, loggedAt: now, saidAt: statement.saidAt, officer: statement.officer),
            audience: accepted.audience, readers: accepted.readers, statement: accepted.verified.hash)
    }

    private func checkChain(_ statement: Statement, hash: StatementHash) throws(Refusal) {
        let head = chains[ChainID(statement.party, statement.officer)]
        let next = (head?.sequence ?? 0) + 1
        if let head, head.hash == hash { throw .replayed(hash, entry: head.entry) }
        guard statement.sequence >= next else { throw .sequenceTaken(sequence: statement.sequence, next: next) }
        guard statement.sequence == next else { throw .outOfOrder(sequence: statement.sequence, expected: next) }
        guard statement.previous == head?.hash else {
            throw .forked(sequence: statement.sequence, expectedPrevious: head?.hash)
        }
        if let head, statement.seen.size < head.seen {
            throw .seenWentBack(statement.seen.size, before: head.seen)
        }
    }

    private func checkSeen(_ statement: Statement, rootAtSeen: Hash?) throws(Refusal) {
        let seen = statement.seen
        guard seen.size <= size, let rootAtSeen else { throw .seenAhead(seen: seen.size, size: size) }
        guard seen.root == rootAtSeen else { throw .seenOtherRoot(seen.size) }
        guard seen.size >= clock.oldestSeen else { throw .seenStale(seen.size, oldest: clock.oldestSeen) }
    }

    private func checkTime(_ statement: Statement, now: Instant) throws(Refusal) {
        var earliest = now.adding(seconds: -LogClock.maximumAgeSeconds)
        if let signed = clock.earliest(seen: statement.seen.size) { earliest = max(earliest, signed) }
        earliest = earliest.adding(seconds: -LogClock.toleranceSeconds)
        guard statement.saidAt >= earliest else {
            throw .backdated(saidAt: statement.saidAt, notBefore: earliest)
        }
        guard statement.saidAt <= now.adding(seconds: LogClock.toleranceSeconds) else {
            throw .fromTheFuture(saidAt: statement.saidAt, now: now)
        }
    }
}

extension Picture {
    /// Says whether a founding statement may open an empty log; it is signed by the root key it names.
    ///
    /// - Throws: `alreadyFounded`, `malformedBody`, or `notAuthorised` when another key signed.
    public func decideFounding(_ verified: VerifiedStatement) throws(Refusal) -> Accepted {
        guard accord == nil, size.value == 0 else { throw .alreadyFounded }
        let statement = verified.statement
        guard Kind(statement.kind) == .accordFound else { throw .notFounded }
        let body = try Accepted.body(of: statement, opened: nil)
        let founding: Accord
        do {
            founding = try Accord(id: statement.accord, host: statement.party, body: body)
        } catch { throw .malformedBody(error) }
        guard founding.rootKey.id == verified.keyID, statement.officer == .root else {
            throw .notAuthorised(.accordFound, needs: "the host's root key")
        }
        guard statement.sequence == 1, statement.previous == nil, statement.seen == .empty else {
            throw .outOfOrder(sequence: statement.sequence, expected: 1)
        }
        return Accepted(verified, opened: nil, kind: .accordFound, command: .found(founding))
    }
}
