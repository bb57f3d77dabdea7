import Testing

@testable import Geodesy

@Suite("Boxes over many pieces")
struct RunTreeTests {
    /// A shape of about this many vertices: a ring with or without a hole, or a path; some go to and fro.
    static func shape(_ shapes: inout Shapes, _ middle: Position, size: Double, count: Int) throws -> Area {
        switch Int.random(in: 0..<5, using: &shapes.random) {
        case 0:
            let half = max(3, count / 2)
            let outer = shapes.ring(middle, radius: size, vertices: half, roughness: 0.05)
            // The border of a hole with few corners cuts far inside its circle, never outside.
            let hole = shapes.ring(middle, radius: size * 0.4, vertices: half, roughness: 0.1)
            return .polygon(try Polygon(outer: half < 5 ? hole : outer, holes: half < 5 ? [] : [hole]))
        case 1:
            let path = (0..<count).map { _ in shapes.near(middle, within: size) }
            return .route(try Route(path: path, halfWidthMillimetres: Int64(size * 20)))
        case 2:
            let path = shapes.ring(middle, radius: size, vertices: max(2, count / 2), roughness: 0.1)
            return .route(try Route(path: path + path, halfWidthMillimetres: 0))
        default:
            return .polygon(try Polygon(outer: shapes.ring(middle, radius: size, vertices: count, roughness: 0.2)))
        }
    }

    static func pair(_ seed: UInt64) throws -> (PreparedArea, PreparedArea) {
        var shapes = Shapes(seed: seed)
        let middle = shapes.place()
        let counts = [3, 20, 34, 60, 90]
        let few = counts[Int.random(in: 0..<5, using: &shapes.random)]
        let many = few == 3 ? 600 : counts[Int.random(in: 2..<5, using: &shapes.random)]
        let size = [60.0, 2_000, 40_000][Int.random(in: 0..<3, using: &shapes.random)]
        let away = [0.0, 0.6, 1.6, 2.1, 4, 60][Int.random(in: 0..<6, using: &shapes.random)] * size
        let other = Geodesic.direct(
            from: middle, azimuthDegrees: Double.random(in: 0..<360, using: &shapes.random), metres: away
        ).position
        let scale = [1.0, 0.3][Int.random(in: 0..<2, using: &shapes.random)]
        let first = try shape(&shapes, middle, size: size, count: few)
        let second = try shape(&shapes, other, size: size * scale, count: many)
        return (PreparedArea(first), PreparedArea(second))
    }

    @Test("the answer is that of measuring every pair, either way round and at every threshold", arguments: 0..<6)
    func everyPair(block: Int) throws {
        for seed in UInt64(block) * 6..<UInt64(block) * 6 + 6 {
            let (a, b) = try Self.pair(20_000 + seed)
            try Self.compare(a, b, "seed \(20_000 + seed)")
        }
    }

    static func compare(_ a: PreparedArea, _ b: PreparedArea, _ name: String) throws {
        for (first, second) in [(a, b), (b, a)] {
            let expected = EveryPair.separation(first, second)
            #expect(first.separation(to: second) == expected, "\(name)")
            let distance = expected.distanceMillimetres
            #expect(first.separation(to: second, within: distance) == expected, "\(name)")
            #expect(first.separation(to: second, within: distance + 1_000) == expected, "\(name)")
            #expect(distance == 0 || first.separation(to: second, within: distance - 1) == nil, "\(name)")
        }
    }

    @Test("equal distances are settled as without boxes")
    func ties() throws {
        // Squares of many vertices on the equator, mirrored at it and at a meridian: every distance stands several times.
        for (count, gap) in [(40, Int64(2_000)), (64, 400_000), (40, 90_000_000), (40, 300_000_000)] {
            let side: Int64 = 10_000
            func square(_ west: Int64) throws -> Area {
                let quarter = Int64(count / 4)
                let ring = try (0..<Int64(count)).map { index -> Position in
                    let along = (index % quarter) * (2 * side / quarter) - side
                    let (y, x) =
                        switch index / quarter {
                        case 0: (along, -side)
                        case 1: (side, along)
                        case 2: (-along, side)
                        default: (-side, -along)
                        }
                    return try Position(latitudeE7: y, longitudeE7: west + x)
                }
                return .polygon(try Polygon(outer: ring))
            }
            let (a, b) = (PreparedArea(try square(0)), PreparedArea(try square(2 * side + gap)))
            try Self.compare(a, b, "gap \(gap)")
        }
    }

    @Test("long edges, the poles and the antimeridian", arguments: 0..<6)
    func longEdges(block: Int) throws {
        for seed in UInt64(block) * 3..<UInt64(block) * 3 + 3 {
            var shapes = Shapes(seed: 30_000 + seed)
            func path() -> [Position] {
                var path = [shapes.place()]
                let length = [300_000.0, 2_000_000, 9_000_000][Int(seed % 3)]
                for _ in 0..<Int.random(in: 1...2, using: &shapes.random) {
                    path.append(shapes.near(path[path.count - 1], within: length))
                }
                return path
            }
            let a = PreparedArea(.route(try Route(path: path(), halfWidthMillimetres: 1_000_000)))
            let b = PreparedArea(.route(try Route(path: path(), halfWidthMillimetres: 0)))
            try Self.compare(a, b, "seed \(30_000 + seed)")
        }
    }

    @Test("the bound of two far regions never exceeds a measured distance, and is near it", arguments: 0..<8)
    func farBound(block: Int) throws {
        var used = 0
        for seed in UInt64(block) * 40..<UInt64(block) * 40 + 40 {
            var shapes = Shapes(seed: 40_000 + seed)
            let middle = shapes.place()
            let size = [30.0, 3_000, 60_000][Int(seed % 3)]
            let away = [30_000.0, 400_000, 3_000_000, 8_500_000][Int(seed / 3 % 4)]
            let second = Geodesic.direct(
                from: middle, azimuthDegrees: Double.random(in: 0..<360, using: &shapes.random), metres: away
            ).position
            let paths = [middle, second].map { place in (0..<6).map { _ in shapes.near(place, within: size) } }
            let (core, other) = (CoreGeometry(path: paths[0]), CoreGeometry(path: paths[1]))
            let node = RunTree(core.vertices, items: Array(core.vertices.indices)).nodes[0]
            let run = RunTree(other.pieces, items: Array(other.pieces.indices)).nodes[0]
            guard let far = FarBound(node, run) else { continue }
            used += 1
            for vertex in core.vertices {
                for piece in other.pieces {
                    let metres = CoreGeometry.measure(vertex, piece, of: other).metres
                    let bound = far.bound(vertex.point, piece)
                    #expect(far.metres <= metres && bound <= metres, "seed \(40_000 + seed)")
                    // To second order in the sizes, or it would prune nothing.
                    let allowed = 0.01 + size * size / 500_000 + size * size / away * 4 + piece.slack * 2
                    #expect(bound >= metres - allowed, "seed \(40_000 + seed)")
                }
            }
        }
        #expect(used > 15)
    }

    @Test("nodes hold what is below them, each item once and in order, and nothing that stands twice")
    func nodes() throws {
        var shapes = Shapes(seed: 50_000)
        let ring = shapes.ring(shapes.place(), radius: 50_000, vertices: 101)
        let core = CoreGeometry(path: ring + ring + [ring[0]])
        let tree = try #require(core.pieceRuns)
        #expect(tree.items.count == 101 + core.pieces.filter { $0.edge < 101 && $0.from > 0 }.count)
        #expect(core.vertexRuns?.items == Array(0..<101))
        var covered: [Int] = []
        for (index, node) in tree.nodes.enumerated() {
            if node.next == index + 1 { covered += node.first..<node.end }
            for item in tree.items[node.first..<node.end] {
                let piece = core.pieces[item]
                #expect(node.box.distanceSquared(to: piece.a) == 0 && node.box.distanceSquared(to: piece.b) == 0)
                #expect(node.slack >= piece.slack && node.half >= piece.halfLength + piece.slack)
            }
        }
        #expect(covered == Array(tree.items.indices))
        #expect(CoreGeometry(path: Array(ring.prefix(RunTree.fewest))).vertexRuns == nil)
    }

    @Test("a ring of many vertices is refused just when two of its pieces cross", arguments: 0..<4)
    func rings(block: Int) throws {
        var refused = 0
        for seed in UInt64(block) * 15..<UInt64(block) * 15 + 15 {
            var shapes = Shapes(seed: 60_000 + seed)
            let count = Int.random(in: 34...120, using: &shapes.random)
            var ring = shapes.ring(shapes.place(), radius: 30_000, vertices: count, roughness: 0.9)
            if seed % 2 == 0 { ring.swapAt(3, Int.random(in: 5..<count, using: &shapes.random)) }
            let pieces = CoreGeometry(rings: [ring]).pieces
            let isCrossed = pieces.indices.contains { first in
                pieces[..<first].contains { CoreGeometry.crossing(pieces[first], $0) != nil }
            }
            let isRefused = (try? Polygon(outer: ring)) == nil
            #expect(isRefused == isCrossed, "seed \(60_000 + seed)")
            refused += isRefused ? 1 : 0
        }
        #expect((4...11).contains(refused))
    }
}
