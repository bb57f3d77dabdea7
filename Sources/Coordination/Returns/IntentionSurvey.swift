public import Geodesy
import Statements
public import StrictJSON

/// What displaced people were asked and answered about returning: the whole of one `intention.survey.v1`.
public struct IntentionSurvey: StatedForm {
    /// What people answer.
    public enum Answer: String, CaseIterable, Sendable {
        case returnNow = "return-now"
        case later
        case not
        case undecided
        case noAnswer = "no-answer"
    }

    /// How many gave one answer.
    public struct Answers: Hashable, Sendable {
        /// The answer.
        public let answer: Answer
        /// How many people.
        public let people: Int64
    }

    /// Where people were asked.
    public let askedIn: NamedPlace
    /// Where they would return to.
    public let returnTo: NamedPlace
    /// When they were asked.
    public let period: TimeWindow
    /// How many were asked.
    public let asked: Int64
    /// What they answered, each answer once; one that is not here was not offered.
    public let answers: [Answers]
    /// How people were chosen and asked.
    public let method: String
    /// Who asked.
    public let askedBy: NamedBody
    /// Where this is known from.
    public let source: String?

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        askedIn = try NamedPlace(fields.required("askedIn"))
        returnTo = try NamedPlace(fields.required("returnTo"))
        let window = try fields.required("period")
        period = try window.timeWindow()
        guard period.end != nil else { throw window.refused("needs 'until': a survey is over when it is stated") }
        asked = try fields.required("asked").people()
        let list = try fields.required("answers")
        answers = try Self.answers(list)
        let sum = answers.map(\.people).reduce(0, +)
        guard sum == asked else { throw list.refused("add up to \(sum), not to the \(asked) who were asked") }
        method = try fields.required("method").text(limit: 400)
        askedBy = try NamedBody(fields.required("askedBy"))
        source = try fields.present("source")?.text(limit: 400)
        try fields.finish()
    }

    private static func answers(_ list: JSONValue) throws(JSONError) -> [Answers] {
        var answers: [Answers] = []
        for element in try list.array(limit: Answer.allCases.count) {
            var item = try element.object()
            let named = try item.required("answer")
            let answer: Answer = try named.choice()
            guard !answers.contains(where: { $0.answer == answer }) else { throw named.refused("is named twice") }
            answers.append(Answers(answer: answer, people: try item.required("people").people()))
            try item.finish()
        }
        return answers
    }

    /// Says whether it may be said now.
    ///
    /// - Throws: `field` naming what is wrong.
    public func decide(in context: RuleContext) throws(Refusal) {
        if let end = period.end { try context.requirePast(end, "/period/until") }
    }

    /// How many gave this answer; nil when it was not offered.
    public func people(_ answer: Answer) -> Int64? { answers.first { $0.answer == answer }?.people }

    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.place("askedIn", askedIn)
            fields.place("returnTo", returnTo)
            fields.key("period")
            fields.timeWindow(period)
            fields.member("asked", asked)
            fields.key("answers")
            fields.array { list in
                for answer in answers {
                    list.object { item in
                        item.member("answer", answer.answer.rawValue)
                        item.member("people", answer.people)
                    }
                }
            }
            fields.member("method", method)
            fields.body("askedBy", askedBy)
            if let source { fields.member("source", source) }
        }
    }
}
