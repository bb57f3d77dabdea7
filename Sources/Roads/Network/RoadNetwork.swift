public import Geodesy

/// Roads and the nodes that they join, as an operator loaded them.
///
/// A value that never changes. Some 60 bytes a road and 16 a node in memory, shapes and names apart.
public struct RoadNetwork: Sendable {
    /// A road by its place in the network.
    public struct RoadID: Hashable, Comparable, Sendable {
        /// The place, from 0.
        public let index: Int32

        /// The road at a place.
        public init(index: Int32) { self.index = index }

        /// Orders by place.
        public static func < (left: RoadID, right: RoadID) -> Bool { left.index < right.index }
    }

    /// One road as stored.
    struct Record: Hashable, Sendable {
        var from: Int32
        var to: Int32
        var lengthMillimetres: UInt32
        /// Where its positions between the ends begin among those of all.
        var shapeStart: UInt32
        var name: UInt32
        var roadClass: RoadClass
        var direction: RoadDirection
        /// Kilometres an hour; 0 for unknown.
        var postedSpeed: UInt8
    }

    /// What the network is called.
    public let title: String
    /// Whom to name as the source, such as "© OpenStreetMap contributors".
    public let attribution: String
    let nodes: [Position]
    let records: [Record]
    /// Positions between the ends, of all roads.
    let shapes: [Position]
    let names: [String]
    /// Where each node's arcs begin; one more than there are nodes.
    let arcStarts: [Int32]
    /// The node that each arc leads to.
    let arcHeads: [Int32]
    /// Twice the road's index, and 1 more when travelled from its last position to its first.
    let arcRoads: [Int32]
    /// The part of each node, numbered by size, the largest first.
    let parts: [Int32]
    /// Nodes of each part.
    let partSizes: [Int]
    let grid: RoadGrid

    init(
        title: String, attribution: String, nodes: [Position], records: [Record], shapes: [Position], names: [String]
    ) {
        self.title = title
        self.attribution = attribution
        self.nodes = nodes
        self.records = records
        self.shapes = shapes
        self.names = names
        (arcStarts, arcHeads, arcRoads) = Self.arcs(nodes: nodes.count, records)
        (parts, partSizes) = Self.parts(nodes: nodes.count, records)
        grid = RoadGrid(nodes: nodes, records: records, shapes: shapes)
    }

    /// Nodes of the network.
    public var nodeCount: Int { nodes.count }
    /// Roads of the network.
    public var roadCount: Int { records.count }
    /// How many parts have no road to one another.
    public var partCount: Int { partSizes.count }

    /// The position of a node, by its place from 0.
    public func position(ofNode node: Int) -> Position { nodes[node] }

    /// The line of a road from its first position to its last.
    public func line(of road: RoadID) -> [Position] {
        let record = records[Int(road.index)]
        return [nodes[Int(record.from)]] + shapes[shapeRange(Int(road.index))] + [nodes[Int(record.to)]]
    }

    /// The length of a road in millimetres.
    public func lengthMillimetres(of road: RoadID) -> Int64 { Int64(records[Int(road.index)].lengthMillimetres) }

    /// The name of a road; empty for none.
    public func name(of road: RoadID) -> String { names[Int(records[Int(road.index)].name)] }

    /// What a road is.
    public func roadClass(of road: RoadID) -> RoadClass { records[Int(road.index)].roadClass }

    /// Which way a road may be travelled.
    public func direction(of road: RoadID) -> RoadDirection { records[Int(road.index)].direction }

    /// The nodes that a road joins, by their places from 0.
    public func ends(of road: RoadID) -> (from: Int, to: Int) {
        let record = records[Int(road.index)]
        return (Int(record.from), Int(record.to))
    }

    func shapeRange(_ road: Int) -> Range<Int> {
        let end = road + 1 < records.count ? Int(records[road + 1].shapeStart) : shapes.count
        return Int(records[road].shapeStart)..<end
    }

    private static func arcs(nodes: Int, _ records: [Record]) -> ([Int32], [Int32], [Int32]) {
        var starts = [Int32](repeating: 0, count: nodes + 1)
        for record in records {
            if record.direction != .backward { starts[Int(record.from) + 1] += 1 }
            if record.direction != .forward { starts[Int(record.to) + 1] += 1 }
        }
        for node in 0..<nodes { starts[node + 1] += starts[node] }
        let count = Int(starts[nodes])
        var next = starts
        var heads = [Int32](repeating: 0, count: count)
        var roads = [Int32](repeating: 0, count: count)
        for (index, record) in records.enumerated() {
            if record.direction != .backward {
                let place = Int(next[Int(record.from)])
                next[Int(record.from)] += 1
                heads[place] = record.to
                roads[place] = Int32(index) << 1
            }
            if record.direction != .forward {
                let place = Int(next[Int(record.to)])
                next[Int(record.to)] += 1
                heads[place] = record.from
                roads[place] = Int32(index) << 1 | 1
            }
        }
        return (starts, heads, roads)
    }

    /// Labels nodes that roads join, whatever their direction, by union-find.
    private static func parts(nodes: Int, _ records: [Record]) -> ([Int32], [Int]) {
        var parent = (0..<Int32(nodes)).map { $0 }
        func root(_ node: Int32) -> Int32 {
            var node = node
            while parent[Int(node)] != node {
                parent[Int(node)] = parent[Int(parent[Int(node)])]
                node = parent[Int(node)]
            }
            return node
        }
        for record in records {
            let (one, other) = (root(record.from), root(record.to))
            if one != other { parent[Int(max(one, other))] = min(one, other) }
        }
        var sizes = [Int](repeating: 0, count: nodes)
        for node in 0..<Int32(nodes) { sizes[Int(root(node))] += 1 }
        let roots = (0..<nodes).filter { sizes[$0] > 0 }.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
        var labels = [Int32](repeating: 0, count: nodes)
        for (label, root) in roots.enumerated() { labels[root] = Int32(label) }
        return ((0..<Int32(nodes)).map { labels[Int(root($0))] }, roots.map { sizes[$0] })
    }
}
