extension CoreGeometry {
    /// A place that both cores hold, by a vertex inside or by edges that cross; a mere touch may go unnoticed here.
    func commonPlace(with other: CoreGeometry) -> Position? {
        // One vertex stands for the outer ring: if no edges meet, a core lies inside the other as a whole or not at all.
        if pole != nil, let vertex = other.vertices.first, contains(vertex.point) { return vertex.position }
        if other.pole != nil, let vertex = vertices.first, other.contains(vertex.point) { return vertex.position }
        guard let (piece, fraction) = firstCrossing(with: other) else { return nil }
        let path = EdgePath(edges[piece.edge])
        let place = path.line.place(atMetres: (piece.from + fraction * (piece.to - piece.from)) * path.metres)
        return Position(nearestToLatitudeDegrees: place.latitudeDegrees, longitudeDegrees: place.longitudeDegrees)
    }

    /// The first piece that a piece of the other core crosses, and where, as a fraction of it, by the other's first.
    private func firstCrossing(with other: CoreGeometry) -> (piece: Piece, fraction: Double)? {
        guard pieceRuns != nil || other.pieceRuns != nil else {
            for piece in pieces where mayReach(piece, other) {
                for otherPiece in other.pieces {
                    if let fraction = Self.crossing(piece, otherPiece) { return (piece, fraction) }
                }
            }
            return nil
        }
        let mine = pieceRuns ?? RunTree(pieces, items: Array(pieces.indices))
        let theirs = other.pieceRuns ?? RunTree(other.pieces, items: Array(other.pieces.indices))
        var runs: [Int] = []
        var near: [Int] = []
        mine.runs(into: &runs) { $0.mayCross(theirs.nodes[0]) }
        for run in runs {
            let node = mine.nodes[run]
            theirs.runs(into: &near) { node.mayCross($0) }
            guard !near.isEmpty else { continue }
            for piece in mine.items[node.first..<node.end].lazy.map({ pieces[$0] }) where mayReach(piece, other) {
                for index in near where theirs.nodes[index].mayCross(piece) {
                    for item in theirs.items[theirs.nodes[index].first..<theirs.nodes[index].end] {
                        if let fraction = Self.crossing(piece, other.pieces[item]) { return (piece, fraction) }
                    }
                }
            }
        }
        return nil
    }

    private func mayReach(_ piece: Piece, _ other: CoreGeometry) -> Bool {
        (piece.middle - other.centre).length - piece.halfLength - piece.slack <= other.reach
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

extension RunTree.Node {
    // Middles of pieces lie in the box, and `crossing` wants them no farther apart than half of both and their slack;
    // the millimetre is for rounding.

    fileprivate func mayCross(_ other: RunTree.Node) -> Bool {
        let apart = half + other.half + 0.001
        return box.distanceSquared(to: other.box) <= apart * apart
    }

    fileprivate func mayCross(_ piece: CoreGeometry.Piece) -> Bool {
        let apart = half + piece.halfLength + piece.slack + 0.001
        return box.distanceSquared(to: piece.middle) <= apart * apart
    }
}
