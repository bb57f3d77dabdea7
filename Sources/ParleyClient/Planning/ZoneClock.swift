import Foundation
public import Geodesy

/// The clocks of a named time zone, which go back and forth; used where people write local times, never by a rule.
public struct ZoneClock: Sendable {
    /// Why there is no such clock, or no such time on it.
    public enum ZoneError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The zone is not known here.
        case unknownZone(String)
        /// The clocks go forward past it.
        case skipped(String, zone: String)
        /// The clocks show it twice.
        case twice(String, zone: String)

        /// What was expected, what was found, what to do.
        public var description: String {
            switch self {
            case .unknownZone(let name):
                "time zone '\(name)' is not known here; use a name such as 'Asia/Damascus', or write times in UTC"
            case .skipped(let wall, let zone):
                "the clocks of \(zone) go forward past \(wall); write the time in UTC"
            case .twice(let wall, let zone): "the clocks of \(zone) show \(wall) twice; write the time in UTC"
            }
        }
    }

    /// What became of a time by the clocks.
    public enum Reading: Hashable, Sendable {
        /// There is just one such instant.
        case once(Instant)
        /// The clocks skip it; the instant is as long after the change as the time is after the skipped hour began.
        case skipped(Instant)
        /// The clocks show it twice.
        case twice(Instant, Instant)

        /// The instant that counts: the first of two.
        public var instant: Instant {
            switch self {
            case .once(let instant), .skipped(let instant), .twice(let instant, _): instant
            }
        }
    }

    /// The zone's name.
    public let name: String
    private let zone: TimeZone

    /// The clocks of the zone called `name`.
    ///
    /// - Throws: `ZoneError` for a zone that is not known here.
    public init(_ name: String) throws(ZoneError) {
        // Abbreviations such as EST mean different things to different people.
        guard name.utf8.count <= 64, name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else {
            throw .unknownZone(name)
        }
        self.name = name
        self.zone = zone
    }

    /// How far the clocks are ahead of UTC.
    public func offsetSeconds(at instant: Instant) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.microsecondsSince1970) / 1_000_000)))
    }

    /// What the clocks show, written as if it were UTC.
    public func wall(of instant: Instant) -> Instant { instant.adding(seconds: offsetSeconds(at: instant)) }

    /// The instants at which the clocks show `wall`, which is written as if it were UTC.
    public func reading(_ wall: Instant) -> Reading {
        // The clocks change at most once in two days.
        let before = offsetSeconds(at: wall.adding(seconds: -86_400))
        let after = offsetSeconds(at: wall.adding(seconds: 86_400))
        var found: [Instant] = []
        for offset in Set([before, after]) {
            let instant = wall.adding(seconds: -offset)
            if offsetSeconds(at: instant) == offset { found.append(instant) }
        }
        found.sort()
        switch found.count {
        case 0: return .skipped(wall.adding(seconds: -before))
        case 1: return .once(found[0])
        default: return .twice(found[0], found[1])
        }
    }

    /// The one instant at which the clocks show `wall`.
    ///
    /// - Throws: `skipped` or `twice` where there is none, or two.
    public func onlyInstant(_ wall: Instant) throws(ZoneError) -> Instant {
        let text = String(wall.description.dropLast())
        switch reading(wall) {
        case .once(let instant): return instant
        case .skipped: throw .skipped(text, zone: name)
        case .twice: throw .twice(text, zone: name)
        }
    }
}
