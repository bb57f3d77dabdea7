import Geodesy
import Testing

@testable import Roads

@Suite("A route as volumes of place and time")
struct VolumeTests {
    private static func request(_ random: inout SeededRandom, departs: Instant) throws -> RouteRequest {
        let stay = TravelTime(leastMilliseconds: 0, usualMilliseconds: 300_000, mostMilliseconds: 1_800_000)
        return RouteRequest(
            places: try (0..<3).map { index in
                RoutePlace(
                    name: "\(index)",
                    position: try place(Int64(random.index(below: 2_500)), Int64(random.index(below: 2_500))),
                    stay: stay)
            }, departure: .init(planned: departs, latest: departs.adding(seconds: Int64(random.index(below: 3_600)))),
            maximumSnapMillimetres: 3_000_000)
    }

    @Test("whoever travels at any speed within the profile is inside a volume all the way")
    func coverEveryJourney() throws {
        let departs = try Instant(rfc3339: "2026-03-01T08:00:00Z", rounding: .down)
        var journeys = 0
        for seed in UInt64(0)..<125 {
            var random = SeededRandom(seed: seed)
            let planner = RoadPlanner(try randomNetwork(&random), profile: .loadedTrucks)
            let request = try Self.request(&random, departs: departs)
            guard let route = try? planner.route(request), let leaves = route.departure else { continue }
            let division = RoadRoute.Division(
                pieceMilliseconds: 60_000, halfWidthMillimetres: 0, toleranceMillimetres: 25_000)
            let volumes = try #require(try route.volumes(division))
            journeys += 1
            for _ in 0..<4 {
                // One journey: a share between best and worst for every step and stay.
                func between(_ time: TravelTime) -> Int64 {
                    let share = Int64(random.index(below: 101))
                    return time.leastMilliseconds + (time.mostMilliseconds - time.leastMilliseconds) * share / 100
                }
                var now = leaves.planned.microsecondsSince1970 / 1_000
                now +=
                    (leaves.latest.microsecondsSince1970 - leaves.planned.microsecondsSince1970) / 1_000
                    * Int64(random.index(below: 101)) / 100
                for leg in route.legs {
                    try Self.expectInside(leg.start.position, now, volumes, "seed \(seed), before the stay")
                    now += between(leg.from.stay)
                    try Self.expectInside(leg.start.position, now, volumes, "seed \(seed), after the stay")
                    for step in leg.steps {
                        now += between(step.travel)
                        if let end = step.path.last { try Self.expectInside(end, now, volumes, "seed \(seed)") }
                    }
                }
            }
        }
        #expect(journeys > 40, "\(journeys)")
    }

    private static func expectInside(
        _ position: Position, _ milliseconds: Int64, _ volumes: [RouteVolume], _ comment: Comment
    ) throws {
        let at = try Instant(microsecondsSince1970: milliseconds * 1_000)
        let point = Area.circle(try Circle(centre: position, radiusMillimetres: 0))
        // Places of a route cut from a road are whole 1e-7 degrees: within 16 mm.
        #expect(
            volumes.contains { $0.window.contains(at) && point.isWithin(millimetres: 16, of: .route($0.route)) },
            comment)
    }

    @Test("windows widen with the way, and pieces follow one another")
    func widening() throws {
        let planner = RoadPlanner(try blocks(12, 1, roadClass: .residential), profile: .loadedTrucks)
        let departs = try Instant(rfc3339: "2026-03-01T08:00:00Z", rounding: .down)
        let route = try planner.route(
            RouteRequest(
                places: [
                    RoutePlace(name: "a", position: try place(0, 0)),
                    RoutePlace(name: "b", position: try place(0, 11_000)),
                ], departure: .init(planned: departs, latest: departs)))
        let volumes = try #require(
            try route.volumes(.init(pieceMilliseconds: 300_000, halfWidthMillimetres: 50_000, toleranceMillimetres: 0)))
        #expect(volumes.count > 4)
        for (one, next) in zip(volumes, volumes.dropFirst()) {
            #expect(one.route.path.last == next.route.path.first)
            let lengths = [one, next].map { $0.window.start.microseconds(to: $0.window.end ?? .latest) }
            #expect(lengths[0] < lengths[1] || next == volumes.last)
            #expect(one.window.overlaps(next.window))
        }
        #expect(volumes.allSatisfy { $0.route.halfWidthMillimetres == 50_000 })
        #expect(
            try planner.route(
                RouteRequest(places: route.legs.flatMap { [$0.from, $0.to] })
            ).volumes(.init(halfWidthMillimetres: 1)) == nil, "without a departure there is no time")
    }

    @Test("what simplification leaves out lies within the tolerance, in either direction", arguments: UInt64(0)..<60)
    func simplified(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let base = [0, 362_000_000, -550_000_000, 840_000_000][random.index(below: 4)]
        var path: [Position] = []
        var (north, east) = (Int64(0), Int64(1_799_900_000))
        for _ in 0..<40 + random.index(below: 100) {
            let east180 = east > 1_800_000_000 ? east - 3_600_000_000 : east
            path.append(try Position(latitudeE7: Int64(base) + north, longitudeE7: east180))
            north += Int64(random.index(below: 6_000)) - 2_000
            east += Int64(random.index(below: 9_000)) - 2_000
        }
        let tolerance = Int64(1_000 + random.index(below: 60_000))
        let simple = PathSimplifier.simplified(path, toleranceMillimetres: tolerance)
        #expect(simple.first == path.first && simple.last == path.last)
        #expect(simple.count < path.count)
        let kept = Area.route(try Route(path: simple, halfWidthMillimetres: 0))
        for position in path {
            let point = Area.circle(try Circle(centre: position, radiusMillimetres: 0))
            #expect(point.isWithin(millimetres: tolerance, of: kept))
        }
        #expect(PathSimplifier.simplified(path, toleranceMillimetres: 0) == path)
    }
}
