public import Geodesy
import Statements
public import StrictJSON

/// How a movement ended, in the field's words (OCHA); none of them is a permission.
public enum MovementOutcome: String, CaseIterable, Sendable {
    case facilitated
    case partiallyFacilitated = "partially-facilitated"
    case impededCompleted = "impeded-completed"
    case impededNotCompleted = "impeded-not-completed"
    case denied
    case withdrawn
    case postponed
    case attacked

    /// Whether somebody stood in the way, who must then be named, or "no reason given" said.
    public var needsDecider: Bool {
        switch self {
        case .partiallyFacilitated, .impededCompleted, .impededNotCompleted, .denied: true
        case .facilitated, .withdrawn, .postponed, .attacked: false
        }
    }
}

/// What an organiser may say about a movement.
public enum MovementCommand: Sendable {
    /// How a movement ended and who decided so.
    public struct Closure: Hashable, Sendable {
        /// The outcome.
        public let outcome: MovementOutcome
        /// When it ended.
        public let at: Instant
        /// Who decided, where somebody stood in the way.
        public let decidedBy: String?
        /// The reason given, or "no reason given".
        public let reason: String?
        /// What the organiser adds.
        public let note: String?
        /// Who had agreed to it beforehand, and when; nil when not stated.
        public let agreement: Agreement?

        /// Whether it had been agreed to and somebody stood in the way all the same: a fact of its own.
        public var isImpededAfterAgreement: Bool { agreement != nil && outcome.needsDecider }
    }

    /// That somebody had agreed to a movement before it was impeded; nothing here is leave to move.
    public struct Agreement: Hashable, Sendable {
        /// Who.
        public let by: NamedBody
        /// When.
        public let at: Instant
        /// The number of its paper.
        public let reference: String?

        init(_ value: JSONValue) throws(JSONError) {
            var fields = try value.object()
            by = try NamedBody(fields.required("by"))
            at = try fields.required("at").instant()
            reference = try fields.present("reference")?.text(limit: 120)
            try fields.finish()
        }

        /// Writes the object it was read from.
        public func write(to writer: inout JSONWriter) {
            writer.object { fields in
                fields.key("by")
                by.write(to: &fields)
                fields.member("at", at.description)
                if let reference { fields.member("reference", reference) }
            }
        }
    }

    /// It is planned.
    case notify(MovementDetails)
    /// Its route, its times or its people change: stated anew, whole, with the legs already travelled as they were.
    case amend(MovementDetails)
    /// It set out.
    case depart(at: Instant)
    /// It reported.
    case checkIn(MovementReport)
    /// What has not been travelled yet happens this much later.
    case delay(seconds: Int64, reason: String)
    /// It is over.
    case close(Closure)

    /// Whether its organiser says with it what is the matter, whatever was amiss.
    public var isAnswer: Bool {
        switch self {
        case .amend, .delay, .close: true
        case .notify, .depart, .checkIn: false
        }
    }

    /// The longest delay in one statement, 30 days.
    public static let maximumDelaySeconds: Int64 = 30 * 86_400

    /// Reads the body of one of these kinds; nil for another kind.
    init?(_ kind: Kind, body: JSONValue) throws(JSONError) {
        switch kind {
        case .movementNotify:
            self = .notify(try MovementDetails(body: body))
            return
        case .movementAmend:
            self = .amend(try MovementDetails(body: body))
            return
        default: break
        }
        var fields = try body.object()
        switch kind {
        case .movementDepart:
            self = .depart(at: try fields.required("at").instant())
        case .movementCheckIn:
            self = .checkIn(try MovementReport(&fields))
        case .movementDelay:
            self = .delay(
                seconds: try fields.required("seconds").integer(in: 60...Self.maximumDelaySeconds),
                reason: try fields.required("reason").text(limit: 400))
        case .movementClose:
            let outcome: MovementOutcome = try fields.required("outcome").choice()
            let at = try fields.required("at").instant()
            let decidedBy = try fields.present("decidedBy")?.text(limit: 300)
            let reason = try fields.present("reason")?.text(limit: 400)
            let note = try fields.present("note")?.text(limit: 400)
            guard !outcome.needsDecider || (decidedBy != nil && reason != nil) else {
                throw body.refused(
                    "outcome '\(outcome.rawValue)' needs 'decidedBy' and 'reason'; where none was given, "
                        + "write \"no reason given\"")
            }
            let agreement: Agreement? =
                if let value = fields.present("agreement") { try Agreement(value) } else { nil }
            if let agreement, agreement.at > at {
                throw body.refused("'agreement' is of \(agreement.at), after the movement ended at \(at)")
            }
            self = .close(
                Closure(
                    outcome: outcome, at: at, decidedBy: decidedBy, reason: reason, note: note, agreement: agreement))
        default:
            return nil
        }
        try fields.finish()
    }
}
