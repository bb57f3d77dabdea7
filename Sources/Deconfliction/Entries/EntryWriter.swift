import Geodesy

/// Works out an entry's head and box from a volume; keeps its scratch between volumes.
///
/// Costs about a microsecond for an area of some twenty vertices.
struct EntryWriter: ~Copyable {
    private var x: Column<Float> = Column(capacity: 64)
    private var y: Column<Float> = Column(capacity: 64)

    /// Shapes that reach farther than this from their middle, or have a wider buffer, are left to the exact distance.
    static let reachLimitMetres = 300_000.0

    /// Appends the vertices as the index holds them.
    mutating func writeVertices(of area: Area, to column: inout Column<EntryVertex>) {
        switch area {
        case .circle(let circle): column.append(EntryVertex(circle.centre))
        case .route(let route):
            // Equal neighbours add nothing to a path.
            var last: Position?
            for position in route.path where position != last {
                column.append(EntryVertex(position))
                last = position
            }
        case .polygon(let polygon):
            for position in polygon.outer { column.append(EntryVertex(position)) }
            guard !polygon.holes.isEmpty else { return }
            for hole in polygon.holes { for position in hole { column.append(EntryVertex(position)) } }
            column.append(EntryVertex(Int32(polygon.holes.count + 1), 0))
            column.append(EntryVertex(Int32(polygon.outer.count), 0))
            for hole in polygon.holes { column.append(EntryVertex(Int32(hole.count), 0)) }
        }
    }

    /// How many vertices an entry keeps, the lengths of its rings included.
    static func storedVertices(_ head: EntryHead, _ vertices: UnsafePointer<EntryVertex>) -> Int {
        let count = Int(head.vertexCount)
        return head.shape.contains(.holes) ? count + 1 + Int(vertices[count].x) : count
    }

    /// The head and the box of the volume whose vertices were written; `fits` is false if the head cannot say it all.
    mutating func finish(
        _ volume: Volume4D, standOffMillimetres: Int64, place: Int, vertices: UnsafePointer<EntryVertex>, first: Int,
        epochMicroseconds: Int64
    ) -> (head: EntryHead, box: TreeBox, fits: Bool) {
        var head = EntryHead(volume, standOffMillimetres: standOffMillimetres, place: place)
        head.firstVertex = UInt32(first)
        let buffer = Double(volume.area.bufferMillimetres) / 1_000
        var box = TreeBox.empty
        let growth = buffer + Double(standOffMillimetres) / 1_000
        if let bounds = measure(&head, vertices, buffer: buffer) {
            let margin = bounds.margin + growth
            box.low = SIMD8(
                roundedDown(bounds.low.x - margin), roundedDown(bounds.low.y - margin),
                roundedDown(bounds.low.z - margin), 0, 0, 0, 0, 0)
            box.high = SIMD8(
                roundedUp(bounds.high.x + margin), roundedUp(bounds.high.y + margin),
                roundedUp(bounds.high.z + margin), 0, 0, 0, 0, 0)
        } else {
            head.shape.insert(.wide)
            let ball = PreparedArea(volume.area).ball
            head.setMiddle(Vector3(x: ball.x, y: ball.y, z: ball.z))
            head.outerRadius = roundedUp(ball.radius + 1)
            head.innerRadius = -.greatestFiniteMagnitude
            let reach = ball.radius + growth - buffer + 1
            box.low = SIMD8(
                roundedDown(ball.x - reach), roundedDown(ball.y - reach), roundedDown(ball.z - reach), 0, 0, 0, 0, 0)
            box.high = SIMD8(
                roundedUp(ball.x + reach), roundedUp(ball.y + reach), roundedUp(ball.z + reach), 0, 0, 0, 0, 0)
        }
        let altitudes = volume.band.ellipsoidalMillimetres
        box.low[TreeBox.altitudeAxis] =
            altitudes.lowest == .min ? -.infinity : roundedDown(Double(altitudes.lowest) / 1_000)
        box.high[TreeBox.altitudeAxis] =
            altitudes.highest == .max ? .infinity : roundedUp(Double(altitudes.highest) / 1_000)
        let (start, end) = Self.seconds(head, since: epochMicroseconds)
        box.low[TreeBox.timeAxis] = start
        box.high[TreeBox.timeAxis] = end
        return (head, box, !head.shape.contains(.outsize))
    }

    /// The window in seconds since the epoch, rounded outwards.
    static func seconds(_ head: EntryHead, since epochMicroseconds: Int64) -> (start: Float, end: Float) {
        seconds(head.startMicroseconds, head.endMicroseconds, since: epochMicroseconds)
    }

    /// A window in seconds since the epoch, rounded outwards; `Int64.max` has no end.
    static func seconds(
        _ startMicroseconds: Int64, _ endMicroseconds: Int64, since epochMicroseconds: Int64
    ) -> (start: Float, end: Float) {
        // A double holds every microsecond of the calendar's 10,000 years to within 64.
        let start = (Double(startMicroseconds) - Double(epochMicroseconds)) / 1e6 - 0.001
        guard endMicroseconds != .max else { return (roundedDown(start), .infinity) }
        let end = (Double(endMicroseconds) - Double(epochMicroseconds)) / 1e6 + 0.001
        return (roundedDown(start), roundedUp(end))
    }

    private struct Bounds {
        var low: Vector3
        var high: Vector3
        /// What edges and the inside of a polygon may lie outside the box of the vertices, in metres.
        var margin: Double
    }

    /// Fills in the middle, the circles and the longest edge; `nil` if the shape is too wide for a local frame.
    ///
    /// Everything comes from the places in the plane of the shape's own frame: see `Distortion` for what that may miss.
    private mutating func measure(
        _ head: inout EntryHead, _ vertices: UnsafePointer<EntryVertex>, buffer: Double
    ) -> Bounds? {
        guard buffer <= Self.reachLimitMetres else { return nil }
        let count = Int(head.vertexCount)
        guard let frame = LocalFrame(around: vertices, count: count, limitMetres: Self.reachLimitMetres) else {
            return nil
        }
        head.setMiddle(frame.origin)
        x.reserve(roundedToLanes(count) + laneCount)
        y.reserve(roundedToLanes(count) + laneCount)
        frame.project(vertices, count: count, x: x.start, y: y.start)
        // Lanes past the last vertex repeat it.
        Lanes(repeating: x[count - 1]).store(to: x.start + count)
        Lanes(repeating: y[count - 1]).store(to: y.start + count)
        let box = frame.box(x.start, y.start, count: count)
        guard box.reach <= Self.reachLimitMetres else { return nil }
        let (longest, least, isInside) = edges(head, vertices)
        head.longestEdge = UInt16(min(65_535, (longest * 1.001 + 1) / 16 + 1))
        // An edge rises above its chord by L²/8R, the inside of a polygon above its border by r²/2R.
        let chordSagitta = longest * longest / (8 * Ellipsoid.smallestCurvatureRadius) * 1.05
        let bulge = head.isPolygon ? box.reach * box.reach / (2 * Ellipsoid.smallestCurvatureRadius) * 1.05 : 0
        head.outerRadius = roundedUp(box.reach * (1 + 1e-4) + chordSagitta + buffer + 0.05)
        if head.shape.contains(.circle) {
            head.innerRadius = roundedDown(buffer - 0.05)
        } else {
            let doubt =
                0.05 + Distortion.rounding(within: box.reach) + Distortion.sagitta(length: longest, within: box.reach)
            let scale = Distortion.scale(within: least)
            head.innerRadius = roundedDown(
                isInside && least > doubt ? least / scale.greatest - doubt : buffer - least / scale.least - doubt)
        }
        return Bounds(low: box.low, high: box.high, margin: chordSagitta + bulge + 0.05)
    }

    /// The longest edge, the distance from the origin to the nearest edge, and whether the origin is inside.
    private func edges(
        _ head: EntryHead, _ vertices: UnsafePointer<EntryVertex>
    ) -> (longest: Double, least: Double, isInside: Bool) {
        var (longest, least) = (Float(0), Float.infinity)
        var isInside = false
        Rings.forEach(head, vertices) { ring in
            var previous = head.isPolygon ? ring.upperBound - 1 : ring.lowerBound
            for index in ring {
                let (ax, ay) = (x[previous], y[previous])
                let (bx, by) = (x[index], y[index])
                let (dx, dy) = (bx - ax, by - ay)
                let length = dx * dx + dy * dy
                longest = max(longest, length)
                let along = length > 0 ? max(0, min(1, -(ax * dx + ay * dy) / length)) : 0
                let (ex, ey) = (ax + along * dx, ay + along * dy)
                least = min(least, ex * ex + ey * ey)
                if head.isPolygon, (ay > 0) != (by > 0) {
                    let turn = ax * dy - ay * dx
                    if (turn > 0) == (by > ay) { isInside.toggle() }
                }
                previous = index
            }
        }
        return (Double(longest).squareRoot(), Double(least).squareRoot(), isInside)
    }
}

/// The rings of an entry, as ranges of its vertices; a path is one.
enum Rings {
    static func forEach(
        _ head: EntryHead, _ vertices: UnsafePointer<EntryVertex>, _ body: (Range<Int>) -> Void
    ) {
        let count = Int(head.vertexCount)
        guard head.shape.contains(.holes) else { return body(0..<count) }
        var first = 0
        for ring in 0..<Int(vertices[count].x) {
            let length = Int(vertices[count + 1 + ring].x)
            body(first..<first + length)
            first += length
        }
    }
}

extension EntryHead {
    /// All but the middle, the circles and the edges.
    init(_ volume: Volume4D, standOffMillimetres: Int64, place: Int) {
        let area = volume.area
        var shape: Shape
        switch area {
        case .circle:
            (shape, vertexCount) = (.circle, 1)
        case .route(let route):
            var distinct = 0
            var last: Position?
            for position in route.path where position != last { (distinct, last) = (distinct + 1, position) }
            (shape, vertexCount) = ([], UInt16(distinct))
        case .polygon(let polygon):
            shape = polygon.holes.isEmpty ? .polygon : [.polygon, .holes]
            vertexCount = UInt16(polygon.holes.reduce(polygon.outer.count) { $0 + $1.count })
        }
        startMicroseconds = volume.window.start.microsecondsSince1970
        endMicroseconds = volume.window.end?.microsecondsSince1970 ?? .max
        self.volume = UInt16(place)
        reference = UInt8(AltitudeReference.allCases.firstIndex(of: volume.band.reference) ?? 0)
        lowerMillimetres = Self.fitted(volume.band.lowerMillimetres, unlimited: .min, &shape)
        upperMillimetres = Self.fitted(volume.band.upperMillimetres, unlimited: .max, &shape)
        if area.bufferMillimetres > Int64(UInt32.max) { shape.insert(.outsize) }
        bufferMillimetres = UInt32(clamping: area.bufferMillimetres)
        self.standOffMillimetres = UInt32(clamping: standOffMillimetres)
        self.shape = shape
        (middleX, middleY, middleZ, outerRadius, innerRadius, firstVertex, longestEdge) = (0, 0, 0, 0, 0, 0, 0)
    }

    private static func fitted(_ bound: Int64?, unlimited: Int32, _ shape: inout Shape) -> Int32 {
        guard let bound else { return unlimited }
        guard bound > Int64(Int32.min), bound < Int64(Int32.max) else {
            shape.insert(.outsize)
            return unlimited
        }
        return Int32(bound)
    }

    mutating func setMiddle(_ point: Vector3) {
        let scale = Self.unitsPerMetre
        middleX = Int32(point.x * scale)
        middleY = Int32(point.y * scale)
        middleZ = Int32(point.z * scale)
    }
}

extension TreeBox {
    /// The same box for an entry, its time counted from another epoch.
    func moved(_ head: EntryHead, to epochMicroseconds: Int64) -> TreeBox {
        var box = self
        let (start, end) = EntryWriter.seconds(head, since: epochMicroseconds)
        box.low[Self.timeAxis] = start
        box.high[Self.timeAxis] = end
        return box
    }
}

extension EntryVertex {
    init(_ position: Position) { self.init(position.latitudeE7, position.longitudeE7) }
}

extension Area {
    /// The radius or half-width; 0 for a polygon.
    var bufferMillimetres: Int64 {
        switch self {
        case .circle(let circle): circle.radiusMillimetres
        case .route(let route): route.halfWidthMillimetres
        case .polygon: 0
        }
    }
}
