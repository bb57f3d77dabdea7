import Deconfliction
import Geodesy
import TestKit
import Testing

/// Pairs that barely touch or barely cross: a conflict at stand-off 0, whatever the engine's stages make of it.
@Suite("Areas that barely touch")
struct TouchTests {
    /// Asks each as a record by the other; at stand-off 0 and 1 mm, and by reach.
    private func expect(
        _ isConflict: Bool, _ first: Area, _ second: Area, _ what: String, location: SourceLocation = #_sourceLocation
    ) throws {
        for (record, question) in [(first, second), (second, first)] {
            var index = ConflictIndex()
            for (slot, standOff) in [Int64(0), 1].enumerated() {
                index.upsert(
                    try ConflictRecord(
                        slot: RecordSlot(rawValue: UInt32(slot)), volumes: [record.always],
                        standOffMillimetres: standOff))
            }
            let all = isConflict ? [0, 1].map { RecordSlot(rawValue: $0) } : []
            let activity = try Activity(volumes: [question.always])
            #expect(
                index.slots(inConflictWith: activity) == all, "\(what): \(record) asked by \(question)",
                sourceLocation: location)
            #expect(
                index.conflicts(with: activity).map(\.slot) == all, "\(what): \(record) asked by \(question)",
                sourceLocation: location)
            #expect(
                index.records(within: 0, of: question, during: nil) == all, "\(what): \(record) asked by \(question)",
                sourceLocation: location)
        }
    }

    private func point(_ place: Position) throws -> Area {
        .circle(try Circle(centre: place, radiusMillimetres: 0))
    }

    private func line(_ path: Position...) throws -> Area { .route(try Route(path: path, halfWidthMillimetres: 0)) }

    @Test("shared vertices, shared edges and points on borders", arguments: UInt64(0)..<8)
    func shared(seed: UInt64) throws {
        var atlas = Atlas(seed: seed)
        for number in 0..<12 {
            let reach = atlas.spread(10, 200_000)
            let middle = try atlas.place()
            let ring = atlas.ring(middle, reach, 7, 0.9)
            let polygon = Area.polygon(try Polygon(outer: ring))
            let what = "seed \(seed), \(number)"
            let vertex = ring[number % 7]
            let outwards = Geodesic.inverse(vertex, middle).azimuthDegrees + 180
            let beyond = atlas.going(reach * 0.5, towards: outwards, from: vertex)
            try expect(true, polygon, try point(vertex), what + ": a point on a vertex")
            try expect(true, polygon, try line(vertex, beyond), what + ": a path from a vertex outwards")
            try expect(true, polygon, try line(vertex, vertex), what + ": a path of no length on a vertex")
            try expect(true, try line(vertex, beyond), try point(beyond), what + ": a point on the end of a path")
            let next = ring[(number + 1) % 7]
            try expect(true, polygon, try line(next, vertex), what + ": a path along an edge")
            let side = Geodesic.inverse(vertex, next).azimuthDegrees + 60
            let other = Geodesic.inverse(vertex, next).azimuthDegrees - 60
            for azimuth in [side, other] {
                let third = atlas.going(
                    Geodesic.inverse(vertex, next).distanceMetres, towards: azimuth, from: vertex)
                let triangle = Area.polygon(try Polygon(outer: [vertex, next, third]))
                try expect(true, polygon, triangle, what + ": a triangle on a shared edge")
            }
        }
    }

    @Test("circles that meet rim to rim, and one millimetre more", arguments: UInt64(20)..<24)
    func rims(seed: UInt64) throws {
        var atlas = Atlas(seed: seed)
        for number in 0..<25 {
            let place = try atlas.place()
            let other = atlas.near(place, atlas.spread(1, 390_000))
            let metres = Geodesic.inverse(place, other).distanceMetres
            let all = Int64(metres * 1_000)
            let share = atlas.whole(0...all)
            let first = Area.circle(try Circle(centre: place, radiusMillimetres: share))
            let what = "seed \(seed), \(number)"
            let second = Area.circle(try Circle(centre: other, radiusMillimetres: all - share))
            try expect(true, first, second, what + ": rims within a millimetre")
            guard all - share >= 3 else { continue }
            let smaller = Area.circle(try Circle(centre: other, radiusMillimetres: all - share - 3))
            try expect(false, first, smaller, what + ": rims three millimetres apart")
        }
    }

    @Test("edges that cross by less than a metre near an end, and edges that just do not", arguments: UInt64(40)..<48)
    func crossings(seed: UInt64) throws {
        var atlas = Atlas(seed: seed)
        for number in 0..<16 {
            let start = try atlas.place()
            let end = atlas.near(start, atlas.spread(100, 390_000))
            let edge = try line(start, end)
            let path = Geodesic.inverse(start, end)
            // A place on the edge, near an end or not, and a path that ends just before or just behind it.
            let along = path.distanceMetres * atlas.one(of: [0.000_1, 0.5, 0.999_9])
            let foot = Geodesic.direct(from: start, azimuthDegrees: path.azimuthDegrees, metres: along)
            let across = foot.azimuthAtEndDegrees + atlas.one(of: [-90.0, 90, 30, 150])
            let short = atlas.one(of: [0.05, 0.3, 1])
            let long = atlas.spread(1, 200_000)
            let before = atlas.going(-short, towards: across, from: foot.position)
            let behind = atlas.going(short, towards: across, from: foot.position)
            let far = atlas.going(long, towards: across, from: foot.position)
            let what = "seed \(seed), \(number)"
            try expect(true, edge, try line(before, far), what + ": crosses by \(short) m")
            let apart = edge.separation(to: try line(behind, far)).distanceMillimetres
            guard apart != 1 else { continue }
            try expect(apart == 0, edge, try line(behind, far), what + ": ends \(apart) mm before")
        }
    }

    @Test("what lies in a hole conflicts only where it meets the hole's border", arguments: UInt64(60)..<66)
    func holes(seed: UInt64) throws {
        var atlas = Atlas(seed: seed)
        for number in 0..<10 {
            let middle = try atlas.place()
            let reach = atlas.spread(20, 150_000)
            let hole = atlas.ring(middle, reach * 0.5, 9, 0.7)
            let polygon = Area.polygon(
                try Polygon(outer: atlas.ring(middle, reach, 8, 0.9), holes: [hole]))
            let what = "seed \(seed), \(number)"
            try expect(false, polygon, try point(middle), what + ": a point in the hole")
            let inner = atlas.ring(middle, reach * 0.2, 5, 0.5)
            try expect(false, polygon, .polygon(try Polygon(outer: inner)), what + ": a polygon in the hole")
            let touching = Area.polygon(try Polygon(outer: inner.prefix(2) + [hole[number % 9]]))
            try expect(true, polygon, touching, what + ": a polygon from the hole to its border")
            try expect(true, polygon, try point(hole[number % 9]), what + ": a point on the hole's border")
            try expect(true, polygon, .polygon(try Polygon(outer: hole)), what + ": the plug of the hole")
            let gap = try point(middle).separation(to: polygon).distanceMillimetres
            for (radius, isConflict) in [(gap, true), (gap - 2, false)] {
                try expect(
                    isConflict, polygon, .circle(try Circle(centre: middle, radiusMillimetres: radius)),
                    what + ": a circle of \(radius) mm in the hole")
            }
        }
    }
}
