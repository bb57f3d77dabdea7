import Foundation
import GRDB
import Geodesy
import Testing

@testable import RoadImport
@testable import Roads

@Suite("Reading roads from files")
struct RoadImporterTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roads-\(UUID().uuidString)")
    private let importer = RoadImporter(title: "test", attribution: "nobody")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func cleanUp() { try? FileManager.default.removeItem(at: folder) }

    private static let text = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"u":1,"v":2,"highway":"primary","name":"a","oneway":"yes","maxspeed":"30 mph"},
         "geometry":{"type":"LineString","coordinates":[[37.1,36.2],[37.11,36.2],[37.11,36.21]]}},
        {"type":"Feature","properties":{"u":3,"v":2,"highway":"canal"},
         "geometry":{"type":"LineString","coordinates":[[37.11,36.21],[37.2,36.2]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[37,36]}}]}
        """

    /// A geometry as GeoPackage writes it.
    private static func geometry(_ type: UInt32, _ line: [(Double, Double)], envelope: Bool, big: Bool) -> Data {
        func number(_ value: UInt32) -> [UInt8] {
            withUnsafeBytes(of: big ? value.bigEndian : value.littleEndian, Array.init)
        }
        func double(_ value: Double) -> [UInt8] {
            withUnsafeBytes(of: big ? value.bitPattern.bigEndian : value.bitPattern.littleEndian, Array.init)
        }
        var bytes: [UInt8] = [0x47, 0x50, 0, (big ? 0 : 1) | (envelope ? 2 : 0)] + number(4_326)
        if envelope { for _ in 0..<4 { bytes += double(7) } }
        bytes += [big ? 0 : 1] + number(type)
        if type % 1_000 == 5 { bytes += number(1) + [big ? 0 : 1] + number(type - 3) }
        if type % 1_000 == 1 { return Data(bytes + double(line[0].0) + double(line[0].1)) }
        bytes += number(UInt32(line.count))
        for place in line { bytes += double(place.0) + double(place.1) + (type >= 1_000 ? double(400) : []) }
        return Data(bytes)
    }

    private func package(
        _ rows: [(String?, Data?)], system: Int = 4_326, geometry: String = "LINESTRING", view: Bool = false
    ) throws -> String {
        let path = folder.appendingPathComponent("roads.gpkg").path
        try? FileManager.default.removeItem(atPath: path)
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,
                      organization_coordsys_id INTEGER, definition TEXT, description TEXT);
                    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
                      srs_id INTEGER, z TINYINT, m TINYINT);
                    CREATE TABLE "the ""roads\""" (fid INTEGER PRIMARY KEY, geom BLOB, highway TEXT, u INTEGER, v INTEGER,
                      oneway TEXT, maxspeed TEXT, name TEXT, length_m REAL);
                    """)
            try database.execute(
                sql: "INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 7, 'epsg', ?, '', '')", arguments: [system])
            if view { try database.execute(sql: #"CREATE VIEW "v" AS SELECT * FROM "the ""roads""""#) }
            try database.execute(
                sql: "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 7, 0, 0)",
                arguments: [view ? "v" : #"the "roads""#, geometry])
            for (index, row) in rows.enumerated() {
                try database.execute(
                    sql: #"INSERT INTO "the ""roads""" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"#,
                    arguments: [
                        index + 1, row.1, row.0, index == 0 ? 1 : 3, 2, index == 0 ? "yes" : nil,
                        index == 0 ? "30 mph" : nil, index == 0 ? "a" : nil, nil,
                    ])
            }
        }
        return path
    }

    @Test("GeoJSON, GeoPackage and the compact form give the same network")
    func sameNetwork() throws {
        defer { cleanUp() }
        let file = folder.appendingPathComponent("roads.geojson").path
        try Data(Self.text.utf8).write(to: URL(fileURLWithPath: file))
        let fromText = try importer.read(path: file)
        for (big, envelope, type) in [
            (false, false, UInt32(2)), (true, true, 2), (false, true, 1_002), (true, false, 5),
        ] {
            let path = try package([
                (
                    "primary",
                    Self.geometry(type, [(37.1, 36.2), (37.11, 36.2), (37.11, 36.21)], envelope: envelope, big: big)
                ),
                ("canal", Self.geometry(type, [(37.11, 36.21), (37.2, 36.2)], envelope: envelope, big: big)),
                (nil, Self.geometry(1, [(37, 36)], envelope: false, big: big)),
            ])
            let fromPackage = try importer.read(path: path)
            #expect(fromPackage.network.file == fromText.network.file)
            #expect(fromPackage.report == fromText.report)
        }
        let compact = folder.appendingPathComponent("roads.parleyroads").path
        try Data(fromText.network.file).write(to: URL(fileURLWithPath: compact))
        let again = try importer.read(path: compact)
        #expect(again.network.file == fromText.network.file)
        #expect(again.report == nil)
    }

    @Test("a GeoPackage in another reference system, of a view, or with a damaged geometry is refused")
    func refusals() throws {
        defer { cleanUp() }
        let good = Self.geometry(2, [(37.1, 36.2), (37.11, 36.2)], envelope: true, big: false)
        #expect(throws: RoadImportError.self) { try importer.read(path: package([("primary", good)], system: 32_637)) }
        #expect(throws: RoadImportError.self) { try importer.read(path: package([("primary", good)], view: true)) }
        #expect(throws: RoadImportError.self) {
            try importer.read(path: package([("primary", good)], geometry: "POINT"))
        }
        for end in 0..<good.count {
            let error = #expect(throws: RoadImportError.self, "\(end) bytes") {
                try importer.read(path: package([("primary", Data(good.prefix(end)))]))
            }
            #expect(error?.code == .refused)
        }
        let outside = Self.geometry(2, [(537.1, 36.2), (.nan, 36.2)], envelope: false, big: false)
        #expect(throws: RoadImportError.self) { try importer.read(path: package([("primary", outside)])) }
        #expect(throws: RoadImportError.self) { try importer.read(path: folder.path + "/nothing") }
    }

    @Test("a GeoPackage of which any byte is changed never does harm", arguments: UInt64(0)..<4)
    func damaged(seed: UInt64) throws {
        defer { cleanUp() }
        let good = Self.geometry(2, [(37.1, 36.2), (37.11, 36.2)], envelope: true, big: false)
        let path = try package([("primary", good), ("primary", good)])
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var state = seed &* 7_919 &+ 1
        var refused = 0
        for _ in 0..<150 {
            var changed = bytes
            for _ in 0..<8 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                changed[16 + Int((state >> 33) % UInt64(bytes.count - 16))] = UInt8(truncatingIfNeeded: state >> 24)
            }
            try Data(changed).write(to: URL(fileURLWithPath: path))
            do { _ = try importer.read(path: path) } catch is RoadImportError { refused += 1 }
        }
        #expect(refused > 0)
    }
}
