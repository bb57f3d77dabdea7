/// A packed tree of 16-wide nodes over the boxes of one cycle, for finding all pairs of boxes that meet.
///
/// A node holds the eight bounds of 16 boxes side by side, so that one comparison serves 16 of them. Entry i is lane
/// i mod 16 of leaf i / 16; inner nodes follow level by level, the root last.
struct TrackTree: ~Copyable {
    static let width = 16

    /// One bound of 16 boxes.
    typealias Bound = SIMD16<Float>
    /// Four lows, then four highs.
    static let boundsPerNode = 2 * TrackBox.axes

    /// A place in the tree's order, twice.
    struct Candidate: BitwiseCopyable {
        var first: UInt32
        var second: UInt32
    }

    private let bounds: UnsafeMutablePointer<Bound>
    private let parties: UnsafeMutablePointer<SIMD16<UInt32>>
    /// Where each level begins, in nodes, the leaves first.
    private let levels: [Int]
    let leafCount: Int

    /// Packs the boxes, given with the party of each, in an order that holds each once.
    init(_ boxes: [TrackBox], parties partyOf: [UInt32], order: [UInt32]) {
        var levels = [0]
        var nodes = max(1, (boxes.count + Self.width - 1) / Self.width)
        leafCount = nodes
        var total = nodes
        while nodes > 1 {
            levels.append(total)
            nodes = (nodes + Self.width - 1) / Self.width
            total += nodes
        }
        self.levels = levels
        bounds = .allocate(capacity: total * Self.boundsPerNode)
        for node in 0..<total {
            (bounds + node * Self.boundsPerNode).initialize(
                repeating: Bound(repeating: .infinity), count: TrackBox.axes)
            (bounds + node * Self.boundsPerNode + TrackBox.axes)
                .initialize(repeating: Bound(repeating: -.infinity), count: TrackBox.axes)
        }
        parties = .allocate(capacity: leafCount)
        parties.initialize(repeating: SIMD16(repeating: 0), count: leafCount)
        for (index, box) in order.enumerated() {
            let (leaf, lane) = (index / Self.width, index % Self.width)
            for axis in 0..<TrackBox.axes {
                bounds[leaf * Self.boundsPerNode + axis][lane] = boxes[Int(box)].low[axis]
                bounds[leaf * Self.boundsPerNode + TrackBox.axes + axis][lane] = boxes[Int(box)].high[axis]
            }
            parties[leaf][lane] = partyOf[Int(box)]
        }
        for level in levels.indices.dropFirst() {
            for child in 0..<levels[level] - levels[level - 1] {
                let from = bounds + (levels[level - 1] + child) * Self.boundsPerNode
                let to = bounds + (levels[level] + child / Self.width) * Self.boundsPerNode
                for axis in 0..<TrackBox.axes {
                    to[axis][child % Self.width] = from[axis].least
                    to[TrackBox.axes + axis][child % Self.width] = from[TrackBox.axes + axis].most
                }
            }
        }
    }

    deinit {
        bounds.deallocate()
        parties.deallocate()
    }

    /// Appends every pair of boxes of different parties that meet, one of this leaf and the other behind it.
    ///
    /// - Parameters:
    ///   - leaf: 0..<`leafCount`; all leaves together give every pair once.
    ///   - stack: Working space, empty before and after.
    ///   - found: Where the pairs go.
    func appendPairs(ofLeaf leaf: Int, stack: inout [UInt64], to found: inout [Candidate]) {
        guard levels.count > 1 else { return appendPairs(leaf, leaf, 0xFFFF, to: &found) }
        let mine = node(leaf)
        let hull = Box(
            lows: (mine[0].least, mine[1].least, mine[2].least, mine[3].least),
            highs: (mine[4].most, mine[5].most, mine[6].most, mine[7].most))
        stack.append(UInt64(levels.count - 1) << 32 | 0)
        while let top = stack.popLast() {
            let level = Int(top >> 32)
            let place = Int(top & 0xFFFF_FFFF)
            let here = node(levels[level] + place)
            // What lies before this leaf has found its pairs with it.
            let skip = max(0, (leaf >> (4 * (level - 1))) - place * Self.width)
            var hits = hull.meets(here) & (0xFFFF << UInt32(skip))
            while hits != 0 {
                let lane = hits.trailingZeroBitCount
                hits &= hits - 1
                let child = place * Self.width + lane
                if level == 1 {
                    appendPairs(leaf, child, Box(here, lane).meets(mine), to: &found)
                } else {
                    stack.append(UInt64(level - 1) << 32 | UInt64(child))
                }
            }
        }
    }

    /// Pairs of some lanes of one leaf with the lanes of another, or with those behind them in the same.
    @inline(__always)
    private func appendPairs(_ leaf: Int, _ other: Int, _ lanes: UInt32, to found: inout [Candidate]) {
        let (mine, theirs) = (node(leaf), node(other))
        var lanes = lanes
        while lanes != 0 {
            let lane = lanes.trailingZeroBitCount
            lanes &= lanes - 1
            var hits = Box(mine, lane).meets(theirs)
            if leaf == other { hits &= 0xFFFE << UInt32(lane) }
            while hits != 0 {
                let otherLane = hits.trailingZeroBitCount
                hits &= hits - 1
                guard parties[leaf][lane] != parties[other][otherLane] else { continue }
                found.append(
                    Candidate(
                        first: UInt32(truncatingIfNeeded: leaf * Self.width + lane),
                        second: UInt32(truncatingIfNeeded: other * Self.width + otherLane)))
            }
        }
    }

    @inline(__always)
    private func node(_ place: Int) -> UnsafePointer<Bound> {
        UnsafePointer(bounds + place &* Self.boundsPerNode)
    }

    /// A box spread over the lanes.
    private struct Box {
        let (x0, y0, z0, a0): (Bound, Bound, Bound, Bound)
        let (x1, y1, z1, a1): (Bound, Bound, Bound, Bound)

        @inline(__always)
        init(lows: (Float, Float, Float, Float), highs: (Float, Float, Float, Float)) {
            (x0, y0) = (Bound(repeating: lows.0), Bound(repeating: lows.1))
            (z0, a0) = (Bound(repeating: lows.2), Bound(repeating: lows.3))
            (x1, y1) = (Bound(repeating: highs.0), Bound(repeating: highs.1))
            (z1, a1) = (Bound(repeating: highs.2), Bound(repeating: highs.3))
        }

        /// The box of one lane of a node.
        @inline(__always)
        init(_ node: UnsafePointer<Bound>, _ lane: Int) {
            let scalars = UnsafeRawPointer(node).assumingMemoryBound(to: Float.self) + lane
            self.init(
                lows: (scalars[0], scalars[16], scalars[32], scalars[48]),
                highs: (scalars[64], scalars[80], scalars[96], scalars[112]))
        }

        /// Which of the node's boxes meet this one, a bit each.
        @inline(__always)
        func meets(_ node: UnsafePointer<Bound>) -> UInt32 {
            let x = node[0].isNotAbove(x1) & x0.isNotAbove(node[4])
            let y = node[1].isNotAbove(y1) & y0.isNotAbove(node[5])
            let z = node[2].isNotAbove(z1) & z0.isNotAbove(node[6])
            let a = node[3].isNotAbove(a1) & a0.isNotAbove(node[7])
            return bits((x & y) & (z & a))
        }
    }
}
