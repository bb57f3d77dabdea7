public import Coordination
public import Geodesy
public import Statements

/// Turns a weekly pattern into shifts at instants, and says what clock changes do to it.
public struct DutyPlanner: Sendable {
    private let pattern: DutyPattern
    private let clock: ZoneClock

    /// Why a pattern cannot be planned.
    public enum PlanError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The zone is not known.
        case zone(ZoneClock.ZoneError)
        /// The pattern is longer than one roster may be.
        case tooLong(days: Int)
        /// It makes more shifts than one roster may have.
        case tooManyShifts(Int)

        /// What was expected, what was found, what to do.
        public var description: String {
            switch self {
            case .zone(let error): "\(error)"
            case .tooLong(let days):
                "the pattern covers \(days) days; plan at most \(DutyPlanner.maximumDays) at a time"
            case .tooManyShifts(let count):
                "the pattern makes \(count) shifts; plan at most \(RosterPlan.maximumShifts) at a time"
            }
        }
    }

    /// What the clocks do to a plan.
    public enum Note: Hashable, Sendable {
        /// A time that the clocks skip; the instant used instead.
        case skipped(wall: Instant, used: Instant)
        /// A time that the clocks show twice; the first is used.
        case twice(wall: Instant, used: Instant, other: Instant)
        /// A shift is longer or shorter than on other days.
        case length(OfficerID, from: Instant, until: Instant, usualMinutes: Int64)
        /// Nobody answers first; `isByClock` when only a clock change makes it so.
        case hole(from: Instant, until: Instant, isByClock: Bool)
        /// Two answer first; `isByClock` when only a clock change makes it so.
        case double(from: Instant, until: Instant, isByClock: Bool)
    }

    /// A plan and what is to be known about it.
    public struct Plan: Sendable {
        /// The roster.
        public let roster: RosterPlan
        /// What the clocks do to it, in order of time.
        public let notes: [Note]
    }

    /// The longest pattern, in days: no more than a roster's period after its clocks have changed.
    public static let maximumDays = 399

    /// A planner for a pattern.
    ///
    /// - Throws: `PlanError` when the zone is not known.
    public init(_ pattern: DutyPattern) throws(PlanError) {
        self.pattern = pattern
        do { clock = try ZoneClock(pattern.zone) } catch { throw .zone(error) }
    }

    private struct Drafted {
        let shift: Shift
        let wallFrom: Instant
        let wallUntil: Instant
        let usualMinutes: Int64
    }

    /// The shifts of the pattern.
    ///
    /// - Throws: `PlanError` when they are too many.
    public func plan() throws(PlanError) -> Plan {
        let first = Self.midnight(pattern.from)
        let last = Self.midnight(pattern.until)
        let days = Int(first.microseconds(to: last) / 86_400_000_000)
        guard days <= Self.maximumDays else { throw .tooLong(days: days) }
        var drafted: [Drafted] = []
        var notes: Set<Note> = []
        for day in 0..<days {
            let midnight = first.adding(seconds: Int64(day) * 86_400)
            let weekday = WeeklyHours.Day.allCases[Int((midnight.microsecondsSince1970 / 86_400_000_000 + 3) % 7)]
            for turn in pattern.turns where turn.days.contains(weekday) {
                drafted.append(draft(turn, midnight, week: weeks(first, midnight), &notes))
            }
        }
        // What goes on after the last day belongs to the next plan.
        let from = clock.reading(first).instant
        let until = clock.reading(last).instant
        let shifts = drafted.compactMap { Self.clipped($0.shift, from, until) }
        guard shifts.count <= RosterPlan.maximumShifts else { throw .tooManyShifts(shifts.count) }
        let roster = RosterPlan(line: pattern.line, from: from, until: until, zone: pattern.zone, shifts: shifts)
        for item in drafted {
            let minutes = item.shift.from.microseconds(to: item.shift.until) / 60_000_000
            guard minutes != item.usualMinutes else { continue }
            notes.insert(
                .length(
                    item.shift.officer, from: item.shift.from, until: item.shift.until, usualMinutes: item.usualMinutes)
            )
        }
        addGaps(of: drafted, roster, first, last, to: &notes)
        return Plan(roster: roster, notes: notes.sorted { $0.order < $1.order })
    }

    private static func midnight(_ day: String) -> Instant {
        (try? Instant(rfc3339: day + "T00:00:00Z", rounding: .down)) ?? .earliest
    }

    /// Weeks begin on Monday; the first is the one in which the plan begins.
    private func weeks(_ first: Instant, _ day: Instant) -> Int {
        func week(_ time: Instant) -> Int64 { (time.microsecondsSince1970 / 86_400_000_000 + 3) / 7 }
        return Int(week(day) - week(first))
    }

    private static func clipped(_ shift: Shift, _ from: Instant, _ until: Instant) -> Shift? {
        let (first, last) = (max(shift.from, from), min(shift.until, until))
        guard first < last else { return nil }
        return Shift(from: first, until: last, officer: shift.officer, post: shift.post, support: shift.support)
    }

    private func draft(
        _ turn: DutyPattern.Turn, _ midnight: Instant, week: Int, _ notes: inout Set<Note>
    ) -> Drafted {
        let wallFrom = midnight.adding(seconds: turn.fromMinute * 60)
        let from = read(wallFrom, &notes)
        let wallUntil: Instant
        let until: Instant
        switch turn.end {
        case .at(let minute):
            let nextDay: Int64 = minute <= turn.fromMinute ? 86_400 : 0
            wallUntil = midnight.adding(seconds: minute * 60 + nextDay)
            until = read(wallUntil, &notes)
        case .after(let minutes):
            wallUntil = wallFrom.adding(seconds: minutes * 60)
            until = from.adding(seconds: minutes * 60)
        }
        let officer = turn.officers[week % turn.officers.count]
        return Drafted(
            // A turn that a clock change swallows whole is none.
            shift: Shift(from: from, until: max(from, until), officer: officer, post: turn.post, support: turn.support),
            wallFrom: wallFrom, wallUntil: wallUntil,
            usualMinutes: wallFrom.microseconds(to: wallUntil) / 60_000_000)
    }

    private func read(_ wall: Instant, _ notes: inout Set<Note>) -> Instant {
        let reading = clock.reading(wall)
        switch reading {
        case .once: break
        case .skipped(let used): notes.insert(.skipped(wall: wall, used: used))
        case .twice(let used, let other): notes.insert(.twice(wall: wall, used: used, other: other))
        }
        return reading.instant
    }

    /// Holes and doubles among those who answer first, and whether they would be there without clock changes.
    private func addGaps(
        of drafted: [Drafted], _ roster: RosterPlan, _ first: Instant, _ last: Instant, to notes: inout Set<Note>
    ) {
        let real = Coverage(
            roster.shifts.filter { $0.post == .first }.map { ($0.from, $0.until) }, from: roster.from,
            until: roster.until)
        let usual = Coverage(
            drafted.filter { $0.shift.post == .first }.map { ($0.wallFrom, $0.wallUntil) }, from: first, until: last)
        for span in real.holes {
            let isUsual = usual.holes.contains {
                $0.from <= clock.wall(of: span.from) && clock.wall(of: span.from) < $0.until
            }
            notes.insert(.hole(from: span.from, until: span.until, isByClock: !isUsual))
        }
        for span in real.doubles {
            let isUsual = usual.doubles.contains {
                $0.from <= clock.wall(of: span.from) && clock.wall(of: span.from) < $0.until
            }
            notes.insert(.double(from: span.from, until: span.until, isByClock: !isUsual))
        }
    }
}

/// How many are there at once, over a span.
struct Coverage {
    private(set) var holes: [(from: Instant, until: Instant)] = []
    private(set) var doubles: [(from: Instant, until: Instant)] = []

    init(_ spans: [(from: Instant, until: Instant)], from start: Instant, until end: Instant) {
        var changes: [Instant: Int] = [start: 0, end: 0]
        for span in spans where span.from < span.until {
            changes[min(max(span.from, start), end), default: 0] += 1
            changes[min(max(span.until, start), end), default: 0] -= 1
        }
        let moments = changes.keys.sorted()
        var count = 0
        for (moment, next) in zip(moments, moments.dropFirst()) {
            count += changes[moment] ?? 0
            if count == 0 { Self.append(moment, next, to: &holes) }
            if count > 1 { Self.append(moment, next, to: &doubles) }
        }
    }

    private static func append(_ from: Instant, _ until: Instant, to spans: inout [(from: Instant, until: Instant)]) {
        if let last = spans.last, last.until == from {
            spans[spans.count - 1].until = until
        } else {
            spans.append((from, until))
        }
    }
}

extension DutyPlanner.Note: CustomStringConvertible {
    /// The note's place in time.
    var order: Instant {
        switch self {
        case .skipped(_, let used), .twice(_, let used, _): used
        case .length(_, let from, _, _), .hole(let from, _, _), .double(let from, _, _): from
        }
    }

    /// What the clocks do, in a sentence.
    public var description: String {
        func wall(_ instant: Instant) -> String { String(instant.description.dropLast(4)).replacing("T", with: " ") }
        func cause(_ isByClock: Bool) -> String { isByClock ? ", because the clocks change" : "" }
        switch self {
        case .skipped(let time, let used): return "the clocks go forward past \(wall(time)); \(used) is used"
        case .twice(let time, let used, let other):
            return "the clocks show \(wall(time)) twice; \(used) is used, not \(other)"
        case .length(let officer, let from, let until, let usual):
            let minutes = from.microseconds(to: until) / 60_000_000
            return
                "'\(officer)' is on duty for \(minutes) minutes from \(from), not \(usual), because the clocks change"
        case .hole(let from, let until, let isByClock):
            return "nobody answers first from \(from) to \(until)\(cause(isByClock))"
        case .double(let from, let until, let isByClock):
            return "two answer first from \(from) to \(until)\(cause(isByClock))"
        }
    }
}
