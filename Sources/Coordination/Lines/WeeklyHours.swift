public import Geodesy
public import StrictJSON

/// Hours that return every week, in UTC: some days, from a time of day until another, perhaps of the next day.
public struct WeeklyHours: Hashable, Sendable {
    /// Minutes of a day and of a week.
    public static let minutesADay: Int64 = 1_440
    static let minutesAWeek: Int64 = 7 * minutesADay

    /// The days of the week as statements write them; a week begins on Monday.
    public enum Day: String, CaseIterable, Sendable {
        case monday = "mon"
        case tuesday = "tue"
        case wednesday = "wed"
        case thursday = "thu"
        case friday = "fri"
        case saturday = "sat"
        case sunday = "sun"
    }

    /// The days on which the hours begin, in the order of the week.
    public let days: [Day]
    /// The minute of the day at which they begin, UTC.
    public let fromMinute: Int64
    /// The minute at which they end, up to 1440; at or before the beginning means the next day.
    public let untilMinute: Int64

    /// The same hours every day.
    ///
    /// - Parameters:
    ///   - fromMinute: the minute of the day at which they begin, UTC, 0 to 1,439.
    ///   - untilMinute: the minute at which they end, 1 to 1,440; before the beginning means the next day.
    init(everyDayFrom fromMinute: Int64, until untilMinute: Int64) {
        days = Day.allCases
        self.fromMinute = fromMinute
        self.untilMinute = untilMinute
    }

    init(_ fields: inout JSONObject) throws(JSONError) {
        let list = try fields.required("days")
        var days: Set<Day> = []
        for element in try list.array(limit: Day.allCases.count) {
            let day: Day = try element.choice()
            guard days.insert(day).inserted else { throw element.refused("names '\(day.rawValue)' twice") }
        }
        guard !days.isEmpty else { throw list.refused("needs at least one day") }
        self.days = Day.allCases.filter(days.contains)
        fromMinute = try fields.required("from").minuteOfDay(upTo: Self.minutesADay - 1)
        untilMinute = try fields.required("until").minuteOfDay(upTo: Self.minutesADay)
    }

    func write(to fields: inout JSONWriter) {
        fields.strings("days", days.map(\.rawValue))
        fields.member("from", JSONValue.text(minuteOfDay: fromMinute))
        fields.member("until", JSONValue.text(minuteOfDay: untilMinute))
    }

    private var lengthMinutes: Int64 {
        untilMinute > fromMinute ? untilMinute - fromMinute : untilMinute + Self.minutesADay - fromMinute
    }

    /// Whether they hold at `time`.
    public func contains(_ time: Instant) -> Bool {
        let minute = Self.minuteOfWeek(time)
        return Day.allCases.enumerated().contains { number, day in
            guard days.contains(day) else { return false }
            let start = Int64(number) * Self.minutesADay + fromMinute
            let since = (minute - start + Self.minutesAWeek) % Self.minutesAWeek
            return since < lengthMinutes
        }
    }

    /// The instants in `window` at which they begin or end; at most 15 a week.
    public func boundaries(from start: Instant, until end: Instant) -> [Instant] {
        var found: [Instant] = []
        var day = Self.startOfDay(start).adding(seconds: -2 * 86_400)
        while day < end {
            let weekday = Day.allCases[Int(Self.minuteOfWeek(day) / Self.minutesADay)]
            if days.contains(weekday) {
                let begins = day.adding(seconds: fromMinute * 60)
                for time in [begins, begins.adding(seconds: lengthMinutes * 60)] where start < time && time < end {
                    found.append(time)
                }
            }
            guard day < Instant.latest.adding(seconds: -86_400) else { break }
            day = day.adding(seconds: 86_400)
        }
        return found
    }

    static func startOfDay(_ time: Instant) -> Instant {
        let seconds = floorDivide(time.microsecondsSince1970, 1_000_000)
        return time.adding(seconds: -(seconds - floorDivide(seconds, 86_400) * 86_400))
            .droppingFraction
    }

    /// The minute of the week, 0 for Monday 00:00 UTC.
    static func minuteOfWeek(_ time: Instant) -> Int64 {
        // 1970-01-01 was a Thursday.
        let minutes = floorDivide(time.microsecondsSince1970, 60_000_000) + 3 * minutesADay
        return minutes - floorDivide(minutes, minutesAWeek) * minutesAWeek
    }

    static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}

extension Instant {
    /// The full second at or before it.
    var droppingFraction: Instant {
        let rest = microsecondsSince1970 - WeeklyHours.floorDivide(microsecondsSince1970, 1_000_000) * 1_000_000
        return (try? Instant(microsecondsSince1970: microsecondsSince1970 - rest)) ?? self
    }
}

extension JSONValue {
    /// A time of day in UTC, `hh:mm`, as the minute of the day; `24:00` only where `limit` allows it.
    public func minuteOfDay(upTo limit: Int64) throws(JSONError) -> Int64 {
        let bytes = Array(try string().utf8)
        let isForm =
            bytes.count == 5 && bytes[2] == UInt8(ascii: ":")
            && [0, 1, 3, 4].allSatisfy { (0x30...0x39).contains(bytes[$0]) }
        guard isForm else { throw refused("must be a time of day in UTC, such as '06:00'") }
        let hour = Int64(bytes[0] - 0x30) * 10 + Int64(bytes[1] - 0x30)
        let minute = Int64(bytes[3] - 0x30) * 10 + Int64(bytes[4] - 0x30)
        guard minute < 60, hour * 60 + minute <= limit else {
            throw refused("must be from '00:00' to '\(Self.text(minuteOfDay: limit))', UTC")
        }
        return hour * 60 + minute
    }

    static func text(minuteOfDay minute: Int64) -> String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }
}
