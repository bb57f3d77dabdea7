import Geodesy
import Testing

@testable import Tracking

@Suite struct RouteIndexTests {
    /// Routes that wander from a start, with steps of up to a length in degrees; some turn back on themselves.
    private func routes(_ random: inout Seeded, from: (Double, Double), legs: Int, vertices: Int, step: Double) throws
        -> [Route]
    {
        var (latitude, longitude) = from
        var out: [Route] = []
        for _ in 0..<legs {
            var path = [try place(latitude, longitude)]
            for _ in 1..<max(2, vertices) {
                latitude = min(90, max(-90, latitude + Double.random(in: -step...step, using: &random)))
                longitude += Double.random(in: -step...step, using: &random)
                if longitude >= 180 { longitude -= 360 } else if longitude < -180 { longitude += 360 }
                path.append(try place(latitude, longitude))
            }
            if Bool.random(using: &random) { path += path.reversed() }
            out.append(
                try Route(path: path, halfWidthMillimetres: Int64.random(in: 0...2_000_000, using: &random)))
        }
        return out
    }

    /// Every leg measured whole by Geodesy, without any piece left out.
    private func slow(_ routes: [Route], _ legs: Range<Int>, _ position: Position) throws -> Int64? {
        let point = PreparedArea(.circle(try Circle(centre: position, radiusMillimetres: 0)))
        return try legs.map { leg in
            let line = try Route(path: routes[leg].path, halfWidthMillimetres: 0)
            return point.separation(to: PreparedArea(.route(line))).distanceMillimetres
                - routes[leg].halfWidthMillimetres
        }.min()
    }

    @Test(
        "wherever the search starts, it finds what measuring the whole route finds",
        arguments: [
            (36.2, 37.1), (0, 179.99), (89.9, 10), (-89.95, -120), (60, -179.995), (90, 0), (-90, 0),
        ])
    func windowEqualsFullSearch(centre: (Double, Double)) throws {
        var random = Seeded(UInt64(bitPattern: Int64(centre.0 * 1_000 + centre.1)))
        for round in 0..<24 {
            let step = [0.001, 0.02, 0.3][round % 3]
            let routes = try routes(
                &random, from: centre, legs: 1 + round % 4, vertices: [2, 15, 17, 33, 200][round % 5], step: step)
            let index = RouteIndex(routes)
            for _ in 0..<12 {
                let spread = step * [0.1, 3, 40][Int.random(in: 0..<3, using: &random)]
                let anchor = routes[0].path[Int.random(in: 0..<routes[0].path.count, using: &random)]
                var longitude = anchor.longitudeDegrees + Double.random(in: -spread...spread, using: &random)
                if longitude >= 180 { longitude -= 360 } else if longitude < -180 { longitude += 360 }
                let position = try place(
                    min(90, max(-90, anchor.latitudeDegrees + Double.random(in: -spread...spread, using: &random))),
                    longitude)
                let legs = Int.random(in: 0..<routes.count, using: &random)..<routes.count
                let expected = try slow(routes, legs, position)
                let first = index.nearest(to: position, legs: legs, hint: 0)
                #expect(first.point.beyondMillimetres == expected, "\(position) of \(centre), round \(round)")
                for hint in [1, 5, 1_000, Int.random(in: 0..<64, using: &random)] {
                    let again = index.nearest(to: position, legs: legs, hint: hint)
                    #expect(again.point == first.point && again.piece == first.piece)
                }
            }
        }
    }

    @Test("on a route of 2,000 positions a few pieces are measured, not all 125")
    func fewPiecesAreMeasured() throws {
        let route = try leg(from: 30, to: 49.99, departs: at(0), arrives: at(1)).route
        let index = RouteIndex([route])
        var piece = 0
        for vertex in stride(from: 0, to: route.path.count, by: 7) {
            let found = index.nearest(to: route.path[vertex], legs: 0..<1, hint: piece)
            piece = found.piece
            #expect(found.point.distanceMillimetres == 0)
            #expect(found.measured <= 4)
        }
    }

    @Test("a route of one position is a place")
    func onePosition() throws {
        let there = try place(36, 37)
        let index = RouteIndex([try Route(path: [there], halfWidthMillimetres: 1_000)])
        let found = index.nearest(to: try place(36.001, 37), legs: 0..<1, hint: 3).point
        #expect(found.position == there)
        #expect((110_900...111_050).contains(found.distanceMillimetres))
    }
}
