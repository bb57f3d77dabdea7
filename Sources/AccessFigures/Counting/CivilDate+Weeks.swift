import Geodesy

extension CivilDate {
    /// The Monday of a day's week.
    static func monday(of day: Int) -> Int { day - weekday(ofDay: day) }

    /// ISO 8601's year and week: the week belongs to the year of its Thursday.
    static func week(ofMonday monday: Int) -> (year: Int, week: Int) {
        let thursday = monday + 3
        let year = date(daysSince1970: thursday).year
        return (year, (thursday - daysSince1970(year: year, month: 1, day: 1)) / 7 + 1)
    }
}
