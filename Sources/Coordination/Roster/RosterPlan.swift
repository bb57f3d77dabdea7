public import Geodesy
public import Statements
public import StrictJSON

/// Who is on duty at a line for one party in one period: the whole of one `roster.publish.v1`.
///
/// Instants alone count; a time zone is for display and is worked out by whoever draws the roster up.
public struct RosterPlan: Hashable, Sendable {
    /// Shifts that one roster may have.
    public static let maximumShifts = 2_048
    /// The longest period, 400 days.
    public static let maximumSeconds: Int64 = 400 * 86_400

    /// The line.
    public let line: RecordID
    /// When the period begins.
    public let from: Instant
    /// When it ends.
    public let until: Instant
    /// The zone in which it was drawn up, such as `Asia/Damascus`; says nothing about the instants.
    public let zone: String?
    /// The shifts, in order of their beginning.
    public let shifts: [Shift]

    /// A roster from its parts, in order.
    public init(line: RecordID, from: Instant, until: Instant, zone: String?, shifts: [Shift]) {
        self.line = line
        self.from = from
        self.until = until
        self.zone = zone
        self.shifts = shifts.sorted { ($0.from, $0.post, $0.officer) < ($1.from, $1.post, $1.officer) }
    }

    /// Reads the body of `roster.publish.v1`.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        line = try fields.required("line").recordName()
        from = try fields.required("from").fullMinute()
        let end = try fields.required("until")
        until = try end.fullMinute()
        guard until > from else { throw end.refused("must be after 'from', \(from)") }
        guard until <= from.adding(seconds: Self.maximumSeconds) else {
            throw end.refused("must be at most \(Self.maximumSeconds / 86_400) days after 'from'")
        }
        zone = try fields.present("zone")?.text(limit: 64)
        var shifts: [Shift] = []
        for element in try fields.required("shifts").array(limit: Self.maximumShifts) {
            let shift = try Shift(element)
            guard from <= shift.from, shift.until <= until else {
                throw element.refused("is not within the roster's period, \(from) to \(until)")
            }
            if let last = shifts.last, (last.from, last.post, last.officer) >= (shift.from, shift.post, shift.officer) {
                throw element.refused("must come in order of 'from', then post, then officer, each once")
            }
            shifts.append(shift)
        }
        self.shifts = shifts
        try fields.finish()
    }

    /// Writes the body it was read from, in one fixed order of fields.
    public func write(to writer: inout JSONWriter) { writer.object { write(fields: &$0) } }

    func write(fields: inout JSONWriter) {
        fields.member("line", line.description)
        fields.time("from", from)
        fields.time("until", until)
        if let zone { fields.member("zone", zone) }
        fields.key("shifts")
        fields.array { list in for shift in shifts { shift.write(to: &list) } }
    }
}

/// Somebody else for a span: the whole of one `roster.override.v1`.
public struct RosterOverride: Hashable, Sendable {
    /// When it begins.
    public let from: Instant
    /// When it ends.
    public let until: Instant
    /// Who is not there; nil when somebody is added.
    public let replaces: OfficerID?
    /// Who is.
    public let officer: OfficerID
    /// In which place of the order somebody is added; whoever replaces takes the place of the one replaced.
    public let post: DutyPost?
    /// What they bring along.
    public let support: DutySupport
    /// Why.
    public let reason: String

    init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        from = try fields.required("from").fullMinute()
        let end = try fields.required("until")
        until = try end.fullMinute()
        guard until > from else { throw end.refused("must be after 'from', \(from)") }
        replaces = try fields.present("replaces")?.identifier()
        officer = try fields.required("officer").identifier()
        post = try fields.present("post")?.choice()
        support = try DutySupport(&fields)
        reason = try fields.required("reason").text(limit: 400)
        try fields.finish()
        guard (replaces == nil) == (post != nil) else {
            throw body.refused("needs either 'replaces', whose place is taken, or 'post', where somebody is added")
        }
        guard replaces != officer else { throw body.refused("replaces '\(officer)' by the same officer") }
    }

    func write(fields: inout JSONWriter) {
        fields.time("from", from)
        fields.time("until", until)
        if let replaces { fields.member("replaces", replaces.rawValue) }
        fields.member("officer", officer.rawValue)
        if let post { fields.member("post", post.rawValue) }
        support.write(fields: &fields)
        fields.member("reason", reason)
    }
}
