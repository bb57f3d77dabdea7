import Geodesy
import Testing

@testable import Roads

@Suite("Alternatives")
struct AlternativeTests {
    private static func request(_ ends: (Position, Position)) -> RouteRequest {
        RouteRequest(places: [RoutePlace(name: "a", position: ends.0), RoutePlace(name: "b", position: ends.1)])
    }

    @Test("each keeps within the limits, and says how much it shares")
    func limits() throws {
        let network = try blocks(5, 5)
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        let (first, others) = try planner.alternatives(
            Self.request((try place(0, 0), try place(4_000, 4_000))), limits: .init(count: 3))
        #expect(others.count == 3)
        var before = [first]
        for other in others {
            #expect(other.route.reached.usualMilliseconds <= first.reached.usualMilliseconds * 3 / 2)
            let shared = before.map { route in
                let roads = Set(route.steps.map(\.road))
                return other.route.steps.filter { roads.contains($0.road) }.reduce(0) { $0 + $1.lengthMillimetres }
            }
            #expect(other.sharedWithFirstMillimetres == shared[0])
            let most = try #require(shared.max())
            #expect(Int64(other.sharedPercent) * other.route.lengthMillimetres >= most * 100)
            #expect(other.sharedPercent <= 70)
            before.append(other.route)
        }
    }

    @Test("given one road only, when alternatives are wanted, then there are none")
    func oneRoad() throws {
        let planner = RoadPlanner(try blocks(4, 1), profile: .loadedTrucks)
        let (first, others) = try planner.alternatives(Self.request((try place(0, 0), try place(0, 3_000))))
        #expect(first.steps.count == 3)
        #expect(others.isEmpty)
    }

    @Test("no alternative uses a closed road")
    func closed() throws {
        let network = try blocks(3, 3)
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        let middle = try Circle(centre: place(1_000, 1_000), radiusMillimetres: 10_000)
        let conditions = try RoadConditions(
            on: network, closures: [RoadClosure(name: "square", extent: .area(.circle(middle)))])
        let (first, others) = try planner.alternatives(
            Self.request((try place(0, 0), try place(2_000, 2_000))), under: conditions, limits: .init(count: 5))
        #expect(others.count == 1)
        for route in [first] + others.map(\.route) { #expect(!route.path.contains(try place(1_000, 1_000))) }
    }
}
