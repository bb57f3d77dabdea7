import Statements

/// Which records a map shows one by one, and which as clusters: each of them once.
struct MapArrangement {
    private(set) var features: [MapItem] = []
    private(set) var clusters: [MapCluster] = []
    private(set) var zoom: Int
    private var positions = 0

    init(_ items: [MapItem], _ query: MapQuery, id: (MapItem) -> RecordID) {
        let limit = min(max(query.limit, 1), MapQuery.maximumFeatures)
        zoom = min(max(query.zoom, 0), MapQuery.maximumZoom)
        if items.count <= limit, items.reduce(0, { $0 + $1.positions }) <= MapQuery.maximumPositions {
            features = items
            return
        }
        // What is amiss is never hidden in a number while there is room, nor what is larger than a cell.
        let large = 2 * MapGrid(zoom: zoom).sideE7
        let first = items.filter(\.isAlarmed)
        let second = items.filter { !$0.isAlarmed && $0.extentE7 >= large }.sorted { $0.extentE7 > $1.extentE7 }
        var rest = items.filter { !$0.isAlarmed && $0.extentE7 < large }
        for item in first + second where !show(item, limit / 2) { rest.append(item) }
        var grid = MapGrid(zoom: zoom)
        var cells = grid.cells(of: rest)
        while cells.count > MapQuery.maximumClusters, zoom > 0 {
            zoom -= 1
            grid = MapGrid(zoom: zoom)
            cells = grid.cells(of: rest)
        }
        var alone: [(cell: Int64, items: [MapItem])] = []
        for cell in cells {
            if cell.items.count > 1 {
                clusters.append(grid.cluster(cell.cell, cell.items, only: nil))
            } else if !cell.items.allSatisfy({ show($0, limit) }) {
                alone.append(cell)
            }
        }
        for cell in alone { clusters.append(grid.cluster(cell.cell, cell.items, only: cell.items.first.map(id))) }
    }

    /// Shows an item by itself while there is room for it.
    private mutating func show(_ item: MapItem, _ limit: Int) -> Bool {
        guard features.count < limit, positions + item.positions <= MapQuery.maximumPositions else { return false }
        features.append(item)
        positions += item.positions
        return true
    }
}
