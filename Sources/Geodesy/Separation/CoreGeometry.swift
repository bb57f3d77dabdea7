/// The core of an area (polygon, point or path) cut into short pieces, ready for exact comparison.
///
/// A piece is at most 10 km long, so that the plane through its ends and along the normal of the ellipsoid at its
/// middle departs from the geodesic by less than 0.01 mm on the piece, and by less than 0.1 mm within 10 km of its ends:
/// the two part by about e²/12 · (s/R)² · s. Distances never rest on that plane, only sides of it do.
struct CoreGeometry: Sendable {
    /// A vertex as given, and on the ellipsoid.
    struct Vertex {
        var position: Position
        var point: Vector3
    }

    /// An edge, from the smaller of its ends to the larger, so that its geodesic does not depend on who asks.
    struct Edge: Hashable {
        var start: Position
        var end: Position
    }

    /// A part of an edge.
    struct Piece {
        var a: Vector3
        var b: Vector3
        var middle: Vector3
        /// The unit normal of the plane described above; zero for a point.
        var side: Vector3
        var lengthSquared: Double
        var halfLength: Double
        /// How far the geodesic may leave the chord, in metres.
        var slack: Double
        var edge: Int
        /// Where the piece begins and ends, as fractions of its edge from `start`.
        var from: Double
        var to: Double
    }

    private(set) var vertices: [Vertex] = []
    private(set) var edges: [Edge] = []
    private(set) var pieces: [Piece] = []
    /// The ball around the core, the inside of a polygon included: its centre, and its radius in metres.
    private(set) var centre = Vector3(x: 0, y: 0, z: 0)
    private(set) var reach = 0.0
    /// The direction of the middle of a polygon; what is beyond its horizon is outside.
    let pole: Vector3?

    /// Boxes over the vertices and over the pieces, where there are many.
    private(set) var vertexRuns: RunTree?
    private(set) var pieceRuns: RunTree?

    static let longestPiece = 10_000.0

    init(point: Position) {
        pole = nil
        add(line: [point], closed: false)
        finish(mayRepeat: true)
    }

    init(path: [Position]) {
        pole = nil
        add(line: path, closed: false)
        finish(mayRepeat: true)
    }

    init(rings: [[Position]]) {
        var sum = Vector3(x: 0, y: 0, z: 0)
        var line = CoreGeometry(empty: ())
        for (index, ring) in rings.enumerated() {
            line.add(line: ring, closed: true)
            if index == 0 {
                for piece in line.pieces { sum = sum + piece.middle * (2 * piece.halfLength) }
            }
        }
        line.finish(mayRepeat: false)
        (vertices, edges, pieces) = (line.vertices, line.edges, line.pieces)
        (centre, reach) = (line.centre, line.reach)
        (vertexRuns, pieceRuns) = (line.vertexRuns, line.pieceRuns)
        let length = sum.length
        pole = sum * (length > 0 ? 1 / length : 0)
    }

    private init(empty: Void) { pole = nil }

    private mutating func add(line: [Position], closed: Bool) {
        let first = vertices.count
        vertices.reserveCapacity(first + line.count)
        pieces.reserveCapacity(pieces.count + line.count)
        edges.reserveCapacity(edges.count + line.count)
        for position in line where vertices.count == first || position != vertices[vertices.count - 1].position {
            vertices.append(Vertex(position: position, point: Vector3(position)))
        }
        let count = vertices.count - first
        if count == 1 {
            append(edge: Edge(start: line[0], end: line[0]), from: vertices[first].point, to: vertices[first].point)
        }
        guard count > 1 else { return }
        for index in first..<(closed ? vertices.count : vertices.count - 1) {
            let next = index + 1 == vertices.count ? first : index + 1
            let (here, there) = (vertices[index], vertices[next])
            if here.position < there.position {
                append(edge: Edge(start: here.position, end: there.position), from: here.point, to: there.point)
            } else {
                append(edge: Edge(start: there.position, end: here.position), from: there.point, to: here.point)
            }
        }
    }

    private mutating func append(edge: Edge, from a: Vector3, to b: Vector3) {
        let index = edges.count
        edges.append(edge)
        let chord = (b - a).length
        guard chord > Self.longestPiece * 0.999 else {
            append(piece: index, a, b, 0, 1)
            return
        }
        let path = EdgePath(edge)
        let count = Int(Rounding.up(path.metres / (Self.longestPiece * 0.999)))
        var last = a
        for step in 1...max(count, 1) {
            let fraction = Double(step) / Double(count)
            let next = step == count ? b : path.line.place(atMetres: fraction * path.metres).point
            append(piece: index, last, next, Double(step - 1) / Double(count), fraction)
            last = next
        }
    }

    private mutating func append(piece edge: Int, _ a: Vector3, _ b: Vector3, _ from: Double, _ to: Double) {
        let along = b - a
        let middle = (a + b) * 0.5
        var side = along.cross(middle.outward)
        let length = side.length
        side = side * (length > 0 ? 1 / length : 0)
        let lengthSquared = along.lengthSquared
        // The height of an arc over its chord is c²/8R for c much shorter than R; 1 % covers the next term.
        let slack = lengthSquared / (8 * Ellipsoid.smallestCurvatureRadius) * 1.01
        pieces.append(
            Piece(
                a: a, b: b, middle: middle, side: side, lengthSquared: lengthSquared,
                halfLength: lengthSquared.squareRoot() / 2, slack: slack, edge: edge, from: from, to: to))
    }

    private mutating func finish(mayRepeat: Bool) {
        guard let first = pieces.first else { return }
        var (low, high) = (first.a, first.a)
        for piece in pieces {
            low = low.lower(piece.a).lower(piece.b)
            high = high.upper(piece.a).upper(piece.b)
        }
        centre = (low + high) * 0.5
        for piece in pieces {
            let far = max((piece.a - centre).lengthSquared, (piece.b - centre).lengthSquared)
            reach = max(reach, far.squareRoot() + piece.slack)
        }
        reach += 0.001
        (vertexRuns, pieceRuns) = runs(mayRepeat: mayRepeat)
    }
}

/// The geodesic of an edge.
struct EdgePath {
    let metres: Double
    let line: GeodesicLine

    init(_ edge: CoreGeometry.Edge) {
        let solution = Geodesic.solve(
            latitude: edge.start.latitudeDegrees, longitude: edge.start.longitudeDegrees,
            toLatitude: edge.end.latitudeDegrees, toLongitude: edge.end.longitudeDegrees)
        metres = solution.metres
        line = GeodesicLine(
            latitude: edge.start.latitudeDegrees, longitude: edge.start.longitudeDegrees, azimuth: solution.start)
    }
}
