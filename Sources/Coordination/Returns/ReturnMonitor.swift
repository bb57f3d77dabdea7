public import Geodesy
import Statements
public import StrictJSON

/// Returns that somebody monitored, and whether they were voluntary: the whole of one `return.monitor.v1`.
///
/// It records what happened. Nothing in it, or anywhere else, tells anybody to move.
public struct ReturnMonitor: StatedForm {
    /// Who brought the return about.
    public enum Organisation: String, CaseIterable, Sendable {
        /// People returned by themselves.
        case byThemselves = "self"
        /// They decided, and were helped.
        case facilitated
        /// Others organised it.
        case organised
    }

    /// What makes a return voluntary.
    public enum Aspect: String, CaseIterable, Sendable {
        /// People knew what they would find.
        case informed
        /// Nobody pressed them.
        case uncoerced
        /// The conditions were safe, by what was monitored.
        case safeConditions = "safe-conditions"
    }

    /// For how many people one aspect was found, or not.
    public struct Voluntariness: Hashable, Sendable {
        /// Which aspect.
        public let aspect: Aspect
        /// For so many it holds.
        public let yes: Int64
        /// For so many it does not.
        public let no: Int64
        /// For so many it was not established; never counted as either.
        public let notEstablished: Int64
    }

    /// Where people came from.
    public let from: NamedPlace
    /// Where they returned to.
    public let to: NamedPlace
    /// When.
    public let period: TimeWindow
    /// How many people.
    public let people: Int64
    /// Who brought it about.
    public let organised: Organisation
    /// Aspects, each once; one that is not here was not looked at.
    public let voluntariness: [Voluntariness]
    /// Who monitored.
    public let monitor: NamedBody
    /// How.
    public let method: String?
    /// What is added.
    public let text: String?

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        from = try NamedPlace(fields.required("from"))
        to = try NamedPlace(fields.required("to"))
        let window = try fields.required("period")
        period = try window.timeWindow()
        guard period.end != nil else { throw window.refused("needs 'until': what was monitored is over") }
        people = try fields.required("people").people()
        organised = try fields.required("organised").choice()
        voluntariness = try Self.voluntariness(fields.required("voluntariness"), of: people)
        monitor = try NamedBody(fields.required("monitor"))
        method = try fields.present("method")?.text(limit: 400)
        text = try fields.present("text")?.text(limit: 2_000)
        try fields.finish()
    }

    private static func voluntariness(_ list: JSONValue, of people: Int64) throws(JSONError) -> [Voluntariness] {
        var aspects: [Voluntariness] = []
        for element in try list.array(limit: Aspect.allCases.count) {
            var item = try element.object()
            let named = try item.required("aspect")
            let aspect: Aspect = try named.choice()
            guard !aspects.contains(where: { $0.aspect == aspect }) else { throw named.refused("is named twice") }
            let found = Voluntariness(
                aspect: aspect, yes: try item.required("yes").people(), no: try item.required("no").people(),
                notEstablished: try item.required("notEstablished").people())
            try item.finish()
            let sum = found.yes + found.no + found.notEstablished
            guard sum == people else { throw element.refused("adds up to \(sum), not to the \(people) who returned") }
            aspects.append(found)
        }
        return aspects
    }

    /// Says whether it may be said now.
    ///
    /// - Throws: `field` naming what is wrong.
    public func decide(in context: RuleContext) throws(Refusal) {
        if let end = period.end { try context.requirePast(end, "/period/until") }
    }

    /// What was found of one aspect; nil when it was not looked at.
    public func found(_ aspect: Aspect) -> Voluntariness? { voluntariness.first { $0.aspect == aspect } }

    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.place("from", from)
            fields.place("to", to)
            fields.key("period")
            fields.timeWindow(period)
            fields.member("people", people)
            fields.member("organised", organised.rawValue)
            fields.key("voluntariness")
            fields.array { list in
                for found in voluntariness {
                    list.object { item in
                        item.member("aspect", found.aspect.rawValue)
                        item.member("yes", found.yes)
                        item.member("no", found.no)
                        item.member("notEstablished", found.notEstablished)
                    }
                }
            }
            fields.body("monitor", monitor)
            if let method { fields.member("method", method) }
            if let text { fields.member("text", text) }
        }
    }
}
