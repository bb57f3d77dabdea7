public import Geodesy

/// Finds routes by the shortest time on one network for vehicles of one profile.
///
/// Making it costs some tenths of a second for 100,000 roads; a route then costs about a millisecond. A route is a
/// proposal: it says what was considered and what is not known.
public struct RoadPlanner: Sendable {
    /// How many landmarks bound the searches.
    public static let landmarkCount = 16

    /// The network.
    public let network: RoadNetwork
    /// The vehicles.
    public let profile: TravelProfile
    /// The usual time of each arc in milliseconds; `.max` where these vehicles do not go.
    let weights: [UInt32]
    let landmarks: Landmarks

    /// Prepares searches.
    public init(_ network: RoadNetwork, profile: TravelProfile) {
        self.network = network
        self.profile = profile
        let times = network.records.map { record in
            profile.time(Int64(record.lengthMillimetres), on: record.roadClass, postedSpeed: record.postedSpeed)
                .map { Weighing.weight($0.usualMilliseconds) } ?? .max
        }
        weights = network.arcRoads.map { times[Int($0 >> 1)] }
        landmarks = Landmarks(network: network, weights: weights, wanted: Self.landmarkCount)
    }

    /// Takes a place to the nearest road that these vehicles use.
    public func nearestRoad(to place: Position, withinMillimetres limit: Int64) -> SnappedPlace? {
        network.nearestRoad(to: place, withinMillimetres: limit) {
            profile.speed(on: network.records[Int($0.index)].roadClass) != nil
        }
    }

    /// The usual time between two nodes without any condition, in milliseconds; nil when there is no way.
    ///
    /// For measuring and for comparing with other implementations.
    public func usualMilliseconds(fromNode: Int, toNode: Int) -> Int64? {
        guard network.parts[fromNode] == network.parts[toNode] else { return nil }
        var search = RoadSearch(network: network, landmarks: landmarks)
        return search.find(
            starts: [.init(node: fromNode, cost: 0, time: 0, road: -1)],
            exits: [.init(node: toNode, cost: 0, time: 0, road: -1)], weighing: Weighing(plain: self),
            limit: RoadLimits.maximumTravelMilliseconds)?.cost
    }

    /// Each arc as the nodes it joins and what it counts for, for other implementations to search on.
    public func forEachArc(_ take: (_ from: Int, _ to: Int, _ milliseconds: Int64) -> Void) {
        for node in 0..<network.nodeCount {
            for arc in Int(network.arcStarts[node])..<Int(network.arcStarts[node + 1]) where weights[arc] != .max {
                take(node, Int(network.arcHeads[arc]), Int64(weights[arc]))
            }
        }
    }

    /// Proposes the route of the shortest usual time through the places in their order.
    ///
    /// Where roads may be waited for and hazards are discouraged at once, it need not be the very least.
    ///
    /// - Throws: `RouteError` naming the places, and what closes the way.
    public func route(_ request: RouteRequest, under conditions: RoadConditions = .none) throws(RouteError) -> RoadRoute
    {
        let places = try snapped(request)
        let weighing = Weighing(self, conditions, departure: request.departure, mayWait: request.mayWait)
        var search = RoadSearch(network: network, landmarks: landmarks)
        let legs = try legs(places, request, conditions, weighing, &search)
        return try checked(RoadRoute(self, request, places, legs, conditions, weighing))
    }

    /// A route within the longest movement, beyond which windows were not looked at.
    func checked(_ route: RoadRoute) throws(RouteError) -> RoadRoute {
        guard route.reached.mostMilliseconds <= RoadLimits.maximumTravelMilliseconds else {
            throw .tooLong(hours: route.reached.mostMilliseconds / 3_600_000)
        }
        return route
    }

    /// The places on roads.
    func snapped(_ request: RouteRequest) throws(RouteError) -> [SnappedPlace] {
        guard (2...RoadLimits.maximumPlaces).contains(request.places.count) else {
            throw .badNumberOfPlaces(request.places.count)
        }
        var out: [SnappedPlace] = []
        for place in request.places {
            let stay = place.stay
            guard stay.leastMilliseconds >= 0, stay.leastMilliseconds <= stay.usualMilliseconds,
                stay.usualMilliseconds <= stay.mostMilliseconds,
                stay.mostMilliseconds <= RoadLimits.maximumTravelMilliseconds
            else { throw .badStay(place: place.name) }
            let limit = min(request.maximumSnapMillimetres, RoadLimits.maximumSnapMillimetres)
            guard let found = nearestRoad(to: place.position, withinMillimetres: limit) else {
                let near = nearestRoad(
                    to: place.position, withinMillimetres: RoadLimits.maximumSnapMillimetres)?.distanceMillimetres
                throw .offTheMap(
                    place: place.name, nearestMillimetres: near ?? network.distanceToNearestNode(from: place.position),
                    limitMillimetres: limit)
            }
            out.append(found)
        }
        return out
    }

    /// The stretches of each leg, one after the other.
    func legs(
        _ places: [SnappedPlace], _ request: RouteRequest, _ conditions: RoadConditions, _ weighing: Weighing,
        _ search: inout RoadSearch
    ) throws(RouteError) -> [[Stretch]] {
        var legs: [[Stretch]] = []
        var elapsed: Int64 = 0
        for index in places.indices.dropLast() {
            let (from, to) = (places[index], places[index + 1])
            guard from.part == to.part else {
                throw .notConnected(
                    from: request.places[index].name, to: request.places[index + 1].name,
                    nodesOfParts: [network.partSizes[from.part], network.partSizes[to.part]])
            }
            elapsed += request.places[index].stay.usualMilliseconds
            let stretches = leg(from, to, conditions, weighing, elapsed: elapsed, &search)
            guard let stretches else {
                throw reason(from, to, index, request, conditions, weighing, &search)
            }
            legs.append(stretches)
            for stretch in stretches { elapsed += passing(stretch, conditions, weighing, elapsed: elapsed) }
        }
        return legs
    }

    /// Why there is no way.
    private func reason(
        _ from: SnappedPlace, _ to: SnappedPlace, _ index: Int, _ request: RouteRequest, _ conditions: RoadConditions,
        _ weighing: Weighing, _ search: inout RoadSearch
    ) -> RouteError {
        let names = (request.places[index].name, request.places[index + 1].name)
        let open = leg(from, to, .none, Weighing(plain: self), elapsed: 0, &search)
        var standing: [String] = []
        for stretch in open ?? [] {
            guard let touch = conditions.touches[stretch.road],
                weighing.isShut(stretch.road, conditions) || weighing.windows[stretch.road] != nil || touch.percent > 0
            else { continue }
            standing += touch.closures.map { conditions.closures[$0].name }
            standing += touch.hazards.map { conditions.hazards[$0].name }
        }
        var seen: Set<String> = []
        standing = standing.filter { seen.insert($0).inserted }
        return standing.isEmpty
            ? .noWay(from: names.0, to: names.1) : .closedOff(from: names.0, to: names.1, by: standing)
    }
}

extension Weighing {
    /// The planner's own times, without conditions.
    init(plain planner: borrowing RoadPlanner) { costs = planner.weights }
}
