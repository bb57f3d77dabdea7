public import Coordination
import Geodesy
public import Statements
public import StrictJSON

/// Who is on duty week by week, by the clocks of a zone: what a planner writes and a client turns into instants.
public struct DutyPattern: Hashable, Sendable {
    /// Turns that one pattern may have.
    public static let maximumTurns = 256
    /// Officers who may take turns.
    public static let maximumOfficers = 64

    /// When a turn ends.
    public enum End: Hashable, Sendable {
        /// At a time of day by the clocks, perhaps on the next day; clock changes make it longer or shorter.
        case at(minute: Int64)
        /// After so many minutes; clock changes move its end.
        case after(minutes: Int64)
    }

    /// A time on duty that returns every week.
    public struct Turn: Hashable, Sendable {
        /// The days on which it begins.
        public let days: [WeeklyHours.Day]
        /// The minute of the day at which it begins, by the clocks.
        public let fromMinute: Int64
        /// When it ends.
        public let end: End
        /// Who takes it: the first in the first week, then the next, and so on.
        public let officers: [OfficerID]
        /// In which place of the order.
        public let post: DutyPost
        /// What they bring along.
        public let support: DutySupport
    }

    /// The line.
    public let line: RecordID
    /// The zone's name.
    public let zone: String
    /// The first day.
    public let from: String
    /// The day after the last.
    public let until: String
    /// The turns.
    public let turns: [Turn]

    /// Reads a pattern file.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(_ bytes: [UInt8]) throws(JSONError) {
        let document = try JSONDocument(bytes, limits: .init(maximumBytes: 256 * 1024, maximumDepth: 8))
        var fields = try document.root.object()
        line = try fields.required("line").recordName()
        zone = try fields.required("zone").text(limit: 64)
        from = try fields.required("from").day()
        until = try fields.required("until").day()
        let list = try fields.required("turns")
        var turns: [Turn] = []
        for element in try list.array(limit: Self.maximumTurns) { turns.append(try Turn(element)) }
        guard !turns.isEmpty else { throw list.refused("needs at least one turn") }
        self.turns = turns
        try fields.finish()
        guard from < until else {
            throw document.root.refused("needs 'until' after 'from'; it is the day after the last")
        }
    }
}

extension DutyPattern.Turn {
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let named = try fields.required("days")
        var days: Set<WeeklyHours.Day> = []
        for element in try named.array(limit: 7) { days.insert(try element.choice()) }
        guard !days.isEmpty else { throw named.refused("needs at least one day") }
        self.days = WeeklyHours.Day.allCases.filter(days.contains)
        fromMinute = try fields.required("from").minuteOfDay(upTo: WeeklyHours.minutesADay - 1)
        let until = try fields.present("until")?.minuteOfDay(upTo: WeeklyHours.minutesADay)
        let minutes = try fields.present("minutes")?.integer(in: 1...7 * WeeklyHours.minutesADay)
        switch (until, minutes) {
        case (let until?, nil): end = .at(minute: until)
        case (nil, let minutes?): end = .after(minutes: minutes)
        default: throw value.refused("needs either 'until', by the clocks, or 'minutes'")
        }
        let list = try fields.required("officers")
        var officers: [OfficerID] = []
        for element in try list.array(limit: DutyPattern.maximumOfficers) { officers.append(try element.identifier()) }
        guard !officers.isEmpty else { throw list.refused("needs at least one officer") }
        self.officers = officers
        post = try fields.present("post")?.choice() ?? .first
        support = try DutySupport(&fields)
        try fields.finish()
    }
}

extension JSONValue {
    fileprivate func day() throws(JSONError) -> String {
        let text = try string()
        guard text.utf8.count == 10, (try? Instant(rfc3339: text + "T00:00:00Z", rounding: .down)) != nil else {
            throw refused("must be a day such as '2026-08-03'")
        }
        return text
    }
}
