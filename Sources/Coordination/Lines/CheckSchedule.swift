public import Geodesy
public import Statements
import StrictJSON

/// When a line is to be checked, by which party: times of day in UTC, the same every day.
public struct CheckSchedule: Hashable, Sendable {
    /// Checks that one day may have.
    public static let maximumTimes = 48
    /// The least time between two checks.
    public static let leastIntervalMinutes: Int64 = 15

    /// The party that calls; it checks every other cell.
    public let caller: PartyID
    /// Minutes of the day, ascending.
    public let minutes: [Int64]
    /// How far before or after its time a check still counts; at most half the shortest time between two.
    public let graceSeconds: Int64
    /// The clause that asks for it.
    public let clause: ClauseReference?

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        caller = try fields.required("by").identifier()
        let list = try fields.required("at")
        var minutes: [Int64] = []
        for element in try list.array(limit: Self.maximumTimes) {
            let minute = try element.minuteOfDay(upTo: WeeklyHours.minutesADay - 1)
            if let last = minutes.last, minute < last + Self.leastIntervalMinutes {
                throw element.refused(
                    "must come at least \(Self.leastIntervalMinutes) minutes after the time before it")
            }
            minutes.append(minute)
        }
        guard let first = minutes.first, let last = minutes.last else { throw list.refused("needs at least one time") }
        self.minutes = minutes
        let overnight = first + WeeklyHours.minutesADay - last
        guard overnight >= Self.leastIntervalMinutes else {
            throw list.refused(
                "needs \(Self.leastIntervalMinutes) minutes from the last time to the first of the next day")
        }
        let shortest = min(overnight, zip(minutes, minutes.dropFirst()).map { $1 - $0 }.min() ?? overnight)
        graceSeconds = try fields.required("graceSeconds").integer(in: 60...shortest * 30)
        clause = if let clause = fields.present("clause") { try ClauseReference(clause) } else { nil }
        try fields.finish()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("by", caller.rawValue)
            fields.strings("at", minutes.map(JSONValue.text))
            fields.member("graceSeconds", graceSeconds)
            if let clause {
                fields.key("clause")
                clause.write(to: &fields)
            }
        }
    }

    /// The first time after `time` at which a check is due.
    public func next(after time: Instant) -> Instant {
        var day = WeeklyHours.startOfDay(time)
        while true {
            for minute in minutes {
                let due = day.adding(seconds: minute * 60)
                if due > time { return due }
            }
            guard day < Instant.latest.adding(seconds: -2 * 86_400) else { return .latest }
            day = day.adding(seconds: 86_400)
        }
    }

    /// The due time to which a check made at `time` belongs; nil when it is outside every grace.
    public func due(for time: Instant) -> Instant? {
        var due = next(after: time.adding(seconds: -graceSeconds - 1))
        if due.adding(seconds: graceSeconds) < time { due = next(after: due) }
        // The grace is the same on both sides, both ends included.
        let isIn = due.adding(seconds: -graceSeconds) <= time && time <= due.adding(seconds: graceSeconds)
        return isIn ? due : nil
    }
}
