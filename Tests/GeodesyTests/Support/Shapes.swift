@testable import Geodesy

/// Shapes drawn from a seed, anywhere on Earth, the poles and the antimeridian favoured.
struct Shapes {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func place() -> Position {
        let latitude =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: Double.random(in: 88...90, using: &random) * (Bool.random(using: &random) ? 1 : -1)
            default: Double.random(in: -89...89, using: &random)
            }
        let longitude =
            Bool.random(using: &random)
            ? Double.random(in: -180...180, using: &random)
            : (Bool.random(using: &random) ? 179.99 : -179.99)
        return Position(nearestToLatitudeDegrees: latitude, longitudeDegrees: longitude)
    }

    mutating func near(_ place: Position, within metres: Double) -> Position {
        let azimuth = Double.random(in: 0..<360, using: &random)
        let distance = metres * Double.random(in: 0...1, using: &random)
        return Geodesic.direct(from: place, azimuthDegrees: azimuth, metres: distance).position
    }

    /// A ring around a middle at radii that vary, so that it never crosses itself.
    mutating func ring(_ middle: Position, radius: Double, vertices: Int, roughness: Double = 0.5) -> [Position] {
        let turn = Double.random(in: 0..<360, using: &random)
        return (0..<vertices).map { index in
            let azimuth = turn + 360 * Double(index) / Double(vertices)
            let metres = radius * Double.random(in: (1 - roughness)...1, using: &random)
            return Geodesic.direct(from: middle, azimuthDegrees: azimuth, metres: metres).position
        }
    }

    mutating func area(_ middle: Position, size: Double) throws -> Area {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let radius = Double.random(in: 0...size, using: &random) * 1_000
            return .circle(try Circle(centre: middle, radiusMillimetres: Int64(radius)))
        case 1:
            let count = Int.random(in: 1...4, using: &random)
            let path = (0..<count).map { _ in near(middle, within: size) }
            let width = Int64(Double.random(in: 0...size, using: &random) * 100)
            return .route(try Route(path: path, halfWidthMillimetres: width))
        case 2:
            let outer = ring(middle, radius: size, vertices: Int.random(in: 5...7, using: &random), roughness: 0.1)
            let hole = ring(middle, radius: size * 0.4, vertices: 3)
            return .polygon(try Polygon(outer: outer, holes: [hole]))
        default:
            let count = Int.random(in: 3...6, using: &random)
            return .polygon(try Polygon(outer: ring(middle, radius: size, vertices: count)))
        }
    }
}
