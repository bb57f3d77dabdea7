/// Days and dates of the proleptic Gregorian calendar; days are counted from 1970-01-01, a Thursday.
///
/// The year is counted from March, so that the leap day is its last; 400 years are 146,097 days.
public enum CivilDate {
    private static let daysBeforeMonthFromMarch = [0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337]
    private static let daysFrom1March0000To1970 = 719_468

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 of a date in the years 0 and up.
    public static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let leapDays = floorDivide(marchYear, 4) - floorDivide(marchYear, 100) + floorDivide(marchYear, 400)
        return marchYear * 365 + leapDays + daysBeforeMonthFromMarch[marchMonth] + day - 1 - daysFrom1March0000To1970
    }

    /// The date of a day.
    public static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + daysFrom1March0000To1970
        // By the mean length of a year, which is off by at most a day or two; so begin a year later and step back.
        var marchYear = floorDivide(days * 400, 146_097) + 1
        while daysToMarch(marchYear) > days { marchYear -= 1 }
        let dayOfYear = days - daysToMarch(marchYear)
        var marchMonth = 11
        while daysBeforeMonthFromMarch[marchMonth] > dayOfYear { marchMonth -= 1 }
        let month = (marchMonth + 2) % 12 + 1
        return (month > 2 ? marchYear : marchYear + 1, month, dayOfYear - daysBeforeMonthFromMarch[marchMonth] + 1)
    }

    /// The local day that an instant falls into where clocks are `utcOffsetMinutes` ahead of UTC.
    public static func day(of instant: Instant, utcOffsetMinutes: Int) -> Int {
        floorDivide(Int(instant.microsecondsSince1970) + utcOffsetMinutes * 60_000_000, 86_400_000_000)
    }

    /// The day of the week of a day, 0 for Monday to 6 for Sunday.
    public static func weekday(ofDay day: Int) -> Int { day + 3 - floorDivide(day + 3, 7) * 7 }

    /// A day as ISO 8601 writes it, `2024-10-01`.
    public static func text(daysSince1970: Int) -> String {
        let date = date(daysSince1970: daysSince1970)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }

    /// A number of a date in so many digits at least.
    public static func padded(_ value: Int, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    private static func daysToMarch(_ year: Int) -> Int {
        year * 365 + floorDivide(year, 4) - floorDivide(year, 100) + floorDivide(year, 400)
    }

    static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
