public import Geodesy

/// One road, or a part of one, as a route travels it.
public struct RouteStep: Hashable, Sendable {
    /// The road.
    public let road: RoadNetwork.RoadID
    /// Its name; empty for none.
    public let name: String
    /// What it is.
    public let roadClass: RoadClass
    /// The positions in the order of travel.
    public let path: [Position]
    /// Its length as travelled, in millimetres.
    public let lengthMillimetres: Int64
    /// How long driving it takes.
    public let driving: TravelTime
    /// How long checkpoints hold the movement on it.
    public let held: TravelTime
    /// Checkpoints passed, by their places in `RoadConditions.checkpoints`.
    public let checkpoints: [Int]
    /// Hazards come near, by their places in `RoadConditions.hazards`.
    public let hazards: [Int]
    /// When the road is closed; the movement waits before it.
    public let closedDuring: [TimeWindow]
    /// When its end is reached, counted from the departure: at best from the planned one, at worst from the latest.
    public internal(set) var reached: TravelTime

    /// How long it takes, checkpoints included and waiting for closures not.
    public var travel: TravelTime { driving + held }
}

/// A part of a route between two of its places.
public struct RouteLeg: Hashable, Sendable {
    /// Where it begins.
    public let from: RoutePlace
    /// Where it ends.
    public let to: RoutePlace
    /// Where its beginning lies on the network.
    public let start: SnappedPlace
    /// Where its end lies on the network.
    public let end: SnappedPlace
    /// When it sets out, counted from the departure, stays included.
    public internal(set) var leaves: TravelTime
    /// The roads in order; none when both places are one place of the network.
    public internal(set) var steps: [RouteStep]

    /// When its end is reached, counted from the departure.
    public var reached: TravelTime { steps.last?.reached ?? leaves }
    /// Its length in millimetres.
    public var lengthMillimetres: Int64 { steps.reduce(0) { $0 + $1.lengthMillimetres } }
}

/// Neighbouring steps of one name and class, as a person tells a way.
public struct NamedRoad: Hashable, Sendable {
    /// Its name; empty for none.
    public let name: String
    /// What it is.
    public let roadClass: RoadClass
    /// Its length as travelled, in millimetres.
    public let lengthMillimetres: Int64
    /// When its end is reached, counted from the departure.
    public let reached: TravelTime
}

extension RouteLeg {
    /// Its roads as a person tells them, in order.
    public var roads: [NamedRoad] {
        var out: [NamedRoad] = []
        for step in steps {
            let last = out.last
            let goesOn = last?.name == step.name && last?.roadClass == step.roadClass
            let length = (goesOn ? last?.lengthMillimetres ?? 0 : 0) + step.lengthMillimetres
            if goesOn { out.removeLast() }
            out.append(
                NamedRoad(
                    name: step.name, roadClass: step.roadClass, lengthMillimetres: length, reached: step.reached))
        }
        return out
    }
}
