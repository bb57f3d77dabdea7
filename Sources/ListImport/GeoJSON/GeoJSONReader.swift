import StrictJSON

/// Reads the features of a GeoJSON text (RFC 7946) as rows: one column a property, and the geometry.
enum GeoJSONReader {
    /// The column that holds a feature's own `id`.
    static let idColumn = "@id"
    private static let maximumDepth = 32

    static func read(_ bytes: [UInt8], limits: ImportLimits, log: inout IssueLog) -> SourceTable {
        var table = SourceTable()
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let text = start == 0 ? bytes : Array(bytes[start...])
        let document: JSONDocument
        do {
            document = try JSONDocument(
                text, limits: .init(maximumBytes: limits.maximumFileBytes, maximumDepth: maximumDepth))
        } catch {
            let line = 1 + text.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
            log.file(.damagedJSON, field: error.pointer, line: line, "\(error)")
            return table
        }
        do {
            try read(document, limits: limits, into: &table, log: &log)
        } catch {
            log.file(.notGeoJSON, field: error.pointer, "\(error)")
        }
        return table
    }

    private static func read(
        _ document: JSONDocument, limits: ImportLimits, into table: inout SourceTable, log: inout IssueLog
    ) throws(JSONError) {
        var root = try document.root.object()
        if let crs = root.present("crs"), !isWGS84(crs) {
            log.file(
                .foreignReference, field: "/crs",
                "the file names another coordinate reference system than WGS 84; RFC 7946 knows no other, so convert it"
            )
            return
        }
        let features: [JSONValue]
        switch try root.required("type").string() {
        case "FeatureCollection": features = try root.required("features").array()
        case "Feature": features = [document.root]
        default:
            throw try root.required("type").refused("must be 'FeatureCollection' or 'Feature'")
        }
        guard features.count <= limits.maximumRows else {
            log.file(.tooManyRows, "the file has \(features.count) features and the limit is \(limits.maximumRows)")
            return
        }
        let columns = collectColumns(features)
        guard columns.count <= limits.maximumColumns else {
            log.file(
                .tooManyColumns,
                "the features have \(columns.count) properties between them and the limit is \(limits.maximumColumns)")
            return
        }
        table.name(columns)
        table.rows.reserveCapacity(features.count)
        var (line, counted) = (1, 0)
        for (position, feature) in features.enumerated() {
            let start = feature.rawBytes.startIndex
            line += document.bytes[counted..<max(counted, start)].count { $0 == UInt8(ascii: "\n") }
            counted = max(counted, start)
            table.rowsRead += 1
            take(feature, number: position + 1, line: line, limits: limits, into: &table, log: &log)
        }
    }

    /// The names in use for WGS 84 with longitude first.
    private static func isWGS84(_ crs: JSONValue) -> Bool {
        guard var fields = try? crs.object(), let properties = fields.optional("properties"),
            var named = try? properties.object(), let name = try? named.optional("name")?.string()
        else { return false }
        return [
            "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84", "EPSG:4326",
            "urn:ogc:def:crs:EPSG::4326",
        ].contains(name)
    }

    /// The properties of all features, in the order in which they are first met, and the feature's own id.
    private static func collectColumns(_ features: [JSONValue]) -> [String] {
        var columns: [String] = []
        var seen: Set<String> = []
        for feature in features {
            guard var fields = try? feature.object() else { continue }
            if fields.optional("id") != nil, seen.insert(idColumn).inserted { columns.append(idColumn) }
            guard let properties = try? fields.present("properties")?.object() else { continue }
            for (key, _) in properties.members where seen.insert(key).inserted { columns.append(key) }
        }
        return columns
    }

    private static func take(
        _ feature: JSONValue, number: Int, line: Int, limits: ImportLimits, into table: inout SourceTable,
        log: inout IssueLog
    ) {
        var issues = RowIssues(row: number, line: line)
        var values = [String](repeating: "", count: table.columns.count)
        var geometry: JSONValue?
        do throws(JSONError) {
            var fields = try feature.object()
            let type = try fields.required("type")
            guard try type.string() == "Feature" else { throw type.refused("must be 'Feature'") }
            if let id = fields.present("id"), let position = table.index[idColumn] { values[position] = text(id) }
            if let properties = try fields.present("properties")?.object() {
                for (key, value) in properties.members {
                    guard let position = table.index[key] else { continue }
                    let text = text(value)
                    if text.utf8.count > limits.maximumFieldBytes {
                        issues.error(.fieldTooLong, key, "the property has \(text.utf8.count) bytes, over the limit")
                    }
                    values[position] = text
                }
            }
            geometry = fields.present("geometry")
        } catch {
            issues.error(.notGeoJSON, error.pointer, "\(error)")
        }
        for issue in issues.issues { log.add(issue) }
        guard !issues.hasError else { return }
        table.rows.append(SourceRow(number: number, line: line, values: values, geometry: geometry))
    }

    /// A property as text: a string's text, nothing for null, and the JSON as written for the rest.
    private static func text(_ value: JSONValue) -> String {
        if value.isNull { return "" }
        if let text = try? value.string() { return text.trimmed }
        return String(decoding: value.rawBytes, as: UTF8.self)
    }
}
