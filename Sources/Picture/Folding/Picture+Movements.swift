public import Coordination
import Geodesy
import HashTreeCollections
public import Statements

/// What is owed when something is amiss with a movement: each alarm starts a clock, and silence is recorded.
extension Picture {
    /// Starts the clocks of alarms that were raised, and settles those that were answered or are gone.
    ///
    /// An alarm is named by the text that stood when it was raised and by the time since which it holds.
    ///
    /// An answer puts off what goes on for as long as it says, and then for as long as the clause allows; it ends nothing.
    mutating func applyAlarms(
        of movement: Movement, since earlier: Movement, answer: MovementCommand? = nil, at now: Instant
    ) {
        let (before, after) = (earlier.alarms, movement.alarms)
        if let slot = slots[movement.id] {
            if after.isEmpty { alarmedMovements.remove(slot) } else { alarmedMovements.insert(slot) }
        }
        let terms = MovementTerms(instruments)
        if let version = earlier.versions.latest {
            for alarm in before where answer != nil || !after.contains(where: { $0.kind == alarm.kind }) {
                for rule in [ClauseRule.Name.alarmAnswerWithin, .lateAfter, .checkInEvery] {
                    clocks.settle(DeadlineID(version, rule, movement.id.owner, at: alarm.since), at: now)
                }
            }
        }
        guard let version = movement.versions.latest else { return }
        if let answer {
            var until = now
            if case .delay(let seconds, _) = answer { until = now.adding(seconds: seconds) }
            for alarm in after where before.contains(where: { $0.kind == alarm.kind }) {
                owe(
                    alarm, alarm.since, terms.alarmAnswerWithin, .alarmAnswerWithin, from: until, version, movement,
                    now)
            }
        }
        for alarm in after where !before.contains(where: { $0.kind == alarm.kind }) {
            // What the clock tells holds since that moment, however late it was noticed; what a report tells, since then.
            let start = alarm.kind == .late || alarm.kind == .silent ? alarm.since : now
            owe(alarm, alarm.since, terms.alarmAnswerWithin, .alarmAnswerWithin, from: start, version, movement, now)
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

    /// What is amiss with movements of `party`, has lapsed without an answer of theirs, and was not said on a line yet.
    public func alarmsToSay(of party: PartyID) -> [(movement: Movement, alarm: MovementAlarm)] {
        var found: [(movement: Movement, alarm: MovementAlarm)] = []
        for slot in alarmedMovements.sorted() {
            guard case .movement(let movement)? = records.record(in: slot), movement.id.owner == party,
                let version = movement.versions.latest
            else { continue }
            for alarm in movement.unsaid {
                let id = DeadlineID(version, .alarmAnswerWithin, party, at: alarm.since)
                let isDue = clocks.owed[id].map { $0.isDue(at: clock.now ?? .earliest) } ?? false
                if isDue || clocks.lapses[id] != nil { found.append((movement, alarm)) }
            }
        }
        return found
    }

    /// The line on which `party` reaches those who have a record of its own, and who of them is on it; the first by name.
    public func line(from party: PartyID, to record: Record) -> (line: RecordID, parties: [PartyID])? {
        for line in lines.lines.values.sorted(by: { $0.id < $1.id }) {
            guard line.terms.cell(of: party) != nil else { continue }
            let others = line.terms.cells.map(\.party).filter { other in
                other != party && record.isReadable(by: other)
                    && register.parties[other]?.standing == .takesPart
            }
            if !others.isEmpty { return (line.id, others.sorted()) }
        }
        return nil
    }
}
