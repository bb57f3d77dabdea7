import Foundation
import Testing

@testable import Geodesy

@Suite("Geodesic")
struct GeodesicTests {
    /// Made by `scripts/golden/geodesics.py` with GeographicLib for Python 2.0.
    static func golden() throws -> [[Double]] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "Golden/geodesics.tsv"), encoding: .utf8)
        return text.split(separator: "\n").map { $0.split(separator: "\t").compactMap { Double($0) } }
    }

    private func difference(_ a: Double, _ b: Double) -> Double {
        let turn = abs(a - b).truncatingRemainder(dividingBy: 360)
        return min(turn, 360 - turn)
    }

    @Test("distances and azimuths agree with an independent implementation to 15 nm")
    func goldenGeodesics() throws {
        let lines = try Self.golden()
        #expect(lines.count == 520)
        for line in lines {
            let a = try Position(latitudeE7: Int64(line[0]), longitudeE7: Int64(line[1]))
            let b = try Position(latitudeE7: Int64(line[2]), longitudeE7: Int64(line[3]))
            let found = Geodesic.inverse(a, b)
            #expect(abs(found.distanceMetres - line[4]) <= 15e-9, "\(line)")
            guard line[4] > 1 else { continue }
            let back = Geodesic.direct(from: a, azimuthDegrees: found.azimuthDegrees, metres: found.distanceMetres)
            #expect(Geodesic.inverse(back.position, b).distanceMetres <= 0.008, "\(line)")
            // Nearly opposite places have paths of nearly one length, so an azimuth says little there.
            if line[4] < 19_900_000, abs(line[0]) < 8.99e8, abs(line[2]) < 8.99e8 {
                let tolerance = 1e-9 + 1e-6 / line[4]
                #expect(difference(found.azimuthDegrees, line[5]) < tolerance, "\(line)")
                #expect(difference(found.azimuthAtEndDegrees, line[6]) < tolerance, "\(line)")
            }
        }
    }

    @Test("the worked examples of Karney 2013 come out to the printed digits")
    func published() {
        // Table 2: φ₁ = 40°, α₁ = 30°, s₁₂ = 10,000 km.
        let unit = Trigonometry.ofDegrees(30)
        let line = GeodesicLine(
            latitude: 40, longitude: 0, azimuth: Direction(sine: unit.sine, cosine: unit.cosine))
        let place = line.place(atMetres: 10_000_000)
        #expect(abs(place.latitudeDegrees - 41.79331020506) < 1e-11)
        #expect(abs(place.longitudeDegrees - 137.84490004377) < 1e-11)
        #expect(abs(place.azimuth.degrees - 149.09016931807) < 1e-11)
        // Table 3: a short path; Table 4 and 5: nearly opposite places.
        let short = Geodesic.solve(latitude: -30.12345, longitude: 0, toLatitude: -30.12344, toLongitude: 0.00005)
        #expect(abs(short.metres - 4.944208) < 1e-6)
        #expect(abs(short.start.degrees - 77.04353354237) < 1e-6)
        let opposite = Geodesic.solve(latitude: -30, longitude: 0, toLatitude: 29.9, toLongitude: 179.8)
        #expect(abs(opposite.metres - 19_989_832.827610) < 1e-6)
        #expect(abs(opposite.start.degrees - 161.890524736) < 1e-8)
    }

    @Test("a path has the same length both ways, mirrored and shifted")
    func symmetries() throws {
        var shapes = Shapes(seed: 11)
        for _ in 0..<300 {
            let (a, b) = (shapes.place(), shapes.place())
            let metres = Geodesic.inverse(a, b).distanceMetres
            #expect(abs(Geodesic.inverse(b, a).distanceMetres - metres) <= 10e-9)
            let mirror = try Geodesic.inverse(
                Position(latitudeE7: -Int64(a.latitudeE7), longitudeE7: Int64(a.longitudeE7)),
                Position(latitudeE7: -Int64(b.latitudeE7), longitudeE7: Int64(b.longitudeE7)))
            #expect(abs(mirror.distanceMetres - metres) <= 10e-9)
        }
    }

    @Test("going and coming back ends within a centimetre, over poles and the antimeridian")
    func roundTrip() {
        var shapes = Shapes(seed: 12)
        for _ in 0..<300 {
            let start = shapes.place()
            let azimuth = Double.random(in: -180...180, using: &shapes.random)
            let metres = Double.random(in: 1...9_000_000, using: &shapes.random)
            let there = Geodesic.direct(from: start, azimuthDegrees: azimuth, metres: metres)
            #expect(abs(Geodesic.inverse(start, there.position).distanceMetres - metres) < 0.01)
        }
    }

    @Test("a route gives the position at a distance")
    func travel() throws {
        let path = try [(0, 0), (0, 10_000_000), (10_000_000, 10_000_000)].map {
            try Position(latitudeE7: $0.0, longitudeE7: $0.1)
        }
        let route = try Route(path: path, halfWidthMillimetres: 0)
        #expect(abs(route.lengthMetres - 111_319.491 - 110_574.389) < 0.01)
        #expect(route.position(atMetres: -5) == path[0])
        #expect(route.position(atMetres: 1e9) == path[2])
        let middle = route.position(atMetres: 111_319.4907932 / 2)
        #expect(middle.latitudeE7 == 0 && middle.longitudeE7 == 5_000_000)
    }
}
