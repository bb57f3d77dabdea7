import Geodesy

/// Leaves out positions of outlines and paths that fall together on the screen, so that a map's answer stays small.
struct MapThinning {
    /// Shorter outlines and paths are left whole.
    static let shortest = 32

    /// An area as it is drawn.
    enum Drawing {
        case circle(Position, radiusMillimetres: Int64)
        case polygon([Position], holes: [[Position]])
        case route([Position], halfWidthMillimetres: Int64)
    }

    /// 1e-7 degrees of half a pixel at the equator; of less elsewhere.
    private let stepE7: Int64

    init(zoom: Int) { stepE7 = 3_600_000_000 / (Int64(1_024) << Int64(zoom)) }

    /// The area as it is drawn, and whether anything was left out.
    func thinned(_ area: Area) -> (Drawing, Bool) {
        switch area {
        case .circle(let circle): return (.circle(circle.centre, radiusMillimetres: circle.radiusMillimetres), false)
        case .polygon(let polygon):
            let outer = thinned(polygon.outer)
            let holes = polygon.holes.map(thinned)
            let before = polygon.holes.reduce(polygon.outer.count) { $0 + $1.count }
            let after = holes.reduce(outer.count) { $0 + $1.count }
            return (.polygon(outer, holes: holes), after < before)
        case .route(let route):
            let path = thinned(route.path)
            return (.route(path, halfWidthMillimetres: route.halfWidthMillimetres), path.count < route.path.count)
        }
    }

    private func thinned(_ positions: [Position]) -> [Position] {
        guard positions.count > Self.shortest, let first = positions.first, let end = positions.last else {
            return positions
        }
        var kept = [first]
        var last = first
        for position in positions.dropFirst().dropLast()
        where abs(Int64(position.latitudeE7) - Int64(last.latitudeE7)) >= stepE7
            || abs(Int64(position.longitudeE7) - Int64(last.longitudeE7)) >= stepE7
        {
            kept.append(position)
            last = position
        }
        kept.append(end)
        // A ring stays one.
        guard kept.count < 4 else { return kept }
        return [first, positions[positions.count / 3], positions[2 * positions.count / 3], end]
    }
}
