import Deconfliction
import Geodesy
import TestKit
import Testing

@Suite("TrackPicture")
struct TrackPictureTests {
    @Test("finds exactly the pairs that a check of every pair finds", arguments: UInt64(0)..<12)
    func setEquality(seed: UInt64) throws {
        var traffic = Traffic(seed: seed)
        let rules = [
            try Traffic.rule(), try Traffic.rule(610, 76, 120, 2), try Traffic.rule(100, 20, 0),
            try Traffic.rule(3_000, 300, 600, 1),
        ]
        var found = 0
        for rule in rules {
            let count = [1, 16, 17, 140, 300][Int.random(in: 0..<5, using: &traffic.random)]
            let picture = try TrackPicture(tracks: traffic.tracks(count), now: Traffic.now, rule: rule)
            let encounters = try picture.encounters()
            #expect(encounters == picture.encountersOfAllPairs(), "seed \(seed)")
            found += encounters.count
        }
        #expect(found > 0, "seed \(seed)")
    }

    @Test("finds them at the limits of speed, age, look-ahead and doubt", arguments: UInt64(20)..<26)
    func limits(seed: UInt64) throws {
        var traffic = Traffic(seed: seed)
        traffic.topMetresPerSecond = 1_000
        traffic.spreadMetres = 900_000
        traffic.oldestSeconds = 600
        let picture = try TrackPicture(
            tracks: traffic.tracks(200), now: Traffic.now, rule: try Traffic.rule(10_000, 5_000, 600, 10))
        let encounters = try picture.encounters()
        #expect(encounters == picture.encountersOfAllPairs(), "seed \(seed)")
        #expect(encounters.count > 20, "seed \(seed)")
    }

    @Test("the order of the tracks changes nothing, nor does a swap of two names", arguments: UInt64(30)..<34)
    func order(seed: UInt64) throws {
        var traffic = Traffic(seed: seed)
        let tracks = try traffic.tracks(150)
        let rule = try Traffic.rule(2_000, 200, 120, 1)
        let expected = try TrackPicture(tracks: tracks, now: Traffic.now, rule: rule).encounters()
        #expect(expected.count > 10, "seed \(seed)")
        let shuffled = tracks.shuffled(using: &traffic.random)
        #expect(try TrackPicture(tracks: shuffled, now: Traffic.now, rule: rule).encounters() == expected)
        #expect(
            expected.map { [$0.first, $0.second] }
                == expected.map { [$0.first, $0.second] }.sorted {
                    ($0[0], $0[1]) < ($1[0], $1[1])
                })
        let renamed = try tracks.map { try $0.renamed(TrackID(rawValue: 1_000 - $0.id.rawValue)) }
        let mirrored = try TrackPicture(tracks: renamed, now: Traffic.now, rule: rule)
        for encounter in expected {
            let other = mirrored.encounter(
                between: TrackID(rawValue: 1_000 - encounter.first.rawValue),
                and: TrackID(rawValue: 1_000 - encounter.second.rawValue))
            #expect(other?.loss == encounter.loss, "seed \(seed)")
            #expect(other?.closestApproach == encounter.closestApproach, "seed \(seed)")
        }
    }

    @Test("more doubt, a longer look-ahead and a larger minimum never lose an encounter", arguments: UInt64(40)..<44)
    func monotone(seed: UInt64) throws {
        var traffic = Traffic(seed: seed)
        let tracks = try traffic.tracks(150)
        func losses(_ rule: SeparationRule) throws -> [[TrackID]: RelativeMotion.Loss] {
            let encounters = try TrackPicture(tracks: tracks, now: Traffic.now, rule: rule).encounters()
            return Dictionary(uniqueKeysWithValues: encounters.map { ([$0.first, $0.second], $0.loss) })
        }
        let narrow = try losses(Traffic.rule(800, 100, 60, 1))
        #expect(narrow.count > 3, "seed \(seed)")
        for wider in [
            try Traffic.rule(800, 100, 60, 1.5), try Traffic.rule(800, 100, 90, 1), try Traffic.rule(900, 100, 60, 1),
            try Traffic.rule(800, 110, 60, 1),
        ] {
            let wide = try losses(wider)
            #expect(wide.count > narrow.count, "seed \(seed)")
            for (pair, loss) in narrow {
                let other = try #require(wide[pair], "seed \(seed)")
                #expect(other.entrySeconds <= loss.entrySeconds && loss.exitSeconds <= other.exitSeconds)
            }
        }
    }

    @Test("tracks of one party are never reported, those of two in one place are")
    func parties() throws {
        let place = try Position(latitudeE7: 900_000_000, longitudeE7: 0)
        func tracks(_ parties: UInt32) throws -> [Track] {
            try (0..<40).map { index in
                try Track(
                    id: TrackID(rawValue: index), party: TrackParty(rawValue: index % parties), position: place,
                    altitudeMillimetres: 0, velocity: .zero,
                    uncertainty: TrackUncertainty(horizontalMetres: 0, verticalMetres: 0), reportedAt: Traffic.now)
            }
        }
        for lookAhead in [0.0, 120] {
            let rule = try Traffic.rule(10, 1, lookAhead)
            #expect(try TrackPicture(tracks: tracks(1), now: Traffic.now, rule: rule).encounters().isEmpty)
            let picture = try TrackPicture(tracks: tracks(2), now: Traffic.now, rule: rule)
            let found = try picture.encounters()
            #expect(found.count == 400 && found == picture.encountersOfAllPairs())
            #expect(found.allSatisfy { $0.loss.entrySeconds == 0 && $0.loss.exitSeconds == lookAhead })
            #expect(found.allSatisfy { $0.closestApproach.horizontalMetres == 0 })
        }
    }

    @Test("a report that is too old or from the future predicts nothing and is named")
    func overdue() throws {
        let place = try Position(latitudeE7: 0, longitudeE7: 0)
        let ages: [Int64] = [0, 600, -600, 601, -601, 0]
        let tracks = try ages.enumerated().map { index, age in
            try Track(
                id: TrackID(rawValue: UInt32(index)), party: TrackParty(rawValue: UInt32(index)), position: place,
                altitudeMillimetres: 0, velocity: .zero,
                uncertainty: TrackUncertainty(horizontalMetres: 0, verticalMetres: 0),
                reportedAt: Traffic.now.adding(seconds: -age))
        }
        let picture = try TrackPicture(tracks: tracks.reversed(), now: Traffic.now, rule: Traffic.rule())
        #expect(picture.overdue.map(\.rawValue) == [3, 4])
        #expect(picture.tracks.map(\.id.rawValue) == [0, 1, 2, 5])
        #expect(try picture.encounters().count == 6)
        #expect(picture.encounter(between: TrackID(rawValue: 0), and: TrackID(rawValue: 3)) == nil)
        #expect(picture.encounter(between: TrackID(rawValue: 0), and: TrackID(rawValue: 9)) == nil)
        #expect(picture.encounter(between: TrackID(rawValue: 0), and: TrackID(rawValue: 0)) == nil)
    }

    @Test("no tracks, one name twice, and more encounters than the limit")
    func numbers() throws {
        #expect(try TrackPicture(tracks: [], now: Traffic.now, rule: Traffic.rule()).encounters().isEmpty)
        var traffic = Traffic(seed: 60)
        let track = try traffic.track(7, around: traffic.middle())
        #expect(throws: TrackError.duplicateTrack(TrackID(rawValue: 7))) {
            try TrackPicture(tracks: [track, track], now: Traffic.now, rule: Traffic.rule())
        }
        let crowd = try (0..<1_420).map { try track.renamed(TrackID(rawValue: $0), party: $0) }
        #expect(throws: TrackError.tooManyEncounters(limit: 1_000_000)) {
            try TrackPicture(tracks: crowd, now: Traffic.now, rule: Traffic.rule()).encounters()
        }
        #expect(throws: TrackError.tooManyTracks(found: 1_000_001, limit: 1_000_000)) {
            try TrackPicture(
                tracks: Array(repeating: track, count: 1_000_001), now: Traffic.now, rule: Traffic.rule())
        }
    }
}

extension Track {
    fileprivate func renamed(_ id: TrackID, party: UInt32? = nil) throws -> Track {
        try Track(
            id: id, party: party.map { TrackParty(rawValue: $0) } ?? self.party, position: position,
            altitudeMillimetres: altitudeMillimetres, velocity: velocity, uncertainty: uncertainty,
            reportedAt: reportedAt)
    }
}
