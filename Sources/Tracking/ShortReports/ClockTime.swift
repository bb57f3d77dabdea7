import Geodesy

/// A time of day as a short report has it: `1040Z`, `10:40Z`, `1340+0300`, `1340+03`, `1340+03:00`.
struct ClockTime: Hashable {
    /// Minutes after midnight UTC; may lie outside of one day by the offset.
    var minutesUTC: Int64

    /// Whether a word is meant as a time: four digits, or digits with a colon, whatever follows.
    static func isMeant(_ word: ArraySlice<UInt8>) -> Bool {
        let digits = word.prefix(while: DegreesScanner.isDigit)
        let rest = word.dropFirst(digits.count)
        let isEnd: (ArraySlice<UInt8>) -> Bool = { rest in
            guard let first = rest.first else { return true }
            return first == UInt8(ascii: "+") || first == UInt8(ascii: "-") || rest.count == 1 && first | 0x20 == 0x7A
        }
        if digits.count == 4 { return isEnd(rest) }
        guard (1...2).contains(digits.count), rest.first == UInt8(ascii: ":") else { return false }
        let minutes = rest.dropFirst().prefix(while: DegreesScanner.isDigit)
        return minutes.count == 2 && isEnd(rest.dropFirst(3))
    }

    /// Reads a word that is meant as a time.
    init(_ word: ArraySlice<UInt8>) throws(ShortReportError) {
        let text = String(decoding: word.prefix(24), as: UTF8.self)
        let digits = word.prefix { DegreesScanner.isDigit($0) || $0 == UInt8(ascii: ":") }
        guard let minutes = Self.minutes(digits) else { throw .badTime(text) }
        let rest = word.dropFirst(digits.count)
        guard let sign = rest.first else { throw .timeWithoutOffset(text) }
        if rest.count == 1, sign | 0x20 == UInt8(ascii: "z") {
            minutesUTC = minutes
            return
        }
        var offset = rest.dropFirst()
        if offset.count == 2 { offset += [0x30, 0x30] }
        guard let away = Self.minutes(offset) else { throw .badTime(text) }
        minutesUTC = minutes - (sign == UInt8(ascii: "-") ? -away : away)
    }

    private static func minutes(_ text: ArraySlice<UInt8>) -> Int64? {
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let digits = text.filter { $0 != UInt8(ascii: ":") }
        guard digits.allSatisfy(DegreesScanner.isDigit), (3...4).contains(digits.count),
            parts.count == 1 ? digits.count == 4 : parts.count == 2 && parts[1].count == 2
        else { return nil }
        let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
        guard number / 100 < 24, number % 100 < 60 else { return nil }
        return number / 100 * 60 + number % 100
    }

    /// The last moment with this time of day that is not more than five minutes after the receipt.
    ///
    /// The five minutes are for the clocks of phones: without them a clock two minutes fast would mean yesterday.
    func moment(receivedAt: Instant) -> Instant {
        let day: Int64 = 86_400_000_000
        let latest = receivedAt.adding(seconds: TrackingLimits.clockSlackSeconds).microsecondsSince1970
        let timeOfDay = minutesUTC * 60_000_000
        // Whole days from the time of day to the latest, rounded towards the past.
        let behind = latest - timeOfDay
        let days = behind >= 0 ? behind / day : -((-behind + day - 1) / day)
        return (try? Instant(microsecondsSince1970: timeOfDay + days * day)) ?? receivedAt
    }
}
