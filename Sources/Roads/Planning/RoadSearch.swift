/// One search for the least cost between ends on the network: A* with landmarks.
struct RoadSearch {
    /// A node to start from or to end at, with what lies between it and the place.
    struct End {
        var node: Int
        /// What the stretch between counts for.
        var cost: Int64
        /// How long it takes, waiting included where it is a start.
        var time: Int64
        /// The road of the stretch.
        var road: Int32
    }

    struct Found {
        var cost: Int64
        /// Which start and which exit.
        var start: Int
        var exit: Int
        /// The arcs between, in order.
        var arcs: [Int]
        /// Nodes whose way was settled.
        var settled: Int
    }

    private let network: RoadNetwork
    private let landmarks: Landmarks
    private var costs: [UInt32]
    private var elapsed: [Int64]
    private var bounds: [UInt32]
    /// The arc that each node was reached by, or -1 less the start.
    private var parents: [Int32]
    private var heap = SearchHeap()
    private var ends: (from: [Int64], to: [Int64])
    /// Landmarks from which no exit can be reached.
    private var isCutOff: [Bool] = []
    /// The bound of a node from which there is no way.
    private static let noWay = UInt32.max - 1

    init(network: RoadNetwork, landmarks: Landmarks) {
        self.network = network
        self.landmarks = landmarks
        costs = [UInt32](repeating: .max, count: network.nodeCount)
        bounds = costs
        parents = [Int32](repeating: 0, count: network.nodeCount)
        elapsed = []
        ends = ([], [])
    }

    /// Finds the least; nil when there is no way, or none below `limit`.
    mutating func find(starts: [End], exits: [End], weighing: Weighing, limit: Int64) -> Found? {
        for node in costs.indices {
            costs[node] = .max
            bounds[node] = .max
        }
        let isTimed = !weighing.windows.isEmpty
        if isTimed, elapsed.isEmpty { elapsed = [Int64](repeating: 0, count: costs.count) }
        heap.clear()
        prepare(exits)
        for (index, start) in starts.enumerated() where start.cost <= limit {
            let cost = UInt32(start.cost)
            guard cost < costs[start.node] else { continue }
            costs[start.node] = cost
            parents[start.node] = -1 - Int32(index)
            if isTimed { elapsed[start.node] = start.time }
            bounds[start.node] = bound(start.node)
            guard bounds[start.node] < Self.noWay else { continue }
            heap.push(UInt64(cost) + UInt64(bounds[start.node]), Int32(start.node))
        }
        let best = isTimed ? runTimed(exits, weighing, limit) : run(exits, weighing.costs, limit)
        guard best.exit >= 0 else { return nil }
        var arcs: [Int] = []
        var node = exits[best.exit].node
        while parents[node] >= 0 {
            let arc = Int(parents[node])
            arcs.append(arc)
            let road = network.arcRoads[arc]
            let record = network.records[Int(road >> 1)]
            node = Int(road & 1 == 0 ? record.from : record.to)
        }
        return Found(
            cost: best.cost, start: Int(-1 - parents[node]), exit: best.exit, arcs: arcs.reversed(),
            settled: best.settled)
    }

    private typealias Best = (cost: Int64, exit: Int, settled: Int)

    /// The loop where nothing depends on the hour.
    private mutating func run(_ exits: [End], _ weights: [UInt32], _ limit: Int64) -> Best {
        var best: Best = (limit + 1, -1, 0)
        while let (key, node) = heap.pop() {
            guard key < UInt64(best.cost) else { break }
            let cost = UInt64(costs[node])
            // A node that was reached by less since then has another entry.
            guard key == cost + UInt64(bounds[node]) else { continue }
            best.settled += 1
            for (index, exit) in exits.enumerated() where exit.node == node && Int64(cost) + exit.cost < best.cost {
                (best.cost, best.exit) = (Int64(cost) + exit.cost, index)
            }
            for arc in Int(network.arcStarts[node])..<Int(network.arcStarts[node + 1]) where weights[arc] != .max {
                let sum = cost + UInt64(weights[arc])
                let head = Int(network.arcHeads[arc])
                guard sum < UInt64(costs[head]), sum < UInt64(best.cost) else { continue }
                costs[head] = UInt32(sum)
                parents[head] = Int32(arc)
                if bounds[head] == .max { bounds[head] = bound(head) }
                guard bounds[head] < Self.noWay else { continue }
                heap.push(sum + UInt64(bounds[head]), Int32(head))
            }
        }
        return best
    }

    /// The loop that also counts waiting before closed roads.
    private mutating func runTimed(_ exits: [End], _ weighing: Weighing, _ limit: Int64) -> Best {
        var best: Best = (limit + 1, -1, 0)
        while let (key, node) = heap.pop() {
            guard key < UInt64(best.cost) else { break }
            let cost = Int64(costs[node])
            guard key == UInt64(cost) + UInt64(bounds[node]) else { continue }
            best.settled += 1
            let time = elapsed[node]
            for (index, exit) in exits.enumerated() where exit.node == node {
                // A place at the node itself is reached without entering its road.
                let isHere = exit.time + exit.cost == 0
                let wait = isHere ? 0 : weighing.wait(before: exit.road, elapsed: time, taking: exit.time)
                let total = cost + wait + exit.cost
                if total < best.cost { (best.cost, best.exit) = (total, index) }
            }
            for arc in Int(network.arcStarts[node])..<Int(network.arcStarts[node + 1])
            where weighing.costs[arc] != .max {
                let taking = Int64(weighing.times[arc])
                let wait = weighing.wait(before: network.arcRoads[arc] >> 1, elapsed: time, taking: taking)
                let sum = cost + wait + Int64(weighing.costs[arc])
                let head = Int(network.arcHeads[arc])
                guard sum < Int64(costs[head]), sum < best.cost else { continue }
                costs[head] = UInt32(sum)
                elapsed[head] = time + wait + taking
                parents[head] = Int32(arc)
                if bounds[head] == .max { bounds[head] = bound(head) }
                guard bounds[head] < Self.noWay else { continue }
                heap.push(UInt64(sum) + UInt64(bounds[head]), Int32(head))
            }
        }
        return best
    }

    /// What the landmarks know of the exits: the least from a landmark to any of them, the most from any to a landmark.
    private mutating func prepare(_ exits: [End]) {
        ends.from = [Int64](repeating: .max, count: landmarks.count)
        ends.to = [Int64](repeating: .min, count: landmarks.count)
        isCutOff = [Bool](repeating: landmarks.isExact, count: landmarks.count)
        for landmark in 0..<landmarks.count {
            for exit in exits {
                let there = landmarks.times[(exit.node * landmarks.count + landmark) * 2]
                let back = landmarks.times[(exit.node * landmarks.count + landmark) * 2 + 1]
                // A landmark that does not know one of the exits says nothing of the least of them.
                if there == Landmarks.unreachable {
                    ends.from[landmark] = .min
                } else {
                    isCutOff[landmark] = false
                    // The least there is stays the least.
                    ends.from[landmark] = min(ends.from[landmark], Int64(there) + exit.cost)
                }
                if back == Landmarks.unreachable {
                    ends.to[landmark] = .max
                } else if ends.to[landmark] != .max {
                    ends.to[landmark] = max(ends.to[landmark], Int64(back) - exit.cost)
                }
            }
        }
    }

    /// At most what it costs from a node to the nearest exit.
    private func bound(_ node: Int) -> UInt32 {
        var best: Int64 = 0
        let base = node * landmarks.count * 2
        for landmark in 0..<landmarks.count {
            let there = landmarks.times[base + landmark * 2]
            let back = landmarks.times[base + landmark * 2 + 1]
            if there != Landmarks.unreachable {
                // What a landmark reaches can only lead to what it reaches.
                if isCutOff[landmark] { return Self.noWay }
                if ends.from[landmark] != .min { best = max(best, ends.from[landmark] - Int64(there)) }
            }
            if ends.to[landmark] != .max {
                // Every exit leads to the landmark, so what leads to an exit does as well.
                if back != Landmarks.unreachable {
                    best = max(best, Int64(back) - ends.to[landmark])
                } else if landmarks.isExact {
                    return Self.noWay
                }
            }
        }
        return UInt32(min(best, Int64(Self.noWay) - 1))
    }
}
