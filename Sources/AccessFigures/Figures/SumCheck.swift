/// A sum that anybody can add up again.
public struct SumCheck: Hashable, Sendable {
    /// What is added up.
    public enum Subject: String, CaseIterable, Sendable {
        /// Movements given = within the period + outside it.
        case movementsGiven = "movements-given"
        /// Movements of the period = ended + not over + outcome could not be read.
        case movementsOfPeriod = "movements-of-period"
        /// Movements of the period = the rows of the table + what it leaves out.
        case periodTable = "period-table"
        case placeTable = "place-table"
        case organiserTable = "organiser-table"
        case deciderTable = "decider-table"
        case reasonTable = "reason-table"
        case agreementTable = "agreement-table"
        /// Convoys given = within the period + outside it + without a date.
        case convoysGiven = "convoys-given"
        /// Convoys of the period = the five answers.
        case convoyAnswers = "convoy-answers"
        /// Convoys agreed = arrived + not arrived + not known.
        case convoysAgreed = "convoys-agreed"
        /// Lines of manifests = the lines of each category.
        case manifestLines = "manifest-lines"
    }

    /// One part.
    public struct Part: Hashable, Sendable {
        /// What it is called.
        public let name: String
        /// How many.
        public let count: Int
    }

    /// What is added up.
    public let subject: Subject
    /// What the parts must come to.
    public let total: Int
    /// The parts.
    public let parts: [Part]

    init(_ subject: Subject, total: Int, _ parts: [(String, Int)]) {
        self.subject = subject
        self.total = total
        self.parts = parts.map { Part(name: $0.0, count: $0.1) }
    }

    /// Whether they do.
    public var holds: Bool { parts.reduce(0) { $0 + $1.count } == total }
}
