/// Reads the one form of RFC 3339 from bytes, without allocation.
struct RFC3339Reader {
    /// The length of `2016-09-19T07:50:00.123456789+03:00`.
    static let longest = 35

    private let bytes: [UInt8]
    private var offset = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Microseconds since 1970; the caller checks the range of years after the offset was applied.
    mutating func microseconds(rounding: Instant.Rounding) throws(GeodesyError) -> Int64 {
        let year = try number(digits: 4)
        try expect("-")
        let month = try number(digits: 2)
        try expect("-")
        let day = try number(digits: 2)
        // Capital letters only, as every strict reader takes them: what is signed has one form.
        try expect("T")
        let hour = try number(digits: 2)
        try expect(":")
        let minute = try number(digits: 2)
        try expect(":")
        let second = try number(digits: 2)
        let nanoseconds = try fractionNanoseconds()
        let offsetSeconds = try offsetSeconds()
        guard offset == bytes.count else { throw .malformedTime(.form(offset: offset)) }

        try check(year, in: 1...9_999, .year)
        try check(month, in: 1...12, .month)
        try check(day, in: 1...CivilDate.daysInMonth(month, year: year), .day)
        try check(hour, in: 0...23, .hour)
        try check(minute, in: 0...59, .minute)
        if second == 60 { throw .malformedTime(.leapSecond) }
        try check(second, in: 0...59, .second)

        let days = CivilDate.daysSince1970(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offsetSeconds
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000)
        return Int64(seconds * 1_000_000 + whole + (rounding == .up && rest > 0 ? 1 : 0))
    }

    private func check(
        _ value: Int, in range: ClosedRange<Int>, _ field: GeodesyError.TimeField
    ) throws(GeodesyError) {
        guard range.contains(value) else { throw .malformedTime(.field(field)) }
    }

    private func next() throws(GeodesyError) -> UInt8 {
        guard offset < bytes.count else { throw .malformedTime(.tooShort) }
        return bytes[offset]
    }

    private mutating func number(digits: Int) throws(GeodesyError) -> Int {
        var value = 0
        for _ in 0..<digits {
            let byte = try next()
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
                throw .malformedTime(.form(offset: offset))
            }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            offset += 1
        }
        return value
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(GeodesyError) {
        guard Unicode.Scalar(try next()) == character else { throw .malformedTime(.form(offset: offset)) }
        offset += 1
    }

    private mutating func fractionNanoseconds() throws(GeodesyError) -> Int {
        guard try next() == UInt8(ascii: ".") else { return 0 }
        offset += 1
        var value = try number(digits: 1)
        var digits = 1
        while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) {
            guard digits < 9 else { throw .malformedTime(.tooManyFractionDigits) }
            value = value * 10 + Int(bytes[offset] - UInt8(ascii: "0"))
            digits += 1
            offset += 1
        }
        for _ in digits..<9 { value *= 10 }
        return value
    }

    private mutating func offsetSeconds() throws(GeodesyError) -> Int {
        let sign = Unicode.Scalar(try next())
        switch sign {
        case "Z":
            offset += 1
            return 0
        case "+", "-":
            offset += 1
            let hours = try number(digits: 2)
            try expect(":")
            let minutes = try number(digits: 2)
            guard hours <= 23, minutes <= 59 else { throw .malformedTime(.field(.offset)) }
            let seconds = hours * 3_600 + minutes * 60
            return sign == "+" ? seconds : -seconds
        default:
            throw .malformedTime(.form(offset: offset))
        }
    }
}
