import Geodesy

/// What the bounds and the plane can say of two entries that share time and altitude.
enum Verdict {
    /// They intersect or are nearer than the distance to keep.
    case conflict
    /// They are not.
    case apart
    /// Only the exact distance can tell.
    case undecided
}

/// One volume of a question in the plane of its own local frame, ready to be held against many entries.
///
/// Aiming costs about as much as writing an entry; a verdict costs 20 ns by the circles and some 200 ns by the plane. A
/// verdict other than `undecided` is that of the exact distances: see `Distortion` for the bounds it keeps to.
struct PlaneQuestion: ~Copyable {
    private(set) var head: EntryHead
    /// Whether only the question's own stand-off distance counts, whatever the entries ask for.
    private var isOwnStandOffOnly = false
    private var middle: Vector3
    private var frame: LocalFrame
    /// Twelve rows of single-precision numbers, one number an edge; see `Row`.
    var edges: Column<Float>
    var rowLength = 0
    var edgeCount = 0
    /// How far the vertices lie from the origin in the plane, and what an edge departs from its chord, in metres.
    private var reach = 0.0
    private var sagitta = 0.0
    var low = SIMD2<Float>(repeating: 0)
    var high = SIMD2<Float>(repeating: 0)
    var isPoint = false
    private var isPlain = false
    /// Two rows of places for the entry in hand, and two more for the far ends of its edges if it has holes.
    private var places: Column<Float>

    enum Row {
        static let ax = 0, ay = 1, bx = 2, by = 3, ux = 4, uy = 5, inverse = 6, length = 7
        static let west = 8, east = 9, south = 10, north = 11, count = 12
    }

    /// A question without an aim.
    init() {
        head = EntryHead.nothing
        middle = Vector3(x: 0, y: 0, z: 0)
        frame = LocalFrame(near: Vector3(x: Ellipsoid.equatorialRadius, y: 0, z: 0))
        edges = Column(capacity: 12 * 64)
        places = Column(capacity: 4 * 128)
    }

    /// Aims at an entry.
    mutating func aim(
        _ head: EntryHead, _ vertices: UnsafePointer<EntryVertex>, isOwnStandOffOnly: Bool = false
    ) {
        self.head = head
        self.isOwnStandOffOnly = isOwnStandOffOnly
        middle = head.middle
        isPlain = head.shape.isDisjoint(with: [.wide, .outsize])
        guard isPlain else { return }
        let count = Int(head.vertexCount)
        guard let around = LocalFrame(around: vertices, count: count, limitMetres: EntryWriter.reachLimitMetres) else {
            preconditionFailure("an entry that is not wide has a local frame")
        }
        frame = around
        edgeCount = head.edgeCount
        isPoint = count == 1
        rowLength = roundedToLanes(edgeCount + 1)
        edges.reserve(Row.count * rowLength)
        places.reserve(4 * (roundedToLanes(count) + 2 * laneCount))
        let (x, y, farX, farY) = layOut(head, vertices)
        let all = edges.start
        func row(_ index: Int) -> UnsafeMutablePointer<Float> { all + index &* rowLength }
        var (least, most) = (Lanes(repeating: .infinity), Lanes(repeating: -.infinity))
        var (lowest, highest) = (least, most)
        var farthest = Lanes(repeating: 0)
        var index = 0
        while index < edgeCount {
            let (ax, ay) = (Lanes.load(x + index), Lanes.load(y + index))
            let (bx, by) = (Lanes.load(farX + index), Lanes.load(farY + index))
            let (ux, uy) = (bx - ax, by - ay)
            let square = ux * ux + uy * uy
            ax.store(to: row(Row.ax) + index)
            ay.store(to: row(Row.ay) + index)
            bx.store(to: row(Row.bx) + index)
            by.store(to: row(Row.by) + index)
            ux.store(to: row(Row.ux) + index)
            uy.store(to: row(Row.uy) + index)
            (1 / (square + 1e-30)).store(to: row(Row.inverse) + index)
            square.squareRoot().store(to: row(Row.length) + index)
            let (west, east) = (ax.lower(bx), ax.upper(bx))
            let (south, north) = (ay.lower(by), ay.upper(by))
            west.store(to: row(Row.west) + index)
            east.store(to: row(Row.east) + index)
            south.store(to: row(Row.south) + index)
            north.store(to: row(Row.north) + index)
            (least, most) = (least.lower(west), most.upper(east))
            (lowest, highest) = (lowest.lower(south), highest.upper(north))
            farthest = farthest.upper(ax * ax + ay * ay)
            index &+= laneCount
        }
        // Lanes beyond the last edge repeat a vertex; an empty box keeps them from being taken up.
        for lane in edgeCount..<index { row(Row.west)[lane] = .infinity }
        low = SIMD2(least.least, lowest.least)
        high = SIMD2(most.most, highest.most)
        // A path's last vertex starts no edge.
        let last = SIMD2(farX[edgeCount - 1], farY[edgeCount - 1])
        reach = Double(max(farthest.most, (last * last).sum()).squareRoot()) * 1.001 + 1
        sagitta = Distortion.sagitta(length: head.longestEdgeMetres, within: reach)
    }

    /// Projects an entry's vertices and lays its edges out: near ends in two rows, far ends in two.
    ///
    /// Without holes the far ends are the near ends, one further. Rows are filled to a whole number of lanes with edges
    /// of no length at a vertex.
    @inline(__always)
    private func layOut(
        _ head: EntryHead, _ vertices: UnsafePointer<EntryVertex>
    ) -> (
        x: UnsafeMutablePointer<Float>, y: UnsafeMutablePointer<Float>, farX: UnsafeMutablePointer<Float>,
        farY: UnsafeMutablePointer<Float>
    ) {
        let count = Int(head.vertexCount)
        let length = roundedToLanes(count) &+ 2 &* laneCount
        let x = places.start
        let y = x + length
        frame.project(vertices, count: count, x: x, y: y)
        let closing = head.isPolygon ? 0 : count &- 1
        (Lanes(repeating: x[closing])).store(to: x + count)
        (Lanes(repeating: y[closing])).store(to: y + count)
        guard head.shape.contains(.holes) else { return (x, y, x + 1, y + 1) }
        let (farX, farY) = (y + length, y + 2 &* length)
        Rings.forEach(head, vertices) { ring in
            for index in ring {
                let next = index + 1 == ring.upperBound ? ring.lowerBound : index + 1
                (farX[index], farY[index]) = (x[next], y[next])
            }
        }
        (Lanes(repeating: x[closing])).store(to: farX + count)
        (Lanes(repeating: y[closing])).store(to: farY + count)
        return (x, y, farX, farY)
    }

    /// Makes room for entries of up to so many vertices.
    mutating func prepare(forVertices count: Int) {
        places.reserve(4 * (roundedToLanes(count) + 2 * laneCount))
    }

    /// Judges an entry that shares time and altitude with the question.
    ///
    /// `prepare(forVertices:)` must have been called with at least its number of vertices.
    @inline(__always)
    func verdict(on other: UnsafePointer<EntryHead>, _ allVertices: UnsafePointer<EntryVertex>) -> Verdict {
        let scale = 1 / EntryHead.unitsPerMetre
        let dx = Double(other.pointee.middleX) * scale - middle.x
        let dy = Double(other.pointee.middleY) * scale - middle.y
        let dz = Double(other.pointee.middleZ) * scale - middle.z
        let apart = (dx * dx + dy * dy + dz * dz).squareRoot()
        let standOff = Double(standOffMillimetres(to: other)) * 0.001
        // A straight line is never longer than the way along the ground.
        let outer = Double(other.pointee.outerRadius)
        if apart > outer + Double(head.outerRadius) + standOff + 0.5 { return .apart }
        // What does not fit a head has a band that is not compared yet: no circle may settle it.
        guard isPlain, other.pointee.shape.isDisjoint(with: [.wide, .outsize]) else { return .undecided }
        // Up to 400 km the way along the ground is at most 1.7e-4 longer than the straight line.
        let inner = Double(other.pointee.innerRadius) + Double(head.innerRadius)
        if apart * (1 + 2e-4) + 0.05 < inner + standOff, apart < Distortion.reachLimitMetres { return .conflict }
        return planeVerdict(on: other, allVertices + Int(other.pointee.firstVertex), apart: apart, standOff: standOff)
    }

    /// The distance to keep between the question and an entry.
    @inline(__always)
    func standOffMillimetres(to other: UnsafePointer<EntryHead>) -> UInt32 {
        isOwnStandOffOnly
            ? head.standOffMillimetres : max(head.standOffMillimetres, other.pointee.standOffMillimetres)
    }

    @inline(never)
    private func planeVerdict(
        on other: UnsafePointer<EntryHead>, _ vertices: UnsafePointer<EntryVertex>, apart: Double, standOff: Double
    ) -> Verdict {
        let buffers = UInt64(head.bufferMillimetres) + UInt64(other.pointee.bufferMillimetres)
        let threshold = standOff + Double(buffers) * 0.001
        let near = reach + threshold + 1
        let extent = apart + Double(other.pointee.outerRadius)
        guard near <= Distortion.reachLimitMetres, extent <= Distortion.reachLimitMetres else { return .undecided }
        let edge = other.pointee.longestEdgeMetres
        let far = min(extent, near + edge)
        let doubt =
            sagitta + Distortion.sagitta(length: edge, within: far) + 2 * Distortion.rounding(within: far)
        let plane = Distortion.scale(within: near)
        let limits = Limits(
            certain: threshold * plane.least - doubt,
            possible: (threshold + Geodesy.Limits.undecidedMetres) * plane.greatest + doubt, doubt: doubt)
        let (x, y, farX, farY) = layOut(other.pointee, vertices)
        let verdict: Verdict
        if other.pointee.vertexCount == 1 {
            verdict = distanceToPoint(SIMD2(x[0], y[0]), limits)
        } else {
            let shape = Laid(x: x, y: y, farX: farX, farY: farY, edgeCount: other.pointee.edgeCount)
            verdict = isPoint ? distanceFromPoint(to: shape, limits) : distance(to: shape, limits)
        }
        guard case .apart = verdict else { return verdict }
        // No borders come near, so that each area lies wholly inside the other or wholly outside.
        let start = SIMD2(edges[Row.ax * rowLength], edges[Row.ay * rowLength])
        if other.pointee.isPolygon, Self.contains(x, y, farX, farY, other.pointee, start) { return .conflict }
        if head.isPolygon, containsPlace(SIMD2(x[0], y[0])) { return .conflict }
        return .apart
    }

    @inline(__always)
    private static func edgeCount(_ head: EntryHead) -> Int { head.edgeCount }
}

extension EntryHead {
    /// A head that stands for no entry yet.
    static let nothing = EntryHead(
        startMicroseconds: 0, endMicroseconds: 0, middleX: 0, middleY: 0, middleZ: 0, outerRadius: 0, innerRadius: 0,
        bufferMillimetres: 0, standOffMillimetres: 0, lowerMillimetres: 0, upperMillimetres: 0, firstVertex: 0,
        vertexCount: 0, volume: 0, longestEdge: 0, shape: [], reference: 0)
}
