import Geodesy
import Testing

@testable import Roads

@Suite("The shortest time")
struct ShortestTimeTests {
    /// What a part of a road counts for, written out once more from the rules.
    static func part(
        _ network: RoadNetwork, _ profile: TravelProfile, shut: Set<Int32> = [], percent: [Int32: Int64] = [:]
    ) -> (Int32, Int64, Int64) -> Int64? {
        { road, from, to in
            if from == to { return 0 }
            let id = RoadNetwork.RoadID(index: road)
            guard !shut.contains(road), let speed = profile.speed(on: network.roadClass(of: id)) else { return nil }
            switch network.direction(of: id) {
            case .forward where from > to: return nil
            case .backward where from < to: return nil
            default: break
            }
            let posted = Int(network.records[Int(road)].postedSpeed)
            let kilometresPerHour = posted == 0 ? speed.usual : min(speed.usual, max(posted, speed.slowest))
            let divisor = Int64(kilometresPerHour * profile.loadPercent)
            let time = (abs(to - from) * 360 + divisor - 1) / divisor
            return time + time * (percent[road] ?? 0) / 100
        }
    }

    @Test("is that of a slow and obvious search, on random networks with one-way roads, ties, closures and hazards")
    func likeTheOracle() throws {
        var (found, refused, closed) = (0, 0, 0)
        for seed in UInt64(0)..<200 {
            var random = SeededRandom(seed: seed)
            let network = try randomNetwork(&random)
            let planner = RoadPlanner(network, profile: .loadedTrucks)
            var shut: Set<Int32> = []
            var percent: [Int32: Int64] = [:]
            for road in 0..<Int32(network.roadCount) where random.chance(10) { shut.insert(road) }
            let hazard = try Circle(
                centre: place(Int64(random.index(below: 2_500)), Int64(random.index(below: 2_500))),
                radiusMillimetres: Int64(random.index(below: 600_000)))
            for road in network.roads(touching: PreparedArea(.circle(hazard)), withinMillimetres: 50_000) {
                percent[road] = 70
            }
            let conditions = try RoadConditions(
                on: network,
                closures: [RoadClosure(name: "closed", extent: .roads(shut.sorted().map { .init(index: $0) }))],
                hazards: [RoadHazard(name: "hazard", area: .circle(hazard), treatment: .discourage(percent: 70))],
                clearanceMillimetres: 50_000)
            let weighing = Weighing(planner, conditions, departure: nil, mayWait: false)
            for _ in 0..<12 {
                let ends = try (0..<2).map { _ in
                    try place(Int64(random.index(below: 2_500)), Int64(random.index(below: 2_500)))
                }
                guard let from = planner.nearestRoad(to: ends[0], withinMillimetres: 3_000_000),
                    let to = planner.nearestRoad(to: ends[1], withinMillimetres: 3_000_000)
                else { continue }
                let expected = SlowRouting.cost(
                    network, from: from, to: to,
                    part: Self.part(network, .loadedTrucks, shut: shut, percent: percent))
                let request = RouteRequest(
                    places: [RoutePlace(name: "a", position: ends[0]), RoutePlace(name: "b", position: ends[1])],
                    maximumSnapMillimetres: 3_000_000)
                do {
                    let route = try planner.route(request, under: conditions)
                    let cost = route.steps.reduce(Int64(0)) { sum, step in
                        sum + step.driving.usualMilliseconds
                            + step.driving.usualMilliseconds * (percent[step.road.index] ?? 0) / 100
                    }
                    #expect(cost == expected, "seed \(seed)")
                    #expect(route.steps.allSatisfy { !weighing.isShut($0.road.index, conditions) }, "seed \(seed)")
                    Self.expectWhole(route, from: from, to: to, "seed \(seed)")
                    found += 1
                } catch {
                    #expect(expected == nil, "seed \(seed): \(error)")
                    refused += 1
                    if case .closedOff = error { closed += 1 }
                }
            }
        }
        // The worlds hold all kinds of answers, or the comparison says little.
        #expect(found > 1_000 && refused > 300 && closed > 50, "\(found) \(refused) \(closed)")
    }

    /// The path leads from one place to the other without a jump, along the roads that it names.
    static func expectWhole(_ route: RoadRoute, from: SnappedPlace, to: SnappedPlace, _ comment: Comment) {
        var at = from.position
        for step in route.steps {
            if let first = step.path.first, let last = step.path.last {
                #expect(Geodesic.inverse(at, first).distanceMetres < 0.05, comment)
                at = last
            }
            let metres = zip(step.path, step.path.dropFirst())
                .reduce(0.0) { $0 + Geodesic.inverse($1.0, $1.1).distanceMetres }
            #expect(abs(metres * 1_000 - Double(step.lengthMillimetres)) < 60, comment)
        }
        #expect(Geodesic.inverse(at, to.position).distanceMetres < 0.05, comment)
    }

    @Test("given a fast way round and a slow short way, when the time counts, then the fast way is taken")
    func fastOverShort() throws {
        let network = try network([
            RoadFeature(number: 1, line: [try place(0, 0), try place(0, 2_000)], roadClass: .residential),
            RoadFeature(
                number: 2, line: [try place(0, 0), try place(500, 1_000), try place(0, 2_000)], roadClass: .motorway,
                name: "ring"),
        ]).network
        let request = RouteRequest(places: [
            RoutePlace(name: "a", position: try place(0, 0)), RoutePlace(name: "b", position: try place(0, 2_000)),
        ])
        let fast = try RoadPlanner(network, profile: .loadedTrucks).route(request)
        #expect(fast.steps.map(\.name) == ["ring"])
        let short = try RoadPlanner(network, profile: .shortest).route(request)
        #expect(short.steps.map(\.roadClass) == [.residential])
        #expect(short.lengthMillimetres < fast.lengthMillimetres)
    }

    @Test("required places are passed in their order, and stays count")
    func requiredPlaces() throws {
        let network = try blocks(4, 4)
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        let stay = TravelTime(leastMilliseconds: 60_000, usualMilliseconds: 120_000, mostMilliseconds: 600_000)
        let direct = try planner.route(
            RouteRequest(places: [
                RoutePlace(name: "a", position: try place(0, 0)), RoutePlace(name: "c", position: try place(0, 3_000)),
            ]))
        let route = try planner.route(
            RouteRequest(places: [
                RoutePlace(name: "a", position: try place(0, 0)),
                RoutePlace(name: "b", position: try place(3_000, 1_000), stay: stay),
                RoutePlace(name: "c", position: try place(0, 3_000)),
            ]))
        #expect(route.legs.map(\.to.name) == ["b", "c"])
        #expect(route.path.contains(try place(3_000, 1_000)))
        #expect(route.lengthMillimetres > direct.lengthMillimetres * 2)
        let driven = route.steps.reduce(TravelTime.zero) { $0 + $1.travel }
        #expect(route.reached == driven + stay)
        #expect(route.legs[1].leaves == route.legs[0].reached + stay)
    }
}
