public import Geodesy
public import HashTreeCollections
public import Statements
public import StrictJSON
import TransparencyLog

/// An instrument as its clauses were last stated, whole.
public struct Instrument: Hashable, Sendable {
    /// Clauses one instrument may have.
    public static let maximumClauses = 64

    /// Its name in the accord.
    public let id: SubjectID
    /// Its name in words.
    public let name: LocalisedText
    /// Its clauses, in the order of its text.
    public let clauses: [Clause]
    /// The entry that states it, and when.
    public let stated: Provenance

    /// Reads the body of `instrument.clauses.v1`.
    static func read(_ body: JSONValue) throws(JSONError) -> (name: LocalisedText, clauses: [Clause]) {
        var fields = try body.object()
        let name = try LocalisedText(fields.required("name"))
        let list = try fields.required("clauses")
        var clauses: [Clause] = []
        for element in try list.array(limit: maximumClauses) { clauses.append(try Clause(element)) }
        try fields.finish()
        guard !clauses.isEmpty else { throw list.refused("needs at least one clause") }
        guard Set(clauses.map(\.name)).count == clauses.count else { throw list.refused("names a clause twice") }
        var seen: Set<ClauseRule> = []
        for clause in clauses {
            guard let rule = clause.setting?.rule, rule != .minimumGrade else { continue }
            guard seen.insert(rule).inserted else {
                throw list.refused("sets '\(rule.name.rawValue)' twice; one instrument has one time for it")
            }
        }
        return (name, clauses)
    }

    /// Writes its name and clauses, as stated.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("id", id.rawValue)
            fields.key("name")
            name.write(to: &fields)
            fields.key("clauses")
            fields.array { list in for clause in clauses { clause.write(to: &list) } }
            fields.key("stated")
            fields.object { stated in
                stated.member("entry", self.stated.entry.value)
                stated.member("loggedAt", self.stated.loggedAt.description)
            }
        }
    }
}

/// What one clause sets, with the instrument that it stands in: where a deadline comes from.
public struct Term: Hashable, Sendable {
    /// The instrument.
    public let instrument: SubjectID
    /// The clause.
    public let clause: String
    /// The time.
    public let seconds: Int64
    /// How much later is still in time.
    public let graceSeconds: Int64
    /// The grade, where the rule has one.
    public let grade: Grade?

    /// A term from its parts.
    public init(
        instrument: SubjectID, clause: String, seconds: Int64, graceSeconds: Int64 = 0, grade: Grade? = nil
    ) {
        self.instrument = instrument
        self.clause = clause
        self.seconds = seconds
        self.graceSeconds = graceSeconds
        self.grade = grade
    }

    /// When what begins at `start` is due, grace included.
    public func due(from start: Instant) -> Instant { start.adding(seconds: seconds + graceSeconds) }
}

/// The arrangement's instruments, and what their clauses set.
public struct InstrumentRegister: Sendable {
    /// Instruments one accord may have.
    public static let maximumInstruments = 64

    /// Instruments by name.
    public private(set) var instruments: TreeDictionary<SubjectID, Instrument> = [:]
    private var terms: TreeDictionary<ClauseRule, Term> = [:]

    /// A register without instruments: nothing has a deadline.
    public init() {}

    /// Instruments in order of their names.
    public var inOrder: [Instrument] { instruments.values.sorted { $0.id < $1.id } }

    /// Says whether an instrument may be stated; that the host's root key speaks was checked.
    ///
    /// - Throws: `tooMany`.
    public func decide(_ id: SubjectID) throws(Refusal) {
        guard instruments[id] != nil || instruments.count < Self.maximumInstruments else {
            throw .tooMany("instruments", limit: Self.maximumInstruments)
        }
    }

    /// Takes an instrument; it replaces what was stated under its name before.
    public mutating func apply(_ id: SubjectID, name: LocalisedText, clauses: [Clause], stated: Provenance) {
        instruments[id] = Instrument(id: id, name: name, clauses: clauses, stated: stated)
        terms = [:]
        for instrument in instruments.values.sorted(by: { $0.id < $1.id }) {
            for clause in instrument.clauses {
                guard let setting = clause.setting, setting.rule != .minimumGrade else { continue }
                let term = Term(
                    instrument: instrument.id, clause: clause.name, seconds: setting.seconds,
                    graceSeconds: setting.graceSeconds, grade: setting.grade)
                guard let known = terms[setting.rule] else {
                    terms[setting.rule] = term
                    continue
                }
                let isLonger = term.seconds > known.seconds
                if term.seconds != known.seconds, isLonger == setting.rule.isStricterWhenLonger {
                    terms[setting.rule] = term
                }
            }
        }
    }

    /// What is set for a rule, and by which clause; nil where no instrument sets it: then there is no deadline.
    ///
    /// Where two instruments set it, the one that asks for more; of equals the first by name.
    public func rule(_ rule: ClauseRule) -> Term? { terms[rule] }

    /// The highest grade that the clauses ask to be within reach at this instant; nil where none does.
    public func minimumGrade(at instant: Instant) -> Term? {
        var found: Term?
        for instrument in instruments.values.sorted(by: { $0.id < $1.id }) {
            for clause in instrument.clauses {
                guard let setting = clause.setting, setting.rule == .minimumGrade, let grade = setting.grade,
                    setting.hours?.contains(instant) ?? true, found?.grade.map({ $0 < grade }) ?? true
                else { continue }
                found = Term(instrument: instrument.id, clause: clause.name, seconds: 0, grade: grade)
            }
        }
        return found
    }
}
