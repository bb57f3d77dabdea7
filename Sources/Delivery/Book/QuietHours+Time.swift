import Geodesy

extension QuietHours {
    private static let minuteMicroseconds: Int64 = 60_000_000
    private static let dayMicroseconds: Int64 = 86_400_000_000

    /// When a notice may be sent: now, or when the quiet hours end.
    func opens(for urgency: NoticeUrgency, at now: Instant) -> Instant {
        guard urgency < except else { return now }
        let (whole, part) = now.microsecondsSince1970.quotientAndRemainder(dividingBy: Self.dayMicroseconds)
        let day = part < 0 ? whole - 1 : whole
        let inDay = now.microsecondsSince1970 - day * Self.dayMicroseconds
        let from = Int64(fromMinute) * Self.minuteMicroseconds
        let to = Int64(toMinute) * Self.minuteMicroseconds
        let isQuiet = from < to ? inDay >= from && inDay < to : inDay >= from || inDay < to
        guard isQuiet else { return now }
        let end = day * Self.dayMicroseconds + (inDay < to ? to : to + Self.dayMicroseconds)
        return (try? Instant(microsecondsSince1970: end)) ?? now
    }
}
