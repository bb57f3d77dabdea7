public import Geodesy
public import Statements
public import StrictJSON

/// What kind of thing happened.
public enum IncidentKind: String, CaseIterable, Sendable {
    case attack
    case shelling
    case obstruction
    case detention
    case theft
    case looting
    case accident
    case other
}

/// That something happened to a movement, a convoy or a site: the whole of one `incident.report.v1`.
///
/// What came of it, by what means and whose doing it was are claims about it, each with its source; none is a finding.
public struct IncidentReport: StatedForm {
    /// Records that one incident may be about.
    public static let maximumRecords = 32

    /// What kind of thing.
    public let kind: IncidentKind
    /// When it began, as stated.
    public let from: Instant
    /// When it ended; nil where nobody says.
    public let until: Instant?
    /// How far off both times may be, either way, in seconds; nil when not stated.
    public let toleranceSeconds: Int64?
    /// Where; without a position where the source gives none.
    public let place: NamedPlace
    /// Movements, convoys and sites that it is about.
    public let about: [RecordID]
    /// What is reported, in words.
    public let text: String
    /// Where this is known from.
    public let source: String?

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        kind = try fields.required("kind").choice()
        from = try fields.required("from").instant()
        if let end = fields.present("until") {
            let until = try end.instant(rounding: .up)
            guard until >= from else { throw end.refused("is before 'from', \(from)") }
            self.until = until
        } else {
            until = nil
        }
        toleranceSeconds = try fields.present("toleranceSeconds")?.integer(in: 0...StatedTime.maximumToleranceSeconds)
        place = try NamedPlace(fields.required("place"))
        var about: [RecordID] = []
        for element in try fields.present("about")?.array(limit: Self.maximumRecords) ?? [] {
            let id = try element.recordName()
            guard !about.contains(id) else { throw element.refused("names '\(id)' twice") }
            about.append(id)
        }
        self.about = about
        text = try fields.required("text").text(limit: 4_000)
        source = try fields.present("source")?.text(limit: 400)
        try fields.finish()
    }

    /// Says whether it may be said now: it has happened.
    ///
    /// - Throws: `field` naming what is wrong.
    public func decide(in context: RuleContext) throws(Refusal) {
        try context.requirePast(from, "/from")
        if let until { try context.requirePast(until, "/until") }
    }

    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("kind", kind.rawValue)
            fields.time("from", from)
            if let until { fields.time("until", until) }
            if let toleranceSeconds { fields.member("toleranceSeconds", toleranceSeconds) }
            fields.place("place", place)
            if !about.isEmpty { fields.strings("about", about.map(\.description)) }
            fields.member("text", text)
            if let source { fields.member("source", source) }
        }
    }
}
