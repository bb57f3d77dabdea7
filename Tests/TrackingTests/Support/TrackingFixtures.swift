import Geodesy
import Tracking

/// Random numbers from a seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// 19 September 2016, 07:00 UTC.
let start = Instant(checked: 1_474_268_400_000_000)

func at(_ minutes: Int64, _ seconds: Int64 = 0) -> Instant { start.adding(seconds: minutes * 60 + seconds) }

func place(_ latitude: Double, _ longitude: Double) throws -> Position {
    try Position(
        latitudeE7: Int64((latitude * 1e7).rounded()), longitudeE7: Int64((longitude * 1e7).rounded()))
}

func report(
    _ position: Position, _ time: Instant, accuracyMetres: Int64? = nil, device: String? = "t1"
) throws -> PositionReport {
    try PositionReport(
        at: time, position: position, accuracyMillimetres: accuracyMetres.map { $0 * 1_000 }, device: device,
        means: .tracker)
}

/// A leg along the parallel 36.2, from 37.0 eastwards, with a position each hundredth of a degree (about 900 m).
func leg(
    from: Double, to: Double, latitude: Double = 36.2, halfWidthMetres: Int64 = 100, departs: Instant, arrives: Instant
) throws -> WatchPlan.Leg {
    let count = max(1, Int((abs(to - from) * 100).rounded()))
    let path = try (0...count).map { try place(latitude, from + (to - from) * Double($0) / Double(count)) }
    return WatchPlan.Leg(
        route: try Route(path: path, halfWidthMillimetres: halfWidthMetres * 1_000), earliestDeparture: departs,
        latestArrival: arrives)
}

/// Two legs eastwards, 37.0 to 37.2 (18 km) until minute 60, a planned halt, and on to 37.4 from minute 120 until 180.
func twoLegs() throws -> WatchPlan {
    try WatchPlan(legs: [
        leg(from: 37.0, to: 37.2, departs: at(0), arrives: at(60)),
        leg(from: 37.2, to: 37.4, departs: at(120), arrives: at(180)),
    ])
}

extension WatchOutcome {
    var raised: Set<TrackingAlarm.Kind> { Set(changes.filter(\.isRaised).map(\.alarm.kind)) }
    var cleared: Set<TrackingAlarm.Kind> { Set(changes.filter { !$0.isRaised }.map(\.alarm.kind)) }
}

extension MovementWatch {
    var activeKinds: Set<TrackingAlarm.Kind> { Set(active.map(\.kind)) }

    /// Takes a report that is received as it is made.
    mutating func take(_ report: PositionReport) -> WatchOutcome { take(report, receivedAt: report.at) }
}
