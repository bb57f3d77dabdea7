public import Geodesy
public import Statements
import StrictJSON

/// The notice that a response is about, and the text of it that its speaker had before them.
public struct NoticeReference: Hashable, Sendable {
    /// The notice.
    public let record: RecordID
    /// The statement that made it what the speaker speaks of.
    public let statement: StatementHash

    init(_ fields: inout JSONObject) throws(JSONError) {
        record = try fields.required("record").recordID()
        statement = try fields.required("statement").statementHash()
    }
}

/// How a notice came to the officer who received it.
public enum ReceiptMeans: String, CaseIterable, Sendable {
    case console
    case line
    case telephone
    case radio
    case paper
    case inPerson = "in-person"
    case email
    case message
}

/// How far down a notice went, from the officer of the line to the machine that the unit acts by.
public enum DisseminationDepth: String, CaseIterable, Comparable, Sendable {
    case liaison
    case operationsCentre = "operations-centre"
    case formation
    case operatingUnit = "operating-unit"
    case loadedInSystem = "loaded-in-system"

    /// Whether those who act there have it, not only those above them.
    public var isOperating: Bool { self >= .operatingUnit }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Orders by depth.
    public static func < (left: Self, right: Self) -> Bool { left.order < right.order }
}

/// Why a recipient doubts a notice.
public enum ChallengeReason: String, CaseIterable, Sendable {
    /// The place is another one.
    case coordinates
    /// The place is not used as stated.
    case status
    /// It is not what it is said to be, or not whose.
    case identity
}

/// What an owner answers to a doubt.
public enum ChallengeAnswer: String, CaseIterable, Sendable {
    /// Somebody is looking; the answer follows.
    case checking
    /// The notice stands as stated.
    case stands
    /// The notice was amended.
    case corrected
    /// The notice was withdrawn.
    case withdrawn

    /// Whether nothing more is owed.
    public var isFinal: Bool { self != .checking }
}

/// What is said about a notice by those who answer to it; none of it is consent.
public enum NoticeResponse: Sendable {
    /// An officer of a recipient has it.
    case receive(NoticeReference, receivedAt: Instant, means: ReceiptMeans, note: String?)
    /// It went down to this depth.
    case disseminate(NoticeReference, DisseminationStep)
    /// A recipient doubts it.
    case challenge(NoticeReference, reason: ChallengeReason, text: String)
    /// Its owner answers a doubt.
    case answer(RecordID, challenge: StatementHash, ChallengeAnswer, text: String)

    /// The notice it is about.
    public var record: RecordID {
        switch self {
        case .receive(let notice, receivedAt: _, means: _, note: _), .disseminate(let notice, _),
            .challenge(let notice, reason: _, text: _):
            notice.record
        case .answer(let record, challenge: _, _, text: _): record
        }
    }

    /// Reads the body of one of these kinds; nil for another kind.
    init?(_ kind: Kind, body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        switch kind {
        case .notificationReceive:
            self = .receive(
                try NoticeReference(&fields), receivedAt: try fields.required("receivedAt").instant(),
                means: try fields.required("means").choice(), note: try fields.present("note")?.text(limit: 400))
        case .noticeDisseminate:
            self = .disseminate(try NoticeReference(&fields), try DisseminationStep(&fields))
        case .notificationChallenge:
            self = .challenge(
                try NoticeReference(&fields), reason: try fields.required("reason").choice(),
                text: try fields.required("text").text(limit: 1_000))
        case .notificationAnswerChallenge:
            self = .answer(
                try fields.required("record").recordID(), challenge: try fields.required("challenge").statementHash(),
                try fields.required("answer").choice(), text: try fields.required("text").text(limit: 1_000))
        default: return nil
        }
        try fields.finish()
    }
}

/// One step of a notice on its way down, attested by the recipient.
public struct DisseminationStep: Hashable, Sendable {
    /// How far down.
    public let depth: DisseminationDepth
    /// The unit that has it, as its party names it; those that operate are always named.
    public let unit: SubjectID?
    /// When it got there.
    public let at: Instant
    /// Who passed it on or confirmed it, by function.
    public let by: String

    init(_ fields: inout JSONObject) throws(JSONError) {
        let named = try fields.required("depth")
        depth = try named.choice()
        unit = try fields.present("unit")?.identifier()
        at = try fields.required("at").instant()
        by = try fields.required("by").text(limit: 200)
        guard !depth.isOperating || unit != nil else {
            throw named.refused("depth '\(depth.rawValue)' is said of a unit: name it in 'unit'")
        }
    }
}
