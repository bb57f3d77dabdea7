extension TrackPicture {
    /// Every two tracks of different parties that are predicted to lose separation, by first, then second number.
    ///
    /// None is missing: two tracks that the dead reckoning of `Track` brings nearer than both minima at one moment of
    /// the look-ahead are here, wherever on Earth. Where the arithmetic cannot decide, they are here too: the horizontal
    /// minimum is widened by 1 mm, and for each track by what a straight line departs from its path on the ellipsoid.
    /// That is 1 mm for a track that covers 3 km from its report to the end of the look-ahead, 0.5 m for 30 km, 66 m for
    /// 150 km; it grows with the cube of the way.
    ///
    /// - Throws: `tooManyEncounters`.
    /// - Complexity: Half a microsecond a track where few are near one another, and 30 ns for every two whose swept
    ///   boxes meet.
    public func encounters() throws(TrackError) -> [TrackEncounter] {
        let boxes = states.map { $0.box(lookAheadSeconds: rule.lookAheadSeconds) }
        let order = TrackOrder.order(of: boxes)
        let tree = TrackTree(boxes, parties: states.map(\.party), order: order)
        let sorted = order.map { states[Int($0)] }
        var found: [TrackEncounter] = []
        var candidates: [TrackTree.Candidate] = []
        var stack: [UInt64] = []
        for leaf in 0..<tree.leafCount {
            candidates.removeAll(keepingCapacity: true)
            tree.appendPairs(ofLeaf: leaf, stack: &stack, to: &candidates)
            for pair in candidates {
                let (first, second) = (sorted[Int(pair.first)], sorted[Int(pair.second)])
                guard let encounter = first.encounter(with: second, lookAheadSeconds: rule.lookAheadSeconds)
                else { continue }
                guard found.count < Self.maximumEncounters else {
                    throw .tooManyEncounters(limit: Self.maximumEncounters)
                }
                found.append(encounter)
            }
        }
        found.sort { ($0.first, $0.second) < ($1.first, $1.second) }
        return found
    }

    /// The predicted loss of separation between two tracks, whose numbers may come either way round.
    ///
    /// `nil` if they keep their distance, are of one party, or either of them is unknown or overdue.
    public func encounter(between one: TrackID, and other: TrackID) -> TrackEncounter? {
        guard one != other, let first = place(of: one), let second = place(of: other) else { return nil }
        return states[first].encounter(with: states[second], lookAheadSeconds: rule.lookAheadSeconds)
    }
}
