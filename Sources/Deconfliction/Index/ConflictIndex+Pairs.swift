extension ConflictIndex {
    /// Calls the body once with every two records that conflict: that share time and altitude and intersect, or come
    /// nearer than the larger of their stand-off distances.
    ///
    /// Pairs come as they are found, in no particular order; in each the smaller slot is first. Costs some 2 µs a record
    /// at a few conflicts each.
    public func forEachConflictingPair(_ body: (RecordSlot, RecordSlot) -> Void) {
        // Records of several volumes may meet more than once.
        var seen: Set<SIMD2<UInt32>> = []
        Asker.with { asker in
            func report(_ mine: EntryOwner, _ owner: EntryOwner, _ shapes: EntryHead.Shape) {
                guard owner.x != mine.x else { return }
                let pair = SIMD2(min(owner.x, mine.x), max(owner.x, mine.x))
                if shapes.contains(.oneOfMany), !seen.insert(pair).inserted { return }
                body(RecordSlot(rawValue: pair.x), RecordSlot(rawValue: pair.y))
            }
            var all: [Tier] = []
            forEachTier { all.append($0) }
            for (number, tier) in all.enumerated() {
                for place in 0..<tier.count {
                    let mine = tier.owners[place]
                    guard isLive(mine) else { continue }
                    asker.question.aim(tier, at: place)
                    let shape = tier.heads[place].shape
                    asker.question.forEachConflict(in: tier, after: place, of: self, where: nil) { other, owner in
                        report(mine, owner, shape.union(tier.heads[other].shape))
                    }
                    for later in all[(number + 1)...] {
                        asker.question.forEachConflict(in: later, of: self, where: nil) { other, owner in
                            report(mine, owner, shape.union(later.heads[other].shape))
                        }
                    }
                }
            }
        }
    }
}
