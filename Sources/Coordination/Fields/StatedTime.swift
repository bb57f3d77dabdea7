public import Geodesy
import Statements
import StrictJSON

/// A time as a source gives it: a day, or a moment, with how far off it may be.
public struct StatedTime: Hashable, Sendable {
    /// The most that a source may leave open, one week.
    public static let maximumToleranceSeconds: Int64 = 7 * 86_400

    /// The moment, or the beginning of the day in UTC.
    public let start: Instant
    /// Whether only the day is known.
    public let isDay: Bool
    /// How far off it may be, either way, in seconds; nil when the source does not say.
    public let toleranceSeconds: Int64?

    /// Takes the member `time` and, beside it, `toleranceSeconds` out of a body.
    init(_ time: JSONValue, toleranceSeconds: JSONValue?) throws(JSONError) {
        let text = try time.string()
        isDay = text.utf8.count == 10
        let full = isDay ? text + "T00:00:00Z" : text
        do { start = try Instant(rfc3339: full, rounding: .down) } catch {
            throw time.refused("must be a day (2016-09-19) or a time with its offset (2016-09-19T19:12:00+03:00)")
        }
        self.toleranceSeconds = try toleranceSeconds?.integer(in: 0...Self.maximumToleranceSeconds)
    }

    /// As a source wrote it: the day, or the moment in UTC.
    public var text: String { isDay ? String(start.description.prefix(10)) : start.description }

    func write(_ name: String, to fields: inout JSONWriter) {
        fields.member(name, text)
        if let toleranceSeconds { fields.member("toleranceSeconds", toleranceSeconds) }
    }
}

extension RuleContext {
    /// Refuses a time that has not come yet by the log's clock, give or take its tolerance.
    ///
    /// - Throws: `field` naming it.
    func requirePast(_ time: Instant, _ field: String) throws(Refusal) {
        guard time <= now.adding(seconds: LogClock.toleranceSeconds) else {
            throw .field(field, "\(time) is after the log's clock, \(now): only what has happened is stated")
        }
    }
}

extension JSONWriter {
    mutating func place(_ name: String, _ place: NamedPlace) {
        key(name)
        place.write(to: &self)
    }

    mutating func body(_ name: String, _ body: NamedBody) {
        key(name)
        body.write(to: &self)
    }
}
