import Deconfliction
import Geodesy
import TestKit
import Testing

/// The prediction against geodesics walked step by step, with nothing of the product's own plane.
@Suite("TrackPicture's geometry")
struct TrackGeometryTests {
    @Test("no step of a walk along geodesics is a loss that was not predicted", arguments: UInt64(0)..<8)
    func walk(seed: UInt64) throws {
        var traffic = Traffic(seed: seed)
        traffic.spreadMetres = 15_000
        traffic.topMillimetres = 300_000
        // A track that covers 38 km has a margin of 1.1 m, which its path in the plane may use up either way.
        let losses = try Self.compare(&traffic, try Traffic.rule(610, 300, 120), slackMetres: 4.5, "seed \(seed)")
        #expect(losses > 5, "seed \(seed)")
    }

    @Test("nor is one where the margins are kilometres: 1,000 m/s and 600 s", arguments: UInt64(10)..<18)
    func fastWalk(seed: UInt64) throws {
        var traffic = Traffic(seed: seed)
        traffic.spreadMetres = 500_000
        traffic.topMetresPerSecond = 1_000
        traffic.oldestSeconds = 0
        let rule = try Traffic.rule(20_000, 2_000, 600)
        let losses = try Self.compare(&traffic, rule, slackMetres: .infinity, "seed \(seed)")
        #expect(losses > 5, "seed \(seed)")
    }

    /// Steps that are a loss must be in the predicted span, and steps in the span must be a loss but for the slack.
    ///
    /// The walk's positions are rounded by up to 8 mm each.
    private static func compare(
        _ traffic: inout Traffic, _ rule: SeparationRule, slackMetres: Double, _ message: Comment
    ) throws -> Int {
        traffic.parties = 1_000
        let (horizontal, vertical) = (rule.minimum.horizontalMetres, rule.minimum.verticalMetres)
        let middle = try traffic.middle()
        let tracks = try (0..<32).map { try traffic.track($0, around: middle) }
        let picture = try TrackPicture(tracks: tracks, now: Traffic.now, rule: rule)
        let walks = try picture.tracks.map { try Walk($0, seconds: rule.lookAheadSeconds) }
        var losses = 0
        for (index, one) in walks.enumerated() {
            for other in walks[(index + 1)...] where one.track.party != other.track.party {
                let loss = picture.encounter(between: one.track.id, and: other.track.id)?.loss
                losses += loss == nil ? 0 : 1
                for (step, (a, b)) in zip(one.steps, other.steps).enumerated() {
                    let seconds = Double(step) * Walk.stepSeconds
                    let height = abs(a.altitudeMetres - b.altitudeMetres)
                    let isPredicted = loss.map { $0.entrySeconds <= seconds && seconds <= $0.exitSeconds } ?? false
                    // A degree of latitude is 110 km: these are far more apart than either side of the question.
                    let isFar = abs(a.position.latitudeE7 - b.position.latitudeE7) > 100 * Int32(horizontal) + 100_000
                    guard isPredicted || !isFar else { continue }
                    let metres = Geodesic.inverse(a.position, b.position).distanceMetres
                    if metres < horizontal - 0.03, height < vertical - 1e-6 { #expect(isPredicted, message) }
                    if isPredicted {
                        #expect(metres < horizontal + slackMetres && height < vertical + 0.002, message)
                    }
                }
            }
        }
        return losses
    }

    @Test("head on over the equator, the antimeridian and the poles, at the second that arithmetic says")
    func headOn() throws {
        let places: [(Int64, Int64, Double)] = [
            (0, 0, 90), (0, 1_800_000_000, 90), (900_000_000, 0, 0), (-900_000_000, 0, 180), (600_000_000, 0, 0),
            (-850_000_000, 1_799_999_000, 45),
        ]
        for (latitude, longitude, azimuth) in places {
            let middle = try Position(latitudeE7: latitude, longitudeE7: longitude)
            let tracks = try [azimuth, azimuth + 180].enumerated().map { index, azimuth in
                let place = Geodesic.direct(from: middle, azimuthDegrees: azimuth, metres: 10_000).position
                let back = Geodesic.inverse(place, middle).azimuthDegrees
                return try Self.track(UInt32(index), place, azimuthDegrees: back, metresPerSecond: 100)
            }
            let picture = try TrackPicture(tracks: tracks, now: Traffic.now, rule: Traffic.rule(1_000, 50, 120))
            let encounter = try #require(try picture.encounters().first, "\(middle)")
            #expect(abs(encounter.loss.entrySeconds - 95) < 0.001, "\(middle)")
            #expect(abs(encounter.loss.exitSeconds - 105) < 0.001, "\(middle)")
            #expect(abs(encounter.closestApproach.seconds - 100) < 0.001, "\(middle)")
            #expect(encounter.closestApproach.horizontalMetres < 0.05, "\(middle)")
        }
    }

    @Test("an altitude counts as flown, not as the tangent of the Earth rises")
    func curvature() throws {
        // 30 km of level flight rise 70 m above the tangent plane where it began; a helicopter waits at the end.
        let here = try Position(latitudeE7: 0, longitudeE7: 0)
        let there = Geodesic.direct(from: here, azimuthDegrees: 90, metres: 30_000).position
        let tracks = [
            try Self.track(0, here, azimuthDegrees: 90, metresPerSecond: 250),
            try Self.track(1, there, azimuthDegrees: 0, metresPerSecond: 0, altitudeMillimetres: 20_000),
        ]
        let picture = try TrackPicture(tracks: tracks, now: Traffic.now, rule: Traffic.rule(610, 25, 120))
        let encounter = try #require(try picture.encounters().first)
        #expect(abs(encounter.loss.entrySeconds - (30_000 - 610) / 250) < 0.01)
        let apart = try TrackPicture(tracks: tracks, now: Traffic.now, rule: Traffic.rule(610, 19, 120))
        #expect(try apart.encounters().isEmpty)
    }

    @Test("at altitude the way over the ground is shorter than the way flown")
    func altitude() throws {
        let here = try Position(latitudeE7: 300_000_000, longitudeE7: 0)
        let there = Geodesic.direct(from: here, azimuthDegrees: 45, metres: 28_000).position
        let tracks = [
            try Self.track(0, here, azimuthDegrees: 45, metresPerSecond: 250, altitudeMillimetres: 12_000_000),
            try Self.track(1, there, azimuthDegrees: 0, metresPerSecond: 0, altitudeMillimetres: 12_000_000),
        ]
        let picture = try TrackPicture(tracks: tracks, now: Traffic.now, rule: Traffic.rule(610, 25, 120))
        let encounter = try #require(try picture.encounters().first)
        // 28 km less 610 m on the ground are 0.19 % more in the air, 0.2 s.
        let expected = (28_000.0 - 610) * (6_371_008.8 + 12_000) / 6_371_008.8 / 250
        #expect(abs(encounter.loss.entrySeconds - expected) < 0.01)
    }

    @Test("a long way since the report bends with the Earth")
    func longWay() throws {
        let here = try Position(latitudeE7: -450_000_000, longitudeE7: 1_797_000_000)
        let there = Geodesic.direct(from: here, azimuthDegrees: 90, metres: 60_000).position
        let tracks = [
            try Self.track(0, here, azimuthDegrees: 90, metresPerSecond: 200, ageSeconds: 240),
            try Self.track(1, there, azimuthDegrees: 0, metresPerSecond: 0),
        ]
        let picture = try TrackPicture(tracks: tracks, now: Traffic.now, rule: Traffic.rule(610, 25, 120))
        let encounter = try #require(try picture.encounters().first)
        // 48 km are behind it; the straight line of the plane is by now 280 m above the other, which must not count.
        #expect(abs(encounter.loss.entrySeconds - (12_000 - 610) / 200) < 0.08)
        #expect(abs(encounter.closestApproach.seconds - 60) < 0.01)
        #expect(encounter.closestApproach.horizontalMetres < 10)
    }

    @Test("a report from before and one from after the cycle are carried to its moment")
    func ages() throws {
        let middle = try Position(latitudeE7: 450_000_000, longitudeE7: 0)
        let places = [180.0, 0].map { Geodesic.direct(from: middle, azimuthDegrees: $0, metres: 5_000).position }
        let tracks = [
            try Self.track(0, places[0], azimuthDegrees: 0, metresPerSecond: 100, ageSeconds: 20),
            try Self.track(1, places[1], azimuthDegrees: 180, metresPerSecond: 100, ageSeconds: -10),
        ]
        let picture = try TrackPicture(tracks: tracks, now: Traffic.now, rule: Traffic.rule(1_000, 50, 120))
        // 10 km, less 2 km flown since the first report, more 1 km that the second has yet to fly.
        let encounter = try #require(try picture.encounters().first)
        #expect(abs(encounter.loss.entrySeconds - 40) < 0.001)
        #expect(abs(encounter.loss.exitSeconds - 50) < 0.001)
    }

    private static func track(
        _ id: UInt32, _ place: Position, azimuthDegrees: Double, metresPerSecond: Double,
        altitudeMillimetres: Int64 = 0, ageSeconds: Int64 = 0
    ) throws -> Track {
        let direction = Walk.direction(azimuthDegrees)
        return try Track(
            id: TrackID(rawValue: id), party: TrackParty(rawValue: id), position: place,
            altitudeMillimetres: altitudeMillimetres,
            velocity: TrackVelocity(
                eastMetresPerSecond: metresPerSecond * direction.east,
                northMetresPerSecond: metresPerSecond * direction.north, upMetresPerSecond: 0),
            uncertainty: TrackUncertainty(horizontalMetres: 0, verticalMetres: 0),
            reportedAt: Traffic.now.adding(seconds: -ageSeconds))
    }
}
