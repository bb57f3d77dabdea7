public import Geodesy
public import Statements
public import StrictJSON

/// What a recipient answers; none of them is consent.
public enum AnswerChoice: String, CaseIterable, Sendable {
    /// Those who must know will be told.
    case willInform = "will-inform"
    /// What is under way is being stopped.
    case stopping
    /// It has stopped.
    case stopped
    /// The force in question is not this party's.
    case notMyForce = "not-my-force"
    /// The party does not acknowledge the force in question.
    case forceNotAcknowledged = "force-not-acknowledged"
    /// It cannot be done.
    case cannot
    /// What the text says.
    case other
}

/// What is said about a message after it was sent.
public enum MessageCommand: Sendable {
    /// It is sent.
    case send(MessageDetails)
    /// It is stated anew, whole, because it was wrong or was understood wrongly.
    case correct(MessageDetails)
    /// A recipient's node has it.
    case deliver(MessageReference)
    /// A recipient repeats it.
    case readBack(MessageReference, ReadBack, enteredLater: EnteredLater?)
    /// A recipient's officer has received it: received, and nothing more.
    case acknowledge(MessageReference, Acknowledged)
    /// A recipient answers.
    case answer(MessageReference, Answered)
    /// A step up the ladder was taken.
    case escalate(MessageReference, EscalationStep)
    /// The sender ends it.
    case close(reason: String)

    /// Who acknowledges, if it is not who signs.
    public struct Acknowledged: Hashable, Sendable {
        /// The officer who received it by voice or paper; nil when it is who signs.
        public let officer: OfficerID?
        /// How and when it was acknowledged, if not here.
        public let enteredLater: EnteredLater?
        /// What the officer adds.
        public let note: String?
    }

    /// An answer.
    public struct Answered: Hashable, Sendable {
        /// Which.
        public let choice: AnswerChoice
        /// When it was given.
        public let at: Instant
        /// Who gives it, by name or post.
        public let by: String
        /// In words.
        public let text: LocalisedText?
        /// How and when it was given, if not here.
        public let enteredLater: EnteredLater?
    }

    /// The message that it is about, and the statement that was read: a corrected message is another one.
    public struct MessageReference: Hashable, Sendable {
        /// The message, `sender/name`.
        public let message: RecordID
        /// The statement that sent or corrected it last.
        public let statement: StatementHash

        /// A reference to a version of a message.
        public init(_ message: RecordID, _ statement: StatementHash) {
            self.message = message
            self.statement = statement
        }

        init(_ fields: inout JSONObject) throws(JSONError) {
            message = try fields.required("message").recordID()
            statement = try fields.required("statement").statementHash()
        }

        /// Writes its members.
        public func write(to fields: inout JSONWriter) {
            fields.member("message", message.description)
            fields.member("statement", statement.description)
        }
    }

    /// The message that it is about; `id` is the record that the statement's header names.
    public func message(_ id: RecordID) -> RecordID {
        switch self {
        case .send, .correct, .close: id
        case .deliver(let reference), .readBack(let reference, _, _), .acknowledge(let reference, _),
            .answer(let reference, _), .escalate(let reference, _):
            reference.message
        }
    }

    /// Reads the body of one of these kinds; nil for another kind.
    init?(_ kind: Kind, body: JSONValue) throws(JSONError) {
        switch kind {
        case .messageSend:
            self = .send(try MessageDetails(body: body))
            return
        case .messageCorrect:
            self = .correct(try MessageDetails(body: body))
            return
        default: break
        }
        var fields = try body.object()
        switch kind {
        case .messageDeliver: self = .deliver(try MessageReference(&fields))
        case .messageReadBack:
            let reference = try MessageReference(&fields)
            self = .readBack(reference, try ReadBack(&fields), enteredLater: try Self.enteredLater(&fields))
        case .messageAcknowledge:
            let reference = try MessageReference(&fields)
            let named = fields.present("officer")
            let later = try Self.enteredLater(&fields)
            let acknowledged = Acknowledged(
                officer: try named?.identifier(), enteredLater: later,
                note: try fields.present("note")?.text(limit: 400))
            if let named, later == nil {
                throw named.refused(
                    "signs here with a key of their own; only what was said elsewhere is entered for them")
            }
            self = .acknowledge(reference, acknowledged)
        case .messageAnswer:
            let reference = try MessageReference(&fields)
            self = .answer(reference, try Answered(&fields, body))
        case .messageEscalate:
            let reference = try MessageReference(&fields)
            self = .escalate(reference, try EscalationStep(&fields))
        case .messageClose: self = .close(reason: try fields.required("reason").text(limit: 400))
        default: return nil
        }
        try fields.finish()
    }

    static func enteredLater(_ fields: inout JSONObject) throws(JSONError) -> EnteredLater? {
        guard let value = fields.present("enteredLater") else { return nil }
        return try EnteredLater(value)
    }
}

extension MessageCommand.Answered {
    fileprivate init(_ fields: inout JSONObject, _ body: JSONValue) throws(JSONError) {
        choice = try fields.required("answer").choice()
        at = try fields.required("at").instant()
        by = try fields.required("by").text(limit: 200)
        if let text = fields.present("text") {
            self.text = try LocalisedText(text, limit: MessageDetails.maximumTextBytes)
        } else {
            text = nil
        }
        enteredLater = try MessageCommand.enteredLater(&fields)
        guard choice != .other || text != nil else { throw body.refused("'other' needs 'text'") }
    }
}
