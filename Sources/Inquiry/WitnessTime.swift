import Geodesy

/// A witness's time in words.
enum WitnessTime {
    /// RFC 3339 where the calendar reaches, else the seconds themselves.
    static func text(_ seconds: UInt64) -> String {
        let limit = UInt64(Int64.max / 1_000_000)
        guard seconds <= limit, let time = try? Instant(microsecondsSince1970: Int64(seconds) * 1_000_000) else {
            return "\(seconds) seconds since 1970"
        }
        return time.description
    }
}
