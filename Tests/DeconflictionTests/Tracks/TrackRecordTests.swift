import Deconfliction
import Geodesy
import TestKit
import Testing

@Suite("Tracks near records")
struct TrackRecordTests {
    @Test("no step of a walk along geodesics is near a record that was not reported then", arguments: UInt64(0)..<6)
    func walk(seed: UInt64) throws {
        var traffic = Traffic(seed: seed)
        traffic.spreadMetres = 12_000
        let rule = try Traffic.rule(200, 50, 120, 1)
        var records = BruteForce()
        let middle = try traffic.middle()
        for slot in 0..<20 {
            records.upsert(try Self.record(UInt32(slot) * 2, around: middle, &traffic))
        }
        let tracks = try (0..<16).map { try traffic.track(UInt32($0), around: middle) }
        let picture = try TrackPicture(tracks: tracks, now: Traffic.now, rule: rule)
        let found = try picture.encounters(with: records)
        var near = 0
        for track in tracks {
            let walk = try Walk(track, seconds: 120)
            for record in records.records {
                let encounter = found.first { $0.track == track.id && $0.slot == record.slot }
                for (second, step) in walk.steps.enumerated() {
                    guard try Self.isNear(step, second, track, record) else { continue }
                    near += 1
                    let time = Double(second)
                    #expect(
                        encounter.map { $0.earliestSeconds <= time && time <= $0.latestSeconds } == true,
                        "seed \(seed) track \(track.id) slot \(record.slot) at \(second) s")
                }
            }
        }
        #expect(near > 10, "seed \(seed)")
        #expect(found == found.sorted { ($0.track, $0.slot) < ($1.track, $1.slot) })
    }

    /// By the rule of the test above: 200 m and the position's doubt on the ground, 50 m and the altitude's in height.
    private static func isNear(_ step: Walk.Step, _ second: Int, _ track: Track, _ record: ConflictRecord) throws
        -> Bool
    {
        let point = Area.circle(try Circle(centre: step.position, radiusMillimetres: 0))
        let moment = Traffic.now.adding(seconds: Int64(second))
        let doubt = track.uncertainty
        let age = abs(Double(track.reportedAt.microseconds(to: Traffic.now)) / 1e6)
        let growth = doubt.growthMetresPerSecond * (age + 120)
        let reach = Int64((200 + doubt.horizontalMetres + growth) * 1_000) + record.standOffMillimetres
        let height = Int64((50 + doubt.verticalMetres + growth) * 1_000)
        let altitude = Int64(step.altitudeMetres * 1_000)
        let band = try AltitudeBand(
            lowerMillimetres: altitude - height, upperMillimetres: altitude + height, reference: .ellipsoid)
        return record.volumes.contains {
            $0.window.contains(moment) && $0.band.mayOverlap(band) && $0.area.isWithin(millimetres: reach, of: point)
        }
    }

    private static func record(_ slot: UInt32, around middle: Position, _ traffic: inout Traffic) throws
        -> ConflictRecord
    {
        let centre = Geodesic.direct(
            from: middle, azimuthDegrees: traffic.number(0...360), metres: traffic.number(0...15_000)
        ).position
        let start = Traffic.now.adding(seconds: Int64.random(in: -60...100, using: &traffic.random))
        let lower = Int64.random(in: 0...800_000, using: &traffic.random)
        let volume = Volume4D(
            area: .circle(
                try Circle(centre: centre, radiusMillimetres: Int64.random(in: 0...3_000_000, using: &traffic.random))),
            band: try AltitudeBand(lowerMillimetres: lower, upperMillimetres: lower + 200_000, reference: .ellipsoid),
            window: try TimeWindow(start: start, end: start.adding(seconds: 80)))
        return try ConflictRecord(
            slot: RecordSlot(rawValue: slot), volumes: [volume],
            standOffMillimetres: Int64.random(in: 0...1, using: &traffic.random) * 500_000)
    }

    @Test("a straight approach is reported from the eighth of the look-ahead in which it comes near")
    func approach() throws {
        let place = try Position(latitudeE7: 100_000_000, longitudeE7: 1_799_000_000)
        let site = Geodesic.direct(from: place, azimuthDegrees: 90, metres: 10_000).position
        let track = try Track(
            id: TrackID(rawValue: 5), party: TrackParty(rawValue: 0), position: place, altitudeMillimetres: 0,
            velocity: TrackVelocity(eastMetresPerSecond: 100, northMetresPerSecond: 0, upMetresPerSecond: 0),
            uncertainty: TrackUncertainty(horizontalMetres: 0, verticalMetres: 0), reportedAt: Traffic.now)
        var records = BruteForce()
        let volume = Volume4D(
            area: .circle(try Circle(centre: site, radiusMillimetres: 1_000_000)), band: .everything,
            window: try TimeWindow(start: Traffic.now, end: nil))
        records.upsert(
            try ConflictRecord(slot: RecordSlot(rawValue: 3), volumes: [volume], standOffMillimetres: 500_000))
        // 1,000 m of radius, 500 m of stand-off and 600 m of the rule: near after 79 s, no more after 121 s.
        func encounters(_ lookAhead: Double) throws -> [TrackRecordEncounter] {
            try TrackPicture(tracks: [track], now: Traffic.now, rule: Traffic.rule(600, 76, lookAhead))
                .encounters(with: records)
        }
        #expect(try encounters(78).isEmpty)
        #expect(try encounters(0).isEmpty)
        let late = try encounters(80)
        #expect(late.map(\.earliestSeconds) == [70] && late.map(\.latestSeconds) == [80])
        let all = try encounters(160)
        #expect(all.map(\.earliestSeconds) == [60] && all.map(\.latestSeconds) == [140])
        #expect(all.map(\.slot.rawValue) == [3] && all.map(\.track.rawValue) == [5])
        let rule = try Traffic.rule(600, 76, 160)
        let picture = try TrackPicture(tracks: [track], now: Traffic.now, rule: rule)
        #expect(try picture.encounters(with: records) { $1.rawValue != 3 }.isEmpty)
    }

    @Test("the limits of speed, altitude, doubt and time make a question, at the ends of the calendar too")
    func limits() throws {
        var records = BruteForce()
        let pole = try Position(latitudeE7: 900_000_000, longitudeE7: 0)
        let volume = Volume4D(
            area: .circle(try Circle(centre: pole, radiusMillimetres: 5_000_000_000)), band: .everything,
            window: try TimeWindow(start: .earliest, end: nil))
        records.upsert(try ConflictRecord(slot: RecordSlot(rawValue: 0), volumes: [volume], standOffMillimetres: 0))
        for now in [Instant.earliest, .latest] {
            for (altitude, up) in [(Int64(-1_000_000), -500.0), (100_000_000, 500)] {
                let track = try Track(
                    id: TrackID(rawValue: 0), party: TrackParty(rawValue: 0), position: pole,
                    altitudeMillimetres: altitude,
                    velocity: TrackVelocity(
                        eastMetresPerSecond: 600, northMetresPerSecond: -800, upMetresPerSecond: up),
                    uncertainty: TrackUncertainty(
                        horizontalMetres: 10_000, verticalMetres: 10_000, growthMetresPerSecond: 100),
                    reportedAt: now == .latest ? now.adding(seconds: -600) : now.adding(seconds: 600))
                for lookAhead in [0.0, 0.000_000_1, 600] {
                    let rule = try Traffic.rule(100_000, 100_000, lookAhead, 10)
                    let found = try TrackPicture(tracks: [track], now: now, rule: rule).encounters(with: records)
                    #expect(found.count == 1)
                }
            }
        }
    }
}
