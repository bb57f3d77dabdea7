import Coordination
import Geodesy
import HashTreeCollections
import Statements

/// What is owed when something is amiss with a movement: each alarm starts a clock, and silence is recorded.
extension Picture {
    /// Starts the clocks of alarms that were raised, and settles those that were answered or are gone.
    ///
    /// An alarm is named by the text that stood when it was raised and by the time since which it holds.
    mutating func applyAlarms(of movement: Movement, since earlier: Movement, isAnswer: Bool, at now: Instant) {
        let (before, after) = (earlier.alarms, movement.alarms)
        if let slot = slots[movement.id] {
            if after.isEmpty { alarmedMovements.remove(slot) } else { alarmedMovements.insert(slot) }
        }
        let terms = MovementTerms(instruments)
        if let version = earlier.versions.latest {
            for alarm in before where isAnswer || !after.contains(where: { $0.kind == alarm.kind }) {
                for rule in [ClauseRule.Name.alarmAnswerWithin, .lateAfter, .checkInEvery] {
                    clocks.settle(DeadlineID(version, rule, movement.id.owner, at: alarm.since), at: now)
                }
            }
        }
        guard let version = movement.versions.latest else { return }
        for alarm in after where !before.contains(where: { $0.kind == alarm.kind }) {
            owe(alarm, alarm.since, terms.alarmAnswerWithin, .alarmAnswerWithin, from: now, version, movement, now)
            switch alarm.kind {
            case .late: owe(alarm, alarm.since, terms.lateAfter, .lateAfter, from: alarm.since, version, movement, now)
            case .silent: owe(alarm, alarm.since, terms.checkInEvery, .checkInEvery, from: nil, version, movement, now)
            case .offRoute, .stopped: continue
            }
        }
    }

    private mutating func owe(
        _ alarm: MovementAlarm, _ since: Instant, _ term: Term?, _ rule: ClauseRule.Name, from start: Instant?,
        _ version: StatementHash, _ movement: Movement, _ now: Instant
    ) {
        guard let term else { return }
        let owner = movement.id.owner
        let id = DeadlineID(version, rule, owner, at: since)
        guard clocks.lapses[id] == nil else { return }
        // What a report was due for has passed by itself.
        let due = start.map { term.due(from: $0) } ?? since
        clocks.start(
            Deadline(
                id, due: due, waiting: owner, under: term, record: movement.id, isOpen: movement.audience == .open),
            at: now)
    }
}
