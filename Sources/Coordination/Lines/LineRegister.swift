public import Geodesy
public import HashTreeCollections
public import Statements
import TransparencyLog

/// Every line of the accord; all of it is open, since whether a check was missed must be the same fact for everybody.
public struct LineRegister: Sendable {
    /// Lines that one accord may have.
    public static let maximumLines = 1_024

    /// Lines by name.
    public private(set) var lines: TreeDictionary<RecordID, Line> = [:]
    /// When the next check becomes due or lapses; nil when none does.
    public private(set) var nextDeadline: Instant?

    /// A register without lines.
    public init() {}

    /// The line called `id`.
    public subscript(id: RecordID) -> Line? { lines[id] }

    /// Says whether a command may be taken.
    ///
    /// - Throws: the first rule broken.
    public func decide(
        _ command: LineCommand, id: RecordID, by speaker: OfficerRef, register: PartyRegister, in context: RuleContext
    ) throws(Refusal) {
        switch command {
        case .establish(let terms):
            for (number, cell) in terms.cells.enumerated() {
                _ = try register.recipient(cell.party, field: "/body/cells/\(number)/party")
                guard let coChair = cell.coChair else { continue }
                let found = try register.recipient(coChair, field: "/body/cells/\(number)/coChair")
                guard found.role == .coChair else {
                    throw .field("/cells/\(number)/coChair", "'\(coChair)' is enrolled as \(found.role.rawValue)")
                }
            }
            guard speaker.party == context.accord.host || terms.cell(of: speaker.party) != nil else {
                throw .field("/cells", "must hold a cell of '\(speaker.party)': a party sets up its own lines only")
            }
            guard lines[id] != nil || lines.count < Self.maximumLines else {
                throw .tooMany("lines", limit: Self.maximumLines)
            }
        case .declare(let name, _, _):
            try party(speaker.party, isOn: name, subject: id.subject)
        case .check(let name, let check):
            try party(speaker.party, isOn: name, subject: id.subject)
            guard check.called != speaker.party else { throw .field("/called", "is your own party") }
            guard lines[name]?.terms.cell(of: check.called) != nil else {
                throw .field("/called", "'\(check.called)' has no cell on line '\(name)'")
            }
            guard check.at <= context.now.adding(seconds: LogClock.toleranceSeconds) else {
                throw .field("/at", "\(check.at) is after the log's clock, \(context.now): enter what has happened")
            }
            let oldest = context.now.adding(seconds: -LineCheck.maximumAgeSeconds)
            guard check.at >= oldest else {
                throw .field("/at", "\(check.at) is too long ago to be entered; checks since \(oldest) are taken")
            }
        }
    }

    private func party(_ party: PartyID, isOn line: RecordID, subject: SubjectID) throws(Refusal) {
        guard let found = lines[line] else {
            throw .field("/line", "no line '\(line)' is established in this accord")
        }
        guard subject == line.subject else {
            throw .field("/line", "the statement's subject must be the line's own name, '\(line.subject)'")
        }
        guard found.terms.cell(of: party) != nil else {
            throw .field("/line", "'\(party)' has no cell on line '\(line)'")
        }
    }

    /// Takes what was accepted.
    public mutating func apply(_ command: LineCommand, id: RecordID, by party: PartyID, in context: RuleContext) {
        switch command {
        case .establish(let terms):
            guard let statement = context.statement else { return }
            if lines[id] == nil {
                lines[id] = Line(
                    id: id, terms: terms, provenance: context.provenance, statement: statement, now: context.now)
            } else {
                lines[id]?.restate(terms, context.provenance, statement, now: context.now)
            }
            watch()
        case .declare(let line, let state, let reason):
            lines[line]?.declarations[party] = Line.Declaration(
                state: state, reason: reason, provenance: context.provenance)
        case .check(let line, let check):
            lines[line]?.take(check, by: party, context.provenance)
            watch()
        }
    }

    /// A party was seen to answer a message on a line.
    public mutating func saw(
        _ party: PartyID, answering observer: PartyID, on line: RecordID, at time: Instant, _ provenance: Provenance
    ) {
        guard let found = lines[line], party != observer, found.terms.cell(of: party) != nil else { return }
        lines[line]?.see(party, by: observer, .answered, at: time, provenance)
    }

    /// The log's clock moved on; costs nothing until a check is due or lapses.
    ///
    /// - Returns: the checks that were missed since it was asked last, in order of their lines.
    public mutating func apply(clock now: Instant, register: PartyRegister) -> [MissedCheck] {
        guard let next = nextDeadline, next < now else { return [] }
        var missed: [MissedCheck] = []
        for id in lines.filter({ $0.value.nextDeadline.map { $0 < now } ?? false }).map(\.key).sorted() {
            missed +=
                lines[id]?.apply(clock: now) { party in
                    if case .takesPart = register.parties[party]?.standing { true } else { false }
                } ?? []
        }
        watch()
        return missed
    }

    private mutating func watch() { nextDeadline = lines.values.compactMap(\.nextDeadline).min() }

    /// Checks that were missed on any line and lapsed after `time`, in the order in which they lapsed.
    ///
    /// Each is named by line, due time and the party called; one that was reported keeps that name for good.
    public func missedChecks(after time: Instant? = nil) -> [MissedCheck] {
        lines.values.flatMap(\.missed).filter { missed in time.map { missed.lapsedAt > $0 } ?? true }
            .sorted { ($0.lapsedAt, $0.line, $0.called) < ($1.lapsedAt, $1.line, $1.called) }
    }
}
