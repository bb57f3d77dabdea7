public import Geodesy
public import HashTreeCollections
import HeapModule

/// Every clock that runs: what is owed by when, which of it is due, and the lapses that were recorded.
///
/// A heap holds the instants at which something is due. A tick takes those that have come and touches nothing else, so
/// its cost does not grow with the clocks that run: what is due at one instant goes over in one piece.
public struct DutyClocks: Sendable {
    /// What is due at one instant.
    struct Bucket: Sendable {
        var ids: [DeadlineID] = []
        /// Ids before this one are settled.
        var first = 0
        /// How many are not settled.
        var left = 0
    }

    /// What is owed and not settled, whether or not it is due.
    public private(set) var owed: TreeDictionary<DeadlineID, Deadline> = [:]
    /// Lapses, as recorded.
    public private(set) var lapses: TreeDictionary<DeadlineID, Lapse> = [:]
    private var buckets: TreeDictionary<Instant, Bucket> = [:]
    /// Instants that have not come, as a heap.
    private var ahead = Heap<Instant>()
    /// Instants that have come and have something unsettled, in order.
    private(set) var come: [Instant] = []

    /// No clocks.
    public init() {}

    /// The next instant at which something is due; nil when nothing runs.
    public var next: Instant? { ahead.min }

    /// Starts a clock, in the place of one of the same name.
    public mutating func start(_ deadline: Deadline, at now: Instant) {
        if let before = owed[deadline.id] {
            guard before.due != deadline.due else {
                owed[deadline.id] = deadline
                return
            }
            remove(before)
        }
        owed[deadline.id] = deadline
        let isNew = buckets[deadline.due] == nil
        buckets[deadline.due, default: Bucket()].ids.append(deadline.id)
        buckets[deadline.due]?.left += 1
        guard isNew else { return }
        if deadline.isDue(at: now) {
            come.insert(deadline.due, at: come.partition(at: deadline.due))
        } else {
            ahead.insert(deadline.due)
        }
    }

    /// What was owed has been given: a clock that is not due yet stops; one that is due has lapsed, and stays so.
    public mutating func settle(_ id: DeadlineID, at now: Instant) {
        guard let deadline = owed[id], !deadline.isDue(at: now) else { return }
        remove(deadline)
    }

    /// Stops a clock, due or not: for steps, which nobody owes.
    public mutating func stop(_ id: DeadlineID) {
        if let deadline = owed[id] { remove(deadline) }
    }

    /// Takes a lapse that was recorded.
    public mutating func apply(_ lapse: Lapse) {
        guard lapses[lapse.id] == nil else { return }
        if let deadline = owed[lapse.id] { remove(deadline) }
        lapses[lapse.id] = lapse
    }

    /// The log's clock moved on.
    ///
    /// Cost is that of the instants that have come since, not of the clocks that are due then.
    public mutating func tick(to now: Instant) {
        while let least = ahead.min, least <= now {
            ahead.removeMin()
            // Settled meanwhile, nothing is due; begun again since, the heap has the instant twice.
            if buckets[least] != nil, come.last != least { come.append(least) }
        }
    }

    /// What is due and not settled, oldest first, at most `limit`, of those that `isWanted`.
    public func due(limit: Int, where isWanted: (Deadline) -> Bool) -> [Deadline] {
        var found: [Deadline] = []
        for instant in come {
            guard let bucket = buckets[instant] else { continue }
            for id in bucket.ids[bucket.first...] {
                guard let deadline = owed[id], deadline.due == instant, isWanted(deadline) else { continue }
                guard found.count < limit else { return found }
                found.append(deadline)
            }
        }
        return found
    }

    private mutating func remove(_ deadline: Deadline) {
        owed[deadline.id] = nil
        guard var bucket = buckets[deadline.due] else { return }
        buckets[deadline.due] = nil
        bucket.left -= 1
        guard bucket.left > 0 else {
            let place = come.partition(at: deadline.due)
            if place < come.count, come[place] == deadline.due { come.remove(at: place) }
            return
        }
        while bucket.first < bucket.ids.count, owed[bucket.ids[bucket.first]]?.due != deadline.due { bucket.first += 1 }
        buckets[deadline.due] = bucket
    }
}

extension [Instant] {
    /// The place of `instant` in an ordered list.
    fileprivate func partition(at instant: Instant) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
