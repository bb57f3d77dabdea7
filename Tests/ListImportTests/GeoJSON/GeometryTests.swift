import Coordination
import Geodesy
import Statements
import StrictJSON
import Testing

@testable import ListImport

@Suite struct GeometryTests {
    private static let square = "[[37.1,36.1],[37.11,36.1],[37.11,36.11],[37.1,36.11],[37.1,36.1]]"
    private static let other = "[[37.2,36.1],[37.21,36.1],[37.21,36.11],[37.2,36.11],[37.2,36.1]]"
    private static let hole = "[[37.104,36.104],[37.106,36.104],[37.106,36.106],[37.104,36.106],[37.104,36.104]]"

    @Test func pointsAreLongitudeFirst() throws {
        let report = try Fixture.run(geometry: #"{"type":"Point","coordinates":[37.15955812345, 36.19865]}"#)
        guard case .circle(let circle) = report.records.first?.details.place else {
            Issue.record("not a circle: \(report.brief)")
            return
        }
        #expect(circle.centre.latitudeE7 == 361_986_500)
        #expect(circle.centre.longitudeE7 == 371_595_581)
        #expect(report.coordinatesRounded == 1)
        #expect(report.records.first?.details.given?.text == "GeoJSON Point [37.15955812345, 36.19865]")
        #expect(report.records.first?.subject.rawValue == "site-1")
    }

    @Test func areasKeepTheirHolesAndLinesTheirWidth() throws {
        let polygon = try Fixture.run(geometry: #"{"type":"Polygon","coordinates":[\#(Self.square),\#(Self.hole)]}"#)
        guard case .polygon(let area) = polygon.records.first?.details.place else {
            Issue.record("not a polygon: \(polygon.brief)")
            return
        }
        #expect(area.outer.count == 4)
        #expect(area.holes.map(\.count) == [4])
        let line = try Fixture.run(
            geometry: #"{"type":"LineString","coordinates":[[37.1,36.1],[37.11,36.1]]}"#,
            ["place": #"{"routeHalfWidthMetres": 50}"#])
        guard case .route(let route) = line.records.first?.details.place else {
            Issue.record("not a route: \(line.brief)")
            return
        }
        #expect(route.halfWidthMillimetres == 50_000)
    }

    @Test func partsBecomeRecordsOfTheirOwnAndAreShown() throws {
        let several = try Fixture.run(
            geometry: #"{"type":"MultiPolygon","coordinates":[[\#(Self.square)],[\#(Self.other)]]}"#)
        #expect(several.records.map(\.subject.rawValue) == ["site-1-p1", "site-1-p2"])
        #expect(several.brief == ["1 geometry parts-split warning"])
        #expect(several.rowsGood == 1)
        #expect(several.duplicates.isEmpty)
        let one = try Fixture.run(geometry: #"{"type":"MultiPolygon","coordinates":[[\#(Self.square)]]}"#)
        #expect(one.records.map(\.subject.rawValue) == ["site-1"])
        #expect(one.issues == [])
        let points = #"{"type":"MultiPoint","coordinates":[[37.123,36.123],[37.223,36.123]]}"#
        #expect(try Fixture.run(geometry: points).brief == ["1 geometry geometry-refused error"])
        let exploded = try Fixture.run(geometry: points, ["place": #"{"multiPoint": "explode"}"#])
        #expect(exploded.records.count == 2)
        // One bad part spoils the row: half a row is never imported.
        let bad = try Fixture.run(
            geometry: #"{"type":"MultiPolygon","coordinates":[[\#(Self.square)],[[[1,2],[3,4]]]]}"#)
        #expect(bad.records.isEmpty)
        #expect(bad.rowsBad == 1)
    }

    /// Geometries and the rule they are refused by.
    static let refused: [(geometry: String, rule: ImportRule)] = [
        ("null", .geometryMissing),
        (#"{"type":"GeometryCollection","geometries":[]}"#, .geometryRefused),
        (#"{"type":"Circle","coordinates":[1,2]}"#, .geometryRefused),
        (#"{"type":"Point","coordinates":[1]}"#, .geometryRefused),
        (#"{"type":"Point","coordinates":["37","36"]}"#, .geometryRefused),
        (#"{"type":"Point","coordinates":[]}"#, .geometryRefused),
        (#"{"type":"Point","coordinates":[0,0]}"#, .nullIsland),
        (#"{"type":"Point","coordinates":[36.123,137.5]}"#, .looksSwapped),
        (#"{"type":"Point","coordinates":[200.1,36.123]}"#, .outOfRange),
        (#"{"type":"MultiPolygon","coordinates":[]}"#, .geometryRefused),
        (#"{"type":"Polygon","coordinates":[]}"#, .geometryRefused),
        (#"{"type":"Polygon","coordinates":[[[37.1,36.1],[37.2,36.1],[37.2,36.2],[37.1,36.2]]]}"#, .ringNotClosed),
        (#"{"type":"Polygon","coordinates":[[[37.1,36.1],[37.2,36.1],[37.1,36.1]]]}"#, .ringNotClosed),
        (
            #"{"type":"Polygon","coordinates":[[[37.1,36.1],[37.11,36.11],[37.11,36.1],[37.1,36.11],[37.1,36.1]]]}"#,
            .areaRefused
        ),
        (
            #"{"type":"Polygon","coordinates":[[[179,36.1],[-179,36.1],[-179,36.2],[179,36.2],[179,36.1]]]}"#,
            .crossesAntimeridian
        ),
        (#"{"type":"LineString","coordinates":[[37.1,36.1],[37.2,36.2]]}"#, .geometryRefused),
    ]

    @Test("what cannot be a place is refused by name", arguments: refused)
    func refuses(geometry: String, rule: ImportRule) throws {
        let report = try Fixture.run(geometry: geometry)
        #expect(report.issues.map(\.rule) == [rule])
        #expect(report.issues.allSatisfy { $0.field == "geometry" && $0.severity == .error })
        #expect(report.records.isEmpty)
    }

    @Test func swappedAreasAreNamedOnce() throws {
        let swapped = "[[36.1,40.1],[36.1,40.11],[36.11,40.11],[36.11,40.1],[36.1,40.1]]"
        let report = try Fixture.run(
            geometry: #"{"type":"Polygon","coordinates":[\#(swapped)]}"#,
            ["expectedBox": #"{"south": 31.5, "west": 38, "north": 38, "east": 43}"#])
        #expect(report.brief == ["1 geometry looks-swapped error"])
    }

    @Test func heightsAreLeftOutWithAWarning() throws {
        let report = try Fixture.run(geometry: #"{"type":"Point","coordinates":[37.123,36.123,400]}"#)
        #expect(report.brief == ["1 geometry altitude-ignored warning"])
        #expect(report.records.count == 1)
    }

    @Test func bigAreasSayThatTheyMayNotFit() throws {
        let ring = (0..<600).map { step in
            let angle = Double(step) / 600 * 2 * Double.pi
            // A zigzag on a circle, so that no vertices fall together.
            let radius = step % 2 == 0 ? 0.01 : 0.0102
            return (37.1 + radius * cosine(angle), 36.1 + radius * cosine(angle - Double.pi / 2))
        }
        let text = (ring + [ring[0]]).map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
        let report = try Fixture.run(geometry: #"{"type":"Polygon","coordinates":[[\#(text)]]}"#)
        #expect(report.brief == ["1 geometry large-body warning"])
    }

    private func cosine(_ angle: Double) -> Double {
        var (sum, term) = (1.0, 1.0)
        for step in 1..<30 {
            term *= -angle * angle / Double((2 * step - 1) * (2 * step))
            sum += term
        }
        return sum
    }
}

@Suite struct GeoJSONReaderTests {
    private func report(_ text: String) throws -> ImportReport {
        try ListImporter(mapping: Fixture.geoMapping(), owner: Fixture.owner).run(Array(text.utf8), policy: .goodRows)
    }

    @Test func linesAreThoseOfTheFeatures() throws {
        let point = #""geometry":{"type":"Point","coordinates":[37.123,36.123]}"#
        let text = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"name":"A","x":{"y":1}},\(point)},

            {"type":"Feature","properties":{"name":""},\(point)},
            {"type":"Thing"},
            {"type":"Feature","properties":null,"geometry":null}
            ]}
            """
        let found = try report(text)
        #expect(
            found.brief == [
                "4 name name-empty error", "5 /features/2/type not-geojson error", "6 name name-empty error",
                "6 geometry geometry-missing error",
            ])
        #expect(found.rowsRead == 4)
        #expect(found.rowsBad == 3)
        #expect(found.records.map(\.line) == [2])
    }

    @Test func filesThatAreNotGeoJSONAreNamed() throws {
        #expect(try report("{").issues.map(\.rule) == [.damagedJSON])
        #expect(try report("{\n\"type\":\nNaN}").issues.map(\.line) == [3])
        #expect(try report("[]").issues.map(\.rule) == [.notGeoJSON])
        #expect(try report(#"{"type":"Topology"}"#).issues.map(\.rule) == [.notGeoJSON])
        let crs = #"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features":[]}"#
        #expect(try report(crs).issues.map(\.rule).first == .foreignReference)
        let plain = crs.replacing("EPSG:3857", with: "urn:ogc:def:crs:OGC:1.3:CRS84")
        #expect(try !report(plain).issues.map(\.rule).contains(.foreignReference))
    }

    @Test("mutations never crash", arguments: UInt64(0)..<6)
    func fuzz(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sample = Array(
            (#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},"geometry":"#
                + #"{"type":"Polygon","coordinates":[[[37.1,36.1],[37.2,36.1],[37.2,36.2],[37.1,36.1]]]}}]}"#).utf8)
        let importer = ListImporter(mapping: try Fixture.geoMapping(), owner: Fixture.owner)
        let strange = Array("[]{}\",:0-9e.".utf8)
        for _ in 0..<150 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes[at] = strange.randomElement(using: &random) ?? 0
                } else {
                    bytes.remove(at: at)
                }
            }
            let report = importer.run(bytes, policy: .goodRows)
            if !report.isFileRefused {
                #expect(report.rowsGood + report.rowsBad == report.rowsRead, "seed \(seed)")
            }
        }
    }
}
