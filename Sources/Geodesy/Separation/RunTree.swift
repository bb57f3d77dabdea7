/// Boxes around runs of consecutive vertices or pieces, around pairs of neighbouring runs, and so on up to one box.
///
/// A line keeps to its neighbourhood, so the order along it serves as well as a sort by place, costs nothing, and keeps
/// ties in their order. What stands twice, as on a route that goes to and fro, is kept once: the first wins a tie.
struct RunTree: Sendable {
    /// What holds for every vertex or piece of a node.
    struct Bounds {
        var box: SpaceBox
        /// The most that a piece leaves its chord, in metres; 0 for vertices.
        var slack = 0.0
        /// The most that half a piece's length and its slack add up to, in metres; 0 for vertices.
        var half = 0.0

        mutating func join(_ other: Bounds) {
            box.join(other.box)
            slack = max(slack, other.slack)
            half = max(half, other.half)
        }
    }

    struct Node {
        var bounds: Bounds
        /// The node's part of `items`.
        var first: Int
        var end: Int
        /// The node that follows when this one is passed over; the next one for a run, which has no nodes below it.
        var next: Int

        var box: SpaceBox { bounds.box }
        var slack: Double { bounds.slack }
        var half: Double { bounds.half }
    }

    /// Every node before those below it, and those in the order of the line.
    private(set) var nodes: [Node] = []
    /// Indices of vertices or pieces.
    let items: [Int]

    /// Shapes of no more than this many vertices or pieces are compared one by one.
    static let fewest = 32
    private static let longestRun = 8

    /// Takes those of the vertices or pieces that are given by index; at least one.
    init<Item: RunItem>(_ all: [Item], items: [Int]) {
        self.items = items
        nodes.reserveCapacity(items.count / 4 + 1)
        _ = Self.append(0..<items.count, items, of: all, to: &nodes)
    }

    private static func append<Item: RunItem>(
        _ range: Range<Int>, _ items: [Int], of all: [Item], to nodes: inout [Node]
    ) -> Bounds {
        let index = nodes.count
        var bounds = all[items[range.lowerBound]].bounds
        nodes.append(Node(bounds: bounds, first: range.lowerBound, end: range.upperBound, next: 0))
        if range.count <= longestRun {
            for item in range.dropFirst() { bounds.join(all[items[item]].bounds) }
        } else {
            let middle = range.lowerBound + range.count / 2
            bounds = append(range.lowerBound..<middle, items, of: all, to: &nodes)
            bounds.join(append(middle..<range.upperBound, items, of: all, to: &nodes))
        }
        nodes[index].bounds = bounds
        nodes[index].next = nodes.count
        return bounds
    }

    /// The runs that the test lets through, and none below a node that it does not.
    ///
    /// The test must let a node through if it would any node below it.
    @inline(__always)
    func runs(into found: inout [Int], where isNear: (Node) -> Bool) {
        found.removeAll(keepingCapacity: true)
        var index = 0
        while index < nodes.count {
            guard isNear(nodes[index]) else {
                index = nodes[index].next
                continue
            }
            if nodes[index].next == index + 1 { found.append(index) }
            index += 1
        }
    }
}

/// What runs are made of.
protocol RunItem {
    var bounds: RunTree.Bounds { get }
}

extension CoreGeometry.Vertex: RunItem {
    var bounds: RunTree.Bounds { RunTree.Bounds(box: SpaceBox(point, point)) }
}

extension CoreGeometry.Piece: RunItem {
    var bounds: RunTree.Bounds {
        RunTree.Bounds(box: SpaceBox(a, b), slack: slack, half: halfLength + slack)
    }
}
