import Geodesy
import StrictJSON
import Testing

@testable import Roads

@Suite("A proposal in JSON")
struct RouteJSONTests {
    private static func request(stay: TravelTime = .zero) throws -> RouteRequest {
        RouteRequest(places: [
            RoutePlace(name: "depot", position: try place(0, 0), stay: stay),
            RoutePlace(name: "hospital", position: try place(1_000, 2_000)),
        ])
    }

    @Test("it says that it is a proposal, by which roads, what was considered, and what is not known")
    func proposal() throws {
        let network = try blocks(3, 2)
        let conditions = try RoadConditions(
            on: network, closures: [RoadClosure(name: "bridge", extent: .roads([.init(index: 0)]))])
        let route = try RoadPlanner(network, profile: .loadedTrucks).route(Self.request(), under: conditions)
        var writer = JSONWriter(capacity: 1_024)
        route.write(to: &writer)
        var fields = try JSONDocument(writer.bytes, limits: .init(maximumBytes: 1 << 20)).root.object()
        #expect(try fields.required("status").string() == "proposal")
        #expect(try fields.required("source").string() == "test, nobody")
        #expect(try fields.required("notKnown").array().count == RoadRoute.notKnown.count)
        let considered = try fields.required("considered").array()
        var first = try #require(considered.first).object()
        #expect(try first.required("name").string() == "bridge")
        #expect(try first.required("outcome").string() == "the proposed route uses none of its roads")
        var leg = try #require(try fields.required("legs").array().first).object()
        // Row 1 has two roads of one name, which are written as one.
        let roads = try leg.required("roads").array().map { value in
            var road = try value.object()
            return try road.required("name").string()
        }
        #expect(roads == ["column 0", "row 1"])
        let length = try fields.required("lengthMetres").decimal(scale: 3).value
        #expect(length == route.lengthMillimetres)
    }

    @Test("a movement of more than 14 days with its stays is refused, since windows beyond were not looked at")
    func tooLong() throws {
        let planner = RoadPlanner(try blocks(3, 2), profile: .loadedTrucks)
        let days = TravelTime(
            leastMilliseconds: 0, usualMilliseconds: 0, mostMilliseconds: RoadLimits.maximumTravelMilliseconds)
        #expect(throws: RouteError.tooLong(hours: 336)) { try planner.route(Self.request(stay: days)) }
        let longer = TravelTime(
            leastMilliseconds: 0, usualMilliseconds: 0, mostMilliseconds: RoadLimits.maximumTravelMilliseconds + 1)
        #expect(throws: RouteError.badStay(place: "depot")) { try planner.route(Self.request(stay: longer)) }
    }

    @Test("two places of one spot make a route without length that still takes its stay")
    func nowhereToGo() throws {
        let planner = RoadPlanner(try blocks(2, 1), profile: .loadedTrucks)
        let stay = TravelTime(leastMilliseconds: 1_000, usualMilliseconds: 2_000, mostMilliseconds: 3_000)
        let departs = try Instant(rfc3339: "2026-03-01T08:00:00Z", rounding: .down)
        let spot = try place(0, 500)
        let route = try planner.route(
            RouteRequest(
                places: [
                    RoutePlace(name: "a", position: spot, stay: stay), RoutePlace(name: "b", position: spot),
                ], departure: .init(planned: departs, latest: departs)))
        #expect(route.lengthMillimetres == 0)
        #expect(route.reached == stay)
        #expect(route.path == [route.legs[0].start.position])
        #expect(try route.volumes(.init(halfWidthMillimetres: 1_000))?.count == 1)
    }
}
