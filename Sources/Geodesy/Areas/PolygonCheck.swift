/// The checks that make a set of rings a polygon.
enum PolygonCheck {
    static func run(outer: [Position], holes: [[Position]]) throws(GeodesyError) {
        let rings = [outer] + holes
        var names: [GeodesyError.Ring] = []
        var boundary = 0.0
        for (index, ring) in rings.enumerated() {
            let name: GeodesyError.Ring = index == 0 ? .outer : .hole(index - 1)
            let distinct = Set(ring).count
            guard distinct >= 3 else { throw .tooFewVertices(name, found: distinct) }
            boundary += try LineLengths.check(ring, closed: true, as: name)
            names.append(name)
        }
        guard boundary <= Limits.maximumBoundaryMetres else {
            throw .boundaryTooLong(
                kilometres: Int(boundary / 1_000), limitKilometres: Int(Limits.maximumBoundaryMetres / 1_000))
        }
        try checkRepeats(rings: rings, names: names)
        let core = CoreGeometry(rings: rings)
        try checkReach(core, rings: rings, names: names)
        try checkMeetings(core, rings: rings, names: names)
        try checkNesting(rings: rings)
    }

    /// No vertex may stand twice: there the rings would touch.
    private static func checkRepeats(
        rings: [[Position]], names: [GeodesyError.Ring]
    ) throws(GeodesyError) {
        var seen: [Position: (ring: Int, vertex: Int)] = [:]
        for (index, ring) in rings.enumerated() {
            for (vertex, position) in ring.enumerated() {
                if let earlier = seen.updateValue((index, vertex), forKey: position) {
                    throw meeting(earlier, (index, vertex), names: names)
                }
            }
        }
    }

    private static func meeting(
        _ first: (ring: Int, vertex: Int), _ second: (ring: Int, vertex: Int), names: [GeodesyError.Ring]
    ) -> GeodesyError {
        if first.ring == second.ring {
            return .ringMeetsItself(names[first.ring], vertex: first.vertex, otherVertex: second.vertex)
        }
        return .holeMeetsRing(
            hole: second.ring - 1, vertex: second.vertex, other: names[first.ring], otherVertex: first.vertex)
    }

    /// Every place of every ring must be on the near side of the Earth, seen from the outer ring's middle.
    private static func checkReach(
        _ core: CoreGeometry, rings: [[Position]], names: [GeodesyError.Ring]
    ) throws(GeodesyError) {
        guard let pole = core.pole else { return }
        for piece in core.pieces
        where piece.a.dot(pole) < CoreGeometry.horizonCosine * piece.a.length
            || piece.b.dot(pole) < CoreGeometry.horizonCosine * piece.b.length
        {
            let (ring, vertex) = locate(edge: piece.edge, rings: rings)
            throw .ringTooLarge(names[ring], vertex: vertex)
        }
    }

    /// No two edges may come within 1 mm, except neighbours at the vertex that they share.
    private static func checkMeetings(
        _ core: CoreGeometry, rings: [[Position]], names: [GeodesyError.Ring]
    ) throws(GeodesyError) {
        if let runs = core.pieceRuns, !hasMeeting(core, runs) { return }
        // Sweep along the axis on which the pieces spread most: only pieces whose spans overlap are compared.
        let spans = Sweep(core.pieces)
        for (order, span) in spans.sorted.enumerated() {
            var next = order + 1
            while next < spans.sorted.count, spans.sorted[next].low <= span.high {
                let (first, second) = (core.pieces[span.piece], core.pieces[spans.sorted[next].piece])
                next += 1
                guard first.edge != second.edge, meet(first, second, in: core) else { continue }
                let (low, high) = (min(first.edge, second.edge), max(first.edge, second.edge))
                throw meeting(locate(edge: low, rings: rings), locate(edge: high, rings: rings), names: names)
            }
        }
    }

    /// Says whether any two pieces meet, by their boxes; which two are named is for the sweep, so that it stays the same.
    private static func hasMeeting(_ core: CoreGeometry, _ tree: RunTree) -> Bool {
        var near: [Int] = []
        for (index, node) in tree.nodes.enumerated() where node.next == index + 1 {
            tree.runs(into: &near) { $0.end > node.first && mayTouch(node.bounds, $0.bounds) }
            for item in tree.items[node.first..<node.end] {
                let piece = core.pieces[item]
                let bounds = piece.bounds
                for run in near where mayTouch(bounds, tree.nodes[run].bounds) {
                    for other in tree.items[tree.nodes[run].first..<tree.nodes[run].end] where other > item {
                        let second = core.pieces[other]
                        if piece.edge != second.edge, meet(piece, second, in: core) { return true }
                    }
                }
            }
        }
        return false
    }

    private static func mayTouch(_ first: RunTree.Bounds, _ second: RunTree.Bounds) -> Bool {
        let apart = first.slack + second.slack + 0.1
        return first.box.distanceSquared(to: second.box) <= apart * apart
    }

    private static func meet(
        _ first: CoreGeometry.Piece, _ second: CoreGeometry.Piece, in core: CoreGeometry
    ) -> Bool {
        let apart = first.halfLength + second.halfLength + first.slack + second.slack + 0.1
        guard (first.middle - second.middle).lengthSquared <= apart * apart else { return false }
        // What lies to one side of the other's plane as a whole does not meet it; 0.1 m is far above what bows aside.
        let (a, b) = ((second.a - first.a).dot(first.side), (second.b - first.a).dot(first.side))
        if min(a, b) > 0.1 || max(a, b) < -0.1 { return false }
        let (edge, other) = (core.edges[first.edge], core.edges[second.edge])
        // No vertex stands twice, so edges that share one are neighbours in a ring, and may meet there.
        let shared: Position? =
            edge.start == other.start || edge.start == other.end
            ? edge.start : edge.end == other.start || edge.end == other.end ? edge.end : nil
        if shared == nil, CoreGeometry.crossing(first, second) != nil { return true }
        return touches(first, second, except: shared, in: core) || touches(second, first, except: shared, in: core)
    }

    /// Says whether an end of the first edge that lies on this piece of it comes within 1 mm of the other piece.
    private static func touches(
        _ piece: CoreGeometry.Piece, _ target: CoreGeometry.Piece, except shared: Position?, in core: CoreGeometry
    ) -> Bool {
        let edge = core.edges[piece.edge]
        var isTouching = false
        func check(_ position: Position, _ point: Vector3) {
            guard position != shared, CoreGeometry.bound(point, target, below: Limits.undecidedMetres) != nil else {
                return
            }
            let vertex = CoreGeometry.Vertex(position: position, point: point)
            let metres = CoreGeometry.measure(vertex, target, of: core).metres
            isTouching = isTouching || metres <= Limits.undecidedMetres
        }
        if piece.from == 0 { check(edge.start, piece.a) }
        if piece.to == 1 { check(edge.end, piece.b) }
        return isTouching
    }

    /// Each hole inside the outer ring and outside every other; no edges meet by now, so one vertex tells.
    private static func checkNesting(rings: [[Position]]) throws(GeodesyError) {
        guard rings.count > 1 else { return }
        let cores = rings.map { CoreGeometry(rings: [$0]) }
        for index in 1..<rings.count {
            let point = cores[index].vertices[0].point
            guard cores[0].contains(point) else { throw .holeOutside(hole: index - 1) }
            for other in 1..<rings.count where other != index && cores[other].contains(point) {
                throw .holeInsideHole(hole: index - 1, other: other - 1)
            }
        }
    }

    /// Which ring and vertex an edge of the core starts from; edges are in the order of the rings.
    private static func locate(edge: Int, rings: [[Position]]) -> (ring: Int, vertex: Int) {
        var rest = edge
        for (index, ring) in rings.enumerated() {
            if rest < ring.count { return (index, rest) }
            rest -= ring.count
        }
        return (0, 0)
    }
}
