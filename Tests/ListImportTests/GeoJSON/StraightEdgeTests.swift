import Coordination
import Geodesy
import Testing

@testable import ListImport

@Suite struct StraightEdgeTests {
    private func edge(_ from: (Double, Double), _ to: (Double, Double)) -> StraightEdge {
        func place(_ degrees: (Double, Double)) -> StraightEdge.LonLat {
            .init(latitudeE7: Int64((degrees.0 * 1e7).rounded()), longitudeE7: Int64((degrees.1 * 1e7).rounded()))
        }
        return StraightEdge(from: place(from), to: place(to))
    }

    /// How far the straight edge lies from geodesics through the places, by many samples.
    private func farthest(_ edge: StraightEdge, _ places: [StraightEdge.LonLat]) throws -> Double {
        let path = try places.map { try Position(latitudeE7: $0.latitudeE7, longitudeE7: $0.longitudeE7) }
        let route = Area.route(try Route(path: path, halfWidthMillimetres: 0))
        var farthest: Int64 = 0
        for step in 0...199 {
            let share = Double(step) / 199
            let latitude = Double(edge.from.latitudeE7) + share * Double(edge.to.latitudeE7 - edge.from.latitudeE7)
            let longitude = Double(edge.from.longitudeE7) + share * Double(edge.to.longitudeE7 - edge.from.longitudeE7)
            let place = try Position(latitudeE7: Int64(latitude.rounded()), longitudeE7: Int64(longitude.rounded()))
            let point = Area.circle(try Circle(centre: place, radiusMillimetres: 0))
            farthest = max(farthest, point.separation(to: route).distanceMillimetres)
        }
        return Double(farthest) / 1_000
    }

    @Test("an edge follows its straight line to within a metre, and short ones gain nothing", arguments: UInt64(0)..<24)
    func followsTheLine(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let start = (Double.random(in: -75...75, using: &random), Double.random(in: -170...170, using: &random))
        let length = [0.01, 0.1, 0.3, 1.0, 3.0][Int(seed % 5)]
        let end = (
            start.0 + .random(in: -length...length, using: &random),
            start.1 + .random(in: -length...length, using: &random)
        )
        let edge = edge(start, end)
        let before = try farthest(edge, [edge.from, edge.to])
        let measured = edge.deviationMetres
        let added = edge.placesBetween(deviationMetres: measured)
        #expect(before <= edge.boundMetres + 0.02, "seed \(seed): the bound is a bound")
        #expect(abs(before - measured) <= 0.03 * before + 0.02 || edge.boundMetres <= 1, "seed \(seed)")
        #expect(added.isEmpty == (measured < 0.95), "seed \(seed)")
        #expect(try farthest(edge, [edge.from] + added + [edge.to]) <= 1, "seed \(seed)")
    }

    @Test func meridiansAndTheEquatorAreGeodesics() {
        #expect(edge((10, 37), (60, 37)).deviationMetres == 0)
        #expect(edge((0, 10), (0, 60)).deviationMetres < 0.01)
    }

    @Test func aParallelOfOneDegreeAt36NorthStrays115Metres() {
        // R/8 sin f cos f (Delta lambda)^2 = 6,371,000 / 8 * 0.4755 * 0.0003046.
        let metres = edge((36, 37), (36, 38)).deviationMetres
        #expect(abs(metres - 115.3) < 1.5)
    }

    @Test func longEdgesAreReportedWithTheirMetres() throws {
        let report = try Fixture.run(
            geometry: #"{"type":"Polygon","coordinates":[[[37,36],[38,36],[38,37],[37,37],[37,36]]]}"#)
        #expect(report.brief == ["1 geometry long-edge warning"])
        #expect(report.edgesDensified == 2)
        #expect(report.issues.first?.sentence.contains("stray up to 11") == true)
        guard case .polygon(let polygon) = report.records.first?.details.place else {
            Issue.record("not a polygon")
            return
        }
        #expect(polygon.outer.count > 30)
    }
}
