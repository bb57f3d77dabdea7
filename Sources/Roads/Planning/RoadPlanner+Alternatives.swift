/// A route beside the shortest one.
public struct RouteAlternative: Hashable, Sendable {
    /// The route.
    public let route: RoadRoute
    /// How much of it lies on roads of the first route, in millimetres.
    public let sharedWithFirstMillimetres: Int64
    /// The most of it, in percent of its length, that lies on roads of any one route before it.
    public let sharedPercent: Int
}

extension RoadPlanner {
    /// What an alternative may be.
    public struct AlternativeLimits: Hashable, Sendable {
        /// The most alternatives, up to `RoadLimits.maximumAlternatives`.
        public var count: Int
        /// The most that one may count for, in percent of the first.
        public var costPercent: Int64
        /// The most that one may share with any before it, in percent of its length.
        public var sharedPercent: Int

        /// Limits.
        public init(count: Int = 2, costPercent: Int64 = 150, sharedPercent: Int = 70) {
            self.count = count
            self.costPercent = costPercent
            self.sharedPercent = sharedPercent
        }
    }

    /// Searches for each alternative wanted.
    private static let searchesEach = 5
    /// Percent added each time to what the roads of a route found count for.
    private static let penaltyPercent: Int64 = 40

    /// The route of the shortest usual time, and others that use different roads for a while.
    ///
    /// Found by making the roads of each route found count for more, so that they need not be the next best ones. There may
    /// be fewer than asked for, or none.
    ///
    /// - Throws: `RouteError`, where there is not even one route.
    public func alternatives(
        _ request: RouteRequest, under conditions: RoadConditions = .none, limits: AlternativeLimits = .init()
    ) throws(RouteError) -> (first: RoadRoute, others: [RouteAlternative]) {
        let places = try snapped(request)
        let plain = Weighing(self, conditions, departure: request.departure, mayWait: request.mayWait)
        var search = RoadSearch(network: network, landmarks: landmarks)
        let best = try legs(places, request, conditions, plain, &search)
        let first = try checked(RoadRoute(self, request, places, best, conditions, plain))
        let wanted = min(max(0, limits.count), RoadLimits.maximumAlternatives)
        let most = cost(best, conditions, plain) / 100 * limits.costPercent
        var found = [Set(best.joined().map(\.road))]
        var others: [RouteAlternative] = []
        var raised = plain
        var last = best
        for _ in 0..<wanted * Self.searchesEach where others.count < wanted {
            raise(&raised, on: last)
            guard let next = try? legs(places, request, conditions, raised, &search) else { break }
            last = next
            let stretches = Array(next.joined())
            let length = max(1, stretches.reduce(0) { $0 + $1.lengthMillimetres })
            let shared = found.map { roads in
                stretches.reduce(0) { $0 + (roads.contains($1.road) ? $1.lengthMillimetres : 0) }
            }
            let percent = Int(((shared.max() ?? 0) * 100 + length - 1) / length)
            guard percent <= limits.sharedPercent, cost(next, conditions, plain) <= most else { continue }
            guard let route = try? checked(RoadRoute(self, request, places, next, conditions, plain)) else { continue }
            found.append(Set(stretches.map(\.road)))
            others.append(
                RouteAlternative(
                    route: route,
                    sharedWithFirstMillimetres: shared.first ?? 0, sharedPercent: percent))
        }
        return (first, others)
    }

    private func cost(_ legs: [[Stretch]], _ conditions: RoadConditions, _ weighing: Weighing) -> Int64 {
        legs.joined().reduce(0) { $0 + (weight($1, conditions, weighing)?.cost ?? 0) }
    }

    private func raise(_ weighing: inout Weighing, on legs: [[Stretch]]) {
        for road in Set(legs.joined().map(\.road)) {
            for (arc, _) in network.arcs(of: road) where weighing.costs[arc] != .max {
                let cost = Int64(weighing.costs[arc])
                weighing.costs[arc] = Weighing.weight(cost + cost * Self.penaltyPercent / 100 + 1)
            }
        }
    }
}
