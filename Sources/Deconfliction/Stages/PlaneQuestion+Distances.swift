// The distances of the plane: a lane for each edge, bounds for what it cannot tell.
extension PlaneQuestion {
    /// Squares of distances in the plane: up to the first a conflict is certain, beyond the second there is none.
    struct Limits {
        let certainSquare: Float
        let possibleSquare: Float
        let possible: Float
        let doubt: Float

        @inline(__always)
        init(certain: Double, possible: Double, doubt: Double) {
            // Squares and sums in single precision may be off by some 1e-7 of themselves.
            certainSquare = certain > 0 ? Float(certain * certain * (1 - 1e-6)) : -0.5
            possibleSquare = Float(possible * possible * (1 + 1e-6))
            self.possible = Float(possible * (1 + 1e-6))
            self.doubt = Float(doubt * (1 + 1e-6))
        }

        @inline(__always)
        func verdict(_ square: Float) -> Verdict {
            square <= certainSquare ? .conflict : square <= possibleSquare ? .undecided : .apart
        }
    }

    struct Laid {
        let x: UnsafeMutablePointer<Float>
        let y: UnsafeMutablePointer<Float>
        let farX: UnsafeMutablePointer<Float>
        let farY: UnsafeMutablePointer<Float>
        let edgeCount: Int
    }

    /// The square of the distance from a place to each of some edges, which run from a by v.
    @inline(__always)
    private static func square(
        _ px: Lanes, _ py: Lanes, _ ax: Lanes, _ ay: Lanes, _ vx: Lanes, _ vy: Lanes, _ inverse: Lanes
    ) -> Lanes {
        let (wx, wy) = (px - ax, py - ay)
        let along = clamped((wx * vx + wy * vy) * inverse)
        let (ex, ey) = (wx - along * vx, wy - along * vy)
        return ex * ex + ey * ey
    }

    @inline(__always)
    private static func clamped(_ value: Lanes) -> Lanes {
        value.upper(Lanes(repeating: 0)).lower(Lanes(repeating: 1))
    }

    func distanceToPoint(_ place: SIMD2<Float>, _ limits: Limits) -> Verdict {
        let row = edges.start
        var least = Lanes(repeating: .infinity)
        var index = 0
        while index < edgeCount {
            // The lanes past the last edge repeat a vertex, which does no harm.
            least = least.lower(
                Self.square(
                    Lanes(repeating: place.x), Lanes(repeating: place.y), .load(row + index),
                    .load(row + (Row.ay * rowLength + index)), .load(row + (Row.ux * rowLength + index)),
                    .load(row + (Row.uy * rowLength + index)), .load(row + (Row.inverse * rowLength + index))))
            index &+= laneCount
        }
        return limits.verdict(least.least)
    }

    func distanceFromPoint(to shape: Laid, _ limits: Limits) -> Verdict {
        let (px, py) = (Lanes(repeating: edges[0]), Lanes(repeating: edges[Row.ay * rowLength]))
        var least = Lanes(repeating: .infinity)
        var index = 0
        while index < shape.edgeCount {
            let (ax, ay) = (Lanes.load(shape.x + index), Lanes.load(shape.y + index))
            let (vx, vy) = (Lanes.load(shape.farX + index) - ax, Lanes.load(shape.farY + index) - ay)
            let inverse = 1 / (vx * vx + vy * vy + 1e-30)
            least = least.lower(Self.square(px, py, ax, ay, vx, vy, inverse))
            index &+= laneCount
        }
        return limits.verdict(least.least)
    }

    /// Edges against edges, a lane for each edge of the entry.
    func distance(to shape: Laid, _ limits: Limits) -> Verdict {
        let margin = limits.possible
        let (west, east) = (Lanes(repeating: low.x - margin), Lanes(repeating: high.x + margin))
        let (south, north) = (Lanes(repeating: low.y - margin), Lanes(repeating: high.y + margin))
        var outcome = Verdict.apart
        var index = 0
        while index < shape.edgeCount {
            let (ax, ay) = (Lanes.load(shape.x + index), Lanes.load(shape.y + index))
            let (bx, by) = (Lanes.load(shape.farX + index), Lanes.load(shape.farY + index))
            index &+= laneCount
            let (lowX, highX) = (ax.lower(bx), ax.upper(bx))
            let (lowY, highY) = (ay.lower(by), ay.upper(by))
            let isNear =
                lowX.isNotAbove(east) & west.isNotAbove(highX) & lowY.isNotAbove(north) & south.isNotAbove(highY)
            guard bits(isNear) != 0 else { continue }
            let (none, beyond) = (Lanes(repeating: .infinity), Lanes(repeating: -.infinity))
            let block = Block(
                west: lowX.chosen(by: isNear, else: none).least - margin,
                east: highX.chosen(by: isNear, else: beyond).most + margin,
                south: lowY.chosen(by: isNear, else: none).least - margin,
                north: highY.chosen(by: isNear, else: beyond).most + margin)
            let square = leastSquare(ax, ay, bx, by, block, limits)
            switch limits.verdict(square) {
            case .conflict: return .conflict
            case .undecided: outcome = .undecided
            case .apart: break
            }
        }
        return outcome
    }

    private struct Block {
        let west: Float
        let east: Float
        let south: Float
        let north: Float
    }

    /// The least square of the distances between the entry's edges in the lanes and the question's edges near them.
    ///
    /// Edges that cross count as 0, and as -1 if every end lies farther from the other's line than the plane may be off:
    /// then the geodesics cross too.
    @inline(__always)
    private func leastSquare(
        _ ax: Lanes, _ ay: Lanes, _ bx: Lanes, _ by: Lanes, _ block: Block, _ limits: Limits
    ) -> Float {
        let row = edges.start
        let (vx, vy) = (bx - ax, by - ay)
        let lengths = vx * vx + vy * vy
        let inverse = 1 / (lengths + 1e-30)
        let doubt = Lanes(repeating: limits.doubt)
        let reachAcross = doubt * lengths.squareRoot()
        let (west, east) = (Lanes(repeating: block.west), Lanes(repeating: block.east))
        let (south, north) = (Lanes(repeating: block.south), Lanes(repeating: block.north))
        let zero = Lanes(repeating: 0)
        var least = Lanes(repeating: .infinity)
        var first = 0
        while first < edgeCount {
            let near =
                Lanes.load(row + (Row.west &* rowLength &+ first)).isNotAbove(east)
                & west.isNotAbove(.load(row + (Row.east &* rowLength &+ first)))
                & Lanes.load(row + (Row.south &* rowLength &+ first)).isNotAbove(north)
                & south.isNotAbove(.load(row + (Row.north &* rowLength &+ first)))
            var hits = bits(near)
            while hits != 0 {
                let edge = row + (first &+ hits.trailingZeroBitCount)
                hits &= hits &- 1
                let (cx, cy) = (Lanes(repeating: edge[0]), Lanes(repeating: edge[Row.ay &* rowLength]))
                let (ux, uy) = (
                    Lanes(repeating: edge[Row.ux &* rowLength]), Lanes(repeating: edge[Row.uy &* rowLength])
                )
                let (dx, dy) = (
                    Lanes(repeating: edge[Row.bx &* rowLength]), Lanes(repeating: edge[Row.by &* rowLength])
                )
                let along = Lanes(repeating: edge[Row.inverse &* rowLength])
                // Ends of the entry's edges to the question's edge, and the other way round.
                let fromA = Self.square(ax, ay, cx, cy, ux, uy, along)
                let fromB = Self.square(bx, by, cx, cy, ux, uy, along)
                let toC = Self.square(cx, cy, ax, ay, vx, vy, inverse)
                let toD = Self.square(dx, dy, ax, ay, vx, vy, inverse)
                let (sideA, sideB) = (
                    ux * (ay - cy) - uy * (ax - cx), ux * (by - cy) - uy * (bx - cx)
                )
                let (sideC, sideD) = (
                    vx * (cy - ay) - vy * (cx - ax), vx * (dy - ay) - vy * (dx - ax)
                )
                var square = fromA.lower(fromB).lower(toC.lower(toD))
                let crosses =
                    (sideA.isBelow(zero) ^ sideB.isBelow(zero)) & (sideC.isBelow(zero) ^ sideD.isBelow(zero))
                square = zero.chosen(by: crosses, else: square)
                let across = doubt * Lanes(repeating: edge[Row.length &* rowLength])
                let isDeep =
                    across.isBelow(magnitude(sideA).lower(magnitude(sideB)))
                    & reachAcross.isBelow(magnitude(sideC).lower(magnitude(sideD)))
                square = Lanes(repeating: -1).chosen(by: crosses & isDeep, else: square)
                least = least.lower(square)
            }
            first &+= laneCount
        }
        return least.least
    }

    @inline(__always)
    private func magnitude(_ value: Lanes) -> Lanes { value.upper(Lanes(repeating: 0) - value) }

    func containsPlace(_ place: SIMD2<Float>) -> Bool {
        let row = edges.start
        return Self.parity(
            row, row + Row.ay * rowLength, row + Row.bx * rowLength, row + Row.by * rowLength, edgeCount, place)
    }

    static func contains(
        _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ farX: UnsafePointer<Float>,
        _ farY: UnsafePointer<Float>, _ head: EntryHead, _ place: SIMD2<Float>
    ) -> Bool {
        parity(x, y, farX, farY, head.edgeCount, place)
    }

    /// Says whether a ray from the place meets an odd number of edges; edges of no length meet none.
    private static func parity(
        _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ farX: UnsafePointer<Float>,
        _ farY: UnsafePointer<Float>, _ count: Int, _ place: SIMD2<Float>
    ) -> Bool {
        let (px, py) = (Lanes(repeating: place.x), Lanes(repeating: place.y))
        let zero = Lanes(repeating: 0)
        var crossings = 0
        var index = 0
        while index < count {
            let (ax, ay) = (Lanes.load(x + index), Lanes.load(y + index))
            let (bx, by) = (Lanes.load(farX + index), Lanes.load(farY + index))
            let spans = py.isBelow(ay) ^ py.isBelow(by)
            let turn = (bx - ax) * (py - ay) - (px - ax) * (by - ay)
            let isAhead = zero.isBelow(turn) ^ by.isNotAbove(ay)
            crossings &+= bits(spans & isAhead).nonzeroBitCount
            index &+= laneCount
        }
        return crossings & 1 == 1
    }
}
