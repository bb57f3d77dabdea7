public import Geodesy

extension Instant {
    /// 2016-09-19T00:00:00Z and `seconds`, the day that tests live on; held at the ends of the range.
    public static func test(_ seconds: Int64) -> Instant {
        let midnight = (try? Instant(microsecondsSince1970: 1_474_243_200_000_000)) ?? .earliest
        return midnight.adding(seconds: seconds)
    }
}
