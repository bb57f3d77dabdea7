import Geodesy
import Testing

@testable import Roads

@Suite("Closures, hazards and checkpoints")
struct ConditionTests {
    private static func request(
        departs: String? = "2026-03-01T08:00:00Z", latest: String? = nil, mayWait: Bool = false
    ) throws -> RouteRequest {
        let planned = try departs.map { try Instant(rfc3339: $0, rounding: .down) }
        let last = try latest.map { try Instant(rfc3339: $0, rounding: .down) }
        return RouteRequest(
            places: [
                RoutePlace(name: "depot", position: try place(0, 0)),
                RoutePlace(name: "hospital", position: try place(0, 2_000)),
            ], departure: planned.map { .init(planned: $0, latest: last ?? $0) }, mayWait: mayWait)
    }

    private static func window(_ start: String, _ end: String?) throws -> TimeWindow {
        try TimeWindow(
            start: Instant(rfc3339: start, rounding: .down), end: end.map { try Instant(rfc3339: $0, rounding: .down) })
    }

    /// A circle of 20 m in the middle of the road from (0, 500) on row 0.
    private static var middle: Area {
        get throws { .circle(try Circle(centre: place(0, 500), radiusMillimetres: 20_000)) }
    }

    @Test("given a closure on the way, when a route is wanted, then it leads round it and names it")
    func roundAClosure() throws {
        let network = try blocks(3, 2)
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        let conditions = try RoadConditions(
            on: network, closures: [RoadClosure(name: "bridge down", extent: .area(Self.middle))])
        let route = try planner.route(Self.request(), under: conditions)
        #expect(route.path.contains(try place(1_000, 0)))
        #expect(route.considered == [.init(kind: .closure, name: "bridge down", outcome: .notOnRoute)])
        let free = try planner.route(Self.request())
        #expect(free.lengthMillimetres < route.lengthMillimetres)
        #expect(free.considered.isEmpty)
    }

    @Test("given closures on every way, when a route is wanted, then it is refused and they are named")
    func closedOff() throws {
        let network = try blocks(3, 1)
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        let conditions = try RoadConditions(
            on: network, closures: [RoadClosure(name: "bridge down", extent: .area(Self.middle))],
            hazards: [
                RoadHazard(
                    name: "mines",
                    area: .circle(try Circle(centre: place(100, 1_500), radiusMillimetres: 1_000)), treatment: .avoid)
            ], clearanceMillimetres: 120_000)
        #expect(throws: RouteError.closedOff(from: "depot", to: "hospital", by: ["bridge down", "mines"])) {
            try planner.route(Self.request(), under: conditions)
        }
    }

    @Test("a closure's window counts against the times at which the movement may be there")
    func windows() throws {
        let network = try blocks(3, 1)
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        func outcome(_ start: String, _ end: String?, _ request: RouteRequest) throws -> RoadRoute.Considered.Outcome? {
            let closure = RoadClosure(
                name: "curfew", extent: .area(try Self.middle), window: try Self.window(start, end))
            let conditions = try RoadConditions(on: network, closures: [closure])
            return try? planner.route(request, under: conditions).considered[0].outcome
        }
        // It ended before the departure.
        #expect(try outcome("2026-03-01T06:00:00Z", "2026-03-01T08:00:00Z", Self.request()) == .outsideWindow)
        // It lasts, and nobody may wait.
        #expect(try outcome("2026-03-01T06:00:00Z", "2026-03-01T09:00:00Z", Self.request()) == nil)
        // It lasts, and one may wait.
        #expect(
            try outcome("2026-03-01T06:00:00Z", "2026-03-01T09:00:00Z", Self.request(mayWait: true)) == .waitedFor)
        // It begins after the movement has passed.
        #expect(
            try outcome("2026-03-01T20:00:00Z", "2026-03-01T21:00:00Z", Self.request(mayWait: true)) == .outsideWindow)
        // It has no end, and begins while the movement might still be under way.
        #expect(try outcome("2026-03-05T00:00:00Z", nil, Self.request(mayWait: true)) == nil)
        // Nobody knows when the movement sets out.
        #expect(try outcome("2030-01-01T00:00:00Z", "2030-01-02T00:00:00Z", Self.request(departs: nil)) == nil)
    }

    @Test("given a closure that ends, when the movement may wait, then its times hold the wait and stay apart")
    func waiting() throws {
        let network = try blocks(3, 1)
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        let closure = RoadClosure(
            name: "curfew", extent: .area(try Self.middle),
            window: try Self.window("2026-03-01T08:10:00Z", "2026-03-01T09:00:00Z"))
        let conditions = try RoadConditions(on: network, closures: [closure])
        let request = try Self.request(latest: "2026-03-01T08:09:30Z", mayWait: true)
        let route = try planner.route(request, under: conditions)
        let first = route.steps[0]
        // Whoever leaves at once is through before 08:10; the latest is not, and waits until 09:00.
        #expect(first.reached.leastMilliseconds == first.travel.leastMilliseconds)
        #expect(first.reached.usualMilliseconds == first.travel.usualMilliseconds)
        #expect(first.reached.mostMilliseconds == 3_030_000 + first.travel.mostMilliseconds)
        #expect(route.considered.map(\.outcome) == [.waitedFor])
    }

    @Test("waiting is weighed against the way round", arguments: [(30, true), (300, false)])
    func waitOrGoRound(minutes: Int64, waits: Bool) throws {
        // The way round is 40 km, about 48 minutes longer.
        let network = try network([
            RoadFeature(number: 1, line: [try place(0, 0), try place(0, 2_000)], roadClass: .primary, name: "short"),
            RoadFeature(
                number: 2, line: [try place(0, 0), try place(20_000, 1_000), try place(0, 2_000)], roadClass: .primary,
                name: "long"),
        ]).network
        let planned = try Instant(rfc3339: "2026-03-01T08:00:00Z", rounding: .down)
        let window = try TimeWindow(start: planned, end: planned.adding(seconds: minutes * 60))
        let conditions = try RoadConditions(
            on: network,
            closures: [RoadClosure(name: "curfew", extent: .roads([.init(index: 0)]), window: window)])
        let route = try RoadPlanner(network, profile: .loadedTrucks).route(
            Self.request(mayWait: true), under: conditions)
        #expect(route.steps.map(\.name) == [waits ? "short" : "long"])
    }

    @Test("a discouraged hazard is left aside where that costs little, and named with its length where it does not")
    func discouraged() throws {
        let network = try blocks(3, 2)
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        func route(_ percent: Int) throws -> RoadRoute {
            let hazard = RoadHazard(name: "shelling", area: try Self.middle, treatment: .discourage(percent: percent))
            return try planner.route(Self.request(), under: RoadConditions(on: network, hazards: [hazard]))
        }
        let through = try route(50)
        #expect(through.considered[0].outcome == .onRoute(millimetres: through.steps[0].lengthMillimetres))
        #expect(through.reached == (try planner.route(Self.request())).reached, "a penalty is no time")
        #expect(try route(400).considered[0].outcome == .notOnRoute)
    }

    @Test("a checkpoint holds whoever enters its circle, once, on either carriageway and not from inside")
    func checkpoints() throws {
        let network = try network([
            RoadFeature(
                number: 1, line: [try place(0, 0), try place(0, 1_000)], roadClass: .primary, direction: .forward),
            RoadFeature(
                number: 2, line: [try place(0, 1_000), try place(0, 2_000)], roadClass: .primary, direction: .forward),
            RoadFeature(
                number: 3, line: [try place(10, 2_000), try place(10, 1_000), try place(10, 0)], roadClass: .primary,
                direction: .forward),
            RoadFeature(number: 4, line: [try place(0, 2_000), try place(10, 2_000)], roadClass: .primary),
            RoadFeature(number: 5, line: [try place(0, 0), try place(10, 0)], roadClass: .primary),
        ]).network
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        let delay = TravelTime(leastMilliseconds: 0, usualMilliseconds: 600_000, mostMilliseconds: 7_200_000)
        // At the joint of two roads, so that the circle meets both.
        let checkpoint = RoadCheckpoint(
            name: "last checkpoint", circle: try Circle(centre: place(5, 1_000), radiusMillimetres: 50_000),
            delay: delay)
        let conditions = try RoadConditions(on: network, checkpoints: [checkpoint])
        func times(_ from: Position, _ to: Position) throws -> (passed: RoadRoute.Considered.Outcome, more: TravelTime)
        {
            let request = RouteRequest(places: [
                RoutePlace(name: "a", position: from), RoutePlace(name: "b", position: to),
            ])
            let (with, without) = (try planner.route(request, under: conditions), try planner.route(request))
            #expect(with.lengthMillimetres == without.lengthMillimetres)
            return (
                with.considered[0].outcome,
                TravelTime(
                    leastMilliseconds: with.reached.leastMilliseconds - without.reached.leastMilliseconds,
                    usualMilliseconds: with.reached.usualMilliseconds - without.reached.usualMilliseconds,
                    mostMilliseconds: with.reached.mostMilliseconds - without.reached.mostMilliseconds)
            )
        }
        let (west, east) = (try place(0, 0), try place(0, 2_000))
        #expect(try times(west, east) == (.passed(times: 1), delay))
        #expect(try times(east, west) == (.passed(times: 1), delay))
        #expect(try times(try place(0, 1_000), east) == (.notOnRoute, .zero))
        #expect(try times(west, try place(0, 500)) == (.notOnRoute, .zero))
    }

    @Test("what touches no road says so")
    func nowhere() throws {
        let network = try blocks(2, 1)
        let far = try Circle(centre: place(50_000, 50_000), radiusMillimetres: 1_000)
        let conditions = try RoadConditions(
            on: network, closures: [RoadClosure(name: "c", extent: .area(.circle(far)))],
            hazards: [RoadHazard(name: "h", area: .circle(far), treatment: .avoid)],
            checkpoints: [RoadCheckpoint(name: "p", circle: far, delay: .zero)])
        let request = RouteRequest(places: [
            RoutePlace(name: "a", position: try place(0, 0)), RoutePlace(name: "b", position: try place(0, 900)),
        ])
        let route = try RoadPlanner(network, profile: .shortest).route(request, under: conditions)
        #expect(route.considered.map(\.outcome) == [.touchesNoRoad, .touchesNoRoad, .touchesNoRoad])
    }

    @Test("the roads that an area touches are those that measuring every road finds", arguments: UInt64(0)..<30)
    func touching(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let network = try randomNetwork(&random)
        let centre = try place(Int64(random.index(below: 4_000)) - 500, Int64(random.index(below: 4_000)) - 500)
        let corners = try [(0, 0), (800, 300), (500, 900)].map { north, east in
            try Position(
                latitudeE7: Int64(centre.latitudeE7) + Int64(north) * 100,
                longitudeE7: Int64(centre.longitudeE7) + Int64(east) * 100)
        }
        for area in [
            Area.circle(try Circle(centre: centre, radiusMillimetres: Int64(random.index(below: 900_000)))),
            .polygon(try Polygon(outer: corners)), .route(try Route(path: corners, halfWidthMillimetres: 30_000)),
        ] {
            let clearance = Int64(random.index(below: 3)) * 200_000
            let expected = try (0..<Int32(network.roadCount)).filter { road in
                try Area.route(Route(path: network.line(of: .init(index: road)), halfWidthMillimetres: 0))
                    .isWithin(millimetres: clearance, of: area)
            }
            #expect(network.roads(touching: PreparedArea(area), withinMillimetres: clearance) == expected)
        }
    }

    @Test("bad conditions are refused by name")
    func refusals() throws {
        let network = try blocks(2, 1)
        #expect(throws: ConditionError.unknownRoad(closure: "x", index: 9)) {
            try RoadConditions(on: network, closures: [RoadClosure(name: "x", extent: .roads([.init(index: 9)]))])
        }
        #expect(throws: ConditionError.badPercent(hazard: "h", 0)) {
            try RoadConditions(
                on: network, hazards: [RoadHazard(name: "h", area: Self.middle, treatment: .discourage(percent: 0))])
        }
        let turned = TravelTime(leastMilliseconds: 5, usualMilliseconds: 4, mostMilliseconds: 6)
        let circle = try Circle(centre: place(0, 0), radiusMillimetres: 1)
        #expect(throws: ConditionError.badDelay(checkpoint: "p")) {
            try RoadConditions(on: network, checkpoints: [RoadCheckpoint(name: "p", circle: circle, delay: turned)])
        }
        #expect(throws: ConditionError.badClearance(-1)) { try RoadConditions(on: network, clearanceMillimetres: -1) }
        let many = [RoadClosure](repeating: RoadClosure(name: "c", extent: .roads([])), count: 1_001)
        #expect(throws: ConditionError.tooMany("closures", limit: 1_000)) {
            try RoadConditions(on: network, closures: many)
        }
    }
}
