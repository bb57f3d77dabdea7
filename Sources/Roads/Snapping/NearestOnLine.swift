import Geodesy

/// The place of a line of positions that is nearest to another place.
struct NearestOnLine {
    /// How far it is, in millimetres, never more than it is.
    let distanceMillimetres: Int64
    /// Where it is.
    let position: Position
    /// How far along the line it is, in millimetres, as measured from its beginning.
    let alongMillimetres: Int64

    /// Measures every stretch; nil for a line that cannot be measured.
    init?(of line: [Position], to place: Position) {
        guard let point = try? Circle(centre: place, radiusMillimetres: 0) else { return nil }
        let asked = PreparedArea(.circle(point))
        var before = 0.0
        var best: (distance: Int64, position: Position, metres: Double)?
        for (start, end) in zip(line, line.dropFirst()) {
            let stretch = Geodesic.inverse(start, end).distanceMetres
            if let edge = try? Route(path: [start, end], halfWidthMillimetres: 0) {
                let separation = asked.separation(to: PreparedArea(.route(edge)))
                if best.map({ separation.distanceMillimetres < $0.distance }) ?? true {
                    let along = Geodesic.inverse(start, separation.nearestThere).distanceMetres
                    best = (separation.distanceMillimetres, separation.nearestThere, before + min(along, stretch))
                }
            }
            before += stretch
        }
        guard let best else { return nil }
        distanceMillimetres = best.distance
        position = best.position
        alongMillimetres = Int64((best.metres * 1_000).rounded())
    }
}
