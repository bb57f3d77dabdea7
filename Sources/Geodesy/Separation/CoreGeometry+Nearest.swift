extension CoreGeometry {
    /// Two places and the geodesic between them.
    struct Approach {
        var metres: Double
        var here: Position
        var there: Position

        var reversed: Approach { Approach(metres: metres, here: there, there: here) }

        /// Nearer wins, and among equals the smaller positions, whichever area asks.
        func isBetter(than other: Approach) -> Bool {
            if metres != other.metres { return metres < other.metres }
            let (mine, theirs) = (
                (min(here, there), max(here, there)), (min(other.here, other.there), max(other.here, other.there))
            )
            return mine.0 != theirs.0 ? mine.0 < theirs.0 : mine.1 < theirs.1
        }
    }

    /// A lower bound of the geodesic distance between points of the ellipsoid whose straight distance is at least this.
    ///
    /// An arc of radius R over the chord c measures 2R asin(c/2R), and no path on the ellipsoid bends less than one of
    /// radius a²/b. The terms of the series are all positive, so leaving the later ones out keeps the bound a bound.
    static func shortestArc(chord: Double) -> Double {
        guard chord > 0 else { return 0 }
        let half = chord / (2 * Ellipsoid.largestCurvatureRadius)
        let square = half * half
        var sum = 945 / 42_240.0
        sum = sum * square + 105 / 3_456.0
        sum = sum * square + 15 / 336.0
        sum = sum * square + 3 / 40.0
        sum = sum * square + 1 / 6.0
        return chord + chord * square * sum
    }

    /// The nearest approach of two cores, or `nil` if it is more than `limit` metres.
    ///
    /// On a surface that bends like a ball, two geodesics that do not cross are nearest at an end of one of them. So the
    /// answer is 0 if one core holds a vertex of the other or edges cross, and else the least distance of a vertex to an
    /// edge. Cheap bounds decide which pairs can matter; each of those is measured on its true geodesics.
    func approach(to other: CoreGeometry, limit: Double = .infinity) -> Approach? {
        let gap = (centre - other.centre).length - reach - other.reach
        if Self.shortestArc(chord: gap) > limit + 0.01 { return nil }
        if gap <= 0, let common = commonPlace(with: other) {
            return Approach(metres: 0, here: common, there: common)
        }
        var best: Approach?
        var bound = limit + 0.01
        // The pair with the least bound first: its distance then rules out nearly all others.
        let first = leastBound(to: other, below: bound)
        let second = other.leastBound(to: self, below: min(bound, first?.bound ?? bound))
        if let second {
            best = Self.measure(other.vertices[second.vertex], pieces[second.piece], of: self).reversed
        } else if let first {
            best = Self.measure(vertices[first.vertex], other.pieces[first.piece], of: other)
        }
        guard let start = best else { return nil }
        bound = min(bound, start.metres)
        forEachPair(with: other, within: bound, isRefined: true) { vertex, piece, _ in
            let found = Self.measure(vertices[vertex], other.pieces[piece], of: other)
            if best.map({ found.isBetter(than: $0) }) ?? true { best = found }
            bound = min(bound, found.metres)
            return bound
        }
        other.forEachPair(with: self, within: bound, isRefined: true) { vertex, piece, _ in
            let found = Self.measure(other.vertices[vertex], pieces[piece], of: self).reversed
            if best.map({ found.isBetter(than: $0) }) ?? true { best = found }
            bound = min(bound, found.metres)
            return bound
        }
        guard let best, best.metres <= limit else { return nil }
        return best
    }

    private func leastBound(to other: CoreGeometry, below limit: Double) -> (bound: Double, vertex: Int, piece: Int)? {
        var least: (bound: Double, vertex: Int, piece: Int)?
        var limit = limit
        forEachPair(with: other, within: limit, isRefined: false) { vertex, piece, bound in
            if bound < limit || least == nil {
                least = (bound, vertex, piece)
                limit = min(limit, bound)
            }
            return limit
        }
        return least
    }

    /// A lower bound of the distance from a point to a piece, or `nil` if it is above `limit`.
    ///
    /// A millimetre across and a centimetre along are given away for the rounding of all that follows.
    static func bound(_ point: Vector3, _ piece: Piece, below limit: Double) -> Double? {
        let away = limit + piece.slack + 0.01
        let far = away + piece.halfLength
        let fromMiddle = (point - piece.middle).lengthSquared
        // The chord is the shorter, so what is too far by chord is too far on the ground.
        guard fromMiddle <= far * far else { return nil }
        let along = piece.b - piece.a
        let offset = point - piece.a
        let fraction = piece.lengthSquared > 0 ? min(1, max(0, offset.dot(along) / piece.lengthSquared)) : 0
        let squared = (offset - along * fraction).lengthSquared
        guard squared <= away * away else { return nil }
        // Across, the piece keeps to its plane to within 0.01 mm: long pieces side by side are told apart by this.
        let across = abs(offset.dot(piece.side)) - 0.001
        guard across <= limit else { return nil }
        let bound = shortestArc(chord: max(across, squared.squareRoot() - piece.slack - 0.01))
        return bound <= limit ? bound : nil
    }
}
