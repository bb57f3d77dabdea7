public import Geodesy

/// What a movement was notified to do, as far as watching it needs: its legs with their lines and times.
public struct WatchPlan: Hashable, Sendable {
    /// One leg.
    public struct Leg: Hashable, Sendable {
        /// The line and its half-width.
        public let route: Route
        /// The earliest that it sets out.
        public let earliestDeparture: Instant
        /// The latest that its end is reached.
        public let latestArrival: Instant

        /// A leg; whether its times are in order is checked by the plan.
        public init(route: Route, earliestDeparture: Instant, latestArrival: Instant) {
            self.route = route
            self.earliestDeparture = earliestDeparture
            self.latestArrival = latestArrival
        }

        /// Where it begins.
        public var start: Position { route.path[0] }
        /// Where it ends.
        public var end: Position { route.path[route.path.count - 1] }

        /// How near to its first or last position counts as there: its half-width, at least 150 m.
        public var endRadiusMillimetres: Int64 { max(route.halfWidthMillimetres, Self.leastEndRadiusMillimetres) }

        /// The least distance from a leg's end that counts as there, in millimetres.
        public static let leastEndRadiusMillimetres: Int64 = 150_000
    }

    /// The legs in order of travel; at least one.
    public let legs: [Leg]

    /// Checks the legs.
    ///
    /// - Throws: `WatchPlanError`.
    public init(legs: [Leg]) throws(WatchPlanError) {
        guard !legs.isEmpty else { throw .noLeg }
        guard legs.count <= TrackingLimits.maximumLegs else { throw .tooManyLegs(legs.count) }
        let vertices = legs.reduce(0) { $0 + $1.route.path.count }
        guard vertices <= TrackingLimits.maximumVertices else { throw .tooManyVertices(vertices) }
        for (index, leg) in legs.enumerated() where leg.latestArrival <= leg.earliestDeparture {
            throw .arrivalNotAfterDeparture(leg: index)
        }
        for (index, pair) in zip(legs, legs.dropFirst()).enumerated()
        where pair.1.latestArrival < pair.0.latestArrival {
            throw .legsNotInOrder(leg: index + 1)
        }
        self.legs = legs
    }
}

/// Why a plan cannot be watched.
public enum WatchPlanError: Error, Hashable, Sendable {
    /// There is no leg.
    case noLeg
    /// More legs than the limit.
    case tooManyLegs(Int)
    /// More positions than the limit, all legs together.
    case tooManyVertices(Int)
    /// The leg's latest arrival does not come after its earliest departure; counted from 0.
    case arrivalNotAfterDeparture(leg: Int)
    /// The leg's latest arrival comes before that of the leg before it; counted from 0.
    case legsNotInOrder(leg: Int)
}

extension WatchPlanError: CustomStringConvertible {
    /// One sentence: what is wrong and what to do.
    public var description: String {
        switch self {
        case .noLeg: "the movement has no leg; notify at least one"
        case .tooManyLegs(let found):
            "the movement has \(found) legs; at most \(TrackingLimits.maximumLegs) are watched, so divide it"
        case .tooManyVertices(let found):
            "the movement's legs have \(found) positions; at most \(TrackingLimits.maximumVertices) are watched, so "
                + "simplify the lines or divide the movement"
        case .arrivalNotAfterDeparture(let leg):
            "leg \(leg + 1): the latest arrival must come after the earliest departure"
        case .legsNotInOrder(let leg):
            "leg \(leg + 1): its latest arrival comes before that of the leg before it; put the legs in order of travel"
        }
    }
}
