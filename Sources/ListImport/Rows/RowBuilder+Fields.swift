import Coordination
import Geodesy
import Statements
import StrictJSON

extension RowBuilder {
    /// What a body holds besides its name and place.
    struct Fields {
        var category: NotificationCategory
        var kind: SiteKind
        var standOffClass: String
        var placeCode: String
        var givenText: String
        var method: String
        var precision: Int64?
        var from: Instant
        var until: Instant?
        var consentBy: String
        var consentAt: Instant
        var reference: String
        var role: String
        var phones: [String]
        var radio: String
    }

    /// Reads them all, so that every fault is reported; nil when a body cannot do without what is missing.
    func fields(of row: SourceRow, issues: inout RowIssues) -> Fields? {
        let category = mapping.category.value(row, table, issues: &issues)
        let kind = mapping.kind.value(row, table, issues: &issues)
        let standOffClass = mapping.standOffClass.value(row, table, issues: &issues)
        let precision = mapping.given?.precisionMillimetres.flatMap { $0.value(row, table, issues: &issues) }
        func optional(_ source: TextSource?, _ field: String) -> String {
            source.map { text($0, field, row, issues: &issues) } ?? ""
        }
        func required(_ source: TextSource, _ field: String) -> String {
            let text = text(source, field, row, issues: &issues)
            if text.isEmpty {
                issues.error(.empty, source.fieldName(field), "is empty, and \(field.dropFirst()) needs it")
            }
            return text
        }
        let phones = mapping.contact.phones.map { text($0, "/contact/phones", row, issues: &issues) }
            .filter { !$0.isEmpty }
        let radio = optional(mapping.contact.radio, "/contact/radio")
        if phones.isEmpty, radio.isEmpty {
            issues.error(
                .empty, mapping.contact.phones.first?.fieldName("/contact/phones") ?? "mapping /contact",
                "there is no telephone and no radio: nobody to call")
        }
        let from = instant(mapping.valid.from, "/valid/from", row, isEnd: false, issues: &issues)
        let until = mapping.valid.until.flatMap { source -> Instant? in
            source.text(row, table).isEmpty
                ? nil : instant(source, "/valid/until", row, isEnd: true, issues: &issues)
        }
        if let from, let until, until <= from {
            issues.error(
                .endBeforeStart, mapping.valid.until?.fieldName("/valid/until") ?? "",
                "the end \(until) is not after the start \(from)")
        }
        let consentAt = instant(mapping.consent.givenAt, "/consent/givenAt", row, isEnd: false, issues: &issues)
        let placeCode = optional(mapping.placeCode, "/placeCode")
        let givenText = optional(mapping.given?.text, "/given/text")
        let method = optional(mapping.given?.method, "/given/method")
        let consentBy = required(mapping.consent.by, "/consent/by")
        let reference = optional(mapping.consent.reference, "/consent/reference")
        let role = required(mapping.contact.role, "/contact/role")
        guard let category, let kind, let standOffClass, let from, let consentAt else { return nil }
        return Fields(
            category: category, kind: kind, standOffClass: standOffClass, placeCode: placeCode, givenText: givenText,
            method: method, precision: precision, from: from, until: until, consentBy: consentBy, consentAt: consentAt,
            reference: reference, role: role, phones: phones, radio: radio)
    }

    private func instant(
        _ source: TextSource, _ field: String, _ row: SourceRow, isEnd: Bool, issues: inout RowIssues
    ) -> Instant? {
        let text = source.text(row, table)
        guard !text.isEmpty else {
            issues.error(.badDate, source.fieldName(field), "is empty; write a date such as 2016-09-19")
            return nil
        }
        do {
            return try DateText.instant(text, offset: mapping.valid.dateOffset, isEnd: isEnd)
        } catch {
            issues.error(.badDate, source.fieldName(field), "\(error)")
            return nil
        }
    }

    /// The body in the form of `notification.notify.v1`.
    func body(names: [(language: String, text: String)], place: PlaceDraft, fields: Fields) -> [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        writer.object { body in
            body.member("category", fields.category.rawValue)
            body.member("kind", fields.kind.rawValue)
            body.key("name")
            body.object { list in for name in names { list.member(name.language, name.text) } }
            if !fields.placeCode.isEmpty { body.member("placeCode", fields.placeCode) }
            body.key("place")
            write(place.shape, to: &body)
            body.key("given")
            body.object { given in
                given.member("text", fields.givenText.isEmpty ? place.given : fields.givenText)
                if !fields.method.isEmpty { given.member("method", fields.method) }
                if let precision = fields.precision { given.metres("precisionMetres", precision) }
            }
            body.member("standOffClass", fields.standOffClass)
            body.key("valid")
            body.object { valid in
                valid.member("from", "\(fields.from)")
                if let until = fields.until { valid.member("until", "\(until)") }
            }
            body.key("consent")
            body.object { consent in
                consent.member("by", fields.consentBy)
                consent.member("givenAt", "\(fields.consentAt)")
                if !fields.reference.isEmpty { consent.member("reference", fields.reference) }
            }
            body.key("contact")
            body.object { contact in
                contact.member("role", fields.role)
                contact.key("phones")
                contact.array { list in for phone in fields.phones { list.string(phone) } }
                if !fields.radio.isEmpty { contact.member("radio", fields.radio) }
            }
        }
        return writer.bytes
    }

    private func write(_ shape: PlaceDraft.Shape, to writer: inout JSONWriter) {
        writer.object { area in
            switch shape {
            case .point(let centre):
                area.key("circle")
                area.object { circle in
                    circle.key("centre")
                    circle.position(centre)
                    circle.metres("radiusMetres", mapping.radiusMillimetres)
                }
            case .polygon(let outer, let holes):
                area.key("polygon")
                area.object { polygon in
                    polygon.key("outer")
                    polygon.positions(outer)
                    polygon.key("holes")
                    polygon.array { list in for hole in holes { list.positions(hole) } }
                }
            case .route(let path):
                area.key("route")
                area.object { route in
                    route.key("path")
                    route.positions(path)
                    if case .geometry(let halfWidth?, _) = mapping.place { route.metres("halfWidthMetres", halfWidth) }
                }
            }
        }
    }
}
