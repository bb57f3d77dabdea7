@testable import Deconfliction
import Geodesy
import TestKit
import Testing

/// The bounds that `Distortion` claims, measured against geodesics.
///
/// Scale and sagitta are measured on the same map in double precision, where nothing hides behind rounding; how far the
/// map in single precision departs from that is measured by itself.
@Suite("Distortion of the local frame")
struct DistortionTests {
    private typealias Place = (x: Double, y: Double)

    @Test("lengths in the plane keep to the scales claimed", arguments: UInt64(0)..<4)
    func scale(seed: UInt64) throws {
        var atlas = Atlas(seed: seed)
        // Of the margin beyond the ball's own scale, the largest share that was needed.
        var (below, above) = (0.0, 0.0)
        for _ in 0..<2_000 {
            let map = Map(origin: try atlas.place())
            let reach = atlas.number(5_000...Distortion.reachLimitMetres)
            let first = atlas.going(reach, towards: atlas.number(0...360), from: map.origin)
            let length = atlas.spread(2_000, 2 * reach)
            // Along the way from the origin, across it, and anything between.
            let inward = Geodesic.inverse(first, map.origin).azimuthDegrees
            let turn = atlas.one(of: [0.0, 45, 90, atlas.number(-90...90)])
            let second = atlas.going(length, towards: inward + turn, from: first)
            let far = max(reach, Geodesic.inverse(map.origin, second).distanceMetres)
            guard far <= Distortion.reachLimitMetres else { continue }
            let metres = Geodesic.inverse(first, second).distanceMetres
            let ratio = Self.distance(map.place(first), map.place(second)) / metres
            let scale = Distortion.scale(within: far)
            #expect(
                ratio >= scale.least && ratio <= scale.greatest, "seed \(seed): \(first), \(second) from \(map.origin)")
            let ball = 1 + far * far / (4 * Distortion.meanRadius * Distortion.meanRadius)
            below = max(below, (1 - ratio) / (1 - scale.least))
            above = max(above, (ratio - ball) / (scale.greatest - ball))
        }
        #expect(below < 0.1 && above < 0.4, "seed \(seed): \(below) and \(above) of the margins were needed")
    }

    @Test("edges keep to the sagitta claimed", arguments: UInt64(10)..<14)
    func sagitta(seed: UInt64) throws {
        var atlas = Atlas(seed: seed)
        var share = 0.0
        for _ in 0..<400 {
            let map = Map(origin: try atlas.place())
            let start = atlas.near(map.origin, atlas.number(0...Distortion.reachLimitMetres))
            let length = atlas.spread(5_000, 600_000)
            let azimuth = Geodesic.inverse(start, map.origin).azimuthDegrees + atlas.number(-120...120)
            let edge = (0...16).map { atlas.going(length * Double($0) / 16, towards: azimuth, from: start) }
            let far = edge.map { Geodesic.inverse(map.origin, $0).distanceMetres }.max() ?? 0
            guard far <= Distortion.reachLimitMetres else { continue }
            let (a, b) = (map.place(edge[0]), map.place(edge[16]))
            var most = 0.0
            for middle in edge {
                let place = map.place(middle)
                let turn = (b.x - a.x) * (place.y - a.y) - (b.y - a.y) * (place.x - a.x)
                most = max(most, abs(turn) / Self.distance(a, b))
            }
            // Every place is a whole number of 1e-7 degrees, so the edge is off by a centimetre of its own.
            share = max(share, (most - 0.02) / Distortion.sagitta(length: length, within: far))
        }
        #expect(share < 0.85, "seed \(seed): \(share) of the bound was needed")
    }

    @Test("places keep to the rounding claimed", arguments: UInt64(20)..<24)
    func rounding(seed: UInt64) throws {
        var atlas = Atlas(seed: seed)
        var share = 0.0
        for _ in 0..<2_000 {
            let map = Map(origin: try atlas.place())
            let reach = atlas.spread(0.01, Distortion.reachLimitMetres)
            let place = atlas.near(map.origin, reach)
            let off = Self.distance(map.place(place), map.placeInSinglePrecision(place))
            share = max(share, off / Distortion.rounding(within: reach))
        }
        #expect(share < 0.35, "seed \(seed): \(share) of the bound was needed")
    }

    private static func distance(_ a: Place, _ b: Place) -> Double {
        ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
    }

    /// The map around an origin, once as the engine computes it and once more by its definition.
    private struct Map {
        let origin: Position
        private let frame: LocalFrame
        private let east: Vector3
        private let north: Vector3

        init(origin: Position) {
            self.origin = origin
            let point = Vector3(origin)
            let longitude = Int64(origin.longitudeE7)
            frame =
                LocalFrame(
                    southE7: origin.latitudeE7, northE7: origin.latitudeE7, westE7: longitude, eastE7: longitude)
                ?? LocalFrame(near: point)
            let level = (point.x * point.x + point.y * point.y).squareRoot()
            // At a pole the engine's choice of directions.
            let isAtPole = level < 0.001
            east = isAtPole ? Vector3(x: 0, y: 1, z: 0) : Vector3(x: -point.y / level, y: point.x / level, z: 0)
            let up = point.outward * (1 / point.outward.length)
            north = up.cross(east)
        }

        func place(_ position: Position) -> Place {
            let offset = Vector3(position) - Vector3(origin)
            let (x, y) = (offset.dot(east), offset.dot(north))
            let stretch = 1 + (x * x + y * y) / (4 * Distortion.meanRadius * Distortion.meanRadius)
            return (x * stretch, y * stretch)
        }

        func placeInSinglePrecision(_ position: Position) -> Place {
            var vertices = Column<EntryVertex>(capacity: 2 * laneCount)
            vertices.append(EntryVertex(position))
            let x = Column<Float>(capacity: 2 * laneCount)
            let y = Column<Float>(capacity: 2 * laneCount)
            frame.project(vertices.start, count: 1, x: x.start, y: y.start)
            return (Double(x[0]), Double(y[0]))
        }
    }
}
