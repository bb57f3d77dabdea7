public import Geodesy
public import Statements
public import StrictJSON

/// Something that is wrong with a roster in a span of time to come.
public struct RosterFinding: Hashable, Sendable {
    /// The kinds of what can be wrong.
    public enum Problem: Hashable, Sendable {
        /// Nobody sits at the line.
        case hole
        /// Nobody on duty has the least grade; `found` is the highest there is, nil when nobody is on duty.
        case belowGrade(needed: Grade, found: Grade?)
        /// Two answer first, so that each may wait for the other.
        case double([OfficerID])
        /// No key of the officer's holds so long.
        case keyExpires(OfficerID)
        /// The officer's enrolment ends before.
        case enrolmentExpires(OfficerID)
        /// The officer was released, or is not enrolled.
        case notEnrolled(OfficerID)
        /// The officer is not enrolled for duty.
        case withoutDutyRole(OfficerID)
        /// Nobody at the line speaks or interprets a language of the line.
        case withoutLanguage(String)
        /// The officer sits at the line too long without a break.
        case tooLong(OfficerID, limitSeconds: Int64)
        /// The party is suspended or has left: none of its officers speaks.
        case partySilent(PartyStanding)
    }

    /// What is wrong.
    public let problem: Problem
    /// From when.
    public let from: Instant
    /// Until when.
    public let until: Instant
    /// The clause that is not met; nil where the line names none.
    public let clause: ClauseReference?

    /// A finding from its parts.
    public init(problem: Problem, from: Instant, until: Instant, clause: ClauseReference?) {
        self.problem = problem
        self.from = from
        self.until = until
        self.clause = clause
    }
}

extension RosterFinding.Problem {
    /// The problem's name, for programs.
    public var name: String {
        switch self {
        case .hole: "hole"
        case .belowGrade: "below-minimum-grade"
        case .double: "double"
        case .keyExpires: "key-expires"
        case .enrolmentExpires: "enrolment-expires"
        case .notEnrolled: "officer-not-enrolled"
        case .withoutDutyRole: "without-duty-role"
        case .withoutLanguage: "without-language"
        case .tooLong: "too-long"
        case .partySilent: "party-silent"
        }
    }

    /// The officers it is about, in order.
    public var officers: [OfficerID] {
        switch self {
        case .double(let officers): officers
        case .keyExpires(let officer), .enrolmentExpires(let officer), .notEnrolled(let officer),
            .withoutDutyRole(let officer), .tooLong(let officer, _):
            [officer]
        case .hole, .belowGrade, .withoutLanguage, .partySilent: []
        }
    }

    /// What is wrong and what to do, in a sentence.
    public var sentence: String {
        switch self {
        case .hole: "nobody is at the line; put an officer on duty"
        case .belowGrade(let needed, let found):
            "the highest grade on duty is \(found?.code ?? "none"), and \(needed) must be reachable; "
                + "put an officer of that grade on call"
        case .double(let officers):
            "\(officers.map { "'\($0)'" }.joined(separator: " and ")) both answer first; make one of them second"
        case .keyExpires(let officer):
            "'\(officer)' has no key that holds so long and could not sign; enrol a new key before"
        case .enrolmentExpires(let officer): "the enrolment of '\(officer)' ends before; enrol the officer anew"
        case .notEnrolled(let officer): "'\(officer)' is not enrolled and cannot sign; put somebody else on duty"
        case .withoutDutyRole(let officer):
            "'\(officer)' is not enrolled with the role 'duty'; enrol the officer anew with it, or put somebody else on duty"
        case .withoutLanguage(let language): "nobody at the line speaks or interprets '\(language)'"
        case .tooLong(let officer, let limit):
            "'\(officer)' is at the line without a break for longer than \(limit / 60) minutes; divide the shift"
        case .partySilent(let standing): "the party is \(standing.word): none of its officers speaks for it"
        }
    }
}

extension RosterFinding: CustomStringConvertible {
    /// When, what, and which clause.
    public var description: String {
        "\(from) to \(until): \(problem.sentence)" + (clause.map { " (\($0))" } ?? "")
    }

    /// Writes the finding as replies show it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("problem", problem.name)
            fields.time("from", from)
            fields.time("until", until)
            if !problem.officers.isEmpty { fields.strings("officers", problem.officers.map(\.rawValue)) }
            switch problem {
            case .belowGrade(let needed, let found):
                fields.member("needed", needed.code)
                if let found { fields.member("found", found.code) }
            case .withoutLanguage(let language): fields.member("language", language)
            case .tooLong(_, let limit): fields.member("limitSeconds", limit)
            default: break
            }
            fields.member("sentence", problem.sentence)
            if let clause {
                fields.key("clause")
                clause.write(to: &fields)
            }
        }
    }
}
