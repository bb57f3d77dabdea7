extension ConflictIndex {
    /// How many entries, one for each volume of a record, a merge inside a change may read: a few milliseconds of work.
    public static let inlineMergeEntries = 4_096
    /// Tiers of one size that are merged into one of the next.
    static let mergeWidth = 4
    /// With more tiers than this, a change merges whatever their sizes.
    static let maximumTiers = 96

    /// Tiers to be packed into one; run it on any thread, then hand the outcome to `complete`.
    public struct Merge: Sendable {
        let inputs: [Tier]
        let stamps: SlotStamps
        let token = MergeToken()

        /// How many records' worth of entries it reads.
        public var records: Int { inputs.reduce(0) { $0 + $1.records } }

        /// Packs what still counts into one tree; about 2 µs a record.
        public func run() -> Merged {
            var stage = EntryStage(capacity: inputs.reduce(0) { $0 + $1.count })
            var records = 0
            for tier in inputs {
                for place in 0..<tier.count {
                    let owner = tier.owners[place]
                    guard stamps[owner.x] == owner.y else { continue }
                    if tier.heads[place].volume == 0 { records += 1 }
                    stage.append(from: tier, at: place)
                }
            }
            return Merged(inputs: inputs, token: token, tier: stage.count > 0 ? Tier(stage, records: records) : nil)
        }
    }

    /// The outcome of a merge.
    public struct Merged: Sendable {
        let inputs: [Tier]
        let token: MergeToken
        let tier: Tier?
    }

    /// A merge too large to be done within a change, marked as under way, or `nil` if there is none.
    ///
    /// Several may be under way at once; each has tiers of its own. Changes go on meanwhile: what they outdate is left
    /// out by its stamp.
    public mutating func takeMerge() -> Merge? {
        guard let inputs = worthwhileMerge() else { return nil }
        let merge = Merge(inputs: inputs, stamps: stamps)
        merging[merge.token] = Set(inputs.map(ObjectIdentifier.init))
        return merge
    }

    /// Puts the merged tier in place of the tiers that went into it.
    ///
    /// Only the value that the merge was taken from, or a later one of the same, takes it in: an earlier one may hold
    /// records that were removed before the merge. A merge whose tiers are gone, because the last record was removed
    /// meanwhile, changes nothing either.
    public mutating func complete(_ merged: Merged) {
        guard merging.removeValue(forKey: merged.token) != nil else { return }
        replace(merged)
    }

    private mutating func replace(_ merged: Merged) {
        let gone = Set(merged.inputs.map(ObjectIdentifier.init))
        guard tiers.count(where: { gone.contains(ObjectIdentifier($0)) }) == gone.count else { return }
        tiers.removeAll { gone.contains(ObjectIdentifier($0)) }
        written -= merged.inputs.reduce(0) { $0 + $1.records }
        if let tier = merged.tier {
            tiers.append(tier)
            tiers.sort { $0.count > $1.count }
            written += tier.records
        }
    }

    /// Packs tiers into one within a change.
    mutating func merge(_ inputs: [Tier]) { replace(Merge(inputs: inputs, stamps: stamps).run()) }

    private func isMerging(_ tier: Tier) -> Bool {
        merging.values.contains { $0.contains(ObjectIdentifier(tier)) }
    }

    /// Does every merge that is due, here and now; for loads and for callers without a second thread.
    public mutating func mergeAll() {
        while let merge = takeMerge() { complete(merge.run()) }
    }

    /// Merges what may be merged within a change.
    mutating func mergeSmall() {
        while let inputs = fullSize(), inputs.reduce(0, { $0 + $1.count }) <= Self.inlineMergeEntries {
            merge(inputs)
        }
        // Nobody took the larger merges: better a slow change than slow answers ever after.
        if tiers.count > Self.maximumTiers {
            let smallest = tiers.filter { !isMerging($0) }.suffix(Self.maximumTiers / 2)
            if smallest.count > 1 { merge(Array(smallest)) }
        }
    }

    private func worthwhileMerge() -> [Tier]? {
        if let inputs = fullSize() { return inputs }
        // As many as half the live entries are dead; until then they cost little. They may be anywhere, so that every
        // tier goes in, and none is under way elsewhere.
        guard merging.isEmpty, written > count + count / 2 + Self.inlineMergeEntries, !tiers.isEmpty else { return nil }
        return tiers
    }

    /// The free tiers of the smallest size that has enough of them.
    private func fullSize() -> [Tier]? {
        var sizes: [[Tier]] = []
        for tier in tiers where !isMerging(tier) {
            let size = Self.size(of: tier)
            while sizes.count <= size { sizes.append([]) }
            sizes[size].append(tier)
        }
        return sizes.first { $0.count >= Self.mergeWidth }
    }

    private static func size(of tier: Tier) -> Int {
        var (size, limit) = (0, youngEntries * mergeWidth)
        while tier.count >= limit {
            size += 1
            limit *= mergeWidth
        }
        return size
    }
}

/// Names one merge; a value that has not taken it does not know its token.
final class MergeToken: Hashable, Sendable {
    static func == (left: MergeToken, right: MergeToken) -> Bool { left === right }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
