/// Puts entries into the order in which a packed tree visits the fewest nodes.
///
/// From the top down, a run of entries is cut in two where the cost is least, and again until a run fits a leaf. The cost
/// of a run is the number of its entries times the volume of its box widened by a typical question: the chance that a
/// question must look into it. Eight cuts are tried, by the middles on the five axes and by three extents, so that
/// long-lived entries part from short-lived ones and small from large. Runs are cut at powers of the node's width, so
/// that every leaf but the last is full.
///
/// Costs about a microsecond and a half an entry for a million.
struct TreeOrder: ~Copyable {
    private let boxes: UnsafePointer<TreeBox>
    /// The entries' places, in the order of the tree.
    let order: UnsafeMutablePointer<UInt32>
    private let keys: UnsafeMutablePointer<Keyed>
    private let count: Int

    private struct Keyed: BitwiseCopyable {
        var key: Float
        var entry: UInt32
    }

    /// Metres, metres, metres, metres, seconds: the size of a typical question.
    private static let question: SIMD8<Float> = [6_000, 6_000, 6_000, 400, 30_000, 1, 1, 1]
    /// Longer than this, in seconds, a window is as good as endless.
    private static let longestSpan: Float = 40 * 86_400
    private static let cuts = 8
    /// How many entries of a run are weighed to choose its cut.
    private static let sampleLimit = 256

    /// Orders the boxes.
    init(_ boxes: UnsafePointer<TreeBox>, count: Int) {
        self.boxes = boxes
        self.count = count
        order = .allocate(capacity: max(1, count))
        keys = .allocate(capacity: max(1, count))
        for index in 0..<count { order[index] = UInt32(index) }
        sort(0, count)
    }

    deinit {
        order.deallocate()
        keys.deallocate()
    }

    private func sort(_ first: Int, _ end: Int) {
        guard end - first > PackedTree.width else { return }
        let leaves = (end - first + PackedTree.width - 1) / PackedTree.width
        var capacity = 1
        while capacity * PackedTree.width < leaves { capacity *= PackedTree.width }
        cut(first, end, children: (leaves + capacity - 1) / capacity, entriesPerChild: capacity * PackedTree.width)
    }

    private func cut(_ first: Int, _ end: Int, children: Int, entriesPerChild: Int) {
        guard children > 1 else { return sort(first, end) }
        let left = children / 2
        let middle = first + left * entriesPerChild
        guard middle < end else { return sort(first, end) }
        partition(first, middle, end, by: bestCut(first, middle, end))
        cut(first, middle, children: left, entriesPerChild: entriesPerChild)
        cut(middle, end, children: children - left, entriesPerChild: entriesPerChild)
    }

    /// Moves the entries with the smaller keys in front of `middle`.
    private func partition(_ first: Int, _ middle: Int, _ end: Int, by cut: Int) {
        for index in first..<end {
            keys[index] = Keyed(key: Self.key(boxes[Int(order[index])], cut), entry: order[index])
        }
        Self.select(keys + first, count: end - first, rank: middle - first)
        for index in first..<end { order[index] = keys[index].entry }
    }

    private func bestCut(_ first: Int, _ middle: Int, _ end: Int) -> Int {
        let size = min(end - first, Self.sampleLimit)
        let rank = max(1, min(size - 1, (middle - first) * size / (end - first)))
        return withUnsafeTemporaryAllocation(of: TreeBox.self, capacity: size) { sample in
            withUnsafeTemporaryAllocation(of: Keyed.self, capacity: size) { sorted in
                for index in 0..<size {
                    sample.initializeElement(
                        at: index, to: boxes[Int(order[first + index * (end - first) / size])])
                }
                var best = 0
                var least = Float.infinity
                for cut in 0..<Self.cuts {
                    for index in 0..<size {
                        sorted.initializeElement(
                            at: index, to: Keyed(key: Self.key(sample[index], cut), entry: UInt32(index)))
                    }
                    guard let start = sorted.baseAddress else { break }
                    Self.select(start, count: size, rank: rank)
                    let cost =
                        Self.cost(sample, sorted, 0..<rank) + Self.cost(sample, sorted, rank..<size)
                    if cost < least { (least, best) = (cost, cut) }
                }
                return best
            }
        }
    }

    private static func cost(
        _ sample: UnsafeMutableBufferPointer<TreeBox>, _ sorted: UnsafeMutableBufferPointer<Keyed>, _ range: Range<Int>
    ) -> Float {
        var hull = TreeBox.empty
        for index in range { hull.form(unionWith: sample[Int(sorted[index].entry)]) }
        var extent = hull.high - hull.low
        extent[TreeBox.timeAxis] = min(extent[TreeBox.timeAxis], longestSpan)
        extent[TreeBox.altitudeAxis] = min(extent[TreeBox.altitudeAxis], 100_000)
        // In units of the question, so that the product of five stays in range.
        let factor = (extent + question) / question
        return Float(range.count) * factor[0] * factor[1] * factor[2] * factor[3] * factor[4]
    }

    @inline(__always)
    private static func key(_ box: TreeBox, _ cut: Int) -> Float {
        switch cut {
        case 5: box.high[TreeBox.timeAxis] - box.low[TreeBox.timeAxis]
        case 6: box.high[0] - box.low[0] + box.high[1] - box.low[1] + box.high[2] - box.low[2]
        case 7: box.high[TreeBox.altitudeAxis] - box.low[TreeBox.altitudeAxis]
        default: middle(box.low[cut], box.high[cut])
        }
    }

    /// Twice the middle; what has no bound on one side goes by the other.
    @inline(__always)
    private static func middle(_ low: Float, _ high: Float) -> Float {
        if high == .infinity { return low == -.infinity ? 0 : low * 2 + longestSpan }
        return low == -.infinity ? high * 2 : low + high
    }

    /// Quickselect: the `rank` smallest come first; ties by entry, so that the outcome is the same everywhere.
    private static func select(_ keys: UnsafeMutablePointer<Keyed>, count: Int, rank: Int) {
        var (low, high) = (0, count - 1)
        while low < high {
            let pivot = median(keys[low], keys[(low + high) / 2], keys[high])
            var (left, right) = (low, high)
            while left <= right {
                while isBefore(keys[left], pivot) { left &+= 1 }
                while isBefore(pivot, keys[right]) { right &-= 1 }
                if left <= right {
                    (keys[left], keys[right]) = (keys[right], keys[left])
                    left &+= 1
                    right &-= 1
                }
            }
            if rank <= right { high = right } else if rank >= left { low = left } else { return }
        }
    }

    private static func median(_ a: Keyed, _ b: Keyed, _ c: Keyed) -> Keyed {
        let (low, high) = isBefore(a, b) ? (a, b) : (b, a)
        return isBefore(c, low) ? low : isBefore(high, c) ? high : c
    }

    @inline(__always)
    private static func isBefore(_ left: Keyed, _ right: Keyed) -> Bool {
        left.key != right.key ? left.key < right.key : left.entry < right.entry
    }
}
