@testable import Geodesy

/// Distances found by golden-section search on geodesics, and inside by counting turns: slow and obvious.
enum SlowGeometry {
    static func metres(_ a: Position, _ b: Position) -> Double { Geodesic.inverse(a, b).distanceMetres }

    /// An edge as a function of its length.
    struct Edge {
        let start: Position
        let end: Position
        let metres: Double
        private let azimuth: Double
        private let line: GeodesicLine

        init(_ start: Position, _ end: Position) {
            self.start = start
            self.end = end
            let inverse = Geodesic.inverse(start, end)
            metres = inverse.distanceMetres
            azimuth = inverse.azimuthDegrees
            let unit = Trigonometry.ofDegrees(azimuth)
            line = GeodesicLine(
                latitude: start.latitudeDegrees, longitude: start.longitudeDegrees,
                azimuth: Direction(sine: unit.sine, cosine: unit.cosine))
        }

        func at(_ metres: Double) -> (latitude: Double, longitude: Double) {
            let place = line.place(atMetres: metres)
            return (place.latitudeDegrees, place.longitudeDegrees)
        }
    }

    typealias Place = (latitude: Double, longitude: Double)

    static func solve(_ a: Place, _ b: Place) -> Geodesic.Solution {
        Geodesic.solve(
            latitude: a.latitude, longitude: a.longitude, toLatitude: b.latitude, toLongitude: b.longitude)
    }

    static func minimum(_ length: Double, _ tolerance: Double, _ value: (Double) -> Double) -> Double {
        let golden = 0.618_033_988_749_895
        var (low, high) = (0.0, length)
        var (left, right) = (high - golden * (high - low), low + golden * (high - low))
        var (atLeft, atRight) = (value(left), value(right))
        while high - low > tolerance {
            if atLeft < atRight {
                (high, right, atRight) = (right, left, atLeft)
                left = high - golden * (high - low)
                atLeft = value(left)
            } else {
                (low, left, atLeft) = (left, right, atRight)
                right = low + golden * (high - low)
                atRight = value(right)
            }
        }
        return min(value((low + high) / 2), value(0), value(length))
    }

    static func metres(_ place: Place, _ edge: Edge, tolerance: Double) -> Double {
        minimum(edge.metres, tolerance) { solve(place, edge.at($0)).metres }
    }

    static func edges(_ line: [Position], closed: Bool) -> [Edge] {
        let distinct = line.enumerated().filter { $0.offset == 0 || line[$0.offset - 1] != $0.element }.map(\.element)
        if distinct.count == 1 { return [Edge(distinct[0], distinct[0])] }
        return distinct.indices.dropLast(closed ? 0 : 1).map { Edge(distinct[$0], distinct[($0 + 1) % distinct.count]) }
    }

    static func edges(_ area: Area) -> [Edge] {
        switch area {
        case .circle(let circle): [Edge(circle.centre, circle.centre)]
        case .route(let route): edges(route.path, closed: false)
        case .polygon(let polygon): ([polygon.outer] + polygon.holes).flatMap { edges($0, closed: true) }
        }
    }

    static func buffer(_ area: Area) -> Double {
        switch area {
        case .circle(let circle): Double(circle.radiusMillimetres) / 1_000
        case .route(let route): Double(route.halfWidthMillimetres) / 1_000
        case .polygon: 0
        }
    }

    /// Counts how often a ring turns around a place, by the azimuths to places along it.
    static func turns(_ ring: [Position], around place: Position) -> Int {
        let here: Place = (place.latitudeDegrees, place.longitudeDegrees)
        var sum = 0.0
        var last: Double?
        var first = 0.0
        for edge in edges(ring, closed: true) {
            for step in 0..<40 {
                let azimuth = solve(here, edge.at(edge.metres * Double(step) / 40)).start.degrees
                if let last {
                    var turn = azimuth - last
                    if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
                    sum += turn
                } else {
                    first = azimuth
                }
                last = azimuth
            }
        }
        var turn = first - (last ?? first)
        if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
        return Int(((sum + turn) / 360).rounded())
    }

    static func contains(_ area: Area, _ place: Position) -> Bool {
        guard case .polygon(let polygon) = area else { return false }
        return turns(polygon.outer, around: place) != 0 && !polygon.holes.contains { turns($0, around: place) != 0 }
    }

    /// The distance of two areas in metres, negative by the buffers where they overlap.
    static func separation(_ a: Area, _ b: Area) -> Double {
        let (edgesA, edgesB) = (edges(a), edges(b))
        if contains(a, edgesB[0].start) || contains(b, edgesA[0].start) { return 0 }
        var least = Double.infinity
        for edge in edgesA {
            for other in edgesB {
                let ends = min(
                    metres(place(edge.start), other, tolerance: 1e-3),
                    metres(place(edge.end), other, tolerance: 1e-3),
                    metres(place(other.start), edge, tolerance: 1e-3),
                    metres(place(other.end), edge, tolerance: 1e-3))
                least = min(least, ends)
                if crosses(edge, other) { least = 0 }
            }
        }
        return least - buffer(a) - buffer(b)
    }

    private static func place(_ position: Position) -> Place { (position.latitudeDegrees, position.longitudeDegrees) }

    /// Says whether two edges cross: the azimuths from a common crossing tell on which side each end lies.
    private static func crosses(_ edge: Edge, _ other: Edge) -> Bool {
        guard edge.metres > 0, other.metres > 0 else { return false }
        let reach = edge.metres + other.metres
        guard metres(edge.start, other.start) <= reach else { return false }
        var distance = Double.infinity
        // Nested search: coarse, then fine around the best.
        distance = minimum(edge.metres, 1e-2) { metres(edge.at($0), other, tolerance: 1e-2) }
        return distance < 0.05 && isProper(edge, other)
    }

    /// Both ends of each edge on different sides of the other, by the azimuth at the foot of the nearest place.
    private static func isProper(_ edge: Edge, _ other: Edge) -> Bool {
        func side(_ position: Position, _ line: Edge) -> Bool {
            let start = place(line.start)
            let along = solve(start, place(line.end)).start
            let toward = solve(start, place(position)).start
            return along.sine * toward.cosine - along.cosine * toward.sine > 0
        }
        return side(edge.start, other) != side(edge.end, other) && side(other.start, edge) != side(other.end, edge)
    }
}
