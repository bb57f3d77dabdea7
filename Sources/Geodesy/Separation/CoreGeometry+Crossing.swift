extension CoreGeometry {
    /// A place that both cores hold, by a vertex inside or by edges that cross; a mere touch may go unnoticed here.
    func commonPlace(with other: CoreGeometry) -> Position? {
        // One vertex stands for the outer ring: if no edges meet, a core lies inside the other as a whole or not at all.
        if pole != nil, let vertex = other.vertices.first, contains(vertex.point) { return vertex.position }
        if other.pole != nil, let vertex = vertices.first, other.contains(vertex.point) { return vertex.position }
        for piece in pieces {
            let nearest = (piece.middle - other.centre).length - piece.halfLength - piece.slack
            guard nearest <= other.reach else { continue }
            for otherPiece in other.pieces {
                guard let fraction = Self.crossing(piece, otherPiece) else { continue }
                let edge = edges[piece.edge]
                let path = EdgePath(edge)
                let place = path.line.place(
                    atMetres: (piece.from + fraction * (piece.to - piece.from)) * path.metres)
                return Position(
                    nearestToLatitudeDegrees: place.latitudeDegrees, longitudeDegrees: place.longitudeDegrees)
            }
        }
        return nil
    }

    /// Where the first piece is crossed by the second, as a fraction of the first, if they plainly cross.
    ///
    /// Each must have the other's ends on both sides, and by more than 0.1 mm, which covers the error of the planes. If
    /// an end is nearer than that to the other's line, then either that end or one of the other's lies within 0.1 mm of
    /// a piece, which the distances find, or there is no crossing near it.
    static func crossing(_ first: Piece, _ second: Piece) -> Double? {
        let apart = first.halfLength + second.halfLength + first.slack + second.slack
        guard (first.middle - second.middle).lengthSquared <= apart * apart else { return nil }
        let certain = 1e-4
        let (c, d) = ((second.a - first.a).dot(first.side), (second.b - first.a).dot(first.side))
        guard abs(c) > certain, abs(d) > certain, (c > 0) != (d > 0) else { return nil }
        let (a, b) = ((first.a - second.a).dot(second.side), (first.b - second.a).dot(second.side))
        guard abs(a) > certain, abs(b) > certain, (a > 0) != (b > 0) else { return nil }
        return a / (a - b)
    }
}
