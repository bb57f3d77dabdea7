import Geodesy

/// How many parcels an hour: a bucket that refills evenly (the generic cell rate algorithm, in whole microseconds).
struct RateGate: Sendable {
    private static let hourMicroseconds: Int64 = 3_600_000_000
    /// Parcels that may go in a row: a tenth of the hour's, at least one.
    private static let burstShare: Int64 = 10

    private var theoretical: Int64?

    /// When the next parcel may go: `now` or later.
    func opens(perHour: Int, at now: Instant) -> Instant {
        guard let theoretical else { return now }
        let interval = Self.hourMicroseconds / Int64(max(1, perHour))
        let burst = max(1, Int64(perHour) / Self.burstShare)
        let earliest = theoretical - interval * (burst - 1)
        guard earliest > now.microsecondsSince1970 else { return now }
        return (try? Instant(microsecondsSince1970: earliest)) ?? now
    }

    /// Takes note that a parcel goes.
    mutating func take(perHour: Int, at now: Instant) {
        let interval = Self.hourMicroseconds / Int64(max(1, perHour))
        theoretical = max(theoretical ?? now.microsecondsSince1970, now.microsecondsSince1970) + interval
    }
}

/// Numbers that spread retries, the same for the same seed.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
struct Jitter: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 up to, and without, `bound`.
    mutating func below(_ bound: Int64) -> Int64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Int64(mixed.multipliedFullWidth(by: UInt64(max(1, bound))).high)
    }

    /// Half of the ceiling, and a part of the other half; the ceiling doubles with each failure.
    mutating func backoff(failures: Int, first: Int64, longest: Int64) -> Int64 {
        let (grown, overflows) = first.multipliedReportingOverflow(by: 1 << Int64(min(max(0, failures - 1), 30)))
        let ceiling = max(2, overflows ? longest : min(grown, longest))
        return ceiling / 2 + below(ceiling - ceiling / 2)
    }
}
