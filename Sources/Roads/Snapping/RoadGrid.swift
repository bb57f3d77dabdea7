import Geodesy

/// A grid of equal cells over the network, each with the roads that may touch it.
struct RoadGrid: Sendable {
    /// The north-west to south-east extent in 1e-7 degrees, longitudes counted east from `west`.
    struct Span {
        var south: Int64 = 0
        var north: Int64 = 0
        var west: Int64 = 0
        var width: Int64 = 0
    }

    private static let turn: Int64 = 3_600_000_000
    /// Lines that are geodesics stray by at most 2 m from lines straight in degrees over 10 km at latitude 50; with some
    /// reserve for higher latitudes, this is added around every stretch.
    private static let marginMetres = 30.0
    private static let smallestCellMetres = 250.0
    private static let metresPerE7 = 0.011_132

    let span: Span
    let cellHeight: Int64
    let cellWidth: Int64
    let columns: Int
    let rows: Int
    private let starts: [Int32]
    private let roads: [Int32]

    /// The extent, on whichever side of the Earth it is narrower.
    static func span(of positions: [Position]) -> Span {
        var (south, north) = (Int64.max, Int64.min)
        var plain = (low: Int64.max, high: Int64.min)
        var shifted = plain
        for position in positions {
            let (latitude, longitude) = (Int64(position.latitudeE7), Int64(position.longitudeE7))
            (south, north) = (min(south, latitude), max(north, latitude))
            plain = (min(plain.low, longitude), max(plain.high, longitude))
            let eastward = longitude < 0 ? longitude + turn : longitude
            shifted = (min(shifted.low, eastward), max(shifted.high, eastward))
        }
        guard south <= north else { return Span() }
        let isPlain = plain.high - plain.low <= shifted.high - shifted.low
        let (low, high) = isPlain ? plain : shifted
        return Span(south: south, north: north, west: low, width: high - low)
    }

    init(nodes: [Position], records: [RoadNetwork.Record], shapes: [Position]) {
        let ends = Self.span(of: nodes + shapes)
        span = ends
        let farthest = Double(max(ends.north.magnitude, ends.south.magnitude)) / 1e7
        let cosine = max(0.05, Trigonometry.ofDegrees(farthest).cosine)
        let height = Double(ends.north - ends.south) * Self.metresPerE7
        let width = Double(ends.width) * Self.metresPerE7 * cosine
        // About as many cells as roads.
        let side = max(Self.smallestCellMetres, (height * width / Double(max(1, records.count))).squareRoot())
        let tallest = max(side, height / 4_096)
        let widest = max(side, width / 4_096)
        cellHeight = max(1, Int64(tallest / Self.metresPerE7))
        cellWidth = max(1, Int64(widest / Self.metresPerE7 / cosine))
        columns = Int(ends.width / cellWidth) + 1
        rows = Int((ends.north - ends.south) / cellHeight) + 1
        let marginHeight = Int64(Self.marginMetres / Self.metresPerE7)
        let marginWidth = Int64(Self.marginMetres / Self.metresPerE7 / cosine)

        var pairs: [UInt64] = []
        pairs.reserveCapacity(records.count * 2)
        for (index, record) in records.enumerated() {
            let end = index + 1 < records.count ? Int(records[index + 1].shapeStart) : shapes.count
            var before = nodes[Int(record.from)]
            for place in Int(record.shapeStart)...end {
                let position = place == end ? nodes[Int(record.to)] : shapes[place]
                Self.cells(
                    from: before, to: position, span: ends, cell: (cellWidth, cellHeight),
                    margin: (marginWidth, marginHeight), limit: (columns, rows)
                ) { cell in pairs.append(UInt64(cell) << 32 | UInt64(index)) }
                before = position
            }
        }
        // A counting sort by cell keeps the roads of a cell in order.
        var counts = [Int32](repeating: 0, count: columns * rows + 1)
        for pair in pairs { counts[Int(pair >> 32) + 1] += 1 }
        for cell in 0..<columns * rows { counts[cell + 1] += counts[cell] }
        var next = counts
        var sorted = [Int32](repeating: 0, count: pairs.count)
        for pair in pairs {
            let cell = Int(pair >> 32)
            sorted[Int(next[cell])] = Int32(truncatingIfNeeded: pair)
            next[cell] += 1
        }
        starts = counts
        roads = sorted
    }

    /// The longitude counted from the grid's west, 0 to a full turn.
    static func east(_ longitudeE7: Int32, of span: Span) -> Int64 {
        let east = (Int64(longitudeE7) - span.west) % turn
        return east < 0 ? east + turn : east
    }

    private static func cells(
        from: Position, to: Position, span: Span, cell: (width: Int64, height: Int64),
        margin: (width: Int64, height: Int64), limit: (columns: Int, rows: Int), take: (Int) -> Void
    ) {
        let (x0, x1) = (east(from.longitudeE7, of: span), east(to.longitudeE7, of: span))
        let (y0, y1) = (Int64(from.latitudeE7) - span.south, Int64(to.latitudeE7) - span.south)
        // Pieces of about a cell, so that a long slanting stretch does not fill its whole box.
        let pieces = max(1, max((x1 - x0).magnitude / UInt64(cell.width), (y1 - y0).magnitude / UInt64(cell.height)))
        for piece in 0..<Int64(pieces) {
            let count = Int64(pieces)
            let xs = (x0 + (x1 - x0) * piece / count, x0 + (x1 - x0) * (piece + 1) / count)
            let ys = (y0 + (y1 - y0) * piece / count, y0 + (y1 - y0) * (piece + 1) / count)
            let left = max(0, Int((min(xs.0, xs.1) - margin.width) / cell.width))
            let right = min(limit.columns - 1, Int((max(xs.0, xs.1) + margin.width) / cell.width))
            let low = max(0, Int((min(ys.0, ys.1) - margin.height) / cell.height))
            let high = min(limit.rows - 1, Int((max(ys.0, ys.1) + margin.height) / cell.height))
            for row in low...max(low, high) {
                for column in left...max(left, right) { take(row * limit.columns + column) }
            }
        }
    }

    /// The roads that may touch a cell; a road may come several times.
    func roads(row: Int, column: Int) -> ArraySlice<Int32> {
        let cell = row * columns + column
        return roads[Int(starts[cell])..<Int(starts[cell + 1])]
    }

    /// The roads of all cells that a box may touch, in order, each once.
    func roads(in box: BoundingBox) -> [Int32] {
        let low = (Int64(box.southE7) - span.south) / cellHeight
        let high = (Int64(box.northE7) - span.south) / cellHeight
        guard Int64(box.northE7) >= span.south - cellHeight, Int64(box.southE7) <= span.north + cellHeight else {
            return []
        }
        var ranges: [ClosedRange<Int>] = []
        let widthOfBox = Int64(box.eastE7) - Int64(box.westE7) + (box.eastE7 < box.westE7 ? Self.turn : 0)
        let west = Self.east(box.westE7, of: span)
        for start in [west, west - Self.turn] {
            let first = max(0, start / cellWidth - 1)
            let last = min(Int64(columns) - 1, (start + widthOfBox) / cellWidth + 1)
            if start + widthOfBox >= -cellWidth, first <= last { ranges.append(Int(first)...Int(last)) }
        }
        var found: Set<Int32> = []
        let bottom = Int(max(0, low - 1))
        let top = Int(min(Int64(rows) - 1, high + 1))
        guard bottom <= top else { return [] }
        for row in bottom...top {
            for range in ranges { for column in range { found.formUnion(roads(row: row, column: column)) } }
        }
        return found.sorted()
    }
}
