/// Puts boxes into an order in which few of a packed tree's leaves overlap.
///
/// From the top down, a run of boxes is cut in two by their middles along the axis on which they spread most for their
/// size, at a power of the tree's width so that every leaf but the last is full. Answers do not rest on the order.
struct TrackOrder {
    private let boxes: UnsafeBufferPointer<TrackBox>
    /// A key in the high half, so that the order of items is that of keys, and a box in the low half.
    private let items: UnsafeMutableBufferPointer<UInt64>

    /// How many boxes of a run are looked at to choose its axis.
    private static let sampleLimit = 32

    /// The places of the boxes in the order of the tree; costs some 0.15 µs a box for a hundred thousand.
    static func order(of boxes: [TrackBox]) -> [UInt32] {
        var items = boxes.indices.map { UInt64($0) }
        items.withUnsafeMutableBufferPointer { items in
            boxes.withUnsafeBufferPointer { boxes in
                TrackOrder(boxes: boxes, items: items).sort(0, items.count)
            }
        }
        return items.map { UInt32(truncatingIfNeeded: $0) }
    }

    private func sort(_ first: Int, _ end: Int) {
        guard end - first > TrackTree.width else { return }
        let leaves = (end - first + TrackTree.width - 1) / TrackTree.width
        var capacity = 1
        while capacity * TrackTree.width < leaves { capacity *= TrackTree.width }
        cut(first, end, children: (leaves + capacity - 1) / capacity, boxesPerChild: capacity * TrackTree.width)
    }

    private func cut(_ first: Int, _ end: Int, children: Int, boxesPerChild: Int) {
        guard children > 1 else { return sort(first, end) }
        let left = children / 2
        let middle = first + left * boxesPerChild
        let axis = widestAxis(first, end)
        for index in first..<end {
            let box = items[index] & 0xFFFF_FFFF
            items[index] = Self.key(boxes[Int(box)], axis) << 32 | box
        }
        Self.select(items, first, end - 1, rank: middle)
        cut(first, middle, children: left, boxesPerChild: boxesPerChild)
        cut(middle, end, children: children - left, boxesPerChild: boxesPerChild)
    }

    /// Twice the middle, as a whole number of 32 bits that orders as the middles do.
    @inline(__always)
    private static func key(_ box: TrackBox, _ axis: Int) -> UInt64 {
        let bits = (box.low[axis] + box.high[axis]).bitPattern
        return UInt64(bits ^ (bits >> 31 == 0 ? 0x8000_0000 : 0xFFFF_FFFF))
    }

    private func widestAxis(_ first: Int, _ end: Int) -> Int {
        let size = min(end - first, Self.sampleLimit)
        var least = SIMD4<Float>(repeating: .infinity)
        var most = SIMD4<Float>(repeating: -.infinity)
        var extents = SIMD4<Float>(repeating: 0)
        for index in 0..<size {
            let box = boxes[Int(items[first + index * (end - first) / size] & 0xFFFF_FFFF)]
            let middle = box.low + box.high
            least.replace(with: middle, where: middle .< least)
            most.replace(with: middle, where: middle .> most)
            extents += box.high - box.low
        }
        let ratios = (most - least) / extents
        var best = 0
        for axis in 1..<TrackBox.axes where ratios[axis] > ratios[best] { best = axis }
        return best
    }

    /// Moves the items that are smaller than the one that belongs at `rank` before it, by quickselect.
    ///
    /// No two items are equal, so what lies on either side is the same everywhere.
    private static func select(_ items: UnsafeMutableBufferPointer<UInt64>, _ first: Int, _ last: Int, rank: Int) {
        var (low, high) = (first, last)
        while low < high {
            let place = pivot(items, low, high)
            let pivot = items[place]
            items[place] = items[high]
            // Every item moves, so that nothing depends on guessing the comparison right.
            var border = low
            for index in low..<high {
                let item = items[index]
                items[index] = items[border]
                items[border] = item
                border &+= item < pivot ? 1 : 0
            }
            items[high] = items[border]
            items[border] = pivot
            if rank < border { high = border - 1 } else if rank > border { low = border + 1 } else { return }
        }
    }

    /// The place of the median of three, or of three such medians in a long run.
    private static func pivot(_ items: UnsafeMutableBufferPointer<UInt64>, _ low: Int, _ high: Int) -> Int {
        func median(_ a: Int, _ b: Int, _ c: Int) -> Int {
            let (small, large) = items[a] < items[b] ? (a, b) : (b, a)
            return items[c] < items[small] ? small : items[large] < items[c] ? large : c
        }
        let step = (high - low) / 8
        let middle = low + 4 * step
        guard step > 8 else { return median(low, middle, high) }
        return median(
            median(low, low + step, low + 2 * step), median(middle - step, middle, middle + step),
            median(high - 2 * step, high - step, high))
    }
}
