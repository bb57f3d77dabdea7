public import Geodesy

/// A place taken to the nearest road.
public struct SnappedPlace: Hashable, Sendable {
    /// The place as given.
    public let place: Position
    /// The nearest place of the road.
    public let position: Position
    /// The road.
    public let road: RoadNetwork.RoadID
    /// How far along the road's line that is, in millimetres from its first position.
    public let offsetMillimetres: Int64
    /// How far the place is from the road, in millimetres.
    public let distanceMillimetres: Int64
    /// The part of the network, numbered by size from 0, the largest first.
    public let part: Int
}

extension RoadNetwork {
    /// Takes a place to the nearest road.
    ///
    /// Cost: some tens of microseconds where roads are near. Equally near roads: the first in the network's order.
    ///
    /// - Parameters:
    ///   - place: The place.
    ///   - limit: The farthest that a road may be, in millimetres, up to `RoadLimits.maximumSnapMillimetres`.
    ///   - isAllowed: Which roads count.
    /// - Returns: The place on the road, nil when no allowed road is within the limit.
    public func nearestRoad(
        to place: Position, withinMillimetres limit: Int64, where isAllowed: (RoadID) -> Bool = { _ in true }
    ) -> SnappedPlace? {
        let limit = min(limit, RoadLimits.maximumSnapMillimetres)
        var candidates = RoadCandidates(network: self, place: place, limitMetres: Double(limit) / 1_000)
        candidates.search(isAllowed)
        var best: SnappedPlace?
        for road in candidates.kept {
            guard let found = snap(place, to: RoadID(index: road)), found.distanceMillimetres <= limit else { continue }
            if let known = best, known.distanceMillimetres <= found.distanceMillimetres { continue }
            best = found
        }
        return best
    }

    /// The nearest place of one road; nil for a road whose shape cannot be measured.
    func snap(_ place: Position, to road: RoadID) -> SnappedPlace? {
        guard let nearest = NearestOnLine(of: line(of: road), to: place) else { return nil }
        return SnappedPlace(
            place: place, position: nearest.position, road: road,
            offsetMillimetres: min(lengthMillimetres(of: road), max(0, nearest.alongMillimetres)),
            distanceMillimetres: nearest.distanceMillimetres, part: Int(parts[Int(records[Int(road.index)].from)]))
    }

    /// About how far the nearest node is, whatever the distance, in millimetres: for saying how far off the map.
    public func distanceToNearestNode(from place: Position) -> Int64 {
        let from = Vector3(place)
        var best: (squared: Double, node: Int)?
        for (index, node) in nodes.enumerated() {
            let squared = (Vector3(node) - from).lengthSquared
            if best.map({ squared < $0.squared }) ?? true { best = (squared, index) }
        }
        return best.map { Int64(Geodesic.inverse(place, nodes[$0.node]).distanceMetres * 1_000) } ?? 0
    }
}

/// The roads that may be the nearest to a place, by a plane that is true to within 5 % as far as places are snapped.
private struct RoadCandidates {
    let network: RoadNetwork
    let place: Position
    let limitMetres: Double
    /// Roads that may be the nearest, in order.
    var kept: [Int32] = []

    /// What the plane may be wrong by, as a factor and in metres.
    private static let doubt = (factor: 1.05, metres: 2.0)

    init(network: RoadNetwork, place: Position, limitMetres: Double) {
        self.network = network
        self.place = place
        self.limitMetres = limitMetres
    }

    mutating func search(_ isAllowed: (RoadNetwork.RoadID) -> Bool) {
        let grid = network.grid
        let scaleY = 0.011_095
        let latitude = Trigonometry.ofDegrees(place.latitudeDegrees)
        guard latitude.cosine > 0.01 else { return }
        let scaleX = 0.011_132 * latitude.cosine
        // The smallest width that a cell may have between the place and what is within the limit.
        let reach = min(89, place.latitudeDegrees.magnitude + limitMetres / 110_000)
        let cellWidth = Double(grid.cellWidth) * 0.011_132 * max(0.01, Trigonometry.ofDegrees(reach).cosine)
        let cellSide = min(cellWidth, Double(grid.cellHeight) * 0.011_05)

        var east = RoadGrid.east(place.longitudeE7, of: grid.span)
        // A place west of the grid counts from the other side.
        if east > grid.span.width + (3_600_000_000 - grid.span.width) / 2 { east -= 3_600_000_000 }
        let column = Int((Double(east) / Double(grid.cellWidth)).rounded(.down))
        let row = Int((Double(Int64(place.latitudeE7) - grid.span.south) / Double(grid.cellHeight)).rounded(.down))

        var found: [(metres: Double, road: Int32)] = []
        var seen: Set<Int32> = []
        var best = limitMetres
        var ring = 0
        // A ring of cells lies at least one cell's side less than its number away.
        while Double(ring - 1) * cellSide <= best * Self.doubt.factor + Self.doubt.metres {
            for (line, columns) in Self.cells(ring, row: row, column: column, grid) {
                for place in columns {
                    for road in grid.roads(row: line, column: place) where seen.insert(road).inserted {
                        guard isAllowed(RoadNetwork.RoadID(index: road)) else { continue }
                        let metres = planarMetres(to: road, scaleX, scaleY)
                        guard metres <= best * Self.doubt.factor + Self.doubt.metres else { continue }
                        found.append((metres, road))
                        best = min(best, metres)
                    }
                }
            }
            ring += 1
        }
        let farthest = best * Self.doubt.factor * Self.doubt.factor + Self.doubt.metres
        kept = found.filter { $0.metres <= farthest }.map(\.road).sorted()
    }

    /// The cells of a square ring that lie in the grid: rows, each with its columns.
    private static func cells(
        _ ring: Int, row: Int, column: Int, _ grid: RoadGrid
    ) -> [(row: Int, columns: [Int])] {
        let lines = max(0, row - ring)...max(max(0, row - ring), min(grid.rows - 1, row + ring))
        let left = max(0, column - ring)
        let right = min(grid.columns - 1, column + ring)
        guard row - ring < grid.rows, row + ring >= 0 else { return [] }
        var out: [(Int, [Int])] = []
        for line in lines {
            if line == row - ring || line == row + ring {
                if left <= right { out.append((line, Array(left...right))) }
            } else {
                let sides = [column - ring, column + ring].filter { $0 >= 0 && $0 < grid.columns }
                if !sides.isEmpty { out.append((line, sides)) }
            }
        }
        return out
    }

    private func planarMetres(to road: Int32, _ scaleX: Double, _ scaleY: Double) -> Double {
        let record = network.records[Int(road)]
        func plane(_ position: Position) -> (x: Double, y: Double) {
            var east = Int64(position.longitudeE7) - Int64(place.longitudeE7)
            if east > 1_800_000_000 { east -= 3_600_000_000 } else if east < -1_800_000_000 { east += 3_600_000_000 }
            return (Double(east) * scaleX, Double(position.latitudeE7 - place.latitudeE7) * scaleY)
        }
        var best = Double.infinity
        var start = plane(network.nodes[Int(record.from)])
        let range = network.shapeRange(Int(road))
        for index in range.lowerBound...range.upperBound {
            let end = plane(index == range.upperBound ? network.nodes[Int(record.to)] : network.shapes[index])
            let (dx, dy) = (end.x - start.x, end.y - start.y)
            let squared = dx * dx + dy * dy
            let along = squared > 0 ? min(1, max(0, -(start.x * dx + start.y * dy) / squared)) : 0
            let (x, y) = (start.x + along * dx, start.y + along * dy)
            best = min(best, (x * x + y * y).squareRoot())
            start = end
        }
        return best
    }
}
