public import Geodesy
import Statements
public import StrictJSON

/// A party's claim that a place is ready for returns: the whole of one `readiness.claim.v1`.
///
/// It is a claim. It is kept apart from thresholds, never counts as one, and asks nobody to move.
public struct ReadinessClaim: StatedForm {
    /// What a party can undertake towards people who return.
    public enum Undertaking: String, CaseIterable, Sendable {
        /// Return is voluntary.
        case voluntary
        /// Guarantees of security.
        case security
        /// Property is recognised and given back.
        case property
        /// Nobody is prosecuted for having left.
        case nonProsecution = "non-prosecution"
        /// Papers issued elsewhere are recognised.
        case documents
        case amnesty
        /// Agencies have unhindered access.
        case agencyAccess = "agency-access"
    }

    /// One undertaking, with its words.
    public struct Promise: Hashable, Sendable {
        /// Which.
        public let undertaking: Undertaking
        /// How it is worded; nil when only named.
        public let text: String?
    }

    /// The place.
    public let place: NamedPlace
    /// People who, it says, can be received; nil when it gives no number.
    public let people: Int64?
    /// What it undertakes, each once; what is not here was not undertaken.
    public let undertakings: [Promise]
    /// As of when.
    public let asOf: Instant
    /// Who speaks for the party.
    public let claimedBy: NamedBody
    /// Where it was said.
    public let source: String?
    /// What is added.
    public let text: String?

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        place = try NamedPlace(fields.required("place"))
        people = try fields.present("people")?.people()
        var promises: [Promise] = []
        for element in try fields.required("undertakings").array(limit: Undertaking.allCases.count) {
            var item = try element.object()
            let named = try item.required("undertaking")
            let undertaking: Undertaking = try named.choice()
            guard !promises.contains(where: { $0.undertaking == undertaking }) else {
                throw named.refused("is named twice")
            }
            promises.append(Promise(undertaking: undertaking, text: try item.present("text")?.text(limit: 1_000)))
            try item.finish()
        }
        undertakings = promises
        asOf = try fields.required("asOf").instant()
        claimedBy = try NamedBody(fields.required("claimedBy"))
        source = try fields.present("source")?.text(limit: 400)
        text = try fields.present("text")?.text(limit: 2_000)
        try fields.finish()
    }

    /// Says whether it may be said now.
    ///
    /// - Throws: `field` naming what is wrong.
    public func decide(in context: RuleContext) throws(Refusal) { try context.requirePast(asOf, "/asOf") }

    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.place("place", place)
            if let people { fields.member("people", people) }
            fields.key("undertakings")
            fields.array { list in
                for promise in undertakings {
                    list.object { item in
                        item.member("undertaking", promise.undertaking.rawValue)
                        if let text = promise.text { item.member("text", text) }
                    }
                }
            }
            fields.time("asOf", asOf)
            fields.body("claimedBy", claimedBy)
            if let source { fields.member("source", source) }
            if let text { fields.member("text", text) }
        }
    }
}
