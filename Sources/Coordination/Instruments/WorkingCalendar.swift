public import Geodesy
import StrictJSON

/// Which days of a country are working days, as a clause states it: its weekend, its holidays, its distance from UTC.
///
/// A country that moves its clocks has the clause stated anew when it does.
public struct WorkingCalendar: Hashable, Sendable {
    /// Holidays that one clause may list.
    public static let maximumHolidays = 400
    /// Days that one count goes over, ten years.
    static let maximumDays: Int64 = 3_653

    /// How far local time is ahead of UTC, minutes, -720 to 840.
    public let utcOffsetMinutes: Int64
    /// The days of the week that are no working days; at most six.
    public let weekend: [WeeklyHours.Day]
    /// Dates that are no working days, as days since 1970-01-01, ascending.
    public let holidays: [Int64]

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let offset = try fields.required("utcOffsetMinutes")
        utcOffsetMinutes = try offset.integer(in: -720...840)
        guard utcOffsetMinutes % 15 == 0 else { throw offset.refused("must be a multiple of 15 minutes") }
        let free = try fields.required("weekend")
        var days: Set<WeeklyHours.Day> = []
        for element in try free.array(limit: 6) {
            let day: WeeklyHours.Day = try element.choice()
            guard days.insert(day).inserted else { throw element.refused("names '\(day.rawValue)' twice") }
        }
        weekend = WeeklyHours.Day.allCases.filter(days.contains)
        var holidays: [Int64] = []
        for element in try fields.present("holidays")?.array(limit: Self.maximumHolidays) ?? [] {
            let day = try element.day()
            if let last = holidays.last, day <= last {
                throw element.refused("must come after the date before it; each is given once")
            }
            holidays.append(day)
        }
        self.holidays = holidays
        try fields.finish()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("utcOffsetMinutes", utcOffsetMinutes)
            fields.strings("weekend", weekend.map(\.rawValue))
            guard !holidays.isEmpty else { return }
            fields.strings("holidays", holidays.map(JSONValue.dateText))
        }
    }

    /// The local day of an instant, as days since 1970-01-01.
    public func day(of time: Instant) -> Int64 {
        Int64(CivilDate.day(of: time, utcOffsetMinutes: Int(utcOffsetMinutes)))
    }

    /// Whether a local day is a working day.
    public func isWorkingDay(_ day: Int64) -> Bool {
        let weekday = WeeklyHours.Day.allCases[CivilDate.weekday(ofDay: Int(day))]
        guard !weekend.contains(weekday) else { return false }
        return !holidays.contains(day)
    }

    /// The end of the `count`th working day after the day of `start`, which itself does not count.
    ///
    /// A period expressed in days begins on the day after the act that sets it running.
    public func end(ofWorkingDay count: Int64, after start: Instant) -> Instant {
        var day = day(of: start)
        var left = max(1, count)
        // At least one day of every week is a working day, so only holidays prolong it, and they are counted.
        let limit = day + left * 7 + Int64(holidays.count) * 7 + 7
        while left > 0, day < limit {
            day += 1
            if isWorkingDay(day) { left -= 1 }
        }
        return end(of: day)
    }

    /// The working days that begin after `start` and end by `due`.
    public func workingDays(after start: Instant, until due: Instant) -> Int64 {
        var count: Int64 = 0
        var day = day(of: start) + 1
        let limit = day + Self.maximumDays
        while day < limit, end(of: day) <= due {
            if isWorkingDay(day) { count += 1 }
            day += 1
        }
        return count
    }

    /// The end of the local day of `time`.
    func end(ofDayOf time: Instant) -> Instant { end(of: day(of: time)) }

    private func end(of day: Int64) -> Instant {
        let microseconds = (day + 1) * 86_400_000_000 - utcOffsetMinutes * 60_000_000
        return (try? Instant(microsecondsSince1970: microseconds)) ?? .latest
    }
}

extension JSONValue {
    /// A date of ISO 8601, `2016-09-12`, as days since 1970-01-01.
    func day() throws(JSONError) -> Int64 {
        let text = try string()
        guard text.utf8.count == 10, let midnight = try? Instant(rfc3339: text + "T00:00:00Z", rounding: .down) else {
            throw refused("must be a date, such as 2016-09-12")
        }
        return midnight.microsecondsSince1970 / 86_400_000_000
    }

    /// A date as `day()` reads it.
    static func dateText(_ day: Int64) -> String { CivilDate.text(daysSince1970: Int(day)) }
}
