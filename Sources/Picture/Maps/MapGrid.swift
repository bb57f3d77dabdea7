public import Geodesy
public import Statements

/// Records that stand so near to one another that a map shows how many there are.
public struct MapCluster: Sendable {
    /// The cell's number, the same for every reader: a map can tell a cluster that it has shown before.
    public let cell: Int64
    /// The middle of the records' places.
    public let position: Position
    /// The least box that holds those places.
    public let box: BoundingBox
    /// How many.
    public let count: Int
    /// How many of which kind.
    public let kinds: [MapKind: Int]
    /// How many of them are movements with which something is amiss.
    public let alarmed: Int
    /// How many of them are restricted.
    public let restricted: Int
    /// The record, where it is one alone that would take too much to draw.
    public let only: RecordID?
}

/// Cells of degrees into which a map's records fall; those of a coarser zoom hold four of the next whole.
struct MapGrid {
    /// The side of a cell, in 1e-7 degrees: 64 pixels along the equator.
    let sideE7: Int64

    init(zoom: Int) { sideE7 = max(1, 3_600_000_000 / (Int64(8) << Int64(zoom))) }

    /// The cell that holds a position.
    func cell(of position: Position) -> Int64 {
        let column = (Int64(position.longitudeE7) + 1_800_000_000) / sideE7
        let row = (Int64(position.latitudeE7) + 900_000_000) / sideE7
        return row << 32 | column
    }

    /// The items by cell, in the order of the cells.
    func cells(of items: [MapItem]) -> [(cell: Int64, items: [MapItem])] {
        var cells: [Int64: [MapItem]] = [:]
        for item in items { cells[cell(of: item.anchor), default: []].append(item) }
        return cells.map { ($0.key, $0.value) }.sorted { $0.cell < $1.cell }
    }

    /// What is shown in place of the items of a cell, which are one at least.
    func cluster(_ cell: Int64, _ items: [MapItem], only: RecordID?) -> MapCluster {
        var kinds: [MapKind: Int] = [:]
        var (latitudes, longitudes) = (Int64(0), Int64(0))
        var (south, north): (Int64, Int64) = (900_000_000, -900_000_000)
        var (west, east): (Int64, Int64) = (1_800_000_000, -1_800_000_000)
        for item in items {
            kinds[item.kind, default: 0] += 1
            let (latitude, longitude) = (Int64(item.anchor.latitudeE7), Int64(item.anchor.longitudeE7))
            latitudes += latitude
            longitudes += longitude
            (south, north) = (min(south, latitude), max(north, latitude))
            (west, east) = (min(west, longitude), max(east, longitude))
        }
        // A cell never crosses the antimeridian, so that middles are in it.
        let count = Int64(max(1, items.count))
        let middle = try? Position(latitudeE7: latitudes / count, longitudeE7: longitudes / count)
        let box = try? BoundingBox(southE7: south, westE7: west, northE7: north, eastE7: east)
        return MapCluster(
            cell: cell, position: middle ?? .nowhere, box: box ?? .everywhere, count: items.count, kinds: kinds,
            alarmed: items.count { $0.isAlarmed }, restricted: items.count { $0.isRestricted }, only: only)
    }
}
