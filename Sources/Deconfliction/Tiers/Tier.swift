import Geodesy

/// A block of entries with a tree over them; never changed once others may read it.
///
/// An index is a short list of tiers. New entries go to a small open one, which only its writer holds; full ones are
/// sealed and merged into larger ones.
// Every stored column is written before the tier is shared, and only read from then on; an open tier is copied before a
// second owner sees a change (`ConflictIndex.upsert`). So nobody writes while another reads, and the checks for that,
// which would cost a call for every look, are left out.
final class Tier: @unchecked Sendable {
    @exclusivity(unchecked) private(set) var heads: Column<EntryHead>
    @exclusivity(unchecked) private(set) var owners: Column<EntryOwner>
    @exclusivity(unchecked) private(set) var vertices: Column<EntryVertex>
    @exclusivity(unchecked) private(set) var tree: PackedTree
    /// What does not fit a head, by the entry's place.
    @exclusivity(unchecked) private(set) var outsize: [Int: Volume4D]
    /// The time from which the boxes count, in microseconds since 1970.
    let epochMicroseconds: Int64
    /// The most vertices that one entry has.
    @exclusivity(unchecked) private(set) var mostVertices: Int
    /// How many records' worth of entries were written here.
    @exclusivity(unchecked) private(set) var records = 0

    var count: Int { heads.count }
    var bytes: Int { heads.bytes + owners.bytes + vertices.bytes + tree.bytes }

    func box(at place: Int) -> TreeBox { tree.box(at: place) }

    /// Orders the staged entries and packs them.
    init(_ stage: consuming EntryStage, records: Int) {
        let count = stage.count
        epochMicroseconds = stage.epochMicroseconds ?? 0
        self.records = records
        let order = TreeOrder(stage.boxes.start, count: count)
        // Each column is moved and its source freed before the next, which keeps the peak near one and a half times the
        // whole.
        tree = PackedTree(capacity: count)
        for index in 0..<count { tree.append(stage.boxes[Int(order.order[index])]) }
        tree.finish()
        stage.boxes = Column()
        owners = Column(capacity: count)
        for index in 0..<count { owners.append(stage.owners[Int(order.order[index])]) }
        stage.owners = Column()
        vertices = Column(capacity: stage.vertices.count)
        var most = 0
        for index in 0..<count {
            let place = Int(order.order[index])
            let head = stage.heads[place]
            let source = stage.vertices.start + Int(head.firstVertex)
            let first = vertices.count
            vertices.append(from: source, count: EntryWriter.storedVertices(head, source))
            stage.heads.start[place].firstVertex = UInt32(first)
            most = max(most, Int(head.vertexCount))
        }
        stage.vertices = Column()
        heads = Column(capacity: count)
        for index in 0..<count { heads.append(stage.heads[Int(order.order[index])]) }
        mostVertices = most
        outsize = [:]
        if !stage.outsize.isEmpty {
            for index in 0..<count {
                if let volume = stage.outsize[Int(order.order[index])] { outsize[index] = volume }
            }
        }
    }

    /// What still counts in some small tiers, in the order of arrival: leaves without inner nodes.
    init(flat inputs: [Tier], epochMicroseconds: Int64, stamps: SlotStamps) {
        let capacity = inputs.reduce(0) { $0 + $1.count }
        self.epochMicroseconds = epochMicroseconds
        heads = Column(capacity: capacity)
        owners = Column(capacity: capacity)
        vertices = Column(capacity: inputs.reduce(0) { $0 + $1.vertices.count })
        tree = PackedTree(capacity: capacity)
        outsize = [:]
        mostVertices = 0
        for input in inputs {
            for place in 0..<input.count where stamps[input.owners[place].x] == input.owners[place].y {
                append(from: input, at: place)
            }
        }
        tree.finish()
    }

    private func append(from other: Tier, at place: Int) {
        var head = other.heads[place]
        let source = other.vertices.start + Int(head.firstVertex)
        head.firstVertex = UInt32(vertices.count)
        vertices.append(from: source, count: EntryWriter.storedVertices(head, source))
        if let volume = other.outsize[place] { outsize[count] = volume }
        tree.append(other.box(at: place).moved(head, to: epochMicroseconds))
        owners.append(other.owners[place])
        heads.append(head)
        mostVertices = max(mostVertices, Int(head.vertexCount))
        if head.volume == 0 { records += 1 }
    }

    /// An open tier: entries in the order of arrival, leaves without inner nodes.
    init(epochMicroseconds: Int64, capacity: Int) {
        self.epochMicroseconds = epochMicroseconds
        heads = Column(capacity: capacity)
        owners = Column(capacity: capacity)
        vertices = Column(capacity: capacity * 16)
        tree = PackedTree(capacity: capacity)
        outsize = [:]
        mostVertices = 0
    }

    /// A copy of an open tier, for its writer to go on with.
    func copied(capacity: Int) -> Tier {
        let copy = Tier(epochMicroseconds: epochMicroseconds, capacity: capacity)
        copy.heads.append(from: heads.start, count: heads.count)
        copy.owners.append(from: owners.start, count: owners.count)
        copy.vertices.append(from: vertices.start, count: vertices.count)
        for place in 0..<count { copy.tree.append(tree.box(at: place)) }
        copy.outsize = outsize
        copy.mostVertices = mostVertices
        copy.records = records
        return copy
    }

    /// Adds what was staged to an open tier.
    func append(_ stage: borrowing EntryStage) {
        for place in 0..<stage.count {
            var head = stage.heads[place]
            let source = stage.vertices.start + Int(head.firstVertex)
            head.firstVertex = UInt32(vertices.count)
            vertices.append(from: source, count: EntryWriter.storedVertices(head, source))
            if let volume = stage.outsize[place] { outsize[count] = volume }
            tree.append(stage.boxes[place].moved(head, to: epochMicroseconds))
            owners.append(stage.owners[place])
            heads.append(head)
            mostVertices = max(mostVertices, Int(head.vertexCount))
        }
        records += 1
    }
}
