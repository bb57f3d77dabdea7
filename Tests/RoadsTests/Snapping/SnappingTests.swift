import Geodesy
import Testing

@testable import Roads

@Suite("Taking a place to the nearest road")
struct SnappingTests {
    @Test("finds what measuring every road finds, on random networks", arguments: UInt64(0)..<75)
    func likeTheOracle(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let network = try randomNetwork(&random)
        for _ in 0..<20 {
            let asked = try place(
                Int64(random.index(below: 12_000)) - 3_000, Int64(random.index(below: 12_000)) - 5_000)
            let limit = Int64(random.index(below: 6_000_000))
            var nearest: (distance: Int64, road: Int32)?
            for road in 0..<Int32(network.roadCount) {
                let line = Area.route(try Route(path: network.line(of: .init(index: road)), halfWidthMillimetres: 0))
                let distance = try Area.circle(Circle(centre: asked, radiusMillimetres: 0)).separation(to: line)
                    .distanceMillimetres
                if distance < nearest?.distance ?? .max { nearest = (distance, road) }
            }
            let found = network.nearestRoad(to: asked, withinMillimetres: limit)
            if let nearest, nearest.distance <= limit {
                #expect(found?.distanceMillimetres == nearest.distance)
            } else {
                #expect(found == nil)
            }
            guard let found else { continue }
            // The offset is that of the place on the road.
            let path = network.path(of: Stretch(road: found.road.index, from: 0, to: found.offsetMillimetres))
            if found.offsetMillimetres > 0, let last = path.last {
                #expect(Geodesic.inverse(last, found.position).distanceMetres < 0.05)
            }
        }
    }

    @Test("a place off the map is refused with the distance to the nearest road")
    func offTheMap() throws {
        let planner = RoadPlanner(try blocks(2, 2), profile: .shortest)
        let far = try Position(latitudeE7: 363_000_000, longitudeE7: 371_000_000)
        let request = RouteRequest(places: [
            RoutePlace(name: "depot", position: far), RoutePlace(name: "b", position: try place(0, 0)),
        ])
        let error = #expect(throws: RouteError.self) { try planner.route(request) }
        guard case .offTheMap("depot", let nearest?, 500_000) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(abs(nearest - 9_987_000) < 10_000)
        // From another continent too.
        let farther = try Position(latitudeE7: -330_000_000, longitudeE7: -700_000_000)
        let other = #expect(throws: RouteError.self) {
            try planner.route(
                RouteRequest(places: [
                    RoutePlace(name: "a", position: try place(0, 0)), RoutePlace(name: "b", position: farther),
                ]))
        }
        guard case .offTheMap("b", let nearest?, _) = other else {
            Issue.record("\(String(describing: other))")
            return
        }
        #expect(nearest > 12_000_000_000 && nearest < 15_000_000_000)
    }

    @Test("places in parts that no road joins are refused as such")
    func parts() throws {
        let network = try network([
            RoadFeature(number: 1, line: [try place(0, 0), try place(0, 1_000)]),
            RoadFeature(number: 2, line: [try place(0, 1_000), try place(0, 2_000)]),
            RoadFeature(number: 3, line: [try place(3_000, 0), try place(3_000, 1_000)]),
        ]).network
        let request = RouteRequest(places: [
            RoutePlace(name: "island", position: try place(3_000, 500)),
            RoutePlace(name: "town", position: try place(0, 500)),
        ])
        #expect(throws: RouteError.notConnected(from: "island", to: "town", nodesOfParts: [2, 3])) {
            try RoadPlanner(network, profile: .loadedTrucks).route(request)
        }
    }

    @Test("roads on both sides of the antimeridian are one network")
    func antimeridian() throws {
        let path = try [1_799_000_000, 1_799_990_000, -1_799_980_000, -1_799_000_000].map {
            try Position(latitudeE7: -170_000_000, longitudeE7: $0)
        }
        let (network, report) = try network(
            (0..<3).map { RoadFeature(number: $0 + 1, line: [path[$0], path[$0 + 1]]) })
        #expect(report.count(.crossesAntimeridian) == 1)
        #expect(report.partCount == 1)
        for (east, road) in [(1_799_500_000, 0), (1_800_000_000, 1), (-1_799_985_000, 1), (-1_799_500_000, 2)] {
            let asked = try Position(latitudeE7: -170_010_000, longitudeE7: Int64(east))
            #expect(network.nearestRoad(to: asked, withinMillimetres: 200_000)?.road.index == Int32(road))
        }
        let route = try RoadPlanner(network, profile: .loadedTrucks).route(
            RouteRequest(places: [RoutePlace(name: "a", position: path[0]), RoutePlace(name: "b", position: path[3])]))
        #expect(abs(route.lengthMillimetres - 21_290_000) < 30_000, "\(route.lengthMillimetres)")
    }
}
