@testable import Deconfliction
import Geodesy
import TestKit
import Testing

/// What an entry's box and circles promise about the places of its area.
@Suite("Boxes and circles")
struct BoxesAndCirclesTests {
    static let kinds: [(ClosedRange<Double>, Int)] = [
        (0.5...500, 60), (500...40_000, 60), (40_000...300_000, 60), (300_000...5_000_000, 16),
    ]

    @Test("every place of an area lies in its box and its outer circle", arguments: kinds)
    func everyPlace(reach: ClosedRange<Double>, count: Int) throws {
        var atlas = Atlas(seed: UInt64(reach.upperBound))
        for number in 0..<count {
            let middle = try atlas.place()
            let area = atlas.area(around: middle, reach: atlas.spread(reach.lowerBound, reach.upperBound))
            var stage = EntryStage()
            stage.append(area.always, standOffMillimetres: 0, place: 0, owner: EntryOwner(0, 1))
            let (head, box) = (stage.heads[0], stage.boxes[0])
            for place in Self.places(of: area, &atlas) {
                let point = Vector3(place)
                let axes = [point.x, point.y, point.z]
                for axis in 0..<3 {
                    #expect(
                        axes[axis] >= Double(box.low[axis]) && axes[axis] <= Double(box.high[axis]),
                        "\(number): \(place), axis \(axis), of \(area)")
                }
                #expect((point - head.middle).length <= Double(head.outerRadius), "\(number): \(place) of \(area)")
            }
        }
    }

    @Test("what the inner circle holds belongs to the area, and a place is as near as it says", arguments: kinds)
    func innerCircle(reach: ClosedRange<Double>, count: Int) throws {
        var atlas = Atlas(seed: UInt64(reach.upperBound) + 1)
        var (held, near) = (0, 0)
        for number in 0..<count {
            let area = atlas.area(
                around: try atlas.place(), reach: atlas.spread(reach.lowerBound, reach.upperBound))
            var stage = EntryStage()
            stage.append(area.always, standOffMillimetres: 0, place: 0, owner: EntryOwner(0, 1))
            let head = stage.heads[0]
            guard !head.shape.contains(.wide) else {
                #expect(head.innerRadius == -.greatestFiniteMagnitude)
                continue
            }
            let middle = try Self.position(head.middle)
            let radius = Double(head.innerRadius)
            if radius < 0 {
                let distance = Area.circle(try Circle(centre: middle, radiusMillimetres: 0)).separation(to: area)
                #expect(Double(distance.distanceMillimetres) <= -radius * 1_000 + 20, "\(number): \(area)")
                near += 1
                continue
            }
            for _ in 0..<12 {
                // On the rim, as near as whole 1e-7 degrees allow.
                let place = atlas.near(middle, max(0, radius - 0.02) * (Bool.random(using: &atlas.random) ? 1 : 0.7))
                let point = Area.circle(try Circle(centre: place, radiusMillimetres: 0))
                #expect(point.isWithin(millimetres: 0, of: area), "\(number): \(place) of \(area)")
            }
            held += 1
        }
        #expect(reach.lowerBound >= 300_000 || (held > 5 && near > 5), "\(held) and \(near)")
    }

    @Test("boxes hold the altitudes and the window, from whatever epoch they are counted", arguments: UInt64(0)..<2)
    func altitudesAndTimes(seed: UInt64) throws {
        var atlas = Atlas(seed: seed)
        let point = Area.circle(try Circle(centre: try atlas.place(), radiusMillimetres: 0))
        let (first, last) = (Instant.earliest.microsecondsSince1970, Instant.latest.microsecondsSince1970)
        for _ in 0..<300 {
            let bounds = [atlas.whole(-11_000_000...100_000_000_000), atlas.whole(-11_000_000...20_000_000)].sorted()
            let band = try AltitudeBand(
                lowerMillimetres: atlas.happens(oneIn: 4) ? nil : bounds[0],
                upperMillimetres: atlas.happens(oneIn: 4) ? nil : bounds[1],
                reference: atlas.one(of: AltitudeReference.allCases))
            let start = atlas.one(of: [first, last - 1, atlas.whole(first...last - 1)])
            let end = atlas.one(of: [nil, start + 1, atlas.whole(start + 1...last), last])
            let window = try TimeWindow(
                start: Instant(microsecondsSince1970: start), end: end.map { try Instant(microsecondsSince1970: $0) })
            var stage = EntryStage()
            stage.append(
                Volume4D(area: point, band: band, window: window), standOffMillimetres: 0, place: 0,
                owner: EntryOwner(0, 1))
            let altitudes = band.ellipsoidalMillimetres
            let box = stage.boxes[0]
            let axis = TreeBox.altitudeAxis
            #expect(Double(box.low[axis]) * 1_000 <= Double(altitudes.lowest), "\(band)")
            #expect(Double(box.high[axis]) * 1_000 >= Double(altitudes.highest), "\(band)")
            let epoch = atlas.one(of: [first, last, start, 0, atlas.whole(first...last)])
            let moved = box.moved(stage.heads[0], to: epoch)
            #expect(Double(moved.low[TreeBox.timeAxis]) <= Double(start - epoch) / 1e6, "\(window) from \(epoch)")
            let high = Double(moved.high[TreeBox.timeAxis])
            #expect(end.map { high >= Double($0 - epoch) / 1e6 } ?? (high == .infinity), "\(window) from \(epoch)")
        }
    }

    /// Places all over an area: on its border, along its edges and inside.
    static func places(of area: Area, _ atlas: inout Atlas) -> [Position] {
        switch area {
        case .circle(let circle):
            let radius = Double(circle.radiusMillimetres) / 1_000
            return (0..<32).map { index in
                atlas.near(circle.centre, radius * (index < 24 ? 1 : atlas.number(0...1)))
            }
        case .route(let route):
            let width = Double(route.halfWidthMillimetres) / 1_000
            let path = route.path.count > 1 ? route.path : route.path + route.path
            return zip(path, path.dropFirst()).flatMap { from, to in
                along(from, to, 6).map { atlas.near($0, width) }
            }
        case .polygon(let polygon):
            let border = polygon.outer.indices.flatMap { index in
                along(polygon.outer[index], polygon.outer[(index + 1) % polygon.outer.count], 6)
            }
            let inside = (0..<40).compactMap { _ -> Position? in
                let (from, to) = (atlas.one(of: border), atlas.one(of: border))
                let place = along(from, to, 5)[2]
                guard let circle = try? Circle(centre: place, radiusMillimetres: 0) else { return nil }
                return Area.circle(circle).isWithin(millimetres: 0, of: area) ? place : nil
            }
            return border + inside
        }
    }

    /// Places on the geodesic between two, both ends included.
    static func along(_ from: Position, _ to: Position, _ steps: Int) -> [Position] {
        let path = Geodesic.inverse(from, to)
        return (0...steps).map { step in
            Geodesic.direct(
                from: from, azimuthDegrees: path.azimuthDegrees,
                metres: path.distanceMetres * Double(step) / Double(steps)
            ).position
        }
    }

    static func position(_ point: Vector3) throws -> Position {
        let across = (point.x * point.x + point.y * point.y).squareRoot()
        let ratio = Ellipsoid.axisRatio * Ellipsoid.axisRatio
        return try Position(
            latitudeE7: Int64((Trigonometry.arcTangentDegrees(y: point.z, x: across * ratio) * 1e7).rounded()),
            longitudeE7: Int64((Trigonometry.arcTangentDegrees(y: point.y, x: point.x) * 1e7).rounded()))
    }
}
