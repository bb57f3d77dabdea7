import Geodesy
import Testing

@testable import Roads

@Suite("A route follows check-ins")
struct CheckInTests {
    private static let departs = "2026-03-01T08:00:00Z"

    private static func route(there: Bool = false) throws -> RoadRoute {
        let planned = try Instant(rfc3339: departs, rounding: .down)
        var places = [
            RoutePlace(name: "depot", position: try place(0, 0)),
            RoutePlace(name: "hospital", position: try place(0, 10_000)),
        ]
        if there { places.append(RoutePlace(name: "depot again", position: try place(0, 0))) }
        return try RoadPlanner(blocks(11, 1), profile: .loadedTrucks).route(
            RouteRequest(places: places, departure: .init(planned: planned, latest: planned.adding(seconds: 600))))
    }

    private static func time(_ seconds: Int64) throws -> Instant {
        try Instant(rfc3339: departs, rounding: .down).adding(seconds: seconds)
    }

    @Test("given a check-in half way, when the rest is timed, then it begins there and then")
    func halfWay() throws {
        let route = try Self.route()
        let progress = route.revised(at: try place(20, 5_500), time: try Self.time(900))
        #expect(abs(progress.offRouteMillimetres - 22_190) < 100)
        #expect(progress.punctuality == .within)
        #expect(progress.leg == 0)
        let travelled = Double(route.lengthMillimetres) * 0.55
        #expect(abs(Double(progress.travelledMillimetres) - travelled) < 2_000)
        let rest = progress.remaining
        #expect(abs(Double(rest.lengthMillimetres + progress.travelledMillimetres - route.lengthMillimetres)) < 100)
        #expect(rest.path.first == progress.nearest)
        #expect(rest.legs.map(\.to.name) == ["hospital"])
        // 4.05 km at 50 km/h, and the fix is 22 m off.
        #expect(abs(rest.reached.usualMilliseconds - 291_000) < 2_000, "\(rest.reached)")
        #expect(rest.reached.leastMilliseconds < rest.reached.usualMilliseconds)
        #expect(rest.reached.mostMilliseconds > rest.reached.usualMilliseconds)
        let volumes = try #require(try rest.volumes(.init(halfWidthMillimetres: 30_000)))
        #expect(volumes[0].window.start <= (try Self.time(900)))
        #expect(rest.departure?.planned == (try Self.time(900)))
    }

    @Test("late and early are told by the plan's own times")
    func punctuality() throws {
        let route = try Self.route()
        let end = try place(0, 10_000)
        let latest = route.reached.mostMilliseconds
        #expect(route.revised(at: end, time: try Self.time(600 + latest / 1_000 + 300)).punctuality.isLate(about: 300))
        #expect(route.revised(at: end, time: try Self.time(60)).punctuality.isEarly)
        #expect(route.revised(at: end, time: try Self.time(0)).remaining.lengthMillimetres == 0)
    }

    @Test("on a way out and back the time tells which, or the check-in before does")
    func outAndBack() throws {
        let route = try Self.route(there: true)
        let outward = route.legs[0].reached.usualMilliseconds / 1_000
        let back = try place(0, 5_000)
        #expect(route.revised(at: back, time: try Self.time(outward / 2)).leg == 0)
        #expect(route.revised(at: back, time: try Self.time(outward * 3 + 900)).leg == 1)
        let after = route.revised(
            at: back, time: try Self.time(outward / 2), notBefore: route.legs[0].lengthMillimetres)
        #expect(after.leg == 1)
        #expect(after.punctuality.isEarly)
    }

    @Test("far off the route, the distance says so")
    func farOff() throws {
        let progress = try Self.route().revised(at: try place(50_000, 5_000), time: try Self.time(600))
        #expect(abs(progress.offRouteMillimetres - 55_480_000) < 20_000, "\(progress.offRouteMillimetres)")
    }

    @Test("a checkpoint on the road of the check-in may lie behind or ahead")
    func heldOrNot() throws {
        let network = try blocks(2, 1)
        let delay = TravelTime(leastMilliseconds: 60_000, usualMilliseconds: 600_000, mostMilliseconds: 3_600_000)
        let circle = try Circle(centre: place(0, 500), radiusMillimetres: 20_000)
        let conditions = try RoadConditions(
            on: network, checkpoints: [RoadCheckpoint(name: "checkpoint", circle: circle, delay: delay)])
        let planned = try Self.time(0)
        let route = try RoadPlanner(network, profile: .loadedTrucks).route(
            RouteRequest(
                places: [
                    RoutePlace(name: "a", position: try place(0, 0)),
                    RoutePlace(name: "b", position: try place(0, 1_000)),
                ], departure: .init(planned: planned, latest: planned)), under: conditions)
        #expect(route.steps[0].held == delay)
        let rest = route.revised(at: try place(0, 400), time: try Self.time(300)).remaining
        #expect(rest.reached.leastMilliseconds < 60_000)
        #expect(rest.reached.mostMilliseconds > 3_600_000)
    }
}

extension RouteProgress.Punctuality {
    fileprivate var isEarly: Bool { if case .early = self { true } else { false } }

    fileprivate func isLate(about seconds: Int64) -> Bool {
        if case .late(let milliseconds) = self { abs(milliseconds / 1_000 - seconds) < 3 } else { false }
    }
}
