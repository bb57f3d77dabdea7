public import Geodesy
import Statements
public import StrictJSON

/// How something was said that this channel did not carry.
public enum SpokenMeans: String, CaseIterable, Sendable {
    /// The line itself, by voice.
    case line
    case telephone
    case radio
    case inPerson = "in-person"
    case paper
}

/// That something was said by voice or paper and entered here afterwards; both times are kept.
///
/// Clocks run from when it was entered: nobody is late for what only one side says was said.
public struct EnteredLater: Hashable, Sendable {
    /// How far back what is entered may lie, 30 days.
    public static let maximumSeconds: Int64 = 30 * 86_400

    /// How it was said.
    public let means: SpokenMeans
    /// When, as whoever enters it says.
    public let at: Instant

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        means = try fields.required("means").choice()
        at = try fields.required("at").instant()
        try fields.finish()
    }

    func decide(at now: Instant) throws(Refusal) {
        guard at <= now.adding(seconds: LogClock.toleranceSeconds) else {
            throw .field("/enteredLater/at", "\(at) is after the log's clock, \(now): only what was said is entered")
        }
        guard at >= now.adding(seconds: -Self.maximumSeconds) else {
            throw .field("/enteredLater/at", "\(at) is more than 30 days ago")
        }
    }

    /// Writes it as a member.
    public func write(to fields: inout JSONWriter) {
        fields.key("enteredLater")
        fields.object { inner in
            inner.member("means", means.rawValue)
            inner.member("at", at.description)
        }
    }
}
