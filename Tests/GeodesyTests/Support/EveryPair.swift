@testable import Geodesy

/// The nearest approach of two cores by measuring every vertex against every piece, without any bound or box.
enum EveryPair {
    static func approach(_ core: CoreGeometry, _ other: CoreGeometry) -> CoreGeometry.Approach {
        if let common = commonPlace(core, other) {
            return CoreGeometry.Approach(metres: 0, here: common, there: common)
        }
        var best: CoreGeometry.Approach?
        for vertex in core.vertices {
            for piece in other.pieces {
                let found = CoreGeometry.measure(vertex, piece, of: other)
                if best.map({ found.isBetter(than: $0) }) ?? true { best = found }
            }
        }
        for vertex in other.vertices {
            for piece in core.pieces {
                let found = CoreGeometry.measure(vertex, piece, of: core).reversed
                if best.map({ found.isBetter(than: $0) }) ?? true { best = found }
            }
        }
        return best
            ?? CoreGeometry.Approach(metres: .nan, here: core.vertices[0].position, there: other.vertices[0].position)
    }

    /// The first pair of crossing pieces in the order of the lines.
    static func commonPlace(_ core: CoreGeometry, _ other: CoreGeometry) -> Position? {
        if let vertex = other.vertices.first, core.contains(vertex.point) { return vertex.position }
        if let vertex = core.vertices.first, other.contains(vertex.point) { return vertex.position }
        for piece in core.pieces {
            for second in other.pieces {
                guard let fraction = CoreGeometry.crossing(piece, second) else { continue }
                let path = EdgePath(core.edges[piece.edge])
                let place = path.line.place(
                    atMetres: (piece.from + fraction * (piece.to - piece.from)) * path.metres)
                return Position(
                    nearestToLatitudeDegrees: place.latitudeDegrees, longitudeDegrees: place.longitudeDegrees)
            }
        }
        return nil
    }

    static func separation(_ area: PreparedArea, _ other: PreparedArea) -> Separation {
        Separation(
            approach(area.core, other.core), buffers: area.bufferMillimetres, other.bufferMillimetres)
    }
}
