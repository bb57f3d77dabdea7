import Geodesy
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
        var splitter = RowSplitter(bytes, limits: builder.limits)
        guard case (_, .fields(let header))? = splitter.next(), header.contains(where: { !$0.isEmpty }) else {
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
        while let (line, row) = splitter.next() {
            let issue = { (field: String, rule: TrackIssue.Rule, sentence: String) in
                TrackIssue(
                    line: line, place: "row \(track.pointsRead)", field: field, rule: rule, sentence: sentence)
            }
            guard track.pointsRead < builder.limits.maximumPoints else {
                track.isComplete = false
                track.add(
                    issue("", .tooMany, "the file has more than \(builder.limits.maximumPoints) rows; divide it"),
                    builder.limits)
                break
            }
            track.pointsRead += 1
            switch row {
            case .broken(let sentence): track.add(issue("", .badRow, "the row \(sentence)"), builder.limits)
            case .open:
                track.isComplete = false
                track.add(
                    issue(
                        "", .incomplete,
                        "a quote opened here is not closed; what came before was read, nothing after it"),
                    builder.limits)
                return track
            case .fields(let fields):
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
        }
        return track
    }

    private static func texts(_ fields: [String], _ places: [TrackColumns.Field: Int]) -> PointTexts {
        func text(_ field: TrackColumns.Field) -> String? { places[field].map { fields[$0] } }
        return PointTexts(
            latitude: text(.latitude), longitude: text(.longitude), time: text(.time), accuracyMetres: text(.accuracy),
            speed: text(.speed), course: text(.course), device: text(.device), note: text(.note))
    }
}
