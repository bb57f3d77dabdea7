extension CoreGeometry {
    /// The distance from a vertex to a piece of an edge, measured on their geodesics.
    static func measure(_ vertex: Vertex, _ piece: Piece, of core: CoreGeometry) -> Approach {
        let edge = core.edges[piece.edge]
        guard edge.start != edge.end else { return between(vertex.position, edge.start) }
        let path = EdgePath(edge)
        let (first, last) = (piece.from * path.metres, piece.to * path.metres)
        // Beyond 50 km the straight line's azimuth is no longer the geodesic's to within what matters.
        let isFar = (vertex.point - piece.middle).length > 50_000
        func ahead(_ metres: Double) -> Double {
            isFar ? geodesicLead(vertex, path, metres) : straightLead(vertex, path, metres)
        }
        func approach(_ metres: Double) -> Approach {
            if metres <= 0 { return between(vertex.position, edge.start) }
            if metres >= path.metres { return between(vertex.position, edge.end) }
            let place = path.line.place(atMetres: metres)
            let solution = Geodesic.solve(
                latitude: vertex.position.latitudeDegrees, longitude: vertex.position.longitudeDegrees,
                toLatitude: place.latitudeDegrees, toLongitude: place.longitudeDegrees)
            return Approach(
                metres: solution.metres, here: vertex.position,
                there: Position(
                    nearestToLatitudeDegrees: place.latitudeDegrees, longitudeDegrees: place.longitudeDegrees))
        }
        let (leadAtFirst, leadAtLast) = (ahead(first), ahead(last))
        if leadAtFirst > 0, leadAtLast < 0 {
            return approach(root(first, leadAtFirst, last, leadAtLast, ahead))
        }
        // Past a quarter of the globe the foot can be the farthest point; then both ends count.
        var best = approach(leadAtFirst <= 0 ? first : last)
        if leadAtFirst <= 0, leadAtLast >= 0 {
            let other = approach(last)
            if other.isBetter(than: best) { best = other }
        }
        return best
    }

    /// Two positions, always measured from the smaller, so that the order of asking changes nothing.
    private static func between(_ here: Position, _ there: Position) -> Approach {
        let (low, high) = here < there ? (here, there) : (there, here)
        return Approach(metres: Geodesic.inverse(low, high).distanceMetres, here: here, there: there)
    }

    /// How far the vertex lies ahead of a place on the path, by the straight line to it; 0 at the nearest place.
    private static func straightLead(_ vertex: Vertex, _ path: EdgePath, _ metres: Double) -> Double {
        let place = path.line.place(atMetres: metres)
        return (vertex.point - place.point).dot(place.tangent)
    }

    /// The same by the azimuth of the geodesic to the vertex.
    private static func geodesicLead(_ vertex: Vertex, _ path: EdgePath, _ metres: Double) -> Double {
        let place = path.line.place(atMetres: metres)
        let solution = Geodesic.solve(
            latitude: place.latitudeDegrees, longitude: place.longitudeDegrees,
            toLatitude: vertex.position.latitudeDegrees, toLongitude: vertex.position.longitudeDegrees)
        let turn = solution.start.cosine * place.azimuth.cosine + solution.start.sine * place.azimuth.sine
        return solution.metres * turn
    }

    /// The zero of a falling function between two places, by the secant kept in its bracket.
    ///
    /// A micrometre along the path is far below what the distance can show: it is flat there.
    private static func root(
        _ first: Double, _ leadAtFirst: Double, _ last: Double, _ leadAtLast: Double, _ lead: (Double) -> Double
    ) -> Double {
        var (low, lowLead, high, highLead) = (first, leadAtFirst, last, leadAtLast)
        var side = 0
        for _ in 0..<60 {
            let next = low + (high - low) * (lowLead / (lowLead - highLead))
            let value = lead(next)
            if abs(value) < 1e-6 || high - low < 1e-6 { return next }
            // The Illinois rule: an end that stays twice counts half, or one end would never move.
            if value > 0 {
                (low, lowLead) = (next, value)
                if side == 1 { highLead /= 2 }
                side = 1
            } else {
                (high, highLead) = (next, value)
                if side == -1 { lowLead /= 2 }
                side = -1
            }
        }
        return (low + high) / 2
    }
}
