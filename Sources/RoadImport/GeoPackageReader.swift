import Foundation
import GRDB
import Geodesy
import Roads

/// Reads the roads of a GeoPackage (OGC 12-128r18), a table of lines in an SQLite file that may come from anybody.
///
/// Only tables are read, never views, and the file's own functions and triggers are not trusted.
struct GeoPackageReader {
    let path: String
    let layer: String?
    let mapping: RoadMapping

    private struct Layer {
        var table: String
        var column: String
    }

    func read(into builder: consuming RoadNetworkBuilder) throws -> RoadImporter.Imported {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "parley.roads"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        }
        var sink = builder
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { database in try add(layer(database), of: database, to: &sink) }
            let (network, report) = try sink.finish()
            return RoadImporter.Imported(network: network, report: report)
        } catch let error as RoadNetworkError {
            throw RoadImportError(.refused, path, cause: error)
        } catch let error as DatabaseError {
            throw RoadImportError(.badGeoPackage, path, cause: error)
        }
    }

    /// The one table of lines, or the one asked for.
    private func layer(_ database: Database) throws -> Layer {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT g.table_name, g.column_name, upper(s.organization), s.organization_coordsys_id,
                  (SELECT m.sql FROM sqlite_master m WHERE m.type = 'table' AND m.name = g.table_name)
                FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
                WHERE upper(g.geometry_type_name) IN ('LINESTRING', 'MULTILINESTRING', 'GEOMETRY', 'CURVE', 'MULTICURVE')
                ORDER BY g.table_name LIMIT 1000
                """)
        let names: [String] = rows.compactMap { $0[0] }
        let wanted = layer.map { layer in rows.filter { $0[0] == layer } } ?? rows
        guard wanted.count == 1, let row = wanted.first, let table: String = row[0], let column: String = row[1] else {
            let found = names.prefix(20).joined(separator: ", ")
            throw RoadImportError(
                .badGeoPackage,
                "\(path): name the layer of the roads; layers of lines are: \(found.isEmpty ? "none" : found)")
        }
        guard row[2] == "EPSG", row[3] == 4_326 else {
            throw RoadImportError(.refused, path, cause: RoadNetworkError.foreignReference)
        }
        guard let sql: String = row[4], !sql.uppercased().hasPrefix("CREATE VIRTUAL") else {
            throw RoadImportError(.badGeoPackage, "\(path): layer '\(table)' is no table of its own")
        }
        return Layer(table: table, column: column)
    }

    private func add(_ layer: Layer, of database: Database, to builder: inout RoadNetworkBuilder) throws {
        let (table, column) = (Self.quoted(layer.table), Self.quoted(layer.column))
        let rows = try Row.fetchCursor(database, sql: "SELECT *, \(column) AS \"@line\" FROM \(table) ORDER BY rowid")
        var number = 0
        while let row = try rows.next() {
            number += 1
            guard let data: Data = Self.blob(row["@line"]) else {
                builder.skip(.notALine, feature: number)
                continue
            }
            guard data.count <= RoadLimits.maximumFeatureBytes else {
                throw RoadNetworkError.tooMany("bytes of one feature", limit: RoadLimits.maximumFeatureBytes)
            }
            let lines: [[Position]]
            do { lines = try GeoPackageGeometry.lines(data) } catch {
                throw RoadNetworkError.badCoordinate(feature: number, "\(error)")
            }
            if lines.isEmpty { builder.skip(.notALine, feature: number) }
            for line in lines { try builder.add(feature(number, line, isWhole: lines.count == 1, row)) }
        }
    }

    private func feature(
        _ number: Int, _ line: [Position], isWhole: Bool, _ row: Row
    ) throws -> RoadFeature {
        var feature = RoadFeature(number: number, line: line, roadClass: nil)
        feature.roadClass = text(row, mapping.roadClass).flatMap { RoadClass(named: $0) }
        if let words = text(row, mapping.oneWay) { feature.direction = RoadWords.direction(words) }
        if let words = text(row, mapping.speed) {
            feature.postedSpeed = RoadWords.speed(words)
            feature.hasUnreadSpeed = feature.postedSpeed == nil
        }
        feature.name = text(row, mapping.name) ?? ""
        guard isWhole else { return feature }
        if let names = mapping.ends, let one = text(row, names.0), let other = text(row, names.1) {
            guard let one = Int64(one), let other = Int64(other) else {
                throw RoadNetworkError.notGeoJSON(
                    feature: number, "'\(names.0)' and '\(names.1)' must be whole numbers")
            }
            feature.ends = .init(one, other)
        }
        if let metres = text(row, mapping.length).flatMap(Double.init), metres.magnitude < 1e12 {
            feature.statedLengthMillimetres = Int64(metres * 1_000)
        }
        return feature
    }

    private static func blob(_ value: DatabaseValue) -> Data? {
        if case .blob(let data) = value.storage { data } else { nil }
    }

    /// A column's value as text; nil when there is no such column or value.
    private func text(_ row: Row, _ column: String?) -> String? {
        guard let column, row.hasColumn(column) else { return nil }
        let value: DatabaseValue = row[column]
        return switch value.storage {
        case .string(let text): text
        case .int64(let number): String(number)
        case .double(let number):
            number == number.rounded() && number.magnitude < 1e15
                ? String(Int64(number)) : String(number)
        case .blob, .null: nil
        }
    }

    private static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
