public import Geodesy

/// Which time figures are counted for, and in which steps of the calendar.
public struct FigurePeriod: Hashable, Sendable {
    /// Steps of the calendar.
    public enum Grain: String, CaseIterable, Sendable {
        case day
        /// ISO 8601's week, from Monday.
        case week
        case month
        /// All in one.
        case whole
    }

    /// The first instant that counts; nil for the log's beginning.
    public let start: Instant?
    /// The first instant that counts no more; nil for the log's end.
    public let end: Instant?
    /// The step.
    public let grain: Grain
    /// Minutes by which local days begin before those of UTC, -1,080...1,080.
    public let utcOffsetMinutes: Int

    /// A time and a step; an offset beyond 18 hours is held there.
    public init(from start: Instant? = nil, to end: Instant? = nil, by grain: Grain, utcOffsetMinutes: Int = 0) {
        self.start = start
        self.end = end
        self.grain = grain
        self.utcOffsetMinutes = min(max(utcOffsetMinutes, -1_080), 1_080)
    }

    /// Whether an instant counts.
    func contains(_ instant: Instant) -> Bool {
        (start.map { $0 <= instant } ?? true) && (end.map { instant < $0 } ?? true)
    }

    /// Whether something that lasts from one instant to another, or on, has a share in this time.
    func overlaps(from: Instant, to: Instant?) -> Bool {
        (end.map { from < $0 } ?? true) && (start.map { start in to.map { start < $0 } ?? true } ?? true)
    }

    /// The first day of the step that an instant falls into; 0 where there is one step only.
    func firstDay(of instant: Instant) -> Int {
        let day = CivilDate.day(of: instant, utcOffsetMinutes: utcOffsetMinutes)
        switch grain {
        case .day: return day
        case .week: return CivilDate.monday(of: day)
        case .month:
            let date = CivilDate.date(daysSince1970: day)
            return CivilDate.daysSince1970(year: date.year, month: date.month, day: 1)
        case .whole: return 0
        }
    }

    /// The first day of the step after the one that begins on a day.
    func next(after day: Int) -> Int {
        switch grain {
        case .day: return day + 1
        case .week: return day + 7
        case .month:
            let date = CivilDate.date(daysSince1970: day)
            return date.month == 12
                ? CivilDate.daysSince1970(year: date.year + 1, month: 1, day: 1)
                : CivilDate.daysSince1970(year: date.year, month: date.month + 1, day: 1)
        case .whole: return day
        }
    }

    /// What a step is called: `2024-10-01`, `2024-W40`, `2024-10`.
    func label(ofFirstDay day: Int) -> String {
        switch grain {
        case .day: return CivilDate.text(daysSince1970: day)
        case .week:
            let week = CivilDate.week(ofMonday: day)
            return "\(CivilDate.padded(week.year, 4))-W\(CivilDate.padded(week.week, 2))"
        case .month: return String(CivilDate.text(daysSince1970: day).dropLast(3))
        case .whole: return "whole"
        }
    }

    /// The key of the row of the step that begins on a day.
    func key(ofFirstDay day: Int) -> RowKey {
        RowKey(label(ofFirstDay: day), firstDay: grain == .whole ? nil : CivilDate.text(daysSince1970: day))
    }

    /// `UTC` or `UTC+03:00`.
    public var zoneText: String {
        guard utcOffsetMinutes != 0 else { return "UTC" }
        let size = abs(utcOffsetMinutes)
        let (hours, minutes) = (CivilDate.padded(size / 60, 2), CivilDate.padded(size % 60, 2))
        return "UTC\(utcOffsetMinutes < 0 ? "-" : "+")\(hours):\(minutes)"
    }
}
