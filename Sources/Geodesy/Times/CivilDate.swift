/// Days and dates of the proleptic Gregorian calendar.
///
/// The year is counted from March, so that the leap day is its last; 400 years are 146,097 days.
enum CivilDate {
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
    static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let leapDays = floorDivide(marchYear, 4) - floorDivide(marchYear, 100) + floorDivide(marchYear, 400)
        return marchYear * 365 + leapDays + daysBeforeMonthFromMarch[marchMonth] + day - 1 - daysFrom1March0000To1970
    }

    static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
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

    private static func daysToMarch(_ year: Int) -> Int {
        year * 365 + floorDivide(year, 4) - floorDivide(year, 100) + floorDivide(year, 400)
    }

    static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
