import Geodesy

@testable import Roads

/// The least cost by trying to shorten every way until nothing changes: slow and obvious.
enum SlowRouting {
    /// Between two places anywhere on roads, where a road counts for what `cost` says of its whole length.
    static func cost(
        _ network: RoadNetwork, from: SnappedPlace, to: SnappedPlace,
        part: (_ road: Int32, _ from: Int64, _ to: Int64) -> Int64?
    ) -> Int64? {
        func length(_ road: Int32) -> Int64 { network.lengthMillimetres(of: .init(index: road)) }
        func ends(_ road: Int32) -> [(node: Int, offset: Int64)] {
            let (one, other) = network.ends(of: .init(index: road))
            return [(one, 0), (other, length(road))]
        }
        var best = [Int64?](repeating: nil, count: network.nodeCount)
        for (node, offset) in ends(from.road.index) {
            guard let cost = part(from.road.index, from.offsetMillimetres, offset) else { continue }
            best[node] = min(best[node] ?? .max, cost)
        }
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for road in 0..<Int32(network.roadCount) {
                let (one, other) = network.ends(of: .init(index: road))
                for (tail, head, start, end) in [(one, other, 0, length(road)), (other, one, length(road), 0)] {
                    guard let reached = best[tail], let cost = network.wholeCost(road, start, end, part) else {
                        continue
                    }
                    if reached + cost < best[head] ?? .max {
                        best[head] = reached + cost
                        hasChanged = true
                    }
                }
            }
        }
        var total: Int64?
        for (node, offset) in ends(to.road.index) {
            guard let reached = best[node], let cost = part(to.road.index, offset, to.offsetMillimetres) else {
                continue
            }
            total = min(total ?? .max, reached + cost)
        }
        if from.road == to.road, let cost = part(from.road.index, from.offsetMillimetres, to.offsetMillimetres) {
            total = min(total ?? .max, cost)
        }
        return total
    }
}

extension RoadNetwork {
    /// A road of no length still may not be travelled the wrong way.
    func wholeCost(
        _ road: Int32, _ start: Int64, _ end: Int64, _ part: (Int32, Int64, Int64) -> Int64?
    ) -> Int64? {
        start == end ? nil : part(road, start, end)
    }
}
