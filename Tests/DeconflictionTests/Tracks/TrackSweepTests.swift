import Foundation
import Testing

@testable import Deconfliction

@Suite("TrackSweep")
struct TrackSweepTests {
    @Test("a heading is the angle from north to 1e-11 degrees, for any speed", arguments: UInt64(0)..<3)
    func heading(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<2_000 {
            let angle = Double.random(in: -Double.pi...Double.pi, using: &random)
            let speed = [1e-300, 1e-3, 1, 1_000][Int.random(in: 0..<4, using: &random)]
            let (east, north) = (speed * sin(angle), speed * cos(angle))
            let expected = atan2(east, north) * 180 / Double.pi
            let heading = TrackSweep.headingDegrees(east: east, north: north)
            let turn = abs(heading - expected)
            #expect(min(turn, abs(turn - 360)) < 1e-11, "seed \(seed): \(east) \(north)")
        }
        for (east, north, degrees) in [
            (0.0, 1.0, 0.0), (1, 0, 90), (0, -1, 180), (-1, 0, -90), (1, 1, 45), (-2, -2, -135), (0, 0, 0),
        ] {
            #expect(abs(TrackSweep.headingDegrees(east: east, north: north) - degrees) < 1e-11)
        }
    }
}
