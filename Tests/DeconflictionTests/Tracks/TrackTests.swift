import Deconfliction
import Geodesy
import TestKit
import Testing

@Suite("Track")
struct TrackTests {
    @Test(
        "what is not a number or beyond its limit is refused by name", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(value: Double) throws {
        for place in 0..<3 {
            let numbers = (0..<3).map { $0 == place ? value : 1 }
            #expect(throws: TrackError.velocityNotFinite) {
                try TrackVelocity(
                    eastMetresPerSecond: numbers[0], northMetresPerSecond: numbers[1], upMetresPerSecond: numbers[2])
            }
            #expect(throws: TrackError.self) {
                try TrackUncertainty(
                    horizontalMetres: numbers[0], verticalMetres: numbers[1], growthMetresPerSecond: numbers[2])
            }
        }
        #expect(throws: TrackError.self) { try SeparationMinimum(horizontalMetres: value, verticalMetres: 76) }
        #expect(throws: TrackError.self) { try SeparationMinimum(horizontalMetres: 610, verticalMetres: value) }
        #expect(throws: TrackError.self) { try Traffic.rule(610, 76, value, 0) }
        #expect(throws: TrackError.self) { try Traffic.rule(610, 76, 120, value) }
    }

    @Test("every limit holds on both sides")
    func limits() throws {
        _ = try TrackVelocity(eastMetresPerSecond: -600, northMetresPerSecond: 800, upMetresPerSecond: -500)
        #expect(throws: TrackError.horizontalSpeedOutOfRange(eastMetresPerSecond: 600, northMetresPerSecond: 800.01)) {
            try TrackVelocity(eastMetresPerSecond: 600, northMetresPerSecond: 800.01, upMetresPerSecond: 0)
        }
        for up in [500.1, -500.1] {
            #expect(throws: TrackError.verticalSpeedOutOfRange(metresPerSecond: up)) {
                try TrackVelocity(eastMetresPerSecond: 0, northMetresPerSecond: 0, upMetresPerSecond: up)
            }
        }
        _ = try TrackUncertainty(horizontalMetres: 0, verticalMetres: 10_000, growthMetresPerSecond: 100)
        for (horizontal, vertical) in [(-0.1, 0), (10_001, 0), (0, -0.1), (0, 10_001.0)] {
            #expect(throws: TrackError.uncertaintyOutOfRange(metres: horizontal == 0 ? vertical : horizontal)) {
                try TrackUncertainty(horizontalMetres: horizontal, verticalMetres: vertical)
            }
        }
        for growth in [-0.1, 100.1] {
            #expect(throws: TrackError.uncertaintyGrowthOutOfRange(metresPerSecond: growth)) {
                try TrackUncertainty(horizontalMetres: 0, verticalMetres: 0, growthMetresPerSecond: growth)
            }
        }
        _ = try Traffic.rule(10, 1, 0, 0)
        _ = try Traffic.rule(100_000, 100_000, 600, 10)
        for metres in [9.9, 100_001] {
            #expect(throws: TrackError.horizontalMinimumOutOfRange(metres: metres)) { try Traffic.rule(metres) }
        }
        for metres in [0.9, 100_001] {
            #expect(throws: TrackError.verticalMinimumOutOfRange(metres: metres)) { try Traffic.rule(610, metres) }
        }
        for seconds in [-0.1, 600.1] {
            #expect(throws: TrackError.lookAheadOutOfRange(seconds: seconds)) { try Traffic.rule(610, 76, seconds) }
        }
        for sigmas in [-0.1, 10.1] {
            #expect(throws: TrackError.sigmasOutOfRange(sigmas)) { try Traffic.rule(610, 76, 120, sigmas) }
        }
    }

    @Test("the altitude has its limits", arguments: [Int64(-1_000_001), 100_000_001])
    func altitudes(millimetres: Int64) throws {
        for allowed: Int64 in [-1_000_000, 100_000_000] { _ = try Self.track(allowed) }
        #expect(throws: TrackError.altitudeOutOfRange(millimetres: millimetres)) { try Self.track(millimetres) }
    }

    private static func track(_ millimetres: Int64) throws -> Track {
        try Track(
            id: TrackID(rawValue: 0), party: TrackParty(rawValue: 0), position: Position(latitudeE7: 0, longitudeE7: 0),
            altitudeMillimetres: millimetres, velocity: .zero,
            uncertainty: TrackUncertainty(horizontalMetres: 0, verticalMetres: 0), reportedAt: Traffic.now)
    }
}
