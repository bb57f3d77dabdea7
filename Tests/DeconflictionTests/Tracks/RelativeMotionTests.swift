import Deconfliction
import TestKit
import Testing

@Suite("RelativeMotion")
struct RelativeMotionTests {
    @Test(
        "agrees with DAIDALUS on 20,000 relative states: flags exactly, times to a microsecond",
        .enabled(if: EncounterVectors.areHere, "the vectors are not beside this checkout (../shared/data)"))
    func vectors() throws {
        let minimum = try SeparationMinimum(horizontalMetres: 610, verticalMetres: 76)
        let rows = try EncounterVectors.rows()
        #expect(rows.count == 20_000)
        #expect(rows.filter(\.isLoss).count == 2_539)
        for (index, row) in rows.enumerated() {
            let state = row.state
            let motion = RelativeMotion(
                eastMetres: state[0], northMetres: state[1], upMetres: state[2],
                eastMetresPerSecond: state[3] - state[6], northMetresPerSecond: state[4] - state[7],
                upMetresPerSecond: state[5] - state[8])
            let loss = motion.loss(of: minimum, lookAheadSeconds: 180)
            #expect((loss != nil) == row.isLoss, "row \(index)")
            guard let loss else { continue }
            #expect(abs(loss.entrySeconds - row.entrySeconds) < 1e-6, "row \(index)")
            #expect(abs(loss.exitSeconds - row.exitSeconds) < 1e-6, "row \(index)")
        }
    }

    @Test("agrees with small steps through time, and is the same the other way round", arguments: UInt64(0)..<4)
    func steps(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let minimum = try SeparationMinimum(horizontalMetres: 500, verticalMetres: 80)
        var losses = 0
        for _ in 0..<300 {
            // Few different numbers, so that states at rest, parallel, level and on the border come up often.
            let numbers = (0..<6).map {
                Double(Int.random(in: -4...4, using: &random)) * ($0 < 2 ? 250 : $0 < 3 ? 40 : 10)
            }
            let motion = Self.motion(numbers)
            let loss = motion.loss(of: minimum, lookAheadSeconds: 60)
            #expect(Self.motion(numbers.map { -$0 }).loss(of: minimum, lookAheadSeconds: 60) == loss)
            losses += loss == nil ? 0 : 1
            var least = (square: Double.infinity, time: 0.0)
            for step in 0...600 {
                let time = Double(step) / 10
                let (x, y, z) = (
                    numbers[0] + numbers[3] * time, numbers[1] + numbers[4] * time, numbers[2] + numbers[5] * time
                )
                if x * x + y * y < least.square { least = (x * x + y * y, time) }
                // On the border, rounding may say either.
                let excess = max((x * x + y * y).squareRoot() - 500, abs(z) - 80)
                if excess < -1e-6 {
                    #expect(
                        loss.map { $0.entrySeconds <= time && time <= $0.exitSeconds } == true, "\(numbers) \(time)")
                } else if excess > 1e-6, let loss {
                    #expect(time < loss.entrySeconds || loss.exitSeconds < time, "\(numbers) \(time)")
                }
            }
            let approach = motion.closestApproach(lookAheadSeconds: 60)
            #expect(approach.horizontalMetres <= least.square.squareRoot() + 1e-9, "\(numbers)")
            #expect(least.square.squareRoot() - approach.horizontalMetres < 6, "\(numbers)")
            #expect(abs(approach.verticalMetres - abs(numbers[2] + numbers[5] * approach.seconds)) < 1e-9)
        }
        #expect(losses > 20, "seed \(seed)")
    }

    @Test("the border itself is not a loss, and a look-ahead of nothing sees this instant")
    func borders() throws {
        let minimum = try SeparationMinimum(horizontalMetres: 100, verticalMetres: 10)
        func loss(_ numbers: [Double], _ lookAhead: Double) -> RelativeMotion.Loss? {
            Self.motion(numbers).loss(of: minimum, lookAheadSeconds: lookAhead)
        }
        #expect(loss([100, 0, 0, 0, 0, 0], 60) == nil)
        #expect(loss([0, 0, 10, 0, 0, 0], 60) == nil)
        #expect(loss([100, 0, 0, 1, 0, 0], 60) == nil)
        #expect(loss([100, 500, 0, 0, -10, 0], 60) == nil, "passes along the border")
        #expect(loss([100, 0, 0, -10, 0, 0], 0) == nil)
        #expect(loss([200, 0, 0, -10, 0, 0], 10) == nil, "on the border when the look-ahead ends")
        for (numbers, lookAhead, entry, exit) in [
            ([0.0, 0, 0, 0, 0, 0], 0.0, 0.0, 0.0), ([99, 0, 9, 0, 0, 0], 60, 0, 60), ([99, 0, 0, 10, 0, 0], 0, 0, 0),
            ([100, 0, 0, -10, 0, 0], 60, 0, 20), ([200, 0, 0, -10, 0, 0], 60, 10, 30),
            ([200, 0, 0, -10, 0, 0], 15, 10, 15), ([0, 0, 30, 0, 0, -2], 60, 10, 20),
            ([300, 0, 30, -10, 0, -1], 60, 20, 40),
        ] {
            let loss = try #require(loss(numbers, lookAhead), "\(numbers)")
            #expect(abs(loss.entrySeconds - entry) < 1e-12 && abs(loss.exitSeconds - exit) < 1e-12, "\(numbers)")
        }
    }

    private static func motion(_ numbers: [Double]) -> RelativeMotion {
        RelativeMotion(
            eastMetres: numbers[0], northMetres: numbers[1], upMetres: numbers[2], eastMetresPerSecond: numbers[3],
            northMetresPerSecond: numbers[4], upMetresPerSecond: numbers[5])
    }
}
