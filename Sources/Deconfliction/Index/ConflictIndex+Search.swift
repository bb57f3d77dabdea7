import Geodesy

extension ConflictIndex {
    /// The records that the activity intersects or comes nearer to than stand-off, by slot.
    ///
    /// A few microseconds among a hundred thousand records. Only exact distances that bounds and plane left undecided
    /// cost more, some 30 µs each; they are about one in ten thousand.
    public func slots(inConflictWith activity: Activity) -> [RecordSlot] {
        findSlots(activity, nil)
    }

    /// The same among the records that `isIncluded` names, asked before anything is measured.
    public func slots(inConflictWith activity: Activity, where isIncluded: (RecordSlot) -> Bool) -> [RecordSlot] {
        withoutActuallyEscaping(isIncluded) { findSlots(activity, $0) }
    }

    private func findSlots(_ activity: Activity, _ isIncluded: ((RecordSlot) -> Bool)?) -> [RecordSlot] {
        var found: [RecordSlot] = []
        search(activity, where: isIncluded) { _, _, owner, _ in found.append(RecordSlot(rawValue: owner.x)) }
        return Self.sortedOnce(found)
    }

    static func sortedOnce(_ slots: [RecordSlot]) -> [RecordSlot] {
        guard slots.count > 1 else { return slots }
        var slots = slots
        slots.sort { $0.rawValue < $1.rawValue }
        var kept = 1
        for index in 1..<slots.count where slots[index] != slots[kept - 1] {
            slots[kept] = slots[index]
            kept += 1
        }
        slots.removeLast(slots.count - kept)
        return slots
    }

    /// Every record that the activity intersects or comes nearer to than stand-off; see `ConflictSearching`.
    public func conflicts(with activity: Activity) -> [Conflict] { measure(activity, nil) }

    /// The same among the records that `isIncluded` names, asked before anything is measured.
    ///
    /// What a reader may not see must not take time either: time tells.
    public func conflicts(with activity: Activity, where isIncluded: (RecordSlot) -> Bool) -> [Conflict] {
        withoutActuallyEscaping(isIncluded) { measure(activity, $0) }
    }

    /// A pair of volumes in conflict.
    private struct Pair {
        let slot: UInt32
        let recordVolume: Int
        let activityVolume: Int
        let tier: Tier
        let place: Int
    }

    private func measure(_ activity: Activity, _ isIncluded: ((RecordSlot) -> Bool)?) -> [Conflict] {
        var pairs: [Pair] = []
        search(activity, where: isIncluded) { tier, place, owner, activityVolume in
            pairs.append(
                Pair(
                    slot: owner.x, recordVolume: Int(tier.heads[place].volume), activityVolume: activityVolume,
                    tier: tier, place: place))
        }
        pairs.sort {
            ($0.slot, $0.recordVolume, $0.activityVolume) < ($1.slot, $1.recordVolume, $1.activityVolume)
        }
        var prepared: [PreparedArea?] = Array(repeating: nil, count: activity.volumes.count)
        var found: [Conflict] = []
        for pair in pairs {
            let earlier = found.last.flatMap { $0.slot.rawValue == pair.slot ? $0 : nil }
            let volume = activity.volumes[pair.activityVolume]
            let area = prepared[pair.activityVolume] ?? PreparedArea(volume.area)
            prepared[pair.activityVolume] = area
            let head = pair.tier.heads[pair.place]
            let standOff = max(Int64(head.standOffMillimetres), activity.standOffMillimetres)
            // Only a shorter distance replaces what came before, so the first pair stays among equals.
            let limit = earlier.map { $0.distanceMillimetres - 1 } ?? standOff
            guard let overlap = pair.tier.window(at: pair.place).intersection(volume.window),
                let separation = PreparedArea(pair.tier.area(at: pair.place)).separation(to: area, within: limit)
            else { continue }
            if earlier != nil { found.removeLast() }
            found.append(
                Conflict(
                    slot: RecordSlot(rawValue: pair.slot), distanceMillimetres: separation.distanceMillimetres,
                    standOffMillimetres: standOff, overlap: overlap, nearestOnRecord: separation.nearestHere,
                    nearestOnActivity: separation.nearestThere, recordVolume: pair.recordVolume,
                    activityVolume: pair.activityVolume))
        }
        return found
    }

    /// Calls the body with every live entry that is in conflict with a volume of the activity.
    @inline(__always)
    private func search(
        _ activity: Activity, where isIncluded: ((RecordSlot) -> Bool)?,
        _ body: (_ tier: Tier, _ place: Int, _ owner: EntryOwner, _ activityVolume: Int) -> Void
    ) {
        Asker.with { asker in
            for (place, volume) in activity.volumes.enumerated() {
                asker.stage.append(
                    volume, standOffMillimetres: activity.standOffMillimetres, place: place, owner: EntryOwner(0, 0))
            }
            for place in 0..<asker.stage.count {
                asker.question.aim(asker.stage, at: place)
                forEachTier { tier in
                    asker.question.forEachConflict(in: tier, of: self, where: isIncluded) { found, owner in
                        body(tier, found, owner, place)
                    }
                }
            }
        }
    }

    @inline(__always)
    func forEachTier(_ body: (Tier) -> Void) {
        for tier in tiers { body(tier) }
        if let young { body(young) }
        if let open { body(open) }
    }
}
