public import Geodesy
public import Statements
public import StrictJSON

/// What somebody claims of an incident: the whole of one `incident.claim.v1`, less the name of the incident.
///
/// A claim is alleged and stays so. A claim about an actor is no finding, and nothing here becomes one.
public struct IncidentClaim: Hashable, Sendable {
    /// The most that a claim may count.
    public static let maximumCount: Int64 = 1_000_000_000
    /// Texts that one value may list.
    public static let maximumTexts = 32

    /// What is claimed.
    public enum About: String, CaseIterable, Sendable {
        case killed
        case injured
        case missing
        case vehiclesDestroyed = "vehicles-destroyed"
        case vehiclesDamaged = "vehicles-damaged"
        case means
        case munition
        case actor
        case time
        case place
        case state
        case other

        /// Whether it counts people or things.
        public var isCount: Bool {
            switch self {
            case .killed, .injured, .missing, .vehiclesDestroyed, .vehiclesDamaged: true
            case .means, .munition, .actor, .time, .place, .state, .other: false
            }
        }

        /// As a sentence begins that shows it.
        public var words: String { "alleged: " + rawValue.map { $0 == "-" ? " " : "\($0)" }.joined() }
    }

    /// The value that is claimed.
    public enum Value: Hashable, Sendable {
        /// So many, of a total where the source gives one.
        case count(Int64, of: Int64?)
        /// In words.
        case text(String)
        /// Several things together.
        case texts([String])
        /// From when, and until when where the source says.
        case window(from: Instant, until: Instant?)
    }

    /// What is claimed.
    public let about: About
    /// The value.
    public let value: Value
    /// Whom or what it counts or concerns, such as "aid workers"; nil when the source does not say.
    public let qualifier: String?
    /// The source who claims it; not the party that enters it.
    public let by: NamedBody
    /// When the source said so.
    public let reportedAt: StatedTime
    /// Where the source said so, in words.
    public let source: String
    /// The earlier claim of the same source that this one takes the place of; it stays, and is marked.
    public let supersedes: StatementHash?

    init(_ fields: inout JSONObject) throws(JSONError) {
        about = try fields.required("about").choice()
        value = try Self.value(fields.required("value"), of: fields.present("of"), about)
        qualifier = try fields.present("qualifier")?.text(limit: 200)
        by = try NamedBody(fields.required("by"))
        let reported = try fields.required("reportedAt")
        reportedAt = try StatedTime(reported, toleranceSeconds: fields.present("toleranceSeconds"))
        source = try fields.required("source").text(limit: 1_000)
        supersedes = try fields.present("supersedes")?.statementHash()
    }

    private static func value(
        _ value: JSONValue, of total: JSONValue?, _ about: About
    ) throws(JSONError) -> Value {
        if let total, value.kind != .number { throw total.refused("is the total that a number is of") }
        switch value.kind {
        case .number:
            guard about.isCount || about == .other else {
                throw value.refused("is not counted: '\(about.rawValue)' is claimed in words")
            }
            let count = try value.integer(in: 0...maximumCount)
            let all = try total?.integer(in: 0...maximumCount)
            if let all, let total, all < count {
                throw total.refused("is less than the \(count) that it is the total of")
            }
            return .count(count, of: all)
        case .string: return .text(try value.text(limit: 1_000))
        case .array:
            var texts: [String] = []
            for element in try value.array(limit: maximumTexts) { texts.append(try element.text(limit: 400)) }
            guard !texts.isEmpty else { throw value.refused("is empty") }
            return .texts(texts)
        case .object:
            guard about == .time else { throw value.refused("is a time, and this claim is about '\(about.rawValue)'") }
            var item = try value.object()
            let from = try item.required("from").instant()
            let end = item.present("until")
            let until = try end?.instant(rounding: .up)
            if let end, let until, until < from { throw end.refused("is before 'from', \(from)") }
            try item.finish()
            return .window(from: from, until: until)
        case .null, .boolean:
            throw value.refused("must be a number, a text, a list of texts, or {\"from\", \"until\"} for a time")
        }
    }

    /// Whether `other` is by the same source, as far as the names tell.
    public func isSameSource(as other: IncidentClaim) -> Bool { by == other.by }

    /// Writes its members.
    public func write(to fields: inout JSONWriter) {
        fields.member("about", about.rawValue)
        fields.key("value")
        value.write(to: &fields)
        if case .count(_, of: let total?) = value { fields.member("of", total) }
        if let qualifier { fields.member("qualifier", qualifier) }
        fields.body("by", by)
        reportedAt.write("reportedAt", to: &fields)
        fields.member("source", source)
        if let supersedes { fields.member("supersedes", supersedes.description) }
    }
}

extension IncidentClaim.Value {
    /// Writes the value as it was read.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .count(let count, of: _): writer.integer(count)
        case .text(let text): writer.string(text)
        case .texts(let texts): writer.array { list in for text in texts { list.string(text) } }
        case .window(let from, let until):
            writer.object { item in
                item.time("from", from)
                if let until { item.time("until", until) }
            }
        }
    }

    /// In words, as a source would say it.
    public var words: String {
        switch self {
        case .count(let count, of: let total): total.map { "\(count) of \($0)" } ?? "\(count)"
        case .text(let text): text
        case .texts(let texts): texts.joined(separator: "; ")
        case .window(let from, let until): until.map { "from \(from) until \($0)" } ?? "from \(from)"
        }
    }
}
