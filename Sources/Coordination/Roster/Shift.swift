public import Geodesy
public import Statements
public import StrictJSON

/// Where an officer stands in the order in which a line is answered.
public enum DutyPost: String, CaseIterable, Comparable, Sendable {
    /// Answers the line.
    case first
    /// Sits at the line too, and answers when the first does not.
    case second
    /// Is elsewhere and can be reached.
    case onCall = "on-call"

    /// Whether the officer sits at the line.
    public var isAtLine: Bool { self != .onCall }

    /// Orders the first before the second, and both before those on call.
    public static func < (left: DutyPost, right: DutyPost) -> Bool { left.order < right.order }

    private var order: Int {
        switch self {
        case .first: 0
        case .second: 1
        case .onCall: 2
        }
    }
}

/// Somebody who interprets during a shift.
public struct Interpreter: Hashable, Sendable {
    /// Interpreters that one shift may list.
    public static let maximumCount = 8

    /// The languages between which they interpret, two or more.
    public let languages: [String]
    /// How they are qualified; a line is not interpreted by whoever happens to be there.
    public let qualification: String
    /// Their name or number, where it is given.
    public let name: String?

    /// An interpreter from its parts.
    public init(languages: [String], qualification: String, name: String?) {
        self.languages = languages
        self.qualification = qualification
        self.name = name
    }

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let named = try fields.required("languages")
        languages = try named.languages(limit: LineTerms.maximumLanguages)
        guard languages.count >= 2 else { throw named.refused("needs at least two languages") }
        qualification = try fields.required("qualification").text(limit: 200)
        name = try fields.present("name")?.text(limit: 120)
        try fields.finish()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.strings("languages", languages)
            fields.member("qualification", qualification)
            if let name { fields.member("name", name) }
        }
    }
}

/// What somebody on duty brings along: languages, interpreters, ways to be reached.
public struct DutySupport: Hashable, Sendable {
    /// Languages that the officer speaks.
    public let languages: [String]
    /// Who interprets.
    public let interpreters: [Interpreter]
    /// How the officer is reached; the cell's usual means where it is empty.
    public let means: [ContactMeans]

    /// Support from its parts.
    public init(languages: [String] = [], interpreters: [Interpreter] = [], means: [ContactMeans] = []) {
        self.languages = languages
        self.interpreters = interpreters
        self.means = means
    }

    /// Reads the fields of a form that also has others.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(_ fields: inout JSONObject) throws(JSONError) {
        languages = try fields.present("languages")?.languages(limit: LineTerms.maximumLanguages) ?? []
        var interpreters: [Interpreter] = []
        for element in try fields.present("interpreters")?.array(limit: Interpreter.maximumCount) ?? [] {
            interpreters.append(try Interpreter(element))
        }
        self.interpreters = interpreters
        means = try ContactMeans.list(fields.present("means"))
    }

    func write(fields: inout JSONWriter) {
        if !languages.isEmpty { fields.strings("languages", languages) }
        if !interpreters.isEmpty {
            fields.key("interpreters")
            fields.array { list in for interpreter in interpreters { interpreter.write(to: &list) } }
        }
        if !means.isEmpty {
            fields.key("means")
            fields.array { list in for way in means { way.write(to: &list) } }
        }
    }

    /// Whether `language` is spoken or interpreted; `ar` is by whoever has `ar-SY`.
    public func covers(_ language: String) -> Bool {
        (languages + interpreters.flatMap(\.languages)).contains { $0 == language || $0.hasPrefix(language + "-") }
    }
}

/// A time on duty as a roster gives it.
public struct Shift: Hashable, Sendable {
    /// When it begins.
    public let from: Instant
    /// When it ends; the next begins then.
    public let until: Instant
    /// Who is on duty.
    public let officer: OfficerID
    /// In which place of the order.
    public let post: DutyPost
    /// What the officer brings along.
    public let support: DutySupport

    /// A shift from its parts.
    public init(from: Instant, until: Instant, officer: OfficerID, post: DutyPost, support: DutySupport) {
        self.from = from
        self.until = until
        self.officer = officer
        self.post = post
        self.support = support
    }

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        from = try fields.required("from").fullMinute()
        let end = try fields.required("until")
        until = try end.fullMinute()
        guard until > from else { throw end.refused("must be after 'from', \(from)") }
        officer = try fields.required("officer").identifier()
        post = try fields.required("post").choice()
        support = try DutySupport(&fields)
        try fields.finish()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.time("from", from)
            fields.time("until", until)
            fields.member("officer", officer.rawValue)
            fields.member("post", post.rawValue)
            support.write(fields: &fields)
        }
    }
}
