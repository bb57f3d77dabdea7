import Geodesy
import Testing

@testable import Tracking

/// A watch written again, slowly: it measures every leg whole and keeps every fix.
@Suite struct WatchOracleTests {
    private struct Oracle {
        let plan: WatchPlan
        var fixes: [PositionReport] = []
        var isOffRoute = false

        /// Beyond the half-width of every leg from the last reached one on.
        mutating func take(_ report: PositionReport, legsReached: Int) throws {
            fixes.append(report)
            let point = PreparedArea(.circle(try Circle(centre: report.position, radiusMillimetres: 0)))
            let beyond = plan.legs[max(0, legsReached - 1)...].map { leg in
                // By the corridor itself, whose half-width is taken off by Geodesy.
                point.separation(to: PreparedArea(.route(leg.route))).distanceMillimetres
            }
            let nearest = beyond.min() ?? 0
            if nearest > report.accuracyMillimetres ?? 0 {
                isOffRoute = true
            } else if nearest == 0 {
                isOffRoute = false
            }
        }

        /// The earliest fix such that all since lie within 200 m of it, followed from the first.
        func stoppedSince() throws -> Instant? {
            var anchor: PositionReport?
            for fix in fixes {
                guard let known = anchor else {
                    anchor = fix
                    continue
                }
                let metres = Geodesic.inverse(known.position, fix.position).distanceMetres
                let slack = Double((known.accuracyMillimetres ?? 0) + (fix.accuracyMillimetres ?? 0)) / 1_000
                if metres > 200 + slack { anchor = fix }
            }
            return anchor?.at
        }
    }

    @Test("on a road there and back, with detours and pauses, watch and oracle agree", arguments: UInt64(0)..<60)
    func agrees(seed: UInt64) throws {
        var random = Seeded(seed)
        let east = Double.random(in: -180..<179, using: &random)
        let latitude = Double.random(in: -85...85, using: &random)
        let width = Double.random(in: 0.1...0.4, using: &random)
        let there = try leg(from: east, to: east + width, latitude: latitude, departs: at(0), arrives: at(600))
        let back = try leg(from: east + width, to: east, latitude: latitude, departs: at(1), arrives: at(1_200))
        let plan = try WatchPlan(legs: [there, back])
        var watch = MovementWatch(
            plan, thresholds: WatchThresholds(silentAfterSeconds: 86_400), setOutAt: at(0))
        var oracle = Oracle(plan: plan)
        var (along, aside) = (0.0, 0.0)
        for step in Int64(0)..<300 where !watch.hasArrived {
            switch Int.random(in: 0..<8, using: &random) {
            case 0: aside = Double.random(in: -0.01...0.01, using: &random)
            case 1: aside = 0
            case 2, 3: break
            default: along += width / 60
            }
            let share = along <= width ? along : 2 * width - along
            let position = try place(latitude + aside, east + max(0, share))
            let report = try report(
                position, at(step * 3), accuracyMetres: Int64.random(in: 0...400, using: &random))
            let before = watch.nextLeg
            let outcome = watch.take(report, receivedAt: report.at, isConfirmed: true)
            #expect(outcome.verdict == .taken)
            guard !watch.hasArrived else { continue }
            // A leg reached by this very fix counts from the next on.
            try oracle.take(report, legsReached: before)
            #expect((watch.activeKinds.contains(.offRoute)) == oracle.isOffRoute, "step \(step)")
            if watch.activeKinds.contains(.stopped) {
                let since = try #require(try oracle.stoppedSince())
                #expect(since.microseconds(to: report.at) >= 1_800_000_000)
            } else if before == watch.nextLeg, let since = try oracle.stoppedSince(),
                since.microseconds(to: report.at) >= 1_800_000_000
            {
                // Only where it is planned to be may it stand without a word.
                let end = plan.legs[max(0, watch.nextLeg - 1)].end
                #expect(
                    watch.nextLeg > 0 && Geodesic.inverse(end, report.position).distanceMetres <= 150.001,
                    "step \(step)")
            }
        }
    }
}
