import Geodesy
import Testing

@testable import Roads

@Suite("Routes on the roads of Aleppo", .enabled(if: AleppoRoads.areHere, "\(AleppoRoads.missing)"))
struct AleppoRouteTests {
    @Test("the network is whole: its nodes, roads and parts, and what was noticed")
    func network() throws {
        let (network, report) = try AleppoRoads.loaded.get()
        #expect(report.features == 78_902)
        #expect(network.nodeCount == 64_445)
        #expect(network.roadCount == 78_899)
        #expect(report.count(.duplicate) == 3)
        #expect(report.count(.endsAtOnePlace) == 6)
        #expect(report.parts.first == 64_174)
        #expect(report.count(.lengthDiffers) == 0)
    }

    @Test("the shortest way from the city centre to the compound at Urum al-Kubra is 16.25 km")
    func urumAlKubra() throws {
        let planner = RoadPlanner(try AleppoRoads.loaded.get().network, profile: .shortest)
        let route = try planner.route(Self.request)
        #expect(abs(route.lengthMillimetres - 16_250_000) <= 50_000, "\(route.lengthMillimetres)")
        // The compound of the case file lies 42 m from the nearest road.
        #expect(route.legs[0].end.distanceMillimetres == 42_495)
    }

    static var request: RouteRequest {
        get throws {
            RouteRequest(places: [
                RoutePlace(
                    name: "city centre", position: try Position(latitudeE7: 361_995_000, longitudeE7: 371_330_000)),
                RoutePlace(
                    name: "compound", position: try Position(latitudeE7: 361_515_830, longitudeE7: 369_677_500)),
            ])
        }
    }

    @Test("A* with landmarks finds what Dijkstra's algorithm finds, on random pairs")
    func likeDijkstra() throws {
        let planner = try AleppoRoads.trucks.get()
        var random = SeededRandom(seed: 7)
        for _ in 0..<6 {
            let from = random.index(below: planner.network.nodeCount)
            let times = Landmarks.times(from: from, planner.network, planner.weights)
            for _ in 0..<60 {
                let to = random.index(below: planner.network.nodeCount)
                let expected = times[to] == .max ? nil : Int64(times[to])
                #expect(planner.usualMilliseconds(fromNode: from, toNode: to) == expected, "\(from) \(to)")
            }
        }
    }
}
