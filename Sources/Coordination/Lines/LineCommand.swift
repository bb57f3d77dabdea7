public import Geodesy
public import Statements
import StrictJSON

/// The states that a party may declare a line to be in; whether anybody answers is another fact.
public enum DeclaredState: String, CaseIterable, Sendable {
    /// It is to be answered.
    case open
    /// The party says that it does not answer for the time being.
    case suspended
    /// The party says that it answers no more.
    case closed
}

/// What may be said about a line.
public enum LineCommand: Sendable {
    /// It is set up, or stated anew, whole.
    case establish(LineTerms)
    /// A party of it declares its state.
    case declare(RecordID, state: DeclaredState, reason: String)
    /// A party of it called another and says what came of it.
    case check(RecordID, LineCheck)

    /// Reads the body of one of these kinds; nil for another kind.
    init?(_ kind: Kind, body: JSONValue) throws(JSONError) {
        switch kind {
        case .lineEstablish: self = .establish(try LineTerms(body: body))
        case .lineDeclare:
            var fields = try body.object()
            self = .declare(
                try fields.required("line").recordName(), state: try fields.required("state").choice(),
                reason: try fields.required("reason").text(limit: 400))
            try fields.finish()
        case .lineCheck:
            var fields = try body.object()
            let line = try fields.required("line").recordName()
            self = .check(line, try LineCheck(&fields))
            try fields.finish()
        default: return nil
        }
    }
}

/// A call made to see whether a line is answered.
public struct LineCheck: Hashable, Sendable {
    /// How long afterwards a check may be entered, 7 days.
    public static let maximumAgeSeconds: Int64 = 7 * 86_400

    /// What came of it.
    public enum Outcome: String, CaseIterable, Sendable {
        case answered, unanswered
    }

    /// The party that was called.
    public let called: PartyID
    /// When the call was made, as its maker says.
    public let at: Instant
    /// What came of it.
    public let outcome: Outcome
    /// Who answered, as enrolled or by name; nil when unanswered.
    public let answeredBy: String?
    /// The means used.
    public let means: ContactMeans.Kind
    /// The language spoken; nil when unanswered.
    public let language: String?
    /// What else is to be kept.
    public let note: String?

    init(_ fields: inout JSONObject) throws(JSONError) {
        called = try fields.required("called").identifier()
        at = try fields.required("at").instant()
        outcome = try fields.required("outcome").choice()
        answeredBy = try fields.present("answeredBy")?.text(limit: 120)
        means = try fields.required("means").choice()
        language = try fields.present("language")?.languageTag()
        note = try fields.present("note")?.text(limit: 400)
        switch outcome {
        case .answered where answeredBy == nil || language == nil:
            throw fields.value.refused("outcome 'answered' needs 'answeredBy' and 'language'")
        case .unanswered where answeredBy != nil || language != nil:
            throw fields.value.refused("outcome 'unanswered' goes without 'answeredBy' and 'language'")
        default: break
        }
    }

    func write(fields: inout JSONWriter) {
        fields.member("called", called.rawValue)
        fields.time("at", at)
        fields.member("outcome", outcome.rawValue)
        if let answeredBy { fields.member("answeredBy", answeredBy) }
        fields.member("means", means.rawValue)
        if let language { fields.member("language", language) }
        if let note { fields.member("note", note) }
    }
}
