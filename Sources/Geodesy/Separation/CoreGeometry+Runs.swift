extension CoreGeometry {
    /// Boxes over the vertices and over the pieces, where there are many.
    ///
    /// A path may go the same way again and again: what stands twice is taken once, or every pair of legs would tie. A
    /// polygon has no vertex twice; its check sees to that before it compares anything.
    func runs(mayRepeat: Bool) -> (vertices: RunTree?, pieces: RunTree?) {
        guard max(vertices.count, pieces.count) > RunTree.fewest else { return (nil, nil) }
        var items = (vertices: Array(vertices.indices), pieces: Array(pieces.indices))
        if mayRepeat {
            var seen: Set<Position> = []
            seen.reserveCapacity(vertices.count)
            let firsts = items.vertices.filter { seen.insert(vertices[$0].position).inserted }
            if firsts.count < vertices.count {
                var known: Set<Edge> = []
                let isFirst = edges.map { known.insert($0).inserted }
                items = (firsts, items.pieces.filter { isFirst[pieces[$0].edge] })
            }
        }
        return (
            vertices.count > RunTree.fewest ? RunTree(vertices, items: items.vertices) : nil,
            pieces.count > RunTree.fewest ? RunTree(pieces, items: items.pieces) : nil
        )
    }
}
