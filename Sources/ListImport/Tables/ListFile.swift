import Gzip

/// A list's file: uncompressed, its encoding looked at, read as a table.
enum ListFile {
    /// The table; empty when the file is refused.
    static func table(
        _ file: [UInt8], format: ListMapping.Format, separator: UInt8?, limits: ImportLimits, log: inout IssueLog
    ) -> SourceTable {
        guard let bytes = plain(file, limits: limits, log: &log) else { return SourceTable() }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            log.file(.otherEncoding, line: 1, "the file is UTF-16; save it as UTF-8")
            return SourceTable()
        }
        return switch format {
        case .csv: CSVReader.read(bytes, separator: separator, limits: limits, log: &log)
        case .geojson: GeoJSONReader.read(bytes, limits: limits, log: &log)
        }
    }

    /// The file's plain bytes; nil when it is refused.
    private static func plain(_ file: [UInt8], limits: ImportLimits, log: inout IssueLog) -> [UInt8]? {
        guard Gzip.isGzip(file) else {
            guard file.count <= limits.maximumFileBytes else {
                log.file(.fileTooLarge, "the file has more than \(limits.maximumFileBytes) bytes, which is the limit")
                return nil
            }
            return file
        }
        do {
            return try Gzip.inflate(file, limit: limits.maximumFileBytes)
        } catch {
            log.file(.gzipDamaged, "\(error)")
            return nil
        }
    }

    /// Every column that the mapping reads stands in the list, once.
    static func checkColumns(
        _ columns: [(column: String, field: String)], _ table: SourceTable, log: inout IssueLog
    ) {
        guard !log.isFileRefused else { return }
        if table.rowsRead == 0 { log.file(.fileEmpty, "the list holds no row") }
        var told: Set<String> = []
        for (column, field) in columns where told.insert(column).inserted {
            if table.repeated.contains(column) {
                log.file(
                    .columnRepeated, field: column,
                    "two columns are called '\(column)', and the mapping's \(field) reads one; rename one of them")
            }
            guard table.index[column] == nil else { continue }
            let near = table.columns.first { $0.lowercased() == column.lowercased() }
            let hint = near.map { "; there is '\($0)'" } ?? ""
            log.file(
                .columnMissing, field: column,
                "the list has no column '\(column)', which the mapping's \(field) reads\(hint)")
        }
    }
}
