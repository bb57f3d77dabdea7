import Geodesy

/// Reads times as devices and lists write them: always with what they mean in UTC, or not at all.
enum TimeReading {
    /// Reads RFC 3339, whole seconds or milliseconds since 1970, or, where the offset is stated elsewhere, a plain one.
    ///
    /// Numbers below 2^31 - 1 are seconds and others milliseconds, as Traccar's server has it; so milliseconds before
    /// 26 January 1970 are not told apart, and nothing is.
    ///
    /// - Parameters:
    ///   - text: Such as `2016-09-19T07:50:00Z`, `2016-09-19 10:50:00+03:00` or `1474271400`.
    ///   - offsetMinutes: What a time without an offset is from UTC; nil to refuse one.
    /// - Returns: The moment.
    /// - Throws: `badTime`.
    static func instant(_ text: String, offsetMinutes: Int?) throws(FieldFault) -> Instant {
        guard !text.isEmpty else { throw FieldFault(.missing, "is empty") }
        let bytes = Array(text.utf8.prefix(41))
        guard bytes.count <= 40 else { throw fault(text) }
        if bytes.allSatisfy({ $0 &- 0x30 < 10 }) { return try sinceEpoch(text) }
        var plain = bytes
        // A space for the T, as databases write it.
        if plain.count > 10, plain[10] == 0x20 { plain[10] = UInt8(ascii: "T") }
        if let time = try? Instant(rfc3339UTF8: plain, rounding: .down) { return time }
        let hasOffset = plain.last == UInt8(ascii: "Z") || plain.dropFirst(11).contains { $0 == 0x2B || $0 == 0x2D }
        guard !hasOffset, (try? Instant(rfc3339UTF8: plain + [UInt8(ascii: "Z")], rounding: .down)) != nil else {
            throw fault(text)
        }
        guard let offsetMinutes else {
            throw FieldFault(
                .badTime,
                "'\(DecimalReading.shown(text))' has no offset from UTC; write it as 2016-09-19T07:50:00Z, or state the "
                    + "file's offset")
        }
        guard let local = try? Instant(rfc3339UTF8: plain + [UInt8(ascii: "Z")], rounding: .down) else {
            throw fault(text)
        }
        return local.adding(seconds: Int64(-offsetMinutes) * 60)
    }

    private static func sinceEpoch(_ text: String) throws(FieldFault) -> Instant {
        guard let number = Int64(text), number > 0 else { throw fault(text) }
        let (microseconds, tooLarge) = number.multipliedReportingOverflow(
            by: number < Int64(Int32.max) ? 1_000_000 : 1_000)
        guard !tooLarge, let time = try? Instant(microsecondsSince1970: microseconds) else { throw fault(text) }
        return time
    }

    private static func fault(_ text: String) -> FieldFault {
        FieldFault(
            .badTime,
            "'\(DecimalReading.shown(text))' is not a time; write it as 2016-09-19T07:50:00Z or in seconds since 1970")
    }
}
