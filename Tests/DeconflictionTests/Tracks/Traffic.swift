import Deconfliction
import Geodesy
import TestKit

/// Tracks drawn from a seed, crowded around the poles, the antimeridian and elsewhere, with many in one place.
struct Traffic {
    var random: SplitMix64
    var parties: UInt32 = 4
    /// How far from its place's middle a track may be, in metres.
    var spreadMetres = 8_000.0
    var topMetresPerSecond = 250.0
    var oldestSeconds: Int64 = 30
    var topMillimetres: Int64 = 900_000

    static let now = Instant.earliest.adding(seconds: 63_000_000_000)

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }

    mutating func middle() throws -> Position {
        let middles: [(Int64, Int64)] = [
            (900_000_000, 0), (-900_000_000, 0), (-170_000_000, 1_800_000_000), (355_000_000, 362_000_000), (0, 0),
            (789_000_000, -1_799_999_999),
        ]
        let middle = middles[Int.random(in: 0..<middles.count, using: &random)]
        return try Position(latitudeE7: middle.0, longitudeE7: middle.1)
    }

    mutating func track(_ id: UInt32, around middle: Position) throws -> Track {
        let distance = Int.random(in: 0..<6, using: &random) == 0 ? 0 : number(0...spreadMetres)
        let position = Geodesic.direct(from: middle, azimuthDegrees: number(0...360), metres: distance).position
        return try Track(
            id: TrackID(rawValue: id), party: TrackParty(rawValue: UInt32.random(in: 0..<parties, using: &random)),
            position: position, altitudeMillimetres: Int64.random(in: 0...topMillimetres, using: &random),
            velocity: velocity(), uncertainty: uncertainty(),
            reportedAt: Self.now.adding(seconds: Int64.random(in: -oldestSeconds...oldestSeconds, using: &random)))
    }

    mutating func velocity() throws -> TrackVelocity {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return .zero
        case 1:
            // One of few headings, so that some are parallel and some head on.
            let speed = topMetresPerSecond * Double(Int.random(in: -2...2, using: &random)) / 2
            return try TrackVelocity(eastMetresPerSecond: speed, northMetresPerSecond: 0, upMetresPerSecond: 0)
        default:
            let limit = topMetresPerSecond / 1.5
            return try TrackVelocity(
                eastMetresPerSecond: number(-limit...limit), northMetresPerSecond: number(-limit...limit),
                upMetresPerSecond: number(-8...8))
        }
    }

    mutating func uncertainty() throws -> TrackUncertainty {
        try TrackUncertainty(
            horizontalMetres: number(0...40), verticalMetres: number(0...20), growthMetresPerSecond: number(0...0.2))
    }

    mutating func tracks(_ count: Int) throws -> [Track] {
        let middles = [try middle(), try middle(), try middle()]
        return try (0..<count).map { index in
            try track(UInt32(index) * 3, around: middles[Int.random(in: 0..<3, using: &random)])
        }
    }

    static func rule(
        _ horizontal: Double = 610, _ vertical: Double = 76, _ lookAhead: Double = 120, _ sigmas: Double = 0
    )
        throws -> SeparationRule
    {
        try SeparationRule(
            minimum: SeparationMinimum(horizontalMetres: horizontal, verticalMetres: vertical),
            lookAheadSeconds: lookAhead, sigmas: sigmas)
    }
}

extension TrackPicture {
    /// Every pair, one by one: slow and obvious.
    func encountersOfAllPairs() -> [TrackEncounter] {
        tracks.indices.flatMap { index in
            tracks[(index + 1)...].compactMap { encounter(between: tracks[index].id, and: $0.id) }
        }
    }
}
