extension CoreGeometry {
    /// Calls the body with every vertex of this core and piece of the other whose bound does not exceed the limit.
    ///
    /// The body returns the limit from there on. Pairs come in the order of the vertices, then the pieces, so that the
    /// first of equals is the same with boxes as without. What the boxes pass over, `bound` would have refused: they
    /// give away a millimetre more. With `isRefined`, pairs more than 20 km apart are also held against `FarBound`, and
    /// may come out of order; at such distances no two pairs are mirror images, which is all that order decides.
    @inline(__always)
    func forEachPair(
        with other: CoreGeometry, within limit: Double, isRefined: Bool, _ body: (Int, Int, Double) -> Double
    ) {
        var limit = limit
        guard vertexRuns != nil || other.pieceRuns != nil else {
            for vertex in vertices.indices {
                let point = vertices[vertex].point
                for piece in other.pieces.indices {
                    guard let bound = Self.bound(point, other.pieces[piece], below: limit) else { continue }
                    limit = body(vertex, piece, bound)
                }
            }
            return
        }
        let mine = vertexRuns ?? RunTree(vertices, items: Array(vertices.indices))
        let theirs = other.pieceRuns ?? RunTree(other.pieces, items: Array(other.pieces.indices))
        var runs: [Int] = []
        var near: [Int] = []
        mine.runs(into: &runs) { Self.mayBeWithin(limit, $0, theirs.nodes[0], isRefined: isRefined) }
        for run in runs {
            let node = mine.nodes[run]
            theirs.runs(into: &near) { Self.mayBeWithin(limit, node, $0, isRefined: isRefined) }
            if isRefined {
                limit = visitFar(node, of: mine, &near, of: theirs, in: other, within: limit, body)
            }
            guard !near.isEmpty else { continue }
            for vertex in mine.items[node.first..<node.end] {
                let point = vertices[vertex].point
                for index in near where theirs.nodes[index].mayBeWithin(limit, of: point) {
                    for piece in theirs.items[theirs.nodes[index].first..<theirs.nodes[index].end] {
                        guard let bound = Self.bound(point, other.pieces[piece], below: limit) else { continue }
                        limit = body(vertex, piece, bound)
                    }
                }
            }
        }
    }

    /// Visits the pairs of runs that are far apart, and leaves the others in `near`.
    private func visitFar(
        _ node: RunTree.Node, of mine: RunTree, _ near: inout [Int], of theirs: RunTree, in other: CoreGeometry,
        within limit: Double, _ body: (Int, Int, Double) -> Double
    ) -> Double {
        var limit = limit
        near.removeAll { index in
            let run = theirs.nodes[index]
            guard let far = FarBound(node, run) else { return false }
            guard far.metres <= limit else { return true }
            for vertex in mine.items[node.first..<node.end] {
                let point = vertices[vertex].point
                for piece in theirs.items[run.first..<run.end] {
                    guard far.bound(point, other.pieces[piece]) <= limit,
                        let bound = Self.bound(point, other.pieces[piece], below: limit)
                    else { continue }
                    limit = body(vertex, piece, bound)
                }
            }
            return true
        }
        return limit
    }

    /// Says whether a vertex of the first node may be within the limit of a piece of the second.
    private static func mayBeWithin(
        _ limit: Double, _ node: RunTree.Node, _ other: RunTree.Node, isRefined: Bool
    ) -> Bool {
        let squared = node.box.distanceSquared(to: other.box)
        guard other.mayBeWithin(limit, chordSquared: squared) else { return false }
        guard isRefined, squared > FarBound.leastChord * FarBound.leastChord else { return true }
        return (FarBound(node, other)?.metres ?? 0) <= limit
    }
}

extension RunTree.Node {
    /// Says whether `CoreGeometry.bound` of a point and a piece of the node may be within the limit.
    func mayBeWithin(_ limit: Double, of point: Vector3) -> Bool {
        mayBeWithin(limit, chordSquared: box.distanceSquared(to: point))
    }

    fileprivate func mayBeWithin(_ limit: Double, chordSquared: Double) -> Bool {
        let given = slack + 0.011
        guard chordSquared <= (limit + given) * (limit + given) else { return false }
        // Below 20 km the arc is longer than the chord by less than a centimetre: not worth a root.
        guard chordSquared > 4e8 else { return true }
        return CoreGeometry.shortestArc(chord: chordSquared.squareRoot() - given) <= limit
    }
}
