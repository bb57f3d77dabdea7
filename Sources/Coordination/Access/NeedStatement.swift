public import Geodesy
import Statements
public import StrictJSON

/// People in need at a place, in one sector: the whole of one `need.state.v1`.
public struct NeedStatement: StatedForm {
    /// Where.
    public let place: NamedPlace
    /// The sector of aid.
    public let sector: String
    /// People in need.
    public let people: Int64
    /// As of when.
    public let asOf: Instant
    /// For which time the figure is meant to be used.
    public let valid: TimeWindow
    /// How it was established.
    public let method: String
    /// Whose figure it is.
    public let source: String
    /// What is added.
    public let text: String?

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        place = try NamedPlace(fields.required("place"))
        sector = try fields.required("sector").text(limit: 80)
        people = try fields.required("people").people()
        asOf = try fields.required("asOf").instant()
        valid = try fields.required("valid").timeWindow()
        method = try fields.required("method").text(limit: 400)
        source = try fields.required("source").text(limit: 400)
        text = try fields.present("text")?.text(limit: 2_000)
        try fields.finish()
    }

    /// Says whether it may be said now: a figure is of what is, or was.
    ///
    /// - Throws: `field` naming what is wrong.
    public func decide(in context: RuleContext) throws(Refusal) { try context.requirePast(asOf, "/asOf") }

    /// Whether it is meant to be used at `now`.
    public func isValid(at now: Instant) -> Bool { valid.start <= now && valid.end.map { $0 > now } ?? true }

    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.place("place", place)
            fields.member("sector", sector)
            fields.member("people", people)
            fields.time("asOf", asOf)
            fields.key("valid")
            fields.timeWindow(valid)
            fields.member("method", method)
            fields.member("source", source)
            if let text { fields.member("text", text) }
        }
    }
}
