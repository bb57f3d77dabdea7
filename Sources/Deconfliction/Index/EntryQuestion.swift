import CProcessor
import Geodesy

/// One volume held against the tiers: the tree, then time and altitude, then the circles, the plane, and last the exact
/// distance.
struct EntryQuestion: ~Copyable {
    private var plane = PlaneQuestion()
    private var box = TreeBox.empty
    private var epochMicroseconds: Int64 = 0
    private var found = Column<UInt32>(capacity: 256)
    private var volume: Volume4D?
    private var exact: PreparedArea?

    /// How many candidates ahead memory is asked for: heads first, then what the heads point to.
    private static let headsAhead = 8
    private static let verticesAhead = 4

    /// Takes a staged volume as the question.
    ///
    /// With `isOwnStandOffOnly` the stand-off distances of the entries are left aside.
    mutating func aim(_ stage: borrowing EntryStage, at place: Int, isOwnStandOffOnly: Bool = false) {
        let head = stage.heads[place]
        aim(
            head, stage.vertices.start + Int(head.firstVertex), stage.boxes[place],
            epochMicroseconds: stage.epochMicroseconds ?? 0, outsize: stage.outsize[place],
            isOwnStandOffOnly: isOwnStandOffOnly)
    }

    /// Takes an entry of a tier as the question.
    mutating func aim(_ tier: Tier, at place: Int) {
        let head = tier.heads[place]
        aim(
            head, tier.vertices.start + Int(head.firstVertex), tier.box(at: place),
            epochMicroseconds: tier.epochMicroseconds, outsize: tier.outsize[place], isOwnStandOffOnly: false)
    }

    private mutating func aim(
        _ head: EntryHead, _ vertices: UnsafePointer<EntryVertex>, _ box: TreeBox, epochMicroseconds: Int64,
        outsize: Volume4D?, isOwnStandOffOnly: Bool
    ) {
        plane.aim(head, vertices, isOwnStandOffOnly: isOwnStandOffOnly)
        self.box = box
        self.epochMicroseconds = epochMicroseconds
        volume = outsize
        exact = nil
        self.vertices = vertices
    }

    /// Where the question's own vertices are, for the exact distance.
    private var vertices: UnsafePointer<EntryVertex>?

    /// Calls the body with the place and the owner of every live entry of the tier that is in conflict.
    ///
    /// Only entries behind the place `first` are asked for.
    @inline(__always)
    mutating func forEachConflict(
        in tier: Tier, after first: Int = -1, of index: borrowing ConflictIndex,
        where isIncluded: ((RecordSlot) -> Bool)?,
        _ body: (Int, EntryOwner) -> Void
    ) {
        collect(tier)
        let isPristine = index.isPristine
        let heads = UnsafePointer(tier.heads.start)
        let owners = UnsafePointer(tier.owners.start)
        let vertices = UnsafePointer(tier.vertices.start)
        let count = found.count
        for ahead in 0..<min(count, Self.headsAhead) {
            memory_hint_fetch(heads + Int(found[ahead]))
            memory_hint_fetch(owners + Int(found[ahead]))
        }
        for candidate in 0..<count {
            fetch(candidate, heads, vertices)
            fetchOwner(candidate, owners, index.stamps)
            let place = Int(found[candidate])
            guard place > first else { continue }
            let head = heads + place
            guard head.pointee.sharesTime(with: plane.head), head.pointee.mayShareAltitude(with: plane.head) else {
                continue
            }
            // What is dead, and what a reader may not see, is not measured.
            let owner = owners[place]
            guard isPristine || index.isLive(owner) else { continue }
            if let isIncluded, !isIncluded(RecordSlot(rawValue: owner.x)) { continue }
            switch plane.verdict(on: head, vertices) {
            case .conflict: body(place, owner)
            case .apart: break
            case .undecided: if isExactConflict(with: tier, place) { body(place, owner) }
            }
        }
    }

    @inline(__always)
    private func fetchOwner(_ candidate: Int, _ owners: UnsafePointer<EntryOwner>, _ stamps: SlotStamps) {
        if candidate &+ Self.headsAhead < found.count {
            memory_hint_fetch(owners + Int(found[candidate &+ Self.headsAhead]))
        }
        if candidate &+ Self.verticesAhead < found.count {
            stamps.fetch(owners[Int(found[candidate &+ Self.verticesAhead])].x)
        }
    }

    /// Fills `found` with the places whose boxes meet the question's.
    @inline(never)
    private mutating func collect(_ tier: Tier) {
        found.removeAll()
        plane.prepare(forVertices: tier.mostVertices)
        var box = box
        let shift = Double(epochMicroseconds - tier.epochMicroseconds) / 1e6
        if shift != 0 {
            box.low[TreeBox.timeAxis] = roundedDown(Double(box.low[TreeBox.timeAxis]) + shift)
            box.high[TreeBox.timeAxis] = roundedUp(Double(box.high[TreeBox.timeAxis]) + shift)
        }
        tier.tree.search(box, into: &found)
    }

    @inline(__always)
    private func fetch(_ candidate: Int, _ heads: UnsafePointer<EntryHead>, _ vertices: UnsafePointer<EntryVertex>) {
        if candidate &+ Self.headsAhead < found.count {
            memory_hint_fetch(heads + Int(found[candidate &+ Self.headsAhead]))
        }
        if candidate &+ Self.verticesAhead < found.count {
            let next = heads + Int(found[candidate &+ Self.verticesAhead])
            let start = UnsafeRawPointer(vertices + Int(next.pointee.firstVertex))
            memory_hint_fetch(start)
            memory_hint_fetch(start + 64)
            memory_hint_fetch(start + 128)
        }
    }

    /// Asks the geodesic distance; the bands of what does not fit a head are compared here as well.
    @inline(never)
    private mutating func isExactConflict(with tier: Tier, _ place: Int) -> Bool {
        let other = tier.heads[place]
        if let theirs = tier.outsize[place] {
            guard theirs.band.mayOverlap(volume?.band ?? plane.head.band) else { return false }
        } else if let volume, !volume.band.mayOverlap(other.band) {
            return false
        }
        let standOff = Int64(plane.standOffMillimetres(to: tier.heads.start + place))
        let mine = exact ?? PreparedArea(volume?.area ?? plane.head.area(vertices))
        exact = mine
        return mine.separation(to: PreparedArea(tier.area(at: place)), within: standOff) != nil
    }
}
