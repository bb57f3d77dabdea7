import Geodesy
import Tables
import Tracking

/// Reads a table of positions: a header line, and one position a row.
struct TrackTableReader {
    let columns: TrackColumns
    var builder: PointBuilder

    init(columns: TrackColumns, builder: PointBuilder) {
        self.columns = columns
        self.builder = builder
        self.builder.takesComma = columns.hasDecimalComma
        self.builder.offsetMinutes = columns.offsetMinutes
    }

    func read(_ bytes: ArraySlice<UInt8>) throws(TrackImportError) -> ImportedTrack {
        var scanner = CSVScanner(
            bytes, maximumColumns: builder.limits.maximumColumns, maximumFieldBytes: builder.limits.maximumTextBytes)
        guard let first = scanner.next(), first.fault == nil, let header = Self.texts(of: first, scanner),
            header.contains(where: { !$0.isEmpty })
        else {
            throw TrackImportError(
                .unknownForm, "the file holds no header line that can be read; it must name the columns")
        }
        var places = try columns.places(in: header)
        var track = ImportedTrack()
        var builder = builder
        if let place = places[.speed] {
            let own = TrackColumns.Field.speedsWithUnit[TrackColumns.folded(header[place])]
            // A speed of no unit says nothing.
            if let unit = own ?? columns.speedUnit { builder.speedUnit = unit } else { places[.speed] = nil }
        }
        let used = Set(places.values)
        track.ignoredColumns = header.indices.filter { !used.contains($0) }.map { header[$0] }
        while let row = scanner.next() {
            let issue = { (field: String, rule: TrackIssue.Rule, sentence: String) in
                TrackIssue(
                    line: row.line, place: "row \(track.pointsRead)", field: field, rule: rule, sentence: sentence)
            }
            guard track.pointsRead < builder.limits.maximumPoints else {
                track.isComplete = false
                track.add(
                    issue("", .tooMany, "the file has more than \(builder.limits.maximumPoints) rows; divide it"),
                    builder.limits)
                break
            }
            track.pointsRead += 1
            if let fault = row.fault {
                track.add(
                    issue("", fault.canGoOn ? .badRow : .incomplete, sentence(fault)), builder.limits)
                track.isComplete = track.isComplete && fault.canGoOn
                continue
            }
            guard let fields = Self.texts(of: row, scanner) else {
                track.add(issue("", .badRow, "the row is not UTF-8; save the file as UTF-8"), builder.limits)
                continue
            }
            guard fields.count == header.count else {
                track.add(
                    issue(
                        "", .badRow,
                        "the row has \(fields.count) fields and the header has \(header.count); look for a comma in a "
                            + "number"), builder.limits)
                continue
            }
            let outcome = builder.report(Self.texts(fields, places), means: .csv)
            if let report = outcome.report { track.reports.append(report) }
            for (field, fault) in outcome.faults {
                let column = TrackColumns.Field(rawValue: field).flatMap { places[$0] }.map { header[$0] } ?? field
                track.add(issue(column, fault.rule, fault.sentence), builder.limits)
            }
        }
        return track
    }

    /// What stopped a row, in words.
    private func sentence(_ fault: CSVScanner.Fault) -> String {
        switch fault {
        case .quoteMisplaced:
            "the row has a quote inside a field; put the whole field in quotes and double those in it"
        case .bareCarriageReturn: "the row has a carriage return inside a field; end lines with CRLF or LF"
        case .tooManyColumns: "the row has more than \(builder.limits.maximumColumns) fields"
        case .fieldTooLong: "the row has a field of more than \(builder.limits.maximumTextBytes) bytes"
        case .quoteNotClosed: "a quote opened here is not closed; what came before was read, nothing after it"
        }
    }

    /// The texts of a row; nil when one is not UTF-8.
    private static func texts(of row: CSVScanner.Row, _ scanner: CSVScanner) -> [String]? {
        var texts: [String] = []
        texts.reserveCapacity(row.fields.count)
        for field in row.fields {
            guard let text = scanner.text(field) else { return nil }
            texts.append(text.trimmedASCII)
        }
        return texts
    }

    private static func texts(_ fields: [String], _ places: [TrackColumns.Field: Int]) -> PointTexts {
        func text(_ field: TrackColumns.Field) -> String? { places[field].map { fields[$0] } }
        return PointTexts(
            latitude: text(.latitude), longitude: text(.longitude), time: text(.time), accuracyMetres: text(.accuracy),
            speed: text(.speed), course: text(.course), device: text(.device), note: text(.note))
    }
}
