public import Geodesy

/// A time as a calendar writes it: in UTC, or by the clocks of a zone.
public enum CalendarTime: Hashable, Sendable {
    /// By the clocks of a zone, which whoever reads the calendar must know.
    public struct Local: Hashable, Sendable {
        /// The zone as named, such as `Asia/Damascus`.
        public let zone: String
        /// The year.
        public let year: Int
        /// The month, from 1.
        public let month: Int
        /// The day of the month, from 1.
        public let day: Int
        /// The hour.
        public let hour: Int
        /// The minute.
        public let minute: Int
        /// The second.
        public let second: Int
        /// The time as if it were UTC, in RFC 3339: what the clocks show.
        public let rfc3339: String
    }

    /// An instant.
    case utc(Instant)
    /// A time by the clocks of a zone.
    case local(Local)

    /// `20260803T050000Z`; a fraction of a second is left out.
    static func text(_ instant: Instant) -> String {
        String(instant.description.prefix(19)).filter { $0 != "-" && $0 != ":" } + "Z"
    }

    init(_ line: ContentLine) throws(CalendarError) {
        if let type = line.parameter("VALUE"), type.uppercased() != "DATE-TIME" {
            throw line.refused("'\(line.name)' is a \(type); a shift has a time of day at both ends")
        }
        let bytes = Array(line.value.utf8)
        let isUTC = bytes.count == 16 && bytes[15] == UInt8(ascii: "Z")
        let digits = Array(bytes.prefix(8) + bytes.dropFirst(9).prefix(6))
        guard isUTC || bytes.count == 15, bytes[8] == UInt8(ascii: "T"),
            digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw line.refused("'\(line.name)' must be a time such as 20260803T050000Z") }
        func number(_ from: Int, _ count: Int) -> Int {
            digits[from..<from + count].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        let text = { (from: Int, count: Int) in String(decoding: digits[from..<from + count], as: UTF8.self) }
        let form = "\(text(0, 4))-\(text(4, 2))-\(text(6, 2))T\(text(8, 2)):\(text(10, 2)):\(text(12, 2))Z"
        // The instant by UTC also tells whether there is such a date and time of day.
        let instant: Instant
        do { instant = try Instant(rfc3339: form, rounding: .down) } catch {
            throw line.refused("'\(line.name)': \(error)")
        }
        if isUTC {
            guard line.parameter("TZID") == nil else { throw line.refused("'\(line.name)' is in UTC and names a zone") }
            self = .utc(instant)
        } else {
            guard let zone = line.parameter("TZID"), !zone.isEmpty, zone.utf8.count <= 64 else {
                throw line.refused("'\(line.name)' has no zone; write it in UTC, with 'Z', or name a zone with TZID")
            }
            self = .local(
                Local(
                    zone: zone, year: number(0, 4), month: number(4, 2), day: number(6, 2), hour: number(8, 2),
                    minute: number(10, 2), second: number(12, 2), rfc3339: form))
        }
    }
}

/// A length of time as a calendar writes it.
enum CalendarDuration {
    /// The longest that is read, a year.
    static let maximumSeconds: Int64 = 366 * 86_400

    /// Reads `PT8H`, `P1DT30M`, `P2W`; days and weeks are 24 hours each, as in UTC.
    static func seconds(_ line: ContentLine) throws(CalendarError) -> Int64 {
        let error = line.refused("'\(line.name)' must be a length such as PT8H, from a second to a year")
        var bytes = line.value.utf8[...]
        if bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        guard bytes.popFirst() == UInt8(ascii: "P"), !bytes.isEmpty else { throw error }
        var total: Int64 = 0
        var isTime = false
        while let first = bytes.first {
            if first == UInt8(ascii: "T") {
                guard !isTime, bytes.count > 1 else { throw error }
                isTime = true
                bytes = bytes.dropFirst()
                continue
            }
            let digits = bytes.prefix { (0x30...0x39).contains($0) }
            bytes = bytes.dropFirst(digits.count)
            guard (1...9).contains(digits.count), let unit = bytes.popFirst() else { throw error }
            let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
            switch (unit, isTime) {
            case (UInt8(ascii: "W"), false): total += number * 7 * 86_400
            case (UInt8(ascii: "D"), false): total += number * 86_400
            case (UInt8(ascii: "H"), true): total += number * 3_600
            case (UInt8(ascii: "M"), true): total += number * 60
            case (UInt8(ascii: "S"), true): total += number
            default: throw error
            }
        }
        guard (1...maximumSeconds).contains(total) else { throw error }
        return total
    }
}
