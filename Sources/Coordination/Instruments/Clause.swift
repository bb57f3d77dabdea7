import Statements
public import StrictJSON

/// One clause of an instrument: its text, and what it sets, if it is one that sets something.
public struct Clause: Hashable, Sendable {
    /// Bytes of one language's text.
    public static let maximumTextBytes = 4_000
    /// The longest grace, a day.
    public static let maximumGraceSeconds: Int64 = 86_400

    /// What a clause sets.
    public struct Setting: Hashable, Sendable {
        /// What for.
        public let rule: ClauseRule
        /// The time; 0 for a rule that has none.
        public let seconds: Int64
        /// How much later is still in time, where the clause says so.
        public let graceSeconds: Int64
        /// The grade, where the rule has one.
        public let grade: Grade?
        /// The part of each day, UTC, for which a minimum grade holds; nil for all of it.
        public let hours: DailyHours?
        /// The time in working days, where the clause counts those; then the seconds are so many whole days.
        public let workingDays: WorkingDays?
        /// Who may inspect what, for that rule.
        public let inspection: InspectionTerms?
        /// How far arms keep away, for that rule.
        public let withdrawal: WithdrawalTerms?
    }

    /// How the instrument names it, such as "4(b)".
    public let name: String
    /// Its text.
    public let text: LocalisedText
    /// What it sets.
    public let setting: Setting?

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        name = try fields.required("clause").text(limit: 100)
        text = try LocalisedText(fields.required("text"), limit: Self.maximumTextBytes)
        if let rule = fields.present("sets") { setting = try Setting(rule) } else { setting = nil }
        try fields.finish()
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("clause", name)
            fields.key("text")
            text.write(to: &fields)
            guard let setting else { return }
            fields.key("sets")
            setting.write(to: &fields)
        }
    }
}

extension Clause.Setting {
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let named = try fields.required("rule")
        let name: ClauseRule.Name = try named.choice()
        let urgency: Urgency? = if let urgency = fields.present("urgency") { try urgency.choice() } else { nil }
        guard let rule = ClauseRule(name, urgency) else {
            throw named.refused(
                urgency == nil
                    ? "'\(name.rawValue)' needs 'urgency'" : "'\(name.rawValue)' is the same for every urgency")
        }
        self.rule = rule
        let days = rule.isInWorkingDays ? fields.present("workingDays") : nil
        if let days {
            let count = try days.integer(in: 1...WorkingDays.maximumDays)
            workingDays = WorkingDays(days: count, calendar: try WorkingCalendar(fields.required("calendar")))
            seconds = count * 86_400
        } else if let range = rule.seconds {
            workingDays = nil
            seconds = try fields.required("seconds").integer(in: range)
        } else {
            workingDays = nil
            seconds = 0
        }
        inspection = rule == .inspection ? try InspectionTerms(fields.required("inspection")) : nil
        withdrawal = rule == .withdrawal ? try WithdrawalTerms(fields.required("withdrawal")) : nil
        graceSeconds = try fields.present("graceSeconds")?.integer(in: 0...Clause.maximumGraceSeconds) ?? 0
        if rule.grade.isTaken, let grade = fields.present("grade") {
            self.grade = try grade.grade()
        } else {
            grade = nil
        }
        if rule == .minimumGrade, let hours = fields.present("hours") {
            self.hours = try DailyHours(hours)
        } else {
            hours = nil
        }
        try fields.finish()
        guard grade != nil || !rule.grade.isRequired else { throw value.refused("'\(name.rawValue)' needs 'grade'") }
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("rule", rule.name.rawValue)
            if let urgency = rule.urgency { fields.member("urgency", urgency.rawValue) }
            if let workingDays {
                fields.member("workingDays", workingDays.days)
                fields.key("calendar")
                workingDays.calendar.write(to: &fields)
            } else if rule.seconds != nil {
                fields.member("seconds", seconds)
            }
            if graceSeconds > 0 { fields.member("graceSeconds", graceSeconds) }
            if let grade { fields.member("grade", grade.code) }
            if let inspection {
                fields.key("inspection")
                inspection.write(to: &fields)
            }
            if let withdrawal {
                fields.key("withdrawal")
                withdrawal.write(to: &fields)
            }
            guard let hours else { return }
            fields.key("hours")
            hours.write(to: &fields)
        }
    }
}

/// A part of every day, in whole minutes UTC; one that ends before it begins goes over midnight.
public struct DailyHours: Hashable, Sendable {
    /// The first minute, 0 to 1,439.
    public let fromMinute: Int64
    /// The first minute that is no longer in it, 1 to 1,440.
    public let untilMinute: Int64

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        fromMinute = try fields.required("fromMinute").integer(in: 0...1_439)
        untilMinute = try fields.required("untilMinute").integer(in: 1...1_440)
        try fields.finish()
        guard fromMinute != untilMinute else { throw value.refused("begins and ends with the same minute") }
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("fromMinute", fromMinute)
            fields.member("untilMinute", untilMinute)
        }
    }
}

extension JSONValue {
    /// A grade by its code.
    func grade() throws(JSONError) -> Grade {
        guard let grade = Grade(try string()) else {
            throw refused("must be OR-1 to OR-9, OF-1 to OF-10 or CIV (STANAG 2116)")
        }
        return grade
    }
}
