import Deconfliction
import Geodesy
import TestKit

/// Areas of every kind and size at every latitude, drawn from a seed; half of the places lie where maps break.
struct Atlas {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
    mutating func whole(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
    mutating func happens(oneIn count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
    mutating func one<Value>(of values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }

    /// As likely between 1 and 10 as between 10 and 100.
    mutating func spread(_ low: Double, _ high: Double) -> Double {
        var (low, high) = (low, high)
        // Bisection of the logarithms: no logarithm is needed for that.
        for _ in 0..<12 {
            let middle = (low * high).squareRoot()
            if Bool.random(using: &random) { low = middle } else { high = middle }
        }
        return number(low...high)
    }

    mutating func place() throws -> Position {
        let latitude: Double =
            switch Int.random(in: 0..<8, using: &random) {
            case 0: one(of: [-90.0, 90.0])
            case 1: one(of: [-1.0, 1.0]) * (90 - spread(0.000_01, 3))
            // Where the map changes from series to Earth-centred places.
            case 2: one(of: [-1.0, 1.0]) * number(69.5...70.5)
            case 3, 4: one(of: [-1.0, 1.0]) * number(60...90)
            case 5: number(-1...1)
            default: number(-60...60)
            }
        let longitude = happens(oneIn: 3) ? one(of: [-1.0, 1.0]) * (180 - spread(0.000_01, 5)) : number(-180...180)
        return try Position(
            latitudeE7: Int64((latitude * 1e7).rounded()), longitudeE7: Int64((longitude * 1e7).rounded()))
    }

    func going(_ metres: Double, towards azimuthDegrees: Double, from place: Position) -> Position {
        Geodesic.direct(from: place, azimuthDegrees: azimuthDegrees, metres: metres).position
    }

    mutating func near(_ place: Position, _ metres: Double) -> Position {
        going(metres, towards: number(0...360), from: place)
    }

    /// An area that reaches about so many metres from the middle; its middle may lie outside of it.
    mutating func area(around middle: Position, reach: Double) -> Area {
        while true {
            if let area = try? attempt(middle, reach) { return area }
        }
    }

    private mutating func attempt(_ middle: Position, _ reach: Double) throws -> Area {
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            return .circle(
                try Circle(centre: middle, radiusMillimetres: happens(oneIn: 4) ? 0 : Int64(reach * 1_000)))
        case 1, 2:
            var path = [near(middle, reach)]
            for _ in 0..<Int.random(in: 0...12, using: &random) { path.append(near(middle, reach * number(0...1))) }
            if happens(oneIn: 8) { path = [middle, middle] }
            let width = happens(oneIn: 3) ? 0 : spread(0.001, max(0.002, reach / 3))
            return .route(try Route(path: path, halfWidthMillimetres: Int64(width * 1_000)))
        case 3:
            return .polygon(try Polygon(outer: ring(middle, reach, Int.random(in: 3...5, using: &random), 0.05)))
        case 4:
            return .polygon(try Polygon(outer: ring(middle, reach, Int.random(in: 6...40, using: &random), 0.6)))
        default:
            let outer = ring(middle, reach, Int.random(in: 9...20, using: &random), 0.8)
            // In the middle, and two beside it.
            var holes = [ring(middle, reach * 0.25, Int.random(in: 3...9, using: &random), 0.5)]
            for azimuth in [45.0, 225] where Bool.random(using: &random) {
                holes.append(ring(going(reach * 0.5, towards: azimuth, from: middle), reach * 0.15, 4, 0.5))
            }
            return .polygon(try Polygon(outer: outer, holes: holes))
        }
    }

    /// A ring around the middle, no vertex nearer to it than `least` of the reach.
    mutating func ring(_ middle: Position, _ reach: Double, _ count: Int, _ least: Double) -> [Position] {
        let start = number(0...360)
        let ring = (0..<count).map { index in
            going(reach * number(least...1), towards: start + 360 * Double(index) / Double(count), from: middle)
        }
        return Bool.random(using: &random) ? ring : ring.reversed()
    }

    /// Two areas that may overlap, lie inside one another, or have a gap of anything up to `gap` metres.
    mutating func pair(reach: ClosedRange<Double>, gap: Double) throws -> (Area, Area) {
        let middle = try place()
        let (first, second) = (spread(reach.lowerBound, reach.upperBound), spread(reach.lowerBound, reach.upperBound))
        let apart =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: number(0...first + second)
            case 1: max(0, first - second) * number(0...1)
            default: (first + second) * number(0.5...1) + spread(0.01, gap)
            }
        return (area(around: middle, reach: first), area(around: near(middle, apart), reach: second))
    }
}

extension Area {
    /// The area for all altitudes and all time.
    var always: Volume4D {
        Volume4D(area: self, band: .everything, window: TimeWindow(checkedStart: .earliest, end: nil))
    }
}
