import CProcessor

/// A packed R-tree of 16-wide nodes over `TreeBox`es that lie in the tree's order.
///
/// A node holds the ten bounds of 16 boxes side by side, so that one comparison serves 16 of them. Entry i is lane
/// i mod 16 of leaf i / 16, so leaves need no numbers; inner nodes follow level by level, the root last.
struct PackedTree: ~Copyable {
    static let width = 16

    /// The ten bounds of 16 boxes: five lows, then five highs.
    typealias Bound = SIMD16<Float>
    static let boundsPerNode = 2 * TreeBox.axes

    private var bounds: Column<Bound>
    /// Where each level begins, in nodes, the leaves first.
    private(set) var levels: [Int] = []
    private(set) var count = 0

    /// A tree without entries, with room for some.
    init(capacity: Int = 0) {
        let leaves = (capacity + Self.width - 1) / Self.width
        bounds = Column(capacity: max(1, leaves * Self.boundsPerNode * 17 / 16 + 2 * Self.boundsPerNode))
    }

    var bytes: Int { bounds.bytes }

    /// Appends an entry to the leaves; for a run that has no inner nodes yet.
    mutating func append(_ box: TreeBox) {
        let lane = count % Self.width
        if lane == 0 { appendEmptyNode() }
        set(box, node: count / Self.width, lane: lane)
        count += 1
    }

    /// Puts inner nodes on top, once every entry is in.
    mutating func finish() {
        levels = [0]
        var (first, nodes) = (0, (count + Self.width - 1) / Self.width)
        while nodes > 1 {
            let start = first + nodes
            levels.append(start)
            for child in 0..<nodes {
                if child % Self.width == 0 { appendEmptyNode() }
                set(hull(of: first + child), node: start + child / Self.width, lane: child % Self.width)
            }
            (first, nodes) = (start, (nodes + Self.width - 1) / Self.width)
        }
    }

    private mutating func appendEmptyNode() {
        for _ in 0..<TreeBox.axes { bounds.append(Bound(repeating: .infinity)) }
        for _ in 0..<TreeBox.axes { bounds.append(Bound(repeating: -.infinity)) }
    }

    private func set(_ box: TreeBox, node: Int, lane: Int) {
        let start = bounds.start + node * Self.boundsPerNode
        for axis in 0..<TreeBox.axes {
            start[axis][lane] = box.low[axis]
            start[TreeBox.axes + axis][lane] = box.high[axis]
        }
    }

    private func hull(of node: Int) -> TreeBox {
        var hull = TreeBox.empty
        let start = bounds.start + node * Self.boundsPerNode
        for axis in 0..<TreeBox.axes {
            hull.low[axis] = start[axis].least
            hull.high[axis] = start[TreeBox.axes + axis].most
        }
        return hull
    }

    func box(at entry: Int) -> TreeBox { box(node: entry / Self.width, lane: entry % Self.width) }

    /// The box of one lane of a node.
    func box(node: Int, lane: Int) -> TreeBox {
        var box = TreeBox.empty
        let start = bounds.start + node * Self.boundsPerNode
        for axis in 0..<TreeBox.axes {
            box.low[axis] = start[axis][lane]
            box.high[axis] = start[TreeBox.axes + axis][lane]
        }
        return box
    }

    /// Appends the places of all entries whose boxes meet the given one.
    @inline(__always)
    func search(_ box: TreeBox, into found: inout Column<UInt32>) {
        let question = Question(box)
        guard levels.count > 1 else {
            for leaf in 0..<(count + Self.width - 1) / Self.width {
                Self.append(question.meets(node(leaf)), leaf, to: &found)
            }
            return
        }
        // Depth first; a node pushes at most 16 children, and the levels are few.
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 16 * levels.count + 1) { stack in
            var depth = 1
            stack[0] = UInt64(levels.count - 1) << 32 | UInt64(levels[levels.count - 1])
            levels.withUnsafeBufferPointer { levels in
                while depth > 0 {
                    depth &-= 1
                    let level = Int(stack[depth] &>> 32)
                    let place = Int(stack[depth] & 0xFFFF_FFFF)
                    var hits = question.meets(node(place))
                    if level == 0 {
                        Self.append(hits, place, to: &found)
                        continue
                    }
                    let below = levels[level - 1] &+ (place &- levels[level]) &* Self.width
                    while hits != 0 {
                        let child = below &+ hits.trailingZeroBitCount
                        hits &= hits &- 1
                        Self.fetch(node(child))
                        stack[depth] = UInt64(level &- 1) &<< 32 | UInt64(child)
                        depth &+= 1
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func append(_ hits: UInt32, _ leaf: Int, to found: inout Column<UInt32>) {
        var hits = hits
        while hits != 0 {
            found.append(UInt32(truncatingIfNeeded: leaf &* width &+ hits.trailingZeroBitCount))
            hits &= hits &- 1
        }
    }

    @inline(__always)
    func node(_ place: Int) -> UnsafePointer<Bound> {
        UnsafePointer(bounds.start + place &* Self.boundsPerNode)
    }

    @inline(__always)
    private static func fetch(_ node: UnsafePointer<Bound>) {
        for bound in 0..<boundsPerNode { memory_hint_fetch(node + bound) }
    }

    /// A box spread over the lanes.
    struct Question {
        private let (x0, y0, z0, a0, t0): (Bound, Bound, Bound, Bound, Bound)
        private let (x1, y1, z1, a1, t1): (Bound, Bound, Bound, Bound, Bound)

        @inline(__always)
        init(_ box: TreeBox) {
            (x0, y0, z0) = (Bound(repeating: box.low[0]), Bound(repeating: box.low[1]), Bound(repeating: box.low[2]))
            (a0, t0) = (Bound(repeating: box.low[3]), Bound(repeating: box.low[4]))
            (x1, y1, z1) = (
                Bound(repeating: box.high[0]), Bound(repeating: box.high[1]), Bound(repeating: box.high[2])
            )
            (a1, t1) = (Bound(repeating: box.high[3]), Bound(repeating: box.high[4]))
        }

        /// The lanes whose boxes meet the question; most nodes fail by place alone and are read no further.
        @inline(__always)
        func meets(_ node: UnsafePointer<Bound>) -> UInt32 {
            let xy = node[0].isNotAbove(x1) & x0.isNotAbove(node[5]) & node[1].isNotAbove(y1) & y0.isNotAbove(node[6])
            guard bits(xy) != 0 else { return 0 }
            let za = node[2].isNotAbove(z1) & z0.isNotAbove(node[7]) & node[3].isNotAbove(a1) & a0.isNotAbove(node[8])
            return bits(xy & za & node[4].isNotAbove(t1) & t0.isNotAbove(node[9]))
        }
    }
}
