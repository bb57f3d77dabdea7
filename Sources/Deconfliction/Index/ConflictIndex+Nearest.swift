public import Geodesy
import HeapModule

/// A record near a place.
public struct NearRecord: Hashable, Sendable {
    /// Which record.
    public let slot: RecordSlot
    /// Millimetres along the ground from the place to the record's nearest volume, rounded down; 0 inside it.
    public let distanceMillimetres: Int64
    /// The place of that volume that is nearest.
    public let nearest: Position
}

extension ConflictIndex {
    /// The most records that `nearest` names.
    public static let mostNearest = 1_000

    /// The records nearest to a place, nearest first, and by slot among equals.
    ///
    /// Costs some 30 µs for each record named, and as much for each that comes close to being one.
    ///
    /// - Parameters:
    ///   - limit: How many at most; no more than `mostNearest` are named.
    ///   - place: From where.
    ///   - window: Only volumes that hold at some time in this window; `nil` for all.
    ///   - isIncluded: Which records count, asked before anything is measured.
    /// - Returns: At most `limit` records.
    public func nearest(
        _ limit: Int, to place: Position, during window: TimeWindow? = nil,
        where isIncluded: (RecordSlot) -> Bool = { _ in true }
    ) -> [NearRecord] {
        let point = Vector3(place)
        let area = PreparedArea(.circle(Circle(checkedCentre: place, radiusMillimetres: 0)))
        var queue = Heap<NearItem>()
        var all: [Tier] = []
        forEachTier { tier in
            tier.push(into: &queue, tier: all.count, from: point)
            all.append(tier)
        }
        var found: [NearRecord] = []
        var named: Set<UInt32> = []
        while found.count < min(limit, Self.mostNearest), let next = queue.popMin() {
            let tier = all[next.tier]
            switch next.what {
            case .node(let level, let node):
                tier.pushChildren(of: node, level: level, into: &queue, tier: next.tier, from: point)
            case .entry(let entry):
                let owner = tier.owners[entry]
                guard isLive(owner), !named.contains(owner.x),
                    window.map({ tier.window(at: entry).overlaps($0) }) ?? true,
                    isIncluded(RecordSlot(rawValue: owner.x))
                else { continue }
                let separation = area.separation(to: PreparedArea(tier.area(at: entry)))
                queue.insert(
                    NearItem(
                        metres: Double(separation.distanceMillimetres) / 1_000, tier: next.tier,
                        what: .measured(
                            NearRecord(
                                slot: RecordSlot(rawValue: owner.x),
                                distanceMillimetres: separation.distanceMillimetres, nearest: separation.nearestThere)
                        )))
            case .measured(let record):
                if named.insert(record.slot.rawValue).inserted { found.append(record) }
            }
        }
        return found
    }
}

/// Something yet to be looked at, by a distance that it cannot undercut.
private struct NearItem: Comparable {
    enum What: Equatable {
        case node(level: Int, Int)
        case entry(Int)
        case measured(NearRecord)
    }

    var metres: Double
    var tier: Int
    var what: What

    /// Nearer first; at equal distance what is not yet measured, then the smaller slot.
    static func < (left: NearItem, right: NearItem) -> Bool {
        if left.metres != right.metres { return left.metres < right.metres }
        switch (left.what, right.what) {
        case (.measured(let mine), .measured(let theirs)):
            // Two volumes of one record: the smaller place.
            return mine.slot != theirs.slot ? mine.slot < theirs.slot : mine.nearest < theirs.nearest
        case (.measured, _): return false
        case (_, .measured): return true
        default: return false
        }
    }
}

extension Tier {
    fileprivate func push(into queue: inout Heap<NearItem>, tier: Int, from point: Vector3) {
        guard tree.levels.count > 1 else {
            for entry in 0..<count { pushEntry(entry, into: &queue, tier: tier, from: point) }
            return
        }
        let level = tree.levels.count - 1
        queue.insert(NearItem(metres: 0, tier: tier, what: .node(level: level, tree.levels[level])))
    }

    fileprivate func pushChildren(
        of node: Int, level: Int, into queue: inout Heap<NearItem>, tier: Int, from point: Vector3
    ) {
        for lane in 0..<PackedTree.width {
            if level == 0 {
                let entry = node * PackedTree.width + lane
                if entry < count { pushEntry(entry, into: &queue, tier: tier, from: point) }
                continue
            }
            let box = tree.box(node: node, lane: lane)
            // Lanes without a child hold the empty box.
            guard box.low[0] <= box.high[0] else { continue }
            let child = tree.levels[level - 1] + (node - tree.levels[level]) * PackedTree.width + lane
            queue.insert(
                NearItem(
                    metres: box.straightMetres(from: point), tier: tier, what: .node(level: level - 1, child)))
        }
    }

    private func pushEntry(_ entry: Int, into queue: inout Heap<NearItem>, tier: Int, from point: Vector3) {
        let head = heads[entry]
        let circle = (head.middle - point).length - Double(head.outerRadius) - 0.1
        let box = tree.box(at: entry).straightMetres(from: point)
        queue.insert(NearItem(metres: max(0, circle, box), tier: tier, what: .entry(entry)))
    }
}

extension TreeBox {
    /// The least length of a straight line from the point to anything in the box, in metres, and so of the way there.
    ///
    /// A millimetre is given away, since measured distances are rounded down to one.
    fileprivate func straightMetres(from point: Vector3) -> Double {
        var sum = 0.0
        for (axis, value) in [point.x, point.y, point.z].enumerated() {
            let gap = max(0, Double(low[axis]) - value, value - Double(high[axis]))
            sum += gap * gap
        }
        return max(0, sum.squareRoot() - 0.002)
    }
}
