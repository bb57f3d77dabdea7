public import Geodesy

/// What a watch noticed about a movement under way.
///
/// An alarm says what the positions and the plan say, and nothing of why. At most one of each kind is active.
public enum TrackingAlarm: Hashable, Sendable {
    /// The latest arrival of a leg, from 0, passed without its end having been reached.
    case late(leg: Int, due: Instant)
    /// A position lies off the route: when it was there, where, and the nearest place of the route.
    case offRoute(at: Instant, position: Position, nearest: RoutePoint)
    /// No position since then.
    case silent(since: Instant)
    /// At one place since then.
    case stopped(since: Instant, at: Position)

    /// The kinds of alarm, in the order in which they are told.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A leg's end was not reached in time.
        case late
        /// Off the route.
        case offRoute
        /// No position.
        case silent
        /// Not moving.
        case stopped
    }

    /// What kind it is.
    public var kind: Kind {
        switch self {
        case .late: .late
        case .offRoute: .offRoute
        case .silent: .silent
        case .stopped: .stopped
        }
    }
}

extension TrackingAlarm: CustomStringConvertible {
    /// One sentence for the duty officer.
    public var description: String {
        switch self {
        case .late(let leg, let due):
            "the end of leg \(leg + 1) was due by \(due) and is not reported reached"
        case .offRoute(let at, let position, let nearest):
            "at \(at) it was at \(position.shown), \(nearest.distanceMillimetres.shownDistance) from the route of leg "
                + "\(nearest.leg + 1) (nearest place \(nearest.position.shown))"
        case .silent(let since): "no position since \(since)"
        case .stopped(let since, let position): "at \(position.shown) since \(since)"
        }
    }
}

/// An alarm that begins or ends.
public enum AlarmChange: Hashable, Sendable {
    /// It begins.
    case raised(TrackingAlarm)
    /// It ends; as it was last.
    case cleared(TrackingAlarm)

    /// The alarm.
    public var alarm: TrackingAlarm {
        switch self {
        case .raised(let alarm), .cleared(let alarm): alarm
        }
    }

    /// Whether it begins.
    public var isRaised: Bool { if case .raised = self { true } else { false } }
}

extension Position {
    /// Degrees to five places, about a metre, cut off towards the south and west.
    var shown: String { "\(Self.degrees(latitudeE7)) \(Self.degrees(longitudeE7))" }

    private static func degrees(_ valueE7: Int32) -> String {
        let (whole, rest) = (valueE7.magnitude / 100).quotientAndRemainder(dividingBy: 100_000)
        let digits = String(rest)
        return (valueE7 < 0 ? "-" : "") + "\(whole)." + String(repeating: "0", count: 5 - digits.utf8.count) + digits
    }
}

extension Int64 {
    /// Millimetres as metres, from 10 km on as kilometres; both rounded down.
    var shownDistance: String {
        self < 10_000_000 ? "\(self / 1_000) m" : "\(self / 1_000_000) km"
    }
}
