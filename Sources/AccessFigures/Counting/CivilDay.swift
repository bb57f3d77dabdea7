import Geodesy

/// Days of the proleptic Gregorian calendar, counted from 1970-01-01, a Thursday.
enum CivilDay {
    static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }

    /// The local day that an instant falls into.
    static func day(of instant: Instant, utcOffsetMinutes: Int) -> Int {
        floorDivide(Int(instant.microsecondsSince1970) + utcOffsetMinutes * 60_000_000, 86_400_000_000)
    }

    /// The date of a day; the year begins in March here, so that the leap day is its last.
    static func date(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// The day of a date.
    static func day(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = floorDivide(marchYear, 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The Monday of a day's week.
    static func monday(of day: Int) -> Int { day - ((day + 3) % 7 + 7) % 7 }

    /// ISO 8601's year and week: the week belongs to the year of its Thursday.
    static func week(ofMonday monday: Int) -> (year: Int, week: Int) {
        let thursday = monday + 3
        let year = date(thursday).year
        return (year, (thursday - day(year: year, month: 1, day: 1)) / 7 + 1)
    }

    /// `2024-10-01`.
    static func text(_ day: Int) -> String {
        let date = date(day)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }

    static func padded(_ value: Int, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
