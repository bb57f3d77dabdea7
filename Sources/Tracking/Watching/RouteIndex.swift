public import Geodesy

/// The place of a route that is nearest to a position, measured against the half-width of its leg.
public struct RoutePoint: Hashable, Sendable {
    /// The leg, from 0.
    public let leg: Int
    /// The place on its line.
    public let position: Position
    /// How far it is along the ground, in whole millimetres, rounded down.
    public let distanceMillimetres: Int64
    /// How far beyond the leg's half-width that is; negative within it.
    public let beyondMillimetres: Int64
}

/// The legs of a movement cut into short pieces, each with a ball around it, to find the nearest place exactly.
///
/// The search starts where the movement was last, and then leaves out only those pieces whose ball is farther away than
/// what it has: so where it starts changes what it costs and never what it answers. It holds 56 bytes for each sixteen
/// edges; the lines themselves are the plan's own.
struct RouteIndex: Sendable {
    private struct Piece {
        var leg: Int32
        /// The first and the last position of the piece.
        var first: Int32
        var last: Int32
        var x, y, z, radius: Double
    }

    static let edgesInPiece = 16

    private let routes: [Route]
    private let pieces: [Piece]
    /// Where each leg's pieces begin.
    private let firstPieces: [Int]

    init(_ routes: [Route]) {
        self.routes = routes
        var pieces: [Piece] = []
        var firstPieces: [Int] = []
        for (leg, route) in routes.enumerated() {
            firstPieces.append(pieces.count)
            var first = 0
            repeat {
                let last = min(first + Self.edgesInPiece, route.path.count - 1)
                let ball = Self.prepared(route.path[first...last]).ball
                pieces.append(
                    Piece(
                        leg: Int32(leg), first: Int32(first), last: Int32(last), x: ball.x, y: ball.y, z: ball.z,
                        radius: ball.radius))
                first = last
            } while first < route.path.count - 1
        }
        self.pieces = pieces
        self.firstPieces = firstPieces
    }

    private static func prepared(_ path: ArraySlice<Position>) -> PreparedArea {
        PreparedArea(.route(Route(checkedPath: Array(path), halfWidthMillimetres: 0)))
    }

    /// A place found, and the piece that it lies on.
    struct Found {
        var point: RoutePoint
        var piece: Int
        /// Pieces that were measured, for the tests of the cost.
        var measured: Int
    }

    /// The place least far beyond its leg's half-width; of equals the first on the way.
    ///
    /// - Parameters:
    ///   - position: The position.
    ///   - legs: The legs that count; at least one.
    ///   - hint: The piece to start from, any number.
    /// - Returns: The place.
    func nearest(to position: Position, legs: Range<Int>, hint: Int) -> Found {
        let from = firstPieces[legs.lowerBound]
        let end = legs.upperBound < firstPieces.count ? firstPieces[legs.upperBound] : pieces.count
        let asked = PreparedArea(.circle(Circle(checkedCentre: position, radiusMillimetres: 0)))
        let start = min(max(from, hint), end - 1)
        var best = measure(start, asked)
        var measured = 1
        let ball = asked.ball
        // The neighbours first: with them the rest can nearly always be left out.
        for near in [start - 1, start + 1] where near >= from && near < end {
            consider(near, asked, ball, &best, &measured)
        }
        for piece in from..<end where abs(piece - start) > 1 {
            consider(piece, asked, ball, &best, &measured)
        }
        best.measured = measured
        return best
    }

    private func consider(
        _ index: Int, _ asked: PreparedArea, _ ball: BoundingBall, _ best: inout Found, _ measured: inout Int
    ) {
        let piece = pieces[index]
        let halfWidth = routes[Int(piece.leg)].halfWidthMillimetres
        let (x, y, z) = (piece.x - ball.x, piece.y - ball.y, piece.z - ball.z)
        let away = (x * x + y * y + z * z).squareRoot() - piece.radius - ball.radius
        // A straight line is never longer than the way along the ground; two millimetres cover all rounding.
        guard away * 1_000 - 2 - Double(halfWidth) <= Double(best.point.beyondMillimetres) else { return }
        let found = measure(index, asked)
        measured += 1
        let (mine, known) = (found.point.beyondMillimetres, best.point.beyondMillimetres)
        if mine < known || mine == known && index < best.piece { best = found }
    }

    private func measure(_ index: Int, _ asked: PreparedArea) -> Found {
        let piece = pieces[index]
        let route = routes[Int(piece.leg)]
        let separation = asked.separation(to: Self.prepared(route.path[Int(piece.first)...Int(piece.last)]))
        return Found(
            point: RoutePoint(
                leg: Int(piece.leg), position: separation.nearestThere,
                distanceMillimetres: separation.distanceMillimetres,
                beyondMillimetres: separation.distanceMillimetres - route.halfWidthMillimetres), piece: index,
            measured: 1)
    }
}
