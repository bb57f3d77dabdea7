import Coordination
import Geodesy
import Statements
import StrictJSON

/// Makes the records of one row after another.
struct RowBuilder {
    let mapping: ListMapping
    let table: SourceTable
    var folding = NameFolding()
    var tally = CoordinateTally()

    /// Open statements are at most 16 KiB in base64 with their envelope; bodies beyond this do not fit in one.
    static let openBodyBytes = 11_000

    init(mapping: ListMapping, table: SourceTable) {
        self.mapping = mapping
        self.table = table
    }

    /// One record before its subject was compared with the others.
    struct Draft {
        var record: ImportedRecord
        var names: [String]
        var middle: Position
    }

    /// The records of a row, usually one; none when the row is bad, with the reasons in `issues`.
    mutating func records(of row: SourceRow, issues: inout RowIssues) -> [Draft] {
        let before = tally
        let drafts = drafts(of: row, issues: &issues)
        // What was done to the coordinates of a bad row is nobody's concern.
        if drafts.isEmpty { tally = before }
        return drafts
    }

    private mutating func drafts(of row: SourceRow, issues: inout RowIssues) -> [Draft] {
        let names = names(of: row, issues: &issues)
        let subject = subject(of: row, issues: &issues)
        let places = places(of: row, issues: &issues)
        let fields = fields(of: row, issues: &issues)
        guard !issues.hasError, let fields, let subject else { return [] }
        var drafts: [Draft] = []
        for place in places {
            checkDigits(place, fields, issues: &issues)
            let bytes = body(names: names, place: place, fields: fields)
            do {
                let id = try SubjectID(place.part.map { "\(subject)-p\($0)" } ?? subject)
                let document = try JSONDocument(bytes, limits: .init(maximumBytes: 1 << 20))
                let details = try NotificationDetails(body: document.root)
                var writer = JSONWriter(capacity: bytes.count)
                details.write(to: &writer)
                if writer.bytes.count > Self.openBodyBytes {
                    issues.warning(
                        .largeBody, "geometry",
                        "the body has \(writer.bytes.count) bytes and may not fit in an open statement; notify it to named "
                            + "parties, or simplify the area")
                }
                let record = ImportedRecord(
                    subject: id, line: row.line, row: row.number, details: details, body: writer.bytes)
                drafts.append(Draft(record: record, names: names.map(\.text), middle: place.middle))
            } catch let error as IdentifierError {
                issues.error(.subjectBad, subjectColumn, "'\(subject.prefix(80))' is not a record's name: \(error)")
            } catch let error as JSONError {
                let isArea = error.pointer.hasPrefix("/place")
                issues.error(isArea ? .areaRefused : .formRefused, column(of: error.pointer), "\(error.rule)")
            } catch {
                issues.error(.formRefused, "", "\(error)")
            }
        }
        return issues.hasError ? [] : drafts
    }

    private var subjectColumn: String {
        switch mapping.subject {
        case .column(let column, _), .slug(let column, _): column
        }
    }

    private mutating func subject(of row: SourceRow, issues: inout RowIssues) -> String? {
        switch mapping.subject {
        case .column(let column, let prefix):
            let text = table.value(column, of: row)
            guard !text.isEmpty else {
                issues.error(.empty, column, "is empty; the record needs a name of its own")
                return nil
            }
            let name = prefix + text.lowercased()
            do {
                _ = try SubjectID(name)
            } catch {
                issues.error(.subjectBad, column, "'\(name.prefix(80))' is not a record's name: it \(error)")
                return nil
            }
            return name
        case .slug(let column, let prefix):
            let slug = folding.slug(table.value(column, of: row), limit: 20)
            return prefix + (slug.isEmpty ? "" : slug + "-") + "\(row.number)"
        }
    }

    private func names(of row: SourceRow, issues: inout RowIssues) -> [(language: String, text: String)] {
        var names: [(language: String, text: String)] = []
        for name in mapping.names {
            let text = self.text(name.source, "/name/\(name.language)", row, issues: &issues)
            let field = name.source.fieldName("/name/\(name.language)")
            if !text.isEmpty {
                names.append((name.language, text))
                if let expected = Script.of(language: name.language), let found = Script.most(of: text),
                    found != expected
                {
                    issues.warning(
                        .scriptMismatch, field,
                        "'\(text.prefix(40))' is \(found.name) text where the mapping says '\(name.language)'")
                }
            } else if !name.mayBeEmpty {
                issues.error(
                    .nameEmpty, field, "the name is empty; a place without a name cannot be read over the phone")
            }
        }
        if names.isEmpty, !issues.hasError {
            issues.error(.nameEmpty, "", "the name is empty in every language; at least one is needed")
        }
        return names
    }

    private mutating func places(of row: SourceRow, issues: inout RowIssues) -> [PlaceDraft] {
        switch mapping.place {
        case .columns(let latitude, let longitude, let takesComma):
            let place = PlaceDraft.read(
                latitude: (latitude, table.value(latitude, of: row)),
                longitude: (longitude, table.value(longitude, of: row)),
                takesComma: takesComma, box: mapping.expectedBox, tally: &tally, issues: &issues)
            return place.map { [$0] } ?? []
        case .geometry(let halfWidth, let explodes):
            var reader = GeometryReader(
                routeHalfWidthMillimetres: halfWidth, explodesMultiPoint: explodes, box: mapping.expectedBox,
                issues: issues)
            let places = reader.read(row.geometry)
            issues = reader.issues
            tally.add(reader.tally)
            return places
        }
    }

    /// A coordinate with few decimals says how coarse it is; a finer precision stated beside it is worth a look.
    private func checkDigits(_ place: PlaceDraft, _ fields: Fields, issues: inout RowIssues) {
        guard let half = place.halfDigitMillimetres, half > max(fields.precision ?? 0, mapping.radiusMillimetres) else {
            return
        }
        let column: String
        if case .columns(let latitude, _, _) = mapping.place { column = latitude } else { column = "geometry" }
        issues.warning(
            .fewDecimals, column,
            "the place is written with so few decimals that it may be \(half / 1_000) m off, and the precision stated is "
                + "\((fields.precision ?? 0) / 1_000) m")
    }

    /// The text of a source, checked.
    func text(_ source: TextSource, _ field: String, _ row: SourceRow, issues: inout RowIssues) -> String {
        let text = source.text(row, table)
        if case .fixed = source { return text }
        return TextCheck.check(
            text, field: source.fieldName(field), removesInvisible: mapping.removesInvisible, issues: &issues
        ).trimmed
    }

    /// What a report calls a field of the body.
    private func column(of pointer: String) -> String {
        let found = mapping.columns.first { $0.field != "/subject" && pointer.hasPrefix($0.field) }
        if let found { return found.column }
        if pointer.hasPrefix("/place"), case .geometry = mapping.place { return "geometry" }
        return "mapping \(pointer)"
    }
}

extension CoordinateTally {
    mutating func add(_ other: CoordinateTally) {
        rounded += other.rounded
        densifiedEdges += other.densifiedEdges
        farthestMetres = max(farthestMetres, other.farthestMetres)
    }
}
