/// Every active record of a theatre, ready to say within microseconds what an activity would endanger.
///
/// A value: a copy is a snapshot that costs a few references and stays as it was, however long a reader holds it. One
/// writer changes its own value and publishes copies (see `SnapshotCell`).
///
/// Records lie in a few tiers, each a packed tree over boxes of space, altitude and time. New records go to a small open
/// tier and from there to a young one; four tiers of a size are merged into one of the next. Merges of up to
/// `inlineMergeEntries` happen within a change; larger ones are offered by `takeMerge` to whoever has a thread to spare,
/// and happen within a change only once too many have piled up. What is found never depends on the tiers, nor on the order of the changes.
///
/// Decisions are exact: bounds and a plane with proven limits of error decide what is plain, and the geodesic distance
/// on WGS 84 decides the rest. Memory: some 240 bytes a record of some 14 vertices.
public struct ConflictIndex: ConflictSearching {
    /// The oldest and largest first.
    var tiers: [Tier] = []
    /// Full open tiers put together, still in the order of arrival: cheaper to look through than many small trees.
    var young: Tier?
    /// The newest entries, in the order of arrival.
    var open: Tier?
    var stamps = SlotStamps()
    /// How many records there are.
    public private(set) var count = 0
    /// How many records' worth of entries the tiers hold, dead ones included.
    var written = 0
    /// Tiers that a merge on some other thread has taken.
    var merging: [MergeToken: Set<ObjectIdentifier>] = [:]

    /// Entries of the open tier, at most.
    static let openEntries = 64
    /// Entries of the young tier, at most.
    static let youngEntries = 512

    /// Makes an index without records.
    public init() {}

    /// Packs all records into one tree; of two with one slot the later counts.
    ///
    /// Costs about 3 µs a record, and for a moment about half as much memory again as the index.
    public init(bulk records: some Sequence<ConflictRecord>) {
        var stage = EntryStage(capacity: max(64, records.underestimatedCount))
        for record in records {
            stage.append(record, stamp: raise(record.slot))
            written += 1
        }
        guard stage.count > 0 else { return }
        tiers = [Tier(stage, records: written)]
    }

    /// Adds the record, or replaces the one with its slot; some 5 µs with the merges that it causes.
    public mutating func upsert(_ record: ConflictRecord) {
        var stage = EntryStage(capacity: record.volumes.count)
        stage.append(record, stamp: raise(record.slot))
        if let tier = open, tier.count + record.volumes.count > Self.openEntries { seal(tier) }
        if open == nil {
            open = Tier(
                epochMicroseconds: stage.epochMicroseconds ?? 0,
                capacity: max(Self.openEntries, record.volumes.count))
        } else if !isKnownUniquelyReferenced(&open) {
            open = open?.copied(capacity: Self.openEntries)
        }
        open?.append(stage)
        written += 1
    }

    /// Takes the record out; an unknown slot changes nothing.
    public mutating func remove(_ slot: RecordSlot) {
        let stamp = stamps[slot.rawValue]
        guard stamp & 1 == 1 else { return }
        stamps.set(slot.rawValue, to: stamp &+ 1)
        count -= 1
        if count == 0 { self = ConflictIndex(emptying: self) }
    }

    /// Nothing is left to find: the tiers go, the stamps stay, since a merge may still be under way.
    private init(emptying other: ConflictIndex) { stamps = other.stamps }

    /// Says whether there is a record with this slot.
    public func contains(_ slot: RecordSlot) -> Bool { stamps[slot.rawValue] & 1 == 1 }

    /// How many tiers a question looks through.
    var tierCount: Int { tiers.count + (young == nil ? 0 : 1) + (open == nil ? 0 : 1) }

    /// Bytes held by the tiers and the table of slots.
    public var bytes: Int {
        tiers.reduce(stamps.bytes + (young?.bytes ?? 0) + (open?.bytes ?? 0)) { $0 + $1.bytes }
    }

    /// The next odd stamp of the slot; counts a new record.
    private mutating func raise(_ slot: RecordSlot) -> UInt32 {
        let stamp = stamps[slot.rawValue]
        if stamp & 1 == 0 { count += 1 }
        let next = stamp &+ (stamp & 1 == 1 ? 2 : 1)
        stamps.set(slot.rawValue, to: next)
        return next
    }

    /// Says whether every entry still counts, so that nobody needs to ask.
    var isPristine: Bool { written == count }

    @inline(__always)
    func isLive(_ owner: EntryOwner) -> Bool { stamps[owner.x] == owner.y }

    /// Moves the open tier to the young one, and that to the others once it is full.
    private mutating func seal(_ tier: Tier) {
        open = nil
        // Each run of the young tier is put in order, so that its few leaves lie apart and most are passed by.
        guard let run = Merge(inputs: [tier], stamps: stamps).run().tier else { return written -= tier.records }
        written -= tier.records - run.records
        let small = (young.map { [$0] } ?? []) + [run]
        if small.reduce(0, { $0 + $1.count }) <= Self.youngEntries {
            let joined = Tier(flat: small, epochMicroseconds: small[0].epochMicroseconds, stamps: stamps)
            written -= small.reduce(0) { $0 + $1.records } - joined.records
            young = joined
        } else {
            young = nil
            tiers += small
            merge(small)
            mergeSmall()
        }
    }
}
