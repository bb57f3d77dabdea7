import Geodesy

/// An edge as RFC 7946 means it: straight in longitude and latitude, where areas here have geodesics.
struct StraightEdge {
    var from: LonLat
    var to: LonLat

    /// A place in 1e-7 degrees before it becomes a position, so that -180 and 180 stay apart.
    struct LonLat: Hashable {
        var latitudeE7: Int64
        var longitudeE7: Int64
    }

    /// The farthest that an imported edge may lie from the edge as written, in metres.
    static let toleranceMetres = 1.0
    /// What pieces of an edge aim at, so that sampling and rounding stay within the tolerance.
    private static let aimMetres = 0.5
    /// A measured deviation from here on counts as one: samples may miss the farthest place by a little.
    private static let thresholdMetres = 0.95
    private static let radiansPerE7 = 3.141592653589793 / 180 / 1e7

    /// At least the distance in metres between the edge and its geodesic, for edges of up to some 100 km.
    ///
    /// A line straight in longitude l and latitude f has the geodesic acceleration R (sin f cos f l'^2, 2 sin f f' l');
    /// between its ends it strays by at most an eighth of it. R is 6,400 km and 2.5 % are added for the ellipsoid.
    var boundMetres: Double {
        let east = Double(to.longitudeE7 - from.longitudeE7).magnitude * Self.radiansPerE7
        let north = Double(to.latitudeE7 - from.latitudeE7).magnitude * Self.radiansPerE7
        return 6_400_000 * 1.025 / 8 * (east * east / 2 + 2 * north * east)
    }

    /// How far the edge strays from its geodesic in metres, by 15 samples; 0 where the bound says below the tolerance.
    var deviationMetres: Double {
        guard boundMetres > Self.toleranceMetres, let start = Self.position(from), let end = Self.position(to),
            let route = try? Route(path: [start, end], halfWidthMillimetres: 0)
        else { return 0 }
        var farthest: Int64 = 0
        for sample in 1..<16 {
            guard let place = Self.position(place(sample, of: 16)),
                let point = try? Circle(centre: place, radiusMillimetres: 0)
            else { continue }
            farthest = max(farthest, Area.circle(point).separation(to: .route(route)).distanceMillimetres)
        }
        return Double(farthest) / 1_000
    }

    /// The places to add between the ends so that geodesics follow the edge to within the tolerance.
    func placesBetween(deviationMetres: Double) -> [LonLat] {
        guard deviationMetres >= Self.thresholdMetres else { return [] }
        // The deviation falls with the square of the length.
        let pieces = Int((boundMetres / Self.aimMetres).squareRoot().rounded(.up))
        guard pieces > 1 else { return [] }
        return (1..<min(pieces, Limits.maximumVertices + 1)).map { place($0, of: pieces) }
    }

    /// The place `part` of `whole` parts along the edge, to the nearest 1e-7 degree.
    private func place(_ part: Int, of whole: Int) -> LonLat {
        func between(_ first: Int64, _ second: Int64) -> Int64 {
            first + Int64((Double(second - first) * Double(part) / Double(whole)).rounded())
        }
        return LonLat(
            latitudeE7: between(from.latitudeE7, to.latitudeE7), longitudeE7: between(from.longitudeE7, to.longitudeE7))
    }

    private static func position(_ place: LonLat) -> Position? {
        try? Position(latitudeE7: place.latitudeE7, longitudeE7: place.longitudeE7)
    }
}
