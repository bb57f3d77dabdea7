import Geodesy

/// Which node each end of each line is.
///
/// Where ends are numbered, sources often give the two numbers in another order than the line's positions, and
/// coordinates rounded for publication may put two ends at one position. So a number's position is the one that all
/// lines naming it share, and what is known of one end settles the other.
struct NodeAssignment {
    var nodes: [Position] = []
    /// The node at each line's first position.
    var from: [Int32] = []
    /// The node at each line's last position.
    var to: [Int32] = []
    /// A feature of each numbered end that lies where another does.
    var shared: [Int] = []

    static func assign(_ builder: borrowing RoadNetworkBuilder) throws(RoadNetworkError) -> NodeAssignment {
        var result = NodeAssignment()
        result.from.reserveCapacity(builder.lines.count)
        result.to.reserveCapacity(builder.lines.count)
        if builder.lines.first?.ends == nil {
            result.byPosition(builder)
        } else {
            try result.byNumber(builder)
        }
        return result
    }

    private mutating func byPosition(_ builder: borrowing RoadNetworkBuilder) {
        var known: [Position: Int32] = [:]
        known.reserveCapacity(builder.lines.count)
        for line in builder.lines.indices {
            let range = builder.range(line)
            for (isLast, position) in [
                (false, builder.positions[range.lowerBound]), (true, builder.positions[range.upperBound - 1]),
            ] {
                let node = known[position] ?? Int32(nodes.count)
                if Int(node) == nodes.count {
                    nodes.append(position)
                    known[position] = node
                }
                if isLast { to.append(node) } else { from.append(node) }
            }
        }
    }

    /// A numbered end while its position is looked for: one or two candidates.
    private struct End {
        var number: Int64
        var one: Position
        var other: Position?
        var feature: Int
        var lines: [Int32] = []
    }

    private mutating func byNumber(_ builder: borrowing RoadNetworkBuilder) throws(RoadNetworkError) {
        var known: [Int64: Int32] = [:]
        known.reserveCapacity(builder.lines.count)
        var ends: [End] = []
        var pairs: [(one: Int32, other: Int32)] = []
        pairs.reserveCapacity(builder.lines.count)
        for (index, line) in builder.lines.enumerated() {
            guard let numbers = line.ends else { throw .endsMissing(feature: line.number) }
            let range = builder.range(index)
            let (first, last) = (builder.positions[range.lowerBound], builder.positions[range.upperBound - 1])
            if numbers.one == numbers.other, first != last {
                throw .endsDisagree(feature: line.number, end: numbers.one)
            }
            func node(_ number: Int64) throws(RoadNetworkError) -> Int32 {
                if let found = known[number] {
                    try Self.narrow(&ends[Int(found)], to: first, last, feature: line.number)
                    return found
                }
                let found = Int32(ends.count)
                known[number] = found
                ends.append(End(number: number, one: first, other: first == last ? nil : last, feature: line.number))
                return found
            }
            let pair = (one: try node(numbers.one), other: try node(numbers.other))
            ends[Int(pair.one)].lines.append(Int32(index))
            if pair.other != pair.one { ends[Int(pair.other)].lines.append(Int32(index)) }
            pairs.append(pair)
        }
        var queue = ends.indices.filter { ends[$0].other == nil }
        try Self.settle(&ends, &queue, pairs, builder)
        // What is still open has two ends that fit either way, such as a road with no other road at it.
        for index in pairs.indices where ends[Int(pairs[index].one)].other != nil {
            ends[Int(pairs[index].one)].other = nil
            queue.append(Int(pairs[index].one))
            try Self.settle(&ends, &queue, pairs, builder)
        }
        place(ends, pairs, builder)
    }

    private static func narrow(
        _ end: inout End, to first: Position, _ last: Position, feature: Int
    ) throws(RoadNetworkError) {
        let keepsOne = end.one == first || end.one == last
        let keepsOther = end.other.map { $0 == first || $0 == last } ?? false
        switch (keepsOne, keepsOther, end.other) {
        case (true, true, _): break
        case (true, false, _): end.other = nil
        case (false, true, let other?):
            end.one = other
            end.other = nil
        default: throw .endsDisagree(feature: feature, end: end.number)
        }
    }

    /// Follows what is known from end to end.
    private static func settle(
        _ ends: inout [End], _ queue: inout [Int], _ pairs: [(one: Int32, other: Int32)],
        _ builder: borrowing RoadNetworkBuilder
    ) throws(RoadNetworkError) {
        while let node = queue.popLast() {
            for line in ends[node].lines {
                let pair = pairs[Int(line)]
                let neighbour = Int(pair.one) == node ? Int(pair.other) : Int(pair.one)
                guard neighbour != node else { continue }
                let range = builder.range(Int(line))
                let (first, last) = (builder.positions[range.lowerBound], builder.positions[range.upperBound - 1])
                let opposite = ends[node].one == first ? last : first
                let wasOpen = ends[neighbour].other != nil
                try narrow(&ends[neighbour], to: opposite, opposite, feature: builder.lines[Int(line)].number)
                if wasOpen { queue.append(neighbour) }
            }
        }
    }

    private mutating func place(
        _ ends: [End], _ pairs: [(one: Int32, other: Int32)], _ builder: borrowing RoadNetworkBuilder
    ) {
        nodes = ends.map(\.one)
        var seen: Set<Position> = []
        seen.reserveCapacity(ends.count)
        for end in ends where !seen.insert(end.one).inserted { shared.append(end.feature) }
        for (index, pair) in pairs.enumerated() {
            let isAlong = ends[Int(pair.one)].one == builder.positions[builder.range(index).lowerBound]
            from.append(isAlong ? pair.one : pair.other)
            to.append(isAlong ? pair.other : pair.one)
        }
    }
}
