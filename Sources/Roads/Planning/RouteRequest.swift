public import Geodesy

/// A place that a movement starts from, passes or ends at.
public struct RoutePlace: Hashable, Sendable {
    /// What it is called; answers and errors name it.
    public let name: String
    /// Where it is.
    public let position: Position
    /// How long the movement stays there before it goes on.
    public let stay: TravelTime

    /// A place.
    public init(name: String, position: Position, stay: TravelTime = .zero) {
        self.name = name
        self.position = position
        self.stay = stay
    }
}

/// What a route is wanted for.
public struct RouteRequest: Hashable, Sendable {
    /// The first departure that may be, and the last.
    public struct Departure: Hashable, Sendable {
        /// The planned departure, before which nobody sets out.
        public let planned: Instant
        /// The last departure, not before the planned one.
        public let latest: Instant

        /// A departure.
        public init(planned: Instant, latest: Instant) {
            self.planned = planned
            self.latest = max(planned, latest)
        }
    }

    /// The places in the order of travel, at least two.
    public var places: [RoutePlace]
    /// When it sets out; nil when that is open, and then every closure counts whatever its window.
    public var departure: Departure?
    /// Whether the movement may wait before a closed road until the closure ends.
    public var mayWait: Bool
    /// The farthest that a place may be from a road, in millimetres.
    public var maximumSnapMillimetres: Int64

    /// A request.
    public init(
        places: [RoutePlace], departure: Departure? = nil, mayWait: Bool = false,
        maximumSnapMillimetres: Int64 = 500_000
    ) {
        self.places = places
        self.departure = departure
        self.mayWait = mayWait
        self.maximumSnapMillimetres = maximumSnapMillimetres
    }
}

/// Why there is no route: which place or stretch, and what stands in the way.
public enum RouteError: Error, Hashable, Sendable {
    /// Fewer than two places, or more than the limit.
    case badNumberOfPlaces(Int)
    /// A stay is negative, out of order or too long.
    case badStay(place: String)
    /// No road that the profile allows is near enough; how far the nearest is, nil when there is none at all.
    case offTheMap(place: String, nearestMillimetres: Int64?, limitMillimetres: Int64)
    /// Two places lie in parts of the network that no road joins; the nodes of either part.
    case notConnected(from: String, to: String, nodesOfParts: [Int])
    /// There is a way, and closures or hazards stand on it; by name.
    case closedOff(from: String, to: String, by: [String])
    /// There is no way that one-way roads and the profile's classes leave, within the longest movement.
    case noWay(from: String, to: String)
    /// With its stays and at the slowest it takes longer than the longest movement, so closures later on would not count.
    case tooLong(hours: Int64)
}

extension RouteError: CustomStringConvertible {
    /// What was found and what to do.
    public var description: String {
        switch self {
        case .badNumberOfPlaces(let count):
            "a route has 2 to \(RoadLimits.maximumPlaces) places, not \(count)"
        case .badStay(let place): "the stay at '\(place)' must be from least to most, and at most 14 days"
        case .offTheMap(let place, let nearest?, let limit):
            "'\(place)' is off the map: the nearest road these vehicles use is about \(nearest / 1_000) m away and the "
                + "limit is \(limit / 1_000) m; check the position, or load a network that reaches it"
        case .offTheMap(let place, nil, _):
            "'\(place)' is off the map: the network has no road that these vehicles use"
        case .notConnected(let from, let to, let parts):
            "no road of this network joins '\(from)' and '\(to)': they lie in parts of "
                + parts.map { "\($0) nodes" }.joined(separator: " and ")
        case .closedOff(let from, let to, let names):
            "every way from '\(from)' to '\(to)' is closed; on the shortest stand: \(names.joined(separator: ", "))"
        case .noWay(let from, let to):
            "no way leads from '\(from)' to '\(to)' on the roads these vehicles use, in the directions allowed, within "
                + "14 days"
        case .tooLong(let hours):
            "the movement may take \(hours) hours with its stays and the limit is 14 days; divide it"
        }
    }
}
