public import Geodesy
public import HashTreeCollections
public import Statements
public import StrictJSON
import TransparencyLog

/// An instrument as its clauses were last stated, whole.
public struct Instrument: Hashable, Sendable {
    /// Clauses one instrument may have.
    public static let maximumClauses = 64
    /// Lines that one instrument may be about.
    public static let maximumLines = 64

    /// Its name in the accord.
    public let id: SubjectID
    /// Its name in words.
    public let name: LocalisedText
    /// Its clauses, in the order of its text.
    public let clauses: [Clause]
    /// The lines that it is about; empty where it is about everything.
    public let lines: [RecordID]
    /// The entry that states it, and when.
    public let stated: Provenance

    /// Reads the body of `instrument.clauses.v1`.
    static func read(_ body: JSONValue) throws(JSONError) -> InstrumentText {
        var fields = try body.object()
        let name = try LocalisedText(fields.required("name"))
        let list = try fields.required("clauses")
        var clauses: [Clause] = []
        for element in try list.array(limit: maximumClauses) { clauses.append(try Clause(element)) }
        var lines: [RecordID] = []
        if let named = fields.present("lines") {
            for element in try named.array(limit: maximumLines) { lines.append(try element.recordName()) }
            guard !lines.isEmpty else { throw named.refused("needs a line, or is left out for every line") }
            guard Set(lines).count == lines.count else { throw named.refused("names a line twice") }
        }
        try fields.finish()
        guard !clauses.isEmpty else { throw list.refused("needs at least one clause") }
        guard Set(clauses.map(\.name)).count == clauses.count else { throw list.refused("names a clause twice") }
        var seen: Set<ClauseRule> = []
        for clause in clauses {
            guard let rule = clause.setting?.rule, !rule.maySetMore else { continue }
            guard seen.insert(rule).inserted else {
                throw list.refused("sets '\(rule.name.rawValue)' twice; one instrument has one time for it")
            }
        }
        return InstrumentText(name: name, clauses: clauses, lines: lines)
    }

    /// Writes its name and clauses, as stated.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("id", id.rawValue)
            fields.key("name")
            name.write(to: &fields)
            fields.key("clauses")
            fields.array { list in for clause in clauses { clause.write(to: &list) } }
            if !lines.isEmpty {
                fields.key("lines")
                fields.array { list in for line in lines { list.string(line.description) } }
            }
            fields.key("stated")
            fields.object { stated in
                stated.member("entry", self.stated.entry.value)
                stated.member("loggedAt", self.stated.loggedAt.description)
            }
        }
    }
}

/// What an instrument says: the whole of one `instrument.clauses.v1`.
public struct InstrumentText: Hashable, Sendable {
    /// Its name in words.
    let name: LocalisedText
    /// Its clauses.
    let clauses: [Clause]
    /// The lines that it is about; empty where it is about everything.
    let lines: [RecordID]
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
    /// The time in working days, where the clause counts those.
    public let workingDays: WorkingDays?

    /// A term from its parts.
    public init(
        instrument: SubjectID, clause: String, seconds: Int64, graceSeconds: Int64 = 0, grade: Grade? = nil,
        workingDays: WorkingDays? = nil
    ) {
        self.instrument = instrument
        self.clause = clause
        self.seconds = seconds
        self.graceSeconds = graceSeconds
        self.grade = grade
        self.workingDays = workingDays
    }

    /// When what begins at `start` is due, grace included.
    public func due(from start: Instant) -> Instant {
        guard let workingDays else { return start.adding(seconds: seconds + graceSeconds) }
        return workingDays.calendar.end(ofWorkingDay: workingDays.days, after: start).adding(seconds: graceSeconds)
    }
}

/// A time in working days of a country.
public struct WorkingDays: Hashable, Sendable {
    /// The most that a clause may set.
    public static let maximumDays: Int64 = 90

    /// How many.
    public let days: Int64
    /// Of which calendar.
    public let calendar: WorkingCalendar

    /// So many working days of a calendar.
    public init(days: Int64, calendar: WorkingCalendar) {
        self.days = days
        self.calendar = calendar
    }
}

/// The arrangement's instruments, and what their clauses set.
public struct InstrumentRegister: Sendable {
    /// Instruments one accord may have.
    public static let maximumInstruments = 64

    /// Instruments by name.
    public private(set) var instruments: TreeDictionary<SubjectID, Instrument> = [:]
    private var terms: TreeDictionary<Scope, Term> = [:]

    /// What is set, and on which line; nil for all.
    private struct Scope: Hashable, Sendable {
        let rule: ClauseRule
        let line: RecordID?
    }

    /// A register without instruments: nothing has a deadline.
    public init() {}

    /// Instruments in order of their names.
    public var inOrder: [Instrument] { instruments.values.sorted { $0.id < $1.id } }

    /// Says whether an instrument may be stated; that the host's root key speaks was checked.
    ///
    /// - Throws: `tooMany`, or `field` for a line that is not established: its clauses would hold nobody to anything.
    public func decide(_ id: SubjectID, _ text: InstrumentText, lines: LineRegister) throws(Refusal) {
        for (number, line) in text.lines.enumerated() where lines[line] == nil {
            throw .field("/lines/\(number)", "no line '\(line)' is established in this accord")
        }
        guard instruments[id] != nil || instruments.count < Self.maximumInstruments else {
            throw .tooMany("instruments", limit: Self.maximumInstruments)
        }
    }

    /// Takes an instrument; it replaces what was stated under its name before.
    public mutating func apply(_ id: SubjectID, _ text: InstrumentText, stated: Provenance) {
        instruments[id] = Instrument(
            id: id, name: text.name, clauses: text.clauses, lines: text.lines, stated: stated)
        terms = [:]
        for instrument in inOrder {
            for clause in instrument.clauses {
                guard let setting = clause.setting, !setting.rule.maySetMore else { continue }
                let term = Term(
                    instrument: instrument.id, clause: clause.name, seconds: setting.seconds,
                    graceSeconds: setting.graceSeconds, grade: setting.grade, workingDays: setting.workingDays)
                for line in instrument.lines.isEmpty ? [nil] : instrument.lines.map(Optional.some) {
                    let scope = Scope(rule: setting.rule, line: line)
                    terms[scope] = Self.stricter(terms[scope], term, setting.rule)
                }
            }
        }
    }

    /// Of two that set one thing, the one that asks for more, grace included; of equals the first.
    ///
    /// The grade is the higher of the two, whichever time counts: neither clause may be met by doing less.
    private static func stricter(_ first: Term?, _ second: Term, _ rule: ClauseRule) -> Term {
        guard let first else { return second }
        let (one, other) = (first.seconds + first.graceSeconds, second.seconds + second.graceSeconds)
        let isSecond = one != other && (other > one) == rule.isStricterWhenLonger
        let term = isSecond ? second : first
        guard let grade = [first.grade, second.grade].compactMap({ $0 }).max(), grade != term.grade else { return term }
        return Term(
            instrument: term.instrument, clause: term.clause, seconds: term.seconds, graceSeconds: term.graceSeconds,
            grade: grade, workingDays: term.workingDays)
    }

    /// What is set for a rule, and by which clause; nil where no instrument sets it: then there is no deadline.
    ///
    /// Where two instruments set it, the one that asks for more; of equals one about everything, and the first by name.
    /// Instruments that are about certain lines count on those, beside the ones about everything.
    public func rule(_ rule: ClauseRule, on line: RecordID? = nil) -> Term? {
        let everywhere = terms[Scope(rule: rule, line: nil)]
        guard let line, let here = terms[Scope(rule: rule, line: line)] else { return everywhere }
        return Self.stricter(everywhere, here, rule)
    }

    /// What clauses say on who may look at `what` there, in order of instruments and clauses.
    public func inspections(
        of what: InspectedThing, at stage: InspectionStage
    ) -> [(clause: ClauseReference, terms: InspectionTerms)] {
        inOrder.flatMap { instrument in
            instrument.clauses.compactMap { clause in
                guard let terms = clause.setting?.inspection, terms.covers(what, at: stage) else { return nil }
                return (ClauseReference(instrument: instrument.id, clause: clause.name), terms)
            }
        }
    }

    /// The bands in which a place lies, with the clauses that state them and how far from the road it is, millimetres.
    public func withdrawals(
        at place: Position
    ) -> [(clause: ClauseReference, terms: WithdrawalTerms, millimetres: Int64)] {
        inOrder.flatMap { instrument in
            instrument.clauses.compactMap { clause in
                guard let terms = clause.setting?.withdrawal, let distance = terms.distance(of: place) else {
                    return nil
                }
                return (ClauseReference(instrument: instrument.id, clause: clause.name), terms, distance)
            }
        }
    }

    /// The grades that clauses ask to be within reach at a desk of this line, in order of instruments and clauses.
    public func gradeRules(on line: RecordID) -> [LineTerms.GradeRule] {
        inOrder.filter { $0.lines.isEmpty || $0.lines.contains(line) }.flatMap { instrument in
            instrument.clauses.compactMap { clause -> LineTerms.GradeRule? in
                guard let setting = clause.setting, setting.rule == .minimumGrade, let grade = setting.grade else {
                    return nil
                }
                let hours = setting.hours
                return LineTerms.GradeRule(
                    hours: WeeklyHours(everyDayFrom: hours?.fromMinute ?? 0, until: hours?.untilMinute ?? 1_440),
                    grade: grade, clause: ClauseReference(instrument: instrument.id, clause: clause.name))
            }
        }
    }
}
