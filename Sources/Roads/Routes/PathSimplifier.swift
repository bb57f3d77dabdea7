import Geodesy

/// Leaves out positions of a path that lie near the line between those kept (Douglas and Peucker).
///
/// Whatever is left out lies within the tolerance of what is kept: distances are measured in a plane, and what the plane
/// may be wrong by is taken off the tolerance first.
enum PathSimplifier {
    /// Beyond this a line between two positions is not trusted to be a plane's.
    private static let longestMetres = 5_000.0

    static func simplified(_ path: [Position], toleranceMillimetres: Int64) -> [Position] {
        guard path.count > 2, toleranceMillimetres > 0 else { return path }
        var isKept = [Bool](repeating: false, count: path.count)
        isKept[0] = true
        isKept[path.count - 1] = true
        var open = [(0, path.count - 1)]
        while let (first, last) = open.popLast() {
            guard last > first + 1 else { continue }
            let plane = Plane(path[first], path[last])
            var farthest = (metres: -1.0, place: first + 1)
            var reach = 0.0
            for place in first + 1..<last {
                let (metres, extent) = plane.distance(path[place])
                reach = max(reach, extent)
                if metres > farthest.metres { farthest = (metres, place) }
            }
            // A geodesic strays from a plane's line by L² tan(latitude) / 8 R; as much again for the plane's scale.
            let doubt = reach * reach * plane.tangent / 20_000_000 + reach * 0.004 * plane.tangent / 10 + 0.05
            let tolerance = Double(toleranceMillimetres) / 1_000
            if reach <= longestMetres, farthest.metres * 1.005 + doubt <= tolerance { continue }
            isKept[farthest.place] = true
            open.append((first, farthest.place))
            open.append((farthest.place, last))
        }
        return path.indices.filter { isKept[$0] }.map { path[$0] }
    }

    private struct Plane {
        let origin: Position
        let scaleX: Double
        let scaleY: Double
        let tangent: Double
        private(set) var end: (x: Double, y: Double)

        init(_ first: Position, _ last: Position) {
            origin = first
            let latitude = Trigonometry.ofDegrees(first.latitudeDegrees)
            // True to 0.4 % on the ellipsoid at every latitude.
            let bulge = latitude.sine * latitude.sine
            scaleX = 0.011_131_949 * latitude.cosine * (1 + 0.003_352_8 * bulge)
            scaleY = 0.011_057_427 * (1 + 0.010_1 * bulge)
            tangent = 1 + latitude.sine.magnitude / max(0.05, latitude.cosine)
            end = (0, 0)
            end = plane(last)
        }

        private func plane(_ position: Position) -> (x: Double, y: Double) {
            var east = Int64(position.longitudeE7) - Int64(origin.longitudeE7)
            if east > 1_800_000_000 { east -= 3_600_000_000 } else if east < -1_800_000_000 { east += 3_600_000_000 }
            return (Double(east) * scaleX, Double(position.latitudeE7 - origin.latitudeE7) * scaleY)
        }

        /// Metres to the stretch from the first to the last position, and how far from the first all of it lies.
        func distance(_ position: Position) -> (metres: Double, reach: Double) {
            let (x, y) = plane(position)
            let squared = end.x * end.x + end.y * end.y
            let along = squared > 0 ? min(1, max(0, (x * end.x + y * end.y) / squared)) : 0
            let (dx, dy) = (x - along * end.x, y - along * end.y)
            return (
                (dx * dx + dy * dy).squareRoot(), max(squared.squareRoot(), (x * x + y * y).squareRoot())
            )
        }
    }
}
