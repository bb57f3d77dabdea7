/// Times from and to a few nodes at the edge of the network, which bound the time between any two.
///
/// The triangle inequality makes of them a lower bound that A* may use (Goldberg and Harrelson 2005). Conditions only
/// ever raise what a road counts for, so the bounds stay true under all of them.
struct Landmarks: Sendable {
    let count: Int
    /// The times from and to each landmark, side by side, all landmarks of one node together.
    let times: [UInt32]
    static let unreachable = UInt32.max
    /// Whether every time that is not known is so because there is no way, not because it is beyond all counting.
    let isExact: Bool

    init(network: RoadNetwork, weights: [UInt32], wanted: Int) {
        let nodes = network.nodeCount
        var nearest = [UInt32](repeating: .max, count: nodes)
        var forward: [[UInt32]] = []
        var backward: [[UInt32]] = []
        let reverse = ReverseArcs(network)
        // The first is the farthest from the first node of the largest part; each other the farthest from those before.
        var next = network.parts.firstIndex(of: 0) ?? 0
        next = Self.farthest(Self.times(from: next, network, weights), among: network) ?? next
        for _ in 0..<min(wanted, nodes) {
            let there = Self.times(from: next, network, weights)
            forward.append(there)
            backward.append(reverse.times(to: next, weights))
            for node in 0..<nodes { nearest[node] = min(nearest[node], there[node]) }
            guard let farthest = Self.farthest(nearest, among: network), nearest[farthest] > 0 else { break }
            next = farthest
        }
        count = forward.count
        var times: [UInt32] = []
        times.reserveCapacity(nodes * count * 2)
        for node in 0..<nodes {
            for landmark in 0..<count {
                times.append(forward[landmark][node])
                times.append(backward[landmark][node])
            }
        }
        self.times = times
        // The longest way of all has fewer roads than there are nodes.
        let longest = weights.reduce(UInt64(0)) { max($0, $1 == .max ? 0 : UInt64($1)) }
        let total = weights.reduce(UInt64(0)) { $0 + ($1 == .max ? 0 : UInt64($1)) }
        isExact =
            min(longest * UInt64(nodes), total) < UInt64(UInt32.max)
            || Self.largest(times) < UInt32.max - UInt32(min(longest, UInt64(UInt32.max / 2)))
    }

    /// The largest time known.
    private static func largest(_ times: [UInt32]) -> UInt32 {
        times.reduce(0) { max($0, $1 == unreachable ? 0 : $1) }
    }

    /// The node of the largest part that is farthest, of those that can be reached.
    private static func farthest(_ times: [UInt32], among network: RoadNetwork) -> Int? {
        var best: (time: UInt32, node: Int)?
        for node in 0..<network.nodeCount
        where network.parts[node] == 0 && times[node] != .max && best.map({ times[node] > $0.time }) ?? true {
            best = (times[node], node)
        }
        return best?.node
    }

    /// Dijkstra's algorithm from one node to all.
    static func times(from start: Int, _ network: RoadNetwork, _ weights: [UInt32]) -> [UInt32] {
        var times = [UInt32](repeating: .max, count: network.nodeCount)
        var heap = SearchHeap()
        times[start] = 0
        heap.push(0, Int32(start))
        network.arcStarts.withUnsafeBufferPointer { starts in
            network.arcHeads.withUnsafeBufferPointer { heads in
                weights.withUnsafeBufferPointer { weights in
                    times.withUnsafeMutableBufferPointer { times in
                        while let (key, node) = heap.pop() {
                            guard key == UInt64(times[node]) else { continue }
                            for arc in Int(starts[node])..<Int(starts[node + 1]) where weights[arc] != .max {
                                let sum = key + UInt64(weights[arc])
                                let head = Int(heads[arc])
                                guard sum < UInt64(times[head]) else { continue }
                                times[head] = UInt32(sum)
                                heap.push(sum, heads[arc])
                            }
                        }
                    }
                }
            }
        }
        return times
    }
}

/// The arcs by the node that they lead to.
private struct ReverseArcs {
    private var starts: [Int32]
    private var tails: [Int32]
    private var arcs: [Int32]

    init(_ network: RoadNetwork) {
        let nodes = network.nodeCount
        starts = [Int32](repeating: 0, count: nodes + 1)
        for head in network.arcHeads { starts[Int(head) + 1] += 1 }
        for node in 0..<nodes { starts[node + 1] += starts[node] }
        var next = starts
        tails = [Int32](repeating: 0, count: network.arcHeads.count)
        arcs = tails
        for node in 0..<nodes {
            for arc in Int(network.arcStarts[node])..<Int(network.arcStarts[node + 1]) {
                let head = Int(network.arcHeads[arc])
                tails[Int(next[head])] = Int32(node)
                arcs[Int(next[head])] = Int32(arc)
                next[head] += 1
            }
        }
    }

    func times(to end: Int, _ weights: [UInt32]) -> [UInt32] {
        var times = [UInt32](repeating: .max, count: starts.count - 1)
        var heap = SearchHeap()
        times[end] = 0
        heap.push(0, Int32(end))
        while let (key, node) = heap.pop() {
            guard key == UInt64(times[node]) else { continue }
            for place in Int(starts[node])..<Int(starts[node + 1]) where weights[Int(arcs[place])] != .max {
                let sum = key + UInt64(weights[Int(arcs[place])])
                let tail = tails[place]
                guard sum < UInt64(times[Int(tail)]) else { continue }
                times[Int(tail)] = UInt32(sum)
                heap.push(sum, tail)
            }
        }
        return times
    }
}
