import Coordination
import Geodesy
import Statements
import StrictJSON

extension ListMapping {
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let version = try fields.required("version")
        guard try version.integer() == 1 else { throw version.refused("must be 1, the only form of mapping there is") }
        title = try fields.required("title").text(limit: 300)
        format = try fields.required("format").choice()
        separator = try fields.present("separator")?.separator()
        subject = try Self.subject(fields.required("subject"))
        category = try ValueSource(fields.required("category")) { value throws(JSONError) in try value.choice() }
        kind = try ValueSource(fields.required("kind")) { value throws(JSONError) in try value.choice() }
        names = try Self.names(fields.required("name"))
        placeCode = try fields.source("placeCode")
        (place, radiusMillimetres) = try Self.place(fields.required("place"), format)
        if let given = fields.present("given") { self.given = try Self.given(given) } else { given = nil }
        standOffClass = try ValueSource(fields.required("standOffClass")) { value throws(JSONError) in
            try value.identifier(as: SubjectID.self).rawValue
        }
        valid = try Self.validity(fields.required("valid"))
        consent = try Self.consent(fields.required("consent"))
        contact = try Self.contact(fields.required("contact"))
        skips = try Self.skips(fields.present("skipWhen"))
        if let box = fields.present("expectedBox") { expectedBox = try ExpectedBox(box) } else { expectedBox = nil }
        languageChecks = try Self.languageChecks(fields.present("languageChecks"))
        duplicateMillimetres = try fields.present("duplicateMetres")?.metres(in: 1...100_000) ?? 250_000
        removesInvisible = try Self.removesInvisible(fields.present("invisibleCharacters"))
        if separator != nil, format == .geojson { throw value.refused("a GeoJSON list has no 'separator'") }
        try fields.finish()
    }

    private static func subject(_ value: JSONValue) throws(JSONError) -> Subject {
        var fields = try value.object()
        let (column, slug) = (fields.optional("column"), fields.optional("slugOf"))
        var prefix = ""
        if let text = fields.present("prefix") {
            prefix = try text.string()
            // With one more letter the prefix must be a name, so that no row can fail on it.
            if (try? SubjectID(prefix + "a")) == nil || prefix.utf8.count > 32 {
                throw text.refused("may hold a-z, 0-9, '.' and '-' only, at most 32, not beginning with a mark")
            }
        }
        try fields.finish()
        switch (column, slug) {
        case (let column?, nil): return .column(try column.column(), prefix: prefix)
        case (nil, let slug?): return .slug(of: try slug.column(), prefix: prefix)
        default: throw value.refused("needs exactly one of 'column', 'slugOf'")
        }
    }

    private static func names(_ value: JSONValue) throws(JSONError) -> [Name] {
        var names: [Name] = []
        for (language, element) in try value.object().members {
            var mayBeEmpty = false
            let source: TextSource
            if element.kind == .object {
                var fields = try element.object()
                source = try TextSource(&fields)
                mayBeEmpty = try fields.present("mayBeEmpty")?.bool() ?? false
                try fields.finish()
            } else {
                source = try TextSource(element)
            }
            names.append(Name(language: language, source: source, mayBeEmpty: mayBeEmpty))
        }
        guard !names.isEmpty, names.count <= LocalisedText.maximumLanguages else {
            throw value.refused("needs 1 to \(LocalisedText.maximumLanguages) languages")
        }
        return names.sorted { $0.language < $1.language }
    }

    private static func place(_ value: JSONValue, _ format: Format) throws(JSONError) -> (Place, Int64) {
        var fields = try value.object()
        let radius = try fields.present("radiusMetres")?.metres(in: 0...50_000) ?? 0
        let place: Place
        switch format {
        case .csv:
            let latitude = try fields.required("latitude").column()
            let longitude = try fields.required("longitude").column()
            let takesComma = try fields.present("decimalComma")?.bool() ?? false
            place = .columns(latitude: latitude, longitude: longitude, takesComma: takesComma)
        case .geojson:
            let halfWidth = try fields.present("routeHalfWidthMetres")?.metres(in: 0...50_000)
            var explodes = false
            if let word = fields.present("multiPoint") {
                switch try word.string() {
                case "explode": explodes = true
                case "refuse": break
                default: throw word.refused("must be 'explode' or 'refuse'")
                }
            }
            place = .geometry(routeHalfWidthMillimetres: halfWidth, explodesMultiPoint: explodes)
        }
        try fields.finish()
        return (place, radius)
    }

    private static func given(_ value: JSONValue) throws(JSONError) -> Given {
        var fields = try value.object()
        var precision: ValueSource<Int64>?
        if let source = fields.present("precisionMetres") {
            precision = try ValueSource(source) { value throws(JSONError) in
                try value.metres(in: 0...GivenPlace.maximumPrecisionMillimetres / 1_000)
            }
        }
        let given = Given(
            text: try fields.source("text"), method: try fields.source("method"), precisionMillimetres: precision)
        try fields.finish()
        return given
    }

    private static func validity(_ value: JSONValue) throws(JSONError) -> Validity {
        var fields = try value.object()
        var offset: String?
        if let text = fields.present("dateOffset") {
            offset = try text.string()
            if (try? Instant(rfc3339: "2000-01-01T00:00:00\(offset ?? "")", rounding: .down)) == nil {
                throw text.refused("must be 'Z' or an offset such as '+03:00'")
            }
        }
        let validity = Validity(
            from: try TextSource(fields.required("from")), until: try fields.source("until"), dateOffset: offset)
        try checkFixed(validity.from, offset, value)
        try validity.until.map { until throws(JSONError) in try checkFixed(until, offset, value) }
        try fields.finish()
        return validity
    }

    /// A time that is the same for every row is read here, so that it fails once and not on every row.
    private static func checkFixed(_ source: TextSource, _ offset: String?, _ value: JSONValue) throws(JSONError) {
        guard case .fixed(let text) = source else { return }
        do { _ = try DateText.instant(text, offset: offset, isEnd: false) } catch { throw value.refused("\(error)") }
    }

    private static func consent(_ value: JSONValue) throws(JSONError) -> Consent {
        var fields = try value.object()
        let consent = Consent(
            by: try TextSource(fields.required("by")), givenAt: try TextSource(fields.required("givenAt")),
            reference: try fields.source("reference"))
        try checkFixed(consent.givenAt, nil, value)
        try fields.finish()
        return consent
    }

    private static func contact(_ value: JSONValue) throws(JSONError) -> Contact {
        var fields = try value.object()
        var phones: [TextSource] = []
        for phone in try fields.present("phones")?.array(limit: Coordination.Contact.maximumPhones) ?? [] {
            phones.append(try TextSource(phone))
        }
        let contact = Contact(
            role: try TextSource(fields.required("role")), phones: phones, radio: try fields.source("radio"))
        try fields.finish()
        guard !phones.isEmpty || contact.radio != nil else {
            throw value.refused("needs 'phones' or 'radio': somebody to call")
        }
        return contact
    }

    private static func skips(_ value: JSONValue?) throws(JSONError) -> [SkipCondition] {
        var skips: [SkipCondition] = []
        for element in try value?.array(limit: 100) ?? [] { skips.append(try SkipCondition(element)) }
        return skips
    }

    private static func languageChecks(_ value: JSONValue?) throws(JSONError) -> [LanguageCheck] {
        var checks: [LanguageCheck] = []
        for element in try value?.array(limit: 100) ?? [] {
            var fields = try element.object()
            checks.append(
                LanguageCheck(
                    column: try fields.required("column").column(), script: try fields.required("script").choice()))
            try fields.finish()
        }
        return checks
    }

    private static func removesInvisible(_ value: JSONValue?) throws(JSONError) -> Bool {
        guard let value else { return false }
        switch try value.string() {
        case "refuse": return false
        case "remove": return true
        default: throw value.refused("must be 'refuse' or 'remove'")
        }
    }
}

extension JSONObject {
    /// A text source that may be absent.
    fileprivate mutating func source(_ name: StaticString) throws(JSONError) -> TextSource? {
        guard let value = present(name) else { return nil }
        return try TextSource(value)
    }
}

extension JSONValue {
    /// Metres within a range of whole metres, as millimetres.
    fileprivate func metres(in range: ClosedRange<Int64>) throws(JSONError) -> Int64 {
        let value = try millimetres()
        guard (range.lowerBound * 1_000...range.upperBound * 1_000).contains(value) else {
            throw refused("must be from \(range.lowerBound) to \(range.upperBound) metres")
        }
        return value
    }

    func separator() throws(JSONError) -> UInt8 {
        switch try string() {
        case ",": UInt8(ascii: ",")
        case ";": UInt8(ascii: ";")
        case "\t", "tab": UInt8(ascii: "\t")
        default: throw refused("must be ',', ';' or 'tab'")
        }
    }
}
