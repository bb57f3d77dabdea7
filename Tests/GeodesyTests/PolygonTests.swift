import Testing

@testable import Geodesy

@Suite("Polygon")
struct PolygonTests {
    static func line(_ degrees: [(Double, Double)]) -> [Position] {
        degrees.map { Position(nearestToLatitudeDegrees: $0.0, longitudeDegrees: $0.1) }
    }

    static func point(_ latitude: Double, _ longitude: Double, radius: Int64 = 0) throws -> Area {
        .circle(try Circle(centre: line([(latitude, longitude)])[0], radiusMillimetres: radius))
    }

    private let square = line([(0, 0), (0, 1), (1, 1), (1, 0)])

    private func refusal(_ outer: [Position], _ holes: [[Position]] = []) -> GeodesyError? {
        do throws(GeodesyError) {
            _ = try Polygon(outer: outer, holes: holes)
            return nil
        } catch {
            return error
        }
    }

    @Test("a repeated vertex is dropped, at the end and after itself")
    func repeats() throws {
        let polygon = try Polygon(outer: [square[0], square[0], square[1], square[2], square[3], square[0]])
        #expect(polygon.outer == square)
    }

    @Test("rings that are too small, cross, touch or turn back are refused with the place")
    func refusals() throws {
        #expect(refusal([]) == .tooFewVertices(.outer, found: 0))
        #expect(refusal([square[0], square[1], square[0]]) == .tooFewVertices(.outer, found: 2))
        let bow = [square[0], square[2], square[1], square[3]]
        #expect(refusal(bow) == .ringMeetsItself(.outer, vertex: 0, otherVertex: 2))
        // A vertex on another edge, on the equator where the edge is exact.
        let touch = Self.line([(0, 0), (0, 1), (1, 1), (0, 0.5), (1, 0)])
        #expect(refusal(touch) == .ringMeetsItself(.outer, vertex: 0, otherVertex: 3))
        // A vertex used twice.
        let pinch = Self.line([(0, 0), (0, 1), (0.5, 0.5), (1, 1), (1, 0), (0.5, 0.5)])
        #expect(refusal(pinch) == .ringMeetsItself(.outer, vertex: 2, otherVertex: 5))
        // No area: along the equator and back.
        let flat = Self.line([(0, 0), (0, 1), (0, 2)])
        #expect(refusal(flat) == .ringMeetsItself(.outer, vertex: 0, otherVertex: 2))
        // A spike that runs back along its edge.
        let spike = Self.line([(0, 0), (0, 2), (0, 1), (1, 1)])
        #expect(refusal(spike) == .ringMeetsItself(.outer, vertex: 0, otherVertex: 2))
        let near = Self.line([(0, 0), (0, 1), (1, 1), (0.000_000_1, 0.5), (1, 0)])
        #expect(refusal(near) == nil)
    }

    @Test("holes outside, crossing, touching and nested are refused with the place")
    func holes() {
        let hole = Self.line([(0.2, 0.2), (0.2, 0.4), (0.4, 0.4), (0.4, 0.2)])
        let inner = Self.line([(0.25, 0.25), (0.25, 0.3), (0.3, 0.3)])
        let outside = Self.line([(2, 2), (2, 3), (3, 3)])
        let across = Self.line([(0.5, 0.5), (0.5, 1.5), (0.6, 0.5)])
        #expect(refusal(square, [hole]) == nil)
        #expect(refusal(square, [outside]) == .holeOutside(hole: 0))
        #expect(refusal(square, [hole, inner]) == .holeInsideHole(hole: 1, other: 0))
        #expect(refusal(square, [inner, hole]) == .holeInsideHole(hole: 0, other: 1))
        if case .holeMeetsRing(hole: 0, vertex: _, other: .outer, otherVertex: 1)? = refusal(square, [across]) {
        } else {
            Issue.record("\(String(describing: refusal(square, [across])))")
        }
        let corner = [square[0]] + Self.line([(0.2, 0.1), (0.1, 0.2)])
        #expect(refusal(square, [corner]) == .holeMeetsRing(hole: 0, vertex: 0, other: .outer, otherVertex: 0))
        let around = Self.line([(-1, -1), (-1, 2), (2, 2), (2, -1)])
        #expect(refusal(square, [around]) == .holeOutside(hole: 0))
    }

    @Test("limits hold: vertices, long edges, rings around more than half the Earth")
    func limits() throws {
        let many = (0...Limits.maximumVertices).map {
            Position(nearestToLatitudeDegrees: 0, longitudeDegrees: Double($0) / 100)
        }
        #expect(refusal(many) == .tooManyVertices(found: 4_097, limit: 4_096))
        #expect(refusal(Self.line([(0, 0), (1, 120), (2, 0)])) == .edgeTooLong(.outer, vertex: 0))
        let equator = Self.line([(0, 0), (0, 60), (0, 120), (0, -180), (0, -120), (0, -60)])
        if case .ringTooLarge(.outer, vertex: _)? = refusal(equator) {
        } else {
            Issue.record("\(String(describing: refusal(equator)))")
        }
        let zigzag = (0..<40).map { index in
            Position(nearestToLatitudeDegrees: index % 2 == 0 ? -40 : 40, longitudeDegrees: Double(index))
        }
        #expect(throws: GeodesyError.self) { try Route(path: zigzag + zigzag.reversed(), halfWidthMillimetres: -1) }
    }

    @Test("a ring around a pole holds the pole, either way round")
    func poles() throws {
        for sign in [1.0, -1.0] {
            let ring = Self.line(stride(from: -180.0, to: 180, by: 30).map { (sign * 80, $0) })
            for outer in [ring, ring.reversed()] {
                let area = Area.polygon(try Polygon(outer: outer))
                #expect(area.isWithin(millimetres: 0, of: try Self.point(sign * 90, 0)))
                #expect(area.isWithin(millimetres: 0, of: try Self.point(sign * 85, 179.999)))
                #expect(!area.isWithin(millimetres: 0, of: try Self.point(-sign * 90, 0)))
                let box = area.boundingBox
                #expect(box.westE7 == -1_800_000_000 && box.eastE7 == 1_800_000_000)
                #expect((sign > 0 ? box.northE7 : -box.southE7) == 900_000_000)
                let across = area.separation(to: try Self.point(sign * 79, 15))
                // The geodesic edges bow towards the pole, so the middle of an edge lies north of its ends.
                #expect(across.distanceMillimetres > 111_600_000)
            }
        }
    }

    @Test("a ring across the antimeridian holds what is between, and nothing round the other side")
    func antimeridian() throws {
        let area = Area.polygon(try Polygon(outer: Self.line([(-1, 179), (-1, -179), (1, -179), (1, 179)])))
        #expect(area.isWithin(millimetres: 0, of: try Self.point(0, -180)))
        #expect(area.isWithin(millimetres: 0, of: try Self.point(0, 179.5)))
        #expect(!area.isWithin(millimetres: 0, of: try Self.point(0, 0)))
        #expect(area.boundingBox.westE7 == 1_790_000_000)
        #expect(area.boundingBox.eastE7 == -1_790_000_000)
        let near = area.separation(to: try Self.point(0, -178))
        #expect(abs(near.distanceMillimetres - 111_319_491) < 20_000)
    }

    @Test("places in a hole are measured to its border; islands in holes, circles and routes inside count as 0")
    func nested() throws {
        let outer = Self.line([(0, 0), (0, 4), (4, 4), (4, 0)])
        let hole = Self.line([(1, 1), (1, 3), (3, 3), (3, 1)])
        let ring = Area.polygon(try Polygon(outer: outer, holes: [hole]))
        let inHole = try Self.point(2, 2)
        let distance = ring.separation(to: inHole).distanceMillimetres
        #expect(abs(distance - 110_600_000) < 700_000)
        #expect(!ring.isWithin(millimetres: distance - 1, of: inHole))
        #expect(ring.isWithin(millimetres: distance, of: inHole))
        let reaching = try Self.point(2, 2, radius: distance + 1)
        #expect(ring.isWithin(millimetres: 0, of: reaching))
        let island = Area.polygon(try Polygon(outer: Self.line([(1.5, 1.5), (1.5, 2.5), (2.5, 2.5), (2.5, 1.5)])))
        #expect(ring.separation(to: island).distanceMillimetres > 50_000_000)
        let covering = Area.polygon(try Polygon(outer: Self.line([(0.5, 0.5), (0.5, 3.5), (3.5, 3.5), (3.5, 0.5)])))
        #expect(ring.separation(to: covering).distanceMillimetres == 0)
        let inside = try Self.point(0.5, 0.5, radius: 1_000)
        #expect(ring.separation(to: inside).distanceMillimetres == 0)
        let route = Area.route(try Route(path: Self.line([(0.2, 0.2), (0.3, 3.7)]), halfWidthMillimetres: 0))
        #expect(ring.separation(to: route).distanceMillimetres == 0)
        #expect(ring.separation(to: ring).distanceMillimetres == 0)
    }

    @Test("touching borders and corners have distance 0")
    func touching() throws {
        let left = Area.polygon(try Polygon(outer: square))
        let right = Area.polygon(try Polygon(outer: Self.line([(0, 1), (0, 2), (1, 2), (1, 1)])))
        let corner = Area.polygon(try Polygon(outer: Self.line([(1, 1), (1, 2), (2, 2)])))
        let apart = Area.polygon(
            try Polygon(outer: Self.line([(0, 1.000_000_1), (0, 2), (1, 2), (1, 1.000_000_1)])))
        #expect(left.separation(to: right).distanceMillimetres == 0)
        #expect(left.separation(to: corner).distanceMillimetres == 0)
        // The nearest are the corners at 1 degree north, 11.13 mm at the equator less a little.
        #expect((10...11).contains(left.separation(to: apart).distanceMillimetres))
    }

    @Test("routes of no length, and routes 400 km long")
    func routes() throws {
        let here = Self.line([(50, 30)])[0]
        let still = Area.route(try Route(path: [here, here, here], halfWidthMillimetres: 5_000))
        let disc = Area.circle(try Circle(centre: here, radiusMillimetres: 5_000))
        let far = try Self.point(50.01, 30)
        #expect(still.separation(to: far) == disc.separation(to: far))
        #expect(still.isWithin(millimetres: 0, of: disc))
        // East to west at 50 north the geodesic bows north of the parallel; by Karney's direct problem at its middle.
        let path = Self.line([(50, 30), (50, 35.6)])
        let route = try Route(path: path, halfWidthMillimetres: 0)
        let middle = route.position(atMetres: route.lengthMetres / 2)
        #expect(middle.latitudeE7 > 500_300_000)
        let on = Area.circle(try Circle(centre: middle, radiusMillimetres: 0))
        #expect(Area.route(route).separation(to: on).distanceMillimetres < 8)
        let chord = try Self.point(50, 32.8)
        let expected = SlowGeometry.metres(middle, Self.line([(50, 32.8)])[0])
        let found = Area.route(route).separation(to: chord).distanceMillimetres
        #expect(abs(Double(found) / 1_000 - expected) < 0.02)
    }

    @Test("inside agrees with counted turns, also in the sliver beside long edges", arguments: 0..<6)
    func inside(block: Int) throws {
        for seed in UInt64(block) * 40..<UInt64(block) * 40 + 40 {
            var shapes = Shapes(seed: 7_000 + seed)
            let middle = shapes.place()
            let size = [400.0, 9_000, 60_000, 2_000_000][Int(seed % 4)]
            let ring = shapes.ring(middle, radius: size, vertices: 5)
            let core = CoreGeometry(rings: [try Polygon(outer: ring).outer])
            for edge in SlowGeometry.edges(ring, closed: true) {
                let at = edge.at(edge.metres * Double.random(in: 0.1...0.9, using: &shapes.random))
                let on = Position(nearestToLatitudeDegrees: at.latitude, longitudeDegrees: at.longitude)
                let out = Double.random(in: 0.012...0.06, using: &shapes.random)
                for azimuth in stride(from: 0.0, to: 360, by: 90) {
                    let place = Geodesic.direct(from: on, azimuthDegrees: azimuth, metres: out).position
                    let distance = SlowGeometry.metres(
                        (place.latitudeDegrees, place.longitudeDegrees), edge, tolerance: 1e-4)
                    // Nearer than a millimetre the counted turns themselves are not sure.
                    guard distance > 0.001 else { continue }
                    #expect(
                        core.contains(Vector3(place)) == Self.isLeft(place, of: edge, ring), "seed \(7_000 + seed)")
                }
            }
        }
    }

    /// Inside for a place beside one edge: on the side where the middle of the ring lies, seen from the foot.
    private static func isLeft(_ place: Position, of edge: SlowGeometry.Edge, _ ring: [Position]) -> Bool {
        // Rings here are clockwise by azimuth, so inside is to the right of each edge.
        var (low, high) = (0.0, edge.metres)
        let here = (latitude: place.latitudeDegrees, longitude: place.longitudeDegrees)
        for _ in 0..<80 {
            let third = (high - low) / 3
            let (a, b) = (low + third, high - third)
            let isFirst = SlowGeometry.solve(edge.at(a), here).metres < SlowGeometry.solve(edge.at(b), here).metres
            if isFirst { high = b } else { low = a }
        }
        let foot = edge.at((low + high) / 2)
        let onward = edge.at((low + high) / 2 + 1_000)
        let along = SlowGeometry.solve(foot, onward).start
        let toward = SlowGeometry.solve(foot, here).start
        return toward.sine * along.cosine - toward.cosine * along.sine > 0
    }
}
