public import Geodesy
import Statements
public import StrictJSON

/// Whether one threshold for voluntary, safe and dignified return is met at a place: the whole of one `threshold.state.v1`.
public struct ReturnThreshold: StatedForm {
    /// What is found.
    public enum Finding: String, CaseIterable, Sendable {
        case met
        case partly
        case notMet = "not-met"
        case unknown
    }

    /// Whether somebody saw for himself.
    public enum Basis: String, CaseIterable, Sendable {
        /// Whoever states it monitors there.
        case monitored
        /// Others reported it.
        case reported
    }

    /// The place of return.
    public let place: NamedPlace
    /// Which threshold, by its number or key in the list that `text` is from.
    public let threshold: String
    /// The threshold as it is worded.
    public let thresholdText: String
    /// What is found.
    public let finding: Finding
    /// On what evidence; only `unknown` may stand without.
    public let evidence: String?
    /// As of when.
    public let asOf: Instant
    /// Whether it was monitored or reported.
    public let basis: Basis
    /// Where this is known from.
    public let source: String?

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        place = try NamedPlace(fields.required("place"))
        var item = try fields.required("threshold").object()
        threshold = try item.required("id").text(limit: 40)
        thresholdText = try item.required("text").text(limit: 1_000)
        try item.finish()
        finding = try fields.required("finding").choice()
        evidence =
            finding == .unknown
            ? try fields.present("evidence")?.text(limit: 2_000) : try fields.required("evidence").text(limit: 2_000)
        asOf = try fields.required("asOf").instant()
        basis = try fields.required("basis").choice()
        source = try fields.present("source")?.text(limit: 400)
        try fields.finish()
    }

    /// Says whether it may be said now: a threshold is met by what is, not by what is promised.
    ///
    /// - Throws: `field` naming what is wrong.
    public func decide(in context: RuleContext) throws(Refusal) { try context.requirePast(asOf, "/asOf") }

    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.place("place", place)
            fields.key("threshold")
            fields.object { item in
                item.member("id", threshold)
                item.member("text", thresholdText)
            }
            fields.member("finding", finding.rawValue)
            if let evidence { fields.member("evidence", evidence) }
            fields.time("asOf", asOf)
            fields.member("basis", basis.rawValue)
            if let source { fields.member("source", source) }
        }
    }
}
