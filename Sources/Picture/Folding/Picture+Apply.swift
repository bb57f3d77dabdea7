import Coordination
public import Deconfliction
import Geodesy
import HashTreeCollections
import Statements
import TransparencyLog

extension Picture {
    /// Folds the log's next entry in; cannot fail, since it has happened.
    public mutating func apply(_ accepted: Accepted) {
        let statement = accepted.verified.statement
        let now = clock.now ?? statement.saidAt
        let context = accord.map { self.context(of: accepted, accord: $0, now: now) }
        if statement.audience != nil, let kind = accepted.kind {
            if let context { applyRestricted(accepted, kind, context) }
        } else {
            applyOpen(accepted, statement, context, now)
        }
        outboxes.apply(statement, hash: accepted.verified.hash)
        chains[ChainID(statement.party, statement.officer)] = ChainHead(
            sequence: statement.sequence, hash: accepted.verified.hash, seen: statement.seen.size,
            entry: size.nextIndex)
        size = size.adding(1)
    }

    private mutating func applyOpen(
        _ accepted: Accepted, _ statement: Statement, _ context: RuleContext?, _ now: Instant
    ) {
        switch accepted.command {
        case .found(let accord):
            self.accord = accord
            register.apply(founding: accord, at: size.nextIndex)
            // The founding statement also starts the clock: there is no node yet to log it.
            apply(clock: statement.saidAt)
        case .tick(let time): apply(clock: time)
        case .parties(let command):
            register.apply(command, by: statement.party, at: size.nextIndex, now: now)
        case .recall(let hash, reason: _):
            bodies.applyRecall(of: hash, at: size.nextIndex)
        case .policy(let policy, let text):
            witnessPolicy = StatedPolicy(policy: policy, text: text, entry: size.nextIndex)
        case .notification(let command):
            if let context { apply(command, statement, context) }
        case .movement(let command):
            if let context { apply(command, statement, context) }
        case .response(let response):
            if let context { apply(response, by: statement.party, context) }
        case .unit(let unit):
            let id = RecordID(owner: statement.party, subject: statement.subject)
            if let context { notices.apply(unit, id: id, in: context) }
        case .outbox: break
        case .instrument(let text):
            if let context { instruments.apply(statement.subject, text, stated: context.provenance) }
        case .message(let command):
            if let context { apply(command, accepted, context) }
        case .lapse(let lapse):
            if let context { clocks.apply(lapse, in: context) }
        case .line(let command):
            let id = RecordID(owner: statement.party, subject: statement.subject)
            if let context { lines.apply(command, id: id, by: statement.party, in: context) }
        case .roster(let command):
            let id = RecordID(owner: statement.party, subject: statement.subject)
            if let context { rosters.apply(command, id: id, in: context) }
        case .dossier(let command):
            if let context { apply(command, statement, context) }
        case nil: unknownStatements += 1
        }
    }

    mutating func apply(_ command: NotificationCommand, _ statement: Statement, _ context: RuleContext) {
        let id = RecordID(owner: statement.party, subject: statement.subject)
        let before = record(id)?.versions.latest
        if let slot = slots[id] {
            guard case .notification(var record) = records[slot] else { return }
            record.apply(command, in: context)
            replace(.notification(record), in: slot)
        } else if case .notify(let details) = command {
            add(.notification(Notification(id: id, details: details, in: context)))
        }
        notices.apply(command, id: id, in: context, clauses: noticeClauses)
        applyTimes(of: id, before: before, context)
    }

    mutating func apply(_ command: MovementCommand, _ statement: Statement, _ context: RuleContext) {
        let id = RecordID(owner: statement.party, subject: statement.subject)
        let before = record(id)?.versions.latest
        if let slot = slots[id] {
            guard case .movement(var record) = records[slot] else { return }
            let earlier = record
            record.apply(command, under: MovementTerms(instruments), in: context)
            // A report may come after the deadline it answers, with the next one already behind it.
            if let now = clock.now { _ = record.apply(clock: now) }
            replace(.movement(record), in: slot)
            watch(record, slot)
            applyAlarms(of: record, since: earlier, answer: command.isAnswer ? command : nil, at: context.now)
        } else if case .notify(let details) = command {
            var record = Movement(id: id, details: details, in: context)
            if let now = clock.now { _ = record.apply(clock: now) }
            watch(record, add(.movement(record)))
        }
        notices.apply(command, id: id, in: context, clauses: noticeClauses)
        applyTimes(of: id, before: before, context)
    }

    @discardableResult
    mutating func add(_ record: Record) -> RecordSlot {
        let slot: RecordSlot
        if let kept = reserved.removeValue(forKey: record.id) {
            slot = kept
            records[slot] = record
        } else {
            slot = records.append(record)
        }
        slots[record.id] = slot
        reindex(record, slot)
        return slot
    }

    mutating func replace(_ record: Record, in slot: RecordSlot) {
        records[slot] = record
        reindex(record, slot)
    }

    /// Keeps the conflict index at what the record now says.
    private mutating func reindex(_ record: Record, _ slot: RecordSlot) {
        let standOff = (accord?.standOff(record.standOffClass)?.millimetres ?? 0) + record.precisionMillimetres
        if let entry = try? ConflictRecord(slot: slot, volumes: record.volumes, standOffMillimetres: standOff) {
            index.upsert(entry)
        } else {
            // No volumes are left: withdrawn or closed. Stand-off and volume limits were checked when it was read.
            index.remove(slot)
        }
    }

    /// Work on the conflict index that is too large for a statement's turn, if any is due; see `ConflictIndex.takeMerge`.
    public mutating func takeIndexMerge() -> ConflictIndex.Merge? { index.takeMerge() }

    /// Takes in what that work came to; no answer changes by it.
    public mutating func completeIndexMerge(_ merged: ConflictIndex.Merged) { index.complete(merged) }

    mutating func watch(_ movement: Movement, _ slot: RecordSlot) {
        if let deadline = movement.nextWatch {
            openMovements[slot] = deadline
            nextDeadline = min(nextDeadline ?? deadline, deadline)
        } else if openMovements.removeValue(forKey: slot) != nil {
            nextDeadline = openMovements.values.min()
        }
    }

    /// Moves the clock, and opens the windows of every movement that is overdue since.
    private mutating func apply(clock time: Instant) {
        clock.apply(time, at: size.nextIndex)
        if let now = clock.now { clocks.tick(to: now) }
        if let now = clock.now { missLineChecks(at: now) }
        guard let now = clock.now, let next = nextDeadline, next <= now else { return }
        let due = openMovements.filter { $0.value <= now }.map(\.key).sorted()
        for slot in due {
            openMovements.removeValue(forKey: slot)
            guard case .movement(var record) = records[slot] else { continue }
            let earlier = record
            guard record.apply(clock: now) else { continue }
            replace(.movement(record), in: slot)
            if let next = record.nextWatch { openMovements[slot] = next }
            applyAlarms(of: record, since: earlier, at: now)
        }
        nextDeadline = openMovements.values.min()
    }
}
