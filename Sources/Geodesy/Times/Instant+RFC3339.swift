extension Instant {
    /// What to do with digits beyond the microsecond.
    public enum Rounding: Hashable, Sendable {
        /// Towards the past: right for a start.
        case down
        /// Towards the future: right for an end.
        case up
    }

    /// Reads a time of RFC 3339, such as `2016-09-19T07:50:00.25+03:00`.
    ///
    /// The offset is required (`Z`, or `±hh:mm` to 23:59); `T` and `Z` may be lower case, as the grammar allows. Up to 9
    /// digits of fraction are read, and those beyond the microsecond are rounded as asked.
    ///
    /// - Throws: `malformedTime` with the character or field at fault, `instantOutOfRange` outside the years 0001 to 9999.
    public init(rfc3339 text: some StringProtocol, rounding: Rounding) throws(GeodesyError) {
        try self.init(rfc3339UTF8: Array(text.utf8.prefix(RFC3339Reader.longest + 1)), rounding: rounding)
    }

    /// Reads a time of RFC 3339 from its UTF-8 bytes; see `init(rfc3339:rounding:)`.
    ///
    /// - Throws: `malformedTime` or `instantOutOfRange`.
    public init(rfc3339UTF8 bytes: [UInt8], rounding: Rounding) throws(GeodesyError) {
        var reader = RFC3339Reader(bytes: bytes)
        try self.init(microsecondsSince1970: reader.microseconds(rounding: rounding))
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC, with 3 or 6 digits of fraction only where needed: `2016-09-19T07:50:00Z`.
    public var description: String {
        let microsecondsADay = 86_400_000_000
        let count = Int(microsecondsSince1970)
        let day = CivilDate.floorDivide(count, microsecondsADay)
        let rest = count - day * microsecondsADay
        let (year, month, dayOfMonth) = CivilDate.date(daysSince1970: day)
        let (seconds, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
        var text: [UInt8] = []
        text.reserveCapacity(27)
        func put(_ value: Int, digits: Int) {
            var scale = 1
            for _ in 1..<digits { scale *= 10 }
            while scale > 0 {
                text.append(UInt8(ascii: "0") + UInt8(value / scale % 10))
                scale /= 10
            }
        }
        put(year, digits: 4)
        text.append(UInt8(ascii: "-"))
        put(month, digits: 2)
        text.append(UInt8(ascii: "-"))
        put(dayOfMonth, digits: 2)
        text.append(UInt8(ascii: "T"))
        put(seconds / 3600, digits: 2)
        text.append(UInt8(ascii: ":"))
        put(seconds / 60 % 60, digits: 2)
        text.append(UInt8(ascii: ":"))
        put(seconds % 60, digits: 2)
        if fraction != 0 {
            text.append(UInt8(ascii: "."))
            if fraction % 1_000 == 0 { put(fraction / 1_000, digits: 3) } else { put(fraction, digits: 6) }
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }
}
