/// A moment in UTC, in whole microseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// The range is the years 0001 to 9999 of the proleptic Gregorian calendar, as in RFC 3339.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z, negative before it.
    public let microsecondsSince1970: Int64

    /// 0001-01-01T00:00:00Z.
    public static let earliest = Instant(checked: -62_135_596_800_000_000)
    /// 9999-12-31T23:59:59.999999Z.
    public static let latest = Instant(checked: 253_402_300_799_999_999)

    /// Checks the range.
    ///
    /// - Throws: `instantOutOfRange` outside the years 0001 to 9999.
    public init(microsecondsSince1970: Int64) throws(GeodesyError) {
        let range = Self.earliest.microsecondsSince1970...Self.latest.microsecondsSince1970
        guard range.contains(microsecondsSince1970) else { throw .instantOutOfRange }
        self.init(checked: microsecondsSince1970)
    }

    package init(checked: Int64) { microsecondsSince1970 = checked }

    /// Orders by time.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }

    /// The instant this many seconds later (earlier if negative), held at the ends of the range.
    public func adding(seconds: Int64) -> Instant {
        let (delta, tooFar) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, beyond) = microsecondsSince1970.addingReportingOverflow(delta)
        if tooFar || beyond { return seconds < 0 ? .earliest : .latest }
        return min(max(Instant(checked: sum), .earliest), .latest)
    }

    /// The microseconds from this instant to a later one, negative if the other is earlier.
    public func microseconds(to later: Instant) -> Int64 {
        later.microsecondsSince1970 - microsecondsSince1970
    }
}
