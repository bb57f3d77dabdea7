import Geodesy

/// Entries on their way into a tier, or the volumes of a question: heads, vertices, owners and boxes, in order of arrival.
struct EntryStage: ~Copyable {
    var heads: Column<EntryHead>
    var owners: Column<EntryOwner>
    var boxes: Column<TreeBox>
    var vertices: Column<EntryVertex>
    /// What does not fit a head, by the entry's place.
    var outsize: [Int: Volume4D] = [:]
    /// The time from which the boxes count, in microseconds since 1970.
    private(set) var epochMicroseconds: Int64?
    private var writer = EntryWriter()

    init(capacity: Int = 16) {
        heads = Column(capacity: capacity)
        owners = Column(capacity: capacity)
        boxes = Column(capacity: capacity)
        vertices = Column(capacity: capacity * 16)
    }

    var count: Int { heads.count }
    var bytes: Int { heads.bytes + owners.bytes + boxes.bytes + vertices.bytes }

    /// Forgets the entries and keeps the memory.
    mutating func removeAll() {
        heads.removeAll()
        owners.removeAll()
        boxes.removeAll()
        vertices.removeAll()
        if !outsize.isEmpty { outsize = [:] }
        epochMicroseconds = nil
    }

    /// Writes one entry per volume of the record.
    mutating func append(_ record: ConflictRecord, stamp: UInt32) {
        for (place, volume) in record.volumes.enumerated() {
            append(
                volume, standOffMillimetres: record.standOffMillimetres, place: place,
                owner: EntryOwner(record.slot.rawValue, stamp))
            if record.volumes.count > 1 { heads.start[heads.count - 1].shape.insert(.oneOfMany) }
        }
    }

    /// Writes one volume.
    mutating func append(_ volume: Volume4D, standOffMillimetres: Int64, place: Int, owner: EntryOwner) {
        let epoch = epochMicroseconds ?? volume.window.start.microsecondsSince1970
        epochMicroseconds = epoch
        let first = vertices.count
        writer.writeVertices(of: volume.area, to: &vertices)
        let (head, box, fits) = writer.finish(
            volume, standOffMillimetres: standOffMillimetres, place: place, vertices: vertices.start + first,
            first: first, epochMicroseconds: epoch)
        if !fits { outsize[heads.count] = volume }
        heads.append(head)
        boxes.append(box)
        owners.append(owner)
    }

    /// Copies an entry of a tier.
    mutating func append(from tier: Tier, at place: Int) {
        let epoch = epochMicroseconds ?? tier.epochMicroseconds
        epochMicroseconds = epoch
        var head = tier.heads[place]
        let source = tier.vertices.start + Int(head.firstVertex)
        let count = EntryWriter.storedVertices(head, source)
        head.firstVertex = UInt32(vertices.count)
        vertices.append(from: source, count: count)
        if let volume = tier.outsize[place] { outsize[heads.count] = volume }
        heads.append(head)
        boxes.append(tier.box(at: place).moved(head, to: epoch))
        owners.append(tier.owners[place])
    }
}
