import Testing

@testable import Geodesy

@Suite("Separation")
struct SeparationTests {
    /// Pairs of small shapes, some overlapping, some far, at all latitudes; sizes 50 m to 400 km.
    static func pair(_ seed: UInt64) throws -> (Area, Area) {
        var shapes = Shapes(seed: seed)
        let middle = shapes.place()
        let sizes: [Double] = [50, 1_000, 20_000, 300_000]
        let size = sizes[Int(seed % 4)]
        let far = size * (seed % 3 == 0 ? 0.7 : 3)
        return (
            try shapes.area(middle, size: size), try shapes.area(shapes.near(middle, within: far), size: size * 0.7)
        )
    }

    @Test("distances agree with golden-section search and with counted turns to within 1 mm", arguments: 0..<12)
    func slowOracle(block: Int) throws {
        for seed in UInt64(block) * 60..<UInt64(block) * 60 + 60 {
            let (a, b) = try Self.pair(seed)
            let expected = SlowGeometry.separation(a, b)
            let found = a.separation(to: b)
            if expected <= 0 {
                #expect(found.distanceMillimetres == 0, "seed \(seed)")
            } else {
                let exact = expected * 1_000
                #expect(abs(Double(found.distanceMillimetres) + 0.5 - exact) <= 0.51, "seed \(seed)")
            }
        }
    }

    @Test("within is the same decision as the distance, monotone, and conservative within 1 mm", arguments: 0..<8)
    func decisions(block: Int) throws {
        for seed in UInt64(block) * 80..<UInt64(block) * 80 + 80 {
            let (a, b) = try Self.pair(1_000 + seed)
            let distance = a.separation(to: b).distanceMillimetres
            for offset: Int64 in [-1_000_000, -2, -1, 0, 1, 2, 1_000_000] where distance + offset >= 0 {
                #expect(
                    a.isWithin(millimetres: distance + offset, of: b) == (offset >= 0), "seed \(seed) offset \(offset)")
            }
            #expect(!a.isWithin(millimetres: -1, of: b))
            #expect(a.isWithin(millimetres: .max, of: b))
        }
    }

    @Test("the order of the areas, the start and the sense of a ring change no distance", arguments: 0..<8)
    func symmetry(block: Int) throws {
        for seed in UInt64(block) * 100..<UInt64(block) * 100 + 100 {
            let (a, b) = try Self.pair(2_000 + seed)
            let found = a.separation(to: b)
            let swapped = b.separation(to: a)
            #expect(found.distanceMillimetres == swapped.distanceMillimetres, "seed \(seed)")
            if found.distanceMillimetres > 0 {
                #expect(found.nearestHere == swapped.nearestThere, "seed \(seed)")
                #expect(found.nearestThere == swapped.nearestHere, "seed \(seed)")
            }
            let turned = try Self.turned(a).separation(to: Self.turned(b))
            #expect(found.distanceMillimetres == turned.distanceMillimetres, "seed \(seed)")
        }
    }

    /// The same area with rings begun elsewhere and run backwards, and paths run backwards.
    static func turned(_ area: Area) throws -> Area {
        func turn(_ ring: [Position]) -> [Position] { Array((ring[2...] + ring[..<2]).reversed()) }
        switch area {
        case .circle: return area
        case .route(let route):
            return .route(
                try Route(path: route.path.reversed(), halfWidthMillimetres: route.halfWidthMillimetres))
        case .polygon(let polygon):
            return .polygon(try Polygon(outer: turn(polygon.outer), holes: polygon.holes.reversed().map(turn)))
        }
    }

    @Test("the mirror at the equator and a turn of the Earth change no distance", arguments: 0..<4)
    func mirrors(block: Int) throws {
        for seed in UInt64(block) * 80..<UInt64(block) * 80 + 80 {
            let (a, b) = try Self.pair(3_000 + seed)
            let found = a.separation(to: b).distanceMillimetres
            let moves: [(Position) throws -> Position] = [
                { try Position(latitudeE7: -Int64($0.latitudeE7), longitudeE7: Int64($0.longitudeE7)) },
                {
                    let east = (Int64($0.longitudeE7) + 1_800_000_000 + 1_234_567_891) % 3_600_000_000
                    return try Position(latitudeE7: Int64($0.latitudeE7), longitudeE7: east - 1_800_000_000)
                },
            ]
            for move in moves {
                let moved = try Self.map(a, move).separation(to: Self.map(b, move)).distanceMillimetres
                // The last digit may tip where the distance is a whole millimetre but for rounding.
                #expect(abs(moved - found) <= 1, "seed \(seed)")
            }
        }
    }

    static func map(_ area: Area, _ move: (Position) throws -> Position) throws -> Area {
        switch area {
        case .circle(let circle):
            .circle(try Circle(centre: move(circle.centre), radiusMillimetres: circle.radiusMillimetres))
        case .route(let route):
            .route(try Route(path: route.path.map(move), halfWidthMillimetres: route.halfWidthMillimetres))
        case .polygon(let polygon):
            .polygon(try Polygon(outer: polygon.outer.map(move), holes: polygon.holes.map { try $0.map(move) }))
        }
    }

    @Test("nearest places are as far apart as the distance says", arguments: 0..<4)
    func nearestPlaces(block: Int) throws {
        for seed in UInt64(block) * 100..<UInt64(block) * 100 + 100 {
            let (a, b) = try Self.pair(4_000 + seed)
            let found = a.separation(to: b)
            let apart = SlowGeometry.metres(found.nearestHere, found.nearestThere)
            #expect(abs(apart - Double(found.distanceMillimetres) / 1_000) < 0.03, "seed \(seed)")
            for (area, place) in [(a, found.nearestHere), (b, found.nearestThere)] {
                let point = Area.circle(try Circle(centre: place, radiusMillimetres: 0))
                #expect(point.isWithin(millimetres: 30, of: area), "seed \(seed)")
            }
        }
    }

    @Test("the bound from straight distances never exceeds the geodesic distance, and is near it")
    func chordBound() {
        var shapes = Shapes(seed: 6_000)
        for _ in 0..<3_000 {
            let place = shapes.place()
            let reach = [1_000.0, 100_000, 2_000_000, 19_000_000][Int.random(in: 0..<4, using: &shapes.random)]
            let other = shapes.near(place, within: reach)
            let metres = SlowGeometry.metres(place, other)
            let bound = CoreGeometry.shortestArc(chord: (Vector3(place) - Vector3(other)).length)
            #expect(bound <= metres + 1e-6)
            if metres < 9_000_000 { #expect(bound >= metres * 0.995) }
        }
    }

    @Test("the bound of a vertex to a piece never exceeds the distance measured", arguments: 0..<4)
    func pieceBound(block: Int) throws {
        for seed in UInt64(block) * 50..<UInt64(block) * 50 + 50 {
            let (a, b) = try Self.pair(8_000 + seed)
            let (core, other) = (PreparedArea(a).core, PreparedArea(b).core)
            for vertex in core.vertices {
                for piece in other.pieces {
                    let metres = CoreGeometry.measure(vertex, piece, of: other).metres
                    let bound = CoreGeometry.bound(vertex.point, piece, below: .infinity)
                    #expect((bound ?? .infinity) <= metres, "seed \(8_000 + seed)")
                }
            }
        }
    }

    @Test("the bounding ball and box hold every place of the area", arguments: 0..<4)
    func bounds(block: Int) throws {
        for seed in UInt64(block) * 100..<UInt64(block) * 100 + 100 {
            let (a, b) = try Self.pair(5_000 + seed)
            let prepared = PreparedArea(a)
            let (ball, box) = (prepared.ball, prepared.boundingBox)
            let buffer = SlowGeometry.buffer(a)
            for edge in SlowGeometry.edges(a) {
                for step in 0...8 {
                    let place = edge.at(edge.metres * Double(step) / 8)
                    let on = Position(
                        nearestToLatitudeDegrees: place.latitude, longitudeDegrees: place.longitude)
                    let azimuth = Double(step) * 45
                    let out = Geodesic.direct(from: on, azimuthDegrees: azimuth, metres: max(0, buffer - 0.03))
                    #expect(box.contains(out.position), "seed \(seed)")
                    let point = Vector3(out.position)
                    let middle = Vector3(x: ball.x, y: ball.y, z: ball.z)
                    #expect((point - middle).length <= ball.radius + 0.01, "seed \(seed)")
                }
            }
            if a.isWithin(millimetres: 0, of: b) {
                #expect(box.intersects(b.boundingBox), "seed \(seed)")
            }
        }
    }
}
