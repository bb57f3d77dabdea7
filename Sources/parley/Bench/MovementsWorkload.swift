import Geodesy
import Tracking

/// Convoys under way whose positions come each half minute, some of them off-route, silent, late or halted.
struct MovementsWorkload {
    var convoys = 1_000
    var seconds: Int64 = 7_200
    /// Positions of each convoy's route, both legs together.
    var vertices = 2_000

    static let secondsBetweenPositions: Int64 = 30

    /// What one run found.
    struct Outcome {
        /// Of the thread that watched: reports taken and ticks of each second.
        var processorSeconds = 0.0
        /// Of the thread that began the watches.
        var beginningSeconds = 0.0
        var positions = 0
        var stated = 0
        var dearestMicroseconds = 0.0
        /// Raised and planted, each as convoy and kind.
        var raised: Set<String> = []
        var planted: Set<String> = []
        var refused = 0

        /// Alarms that were planted and not raised, or raised and not planted.
        var differences: Set<String> { raised.symmetricDifference(planted) }
    }

    private struct Convoy {
        var id: String
        /// The way there; the way back is the same road.
        var path: [Position]
        var planted: TrackingAlarm.Kind?
        var plantedAt: Int64
    }

    private static let start = (try? Instant(microsecondsSince1970: 1_474_268_400_000_000)) ?? .earliest
    private static let metresAnEdge = 40.0
    private static let metresASecond = 11.0

    func run() throws -> Outcome {
        var random = WorkloadRandom(seed: 18)
        let all = try (0..<convoys).map { try convoy($0, &random) }
        var outcome = Outcome()
        for convoy in all { if let kind = convoy.planted { outcome.planted.insert("\(convoy.id) \(kind.rawValue)") } }
        var fleet = WatchFleet()
        outcome.beginningSeconds = try ThreadClock.measure {
            for convoy in all { try fleet.watch(convoy.id, watch(convoy)) }
        }.seconds
        for second in 0..<seconds {
            let now = Self.start.adding(seconds: second)
            var reports: [(String, PositionReport)] = []
            for (number, convoy) in all.enumerated()
            where (second + Int64(number)) % Self.secondsBetweenPositions == 0 {
                if convoy.planted == .silent, second >= convoy.plantedAt { continue }
                reports.append((convoy.id, try report(convoy, second, now, &random)))
            }
            let spent = ThreadClock.measure {
                for (id, report) in reports {
                    let found = fleet.take(id, report, receivedAt: now)
                    if found.shouldState { outcome.stated += 1 }
                    if found.refusal != nil { outcome.refused += 1 }
                    for change in found.changes where change.isRaised {
                        outcome.raised.insert("\(id) \(change.alarm.kind.rawValue)")
                    }
                }
                for change in fleet.tick(now) where change.change.isRaised {
                    outcome.raised.insert("\(change.id) \(change.change.alarm.kind.rawValue)")
                }
            }.seconds
            outcome.positions += reports.count
            outcome.processorSeconds += spent
            if !reports.isEmpty {
                outcome.dearestMicroseconds = max(
                    outcome.dearestMicroseconds, spent / Double(reports.count) * 1_000_000)
            }
        }
        return outcome
    }

    /// A road that winds eastwards, from anywhere between 60° S and 60° N, the antimeridian included.
    private func convoy(_ number: Int, _ random: inout WorkloadRandom) throws -> Convoy {
        var latitude = random.uniform(-60, 60)
        var longitude = random.uniform(-180, 180)
        var path: [Position] = []
        for _ in 0..<vertices / 2 {
            path.append(try Self.place(latitude, longitude))
            let turn = random.uniform(-0.6, 0.6)
            latitude += Self.metresAnEdge / 111_200 * turn
            longitude += Self.metresAnEdge / 111_200 * (1 - turn * turn).squareRoot() / Self.cosine(latitude)
        }
        // One in fifty of each kind; the rest keep to their plans.
        let kinds: [Int: TrackingAlarm.Kind] = [7: .offRoute, 17: .silent, 27: .late, 37: .stopped]
        return Convoy(
            id: "convoy-\(number)", path: path, planted: kinds[number % 50],
            plantedAt: Int64(random.uniform(0.2, 0.4) * Double(seconds)))
    }

    /// By the first terms of its series: near enough for a road's bends, and the same everywhere.
    private static func cosine(_ degrees: Double) -> Double {
        let x = degrees / 57.29577951308232
        let square = x * x
        return 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))
    }

    private static func place(_ latitude: Double, _ longitude: Double) throws -> Position {
        let east = longitude >= 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude
        return try Position(
            latitudeE7: Int64((latitude * 1e7).rounded()), longitudeE7: Int64((east * 1e7).rounded()))
    }

    private func watch(_ convoy: Convoy) throws -> MovementWatch {
        let due = convoy.planted == .late ? convoy.plantedAt : 10 * seconds
        let leg = { (path: [Position], departs: Int64, arrives: Int64) throws in
            WatchPlan.Leg(
                route: try Route(path: path, halfWidthMillimetres: 50_000),
                earliestDeparture: Self.start.adding(seconds: departs),
                latestArrival: Self.start.adding(seconds: arrives))
        }
        let plan = try WatchPlan(legs: [
            leg(convoy.path, 0, due), leg(convoy.path.reversed(), 1, 10 * seconds),
        ])
        return MovementWatch(
            plan, thresholds: WatchThresholds(silentAfterSeconds: 600, stoppedAfterSeconds: 900),
            setOutAt: Self.start)
    }

    /// Along the road at a steady speed, some 10 m beside it, or as planted.
    private func report(
        _ convoy: Convoy, _ second: Int64, _ now: Instant, _ random: inout WorkloadRandom
    ) throws -> PositionReport {
        let isPlanted = second >= convoy.plantedAt
        let driven = convoy.planted == .stopped && isPlanted ? convoy.plantedAt : second
        let whole = Double(convoy.path.count - 1)
        var edge = Double(driven) * Self.metresASecond / Self.metresAnEdge
        if edge > whole { edge = max(0, 2 * whole - edge) }
        let from = convoy.path[Int(edge)]
        let to = convoy.path[min(Int(edge) + 1, convoy.path.count - 1)]
        let share = edge - edge.rounded(.down)
        var latitude = from.latitudeDegrees + (to.latitudeDegrees - from.latitudeDegrees) * share
        var across = to.longitudeDegrees - from.longitudeDegrees
        if across < -180 { across += 360 }
        latitude += random.uniform(-0.0001, 0.0001)
        if convoy.planted == .offRoute, isPlanted { latitude += 0.015 }
        return try PositionReport(
            at: now, position: Self.place(latitude, from.longitudeDegrees + across * share),
            accuracyMillimetres: 15_000, device: "tracker", means: .tracker)
    }
}
