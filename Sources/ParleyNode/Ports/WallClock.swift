#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
public import Geodesy

/// What time it is outside; it enters the picture only through the log.
public protocol WallClock: Sendable {
    /// The time now, UTC.
    func now() -> Instant
}

/// The system's clock.
public struct SystemClock: WallClock {
    /// The system's clock.
    public init() {}

    /// The time now, UTC, to the microsecond.
    public func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let microseconds = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
        return (try? Instant(microsecondsSince1970: microseconds)) ?? .latest
    }
}
