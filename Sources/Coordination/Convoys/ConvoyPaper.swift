import Geodesy
import HashTreeCollections
public import Statements
import TransparencyLog

/// The paper of one convoy: what everybody stated of it, its clocks, and what does not agree with the instrument.
public struct ConvoyPaper: Hashable, Sendable {
    /// Stops that one clock may have.
    public static let maximumStops = 32

    /// Where a statement does not agree with a clause, the manifest or another statement; a fact beside it, never a refusal.
    public struct Remark: Hashable, Sendable {
        /// The statement.
        public let statement: StatementHash
        /// What does not agree, in a sentence.
        public let text: String
    }

    /// The request as its owner stated it at an entry.
    struct Version: Hashable, Sendable {
        let entry: EntryIndex
        let request: ConvoyRequest
    }

    /// The request, each time that it was stated.
    private(set) var versions: [Version] = []
    /// Every step, in the order of the log.
    public private(set) var steps: [Dossier.Said<ConvoyStep>] = []
    /// The clock of the answer; nil where nobody is to answer, or no clause sets a time.
    public private(set) var answerClock: PaperClock?
    /// The clock of the letters; nil before an answer.
    public private(set) var lettersClock: PaperClock?
    /// What does not agree.
    public private(set) var remarks: [Remark] = []

    /// The clock of this name.
    public func clock(_ clock: ConvoyStep.Clock) -> PaperClock? {
        switch clock {
        case .answer: answerClock
        case .letters: lettersClock
        }
    }

    /// Whether a clock of it waits for something.
    var isWaiting: Bool { [answerClock, lettersClock].contains { $0.map { $0.settledAt == nil } ?? false } }

    private mutating func set(_ clock: ConvoyStep.Clock, _ value: PaperClock?) {
        switch clock {
        case .answer: answerClock = value
        case .letters: lettersClock = value
        }
    }
}

extension ConvoyPaper {
    /// Says whether the request may be stated anew.
    func decide(_ request: ConvoyRequest, on dossier: Dossier) throws(Refusal) {
        let units = Dictionary(request.lines.map { ($0.key, $0.unit) }, uniquingKeysWith: { first, _ in first })
        for step in steps {
            for amount in step.content.amounts where units[amount.line] != amount.unit {
                throw .field(
                    "/lines",
                    "line '\(amount.line)' is used in \(amount.unit) by entry \(step.provenance.entry): it stays, in that unit"
                )
            }
        }
    }

    /// Says whether a step may be stated.
    ///
    /// - Throws: the first rule broken.
    func decide(
        _ step: ConvoyStep, of request: ConvoyRequest, on dossier: Dossier, by party: PartyID,
        in context: DossierContext
    ) throws(Refusal) {
        guard steps.count < Dossier.maximumAdditions else {
            throw .tooMany("steps of one convoy", limit: Dossier.maximumAdditions)
        }
        let now = context.rule.now
        guard step.at <= now.adding(seconds: LogClock.toleranceSeconds) else {
            throw .field("/at", "\(step.at) is after the log's clock, \(now): only what has happened is stated")
        }
        for (number, amount) in step.amounts.enumerated() {
            guard let line = request.line(amount.line) else {
                throw .field("/lines/\(number)/line", "the manifest has no line '\(amount.line)'")
            }
            guard line.unit == amount.unit else {
                throw .field(
                    "/lines/\(number)/unit",
                    "line '\(amount.line)' is counted in '\(line.unit)', not in '\(amount.unit)': convert it, or state "
                        + "the request anew")
            }
        }
        let mayAnswer = party == dossier.id.owner || party == request.answeredBy.party
        switch step.event {
        case .answered(let answer):
            guard mayAnswer else {
                throw .field("/answer", "only '\(request.answeredBy.name)' answers, or the owner enters its answer")
            }
            try decide(answer, step, of: request)
        case .letters:
            guard mayAnswer else {
                throw .field("/letters", "only '\(request.answeredBy.name)' issues them, or the owner enters them")
            }
        case .hold(let hold, let clock): try decide(hold, clock, step, mayAnswer: mayAnswer, at: now)
        case .reported:
            guard party == dossier.id.owner else { throw .field("/outcome", "the convoy's owner reports how it ended") }
        case .removed, .loaded:
            guard !step.amounts.isEmpty else {
                throw .field("/lines", "needs at least one line: which items, and how much of them")
            }
        default: break
        }
    }

    private func decide(
        _ answer: ConvoyStep.Answer, _ step: ConvoyStep, of request: ConvoyRequest
    ) throws(Refusal) {
        let isFewer = step.people.map { $0 < request.people } ?? false
        let cut = step.amounts.first { amount in (request.line(amount.line)?.requested ?? 0) > amount.amount }
        switch answer {
        case .full:
            if isFewer { throw .field("/people", "is fewer than the \(request.people) asked for: that is 'partial'") }
            if let cut { throw .field("/lines", "line '\(cut.line)' is less than was asked for: that is 'partial'") }
        case .partial:
            guard isFewer || cut != nil || step.note != nil else {
                throw .field("/answer", "'partial' says what was cut: people, lines, or in 'note' what else")
            }
        case .denied: break
        }
    }

    private func decide(
        _ hold: ConvoyStep.Hold, _ name: ConvoyStep.Clock, _ step: ConvoyStep, mayAnswer: Bool, at now: Instant
    ) throws(Refusal) {
        guard mayAnswer else {
            throw .field("/clock", "a clock is stopped by who owes the answer, or by who waits for it")
        }
        guard let clock = clock(name), clock.settledAt == nil else {
            throw .field("/clock", "the clock of the \(name.rawValue) does not run")
        }
        switch hold {
        case .stop:
            guard !clock.isStopped else { throw .field("/action", "it stands still already") }
            guard clock.due > now else { throw .field("/action", "it was due at \(clock.due), and has lapsed") }
            guard step.decision?.isWithoutReason == false else {
                throw .field("/reason", "a clock stops only for a stated reason")
            }
            guard clock.stops.count < Self.maximumStops else {
                throw .tooMany("stops of one clock", limit: Self.maximumStops)
            }
        case .resume:
            guard clock.isStopped else { throw .field("/action", "it does not stand still") }
        }
    }
}

extension ConvoyPaper {
    /// The request begins to wait for its answer.
    mutating func begin(
        _ request: ConvoyRequest, id: RecordID, isOpen: Bool, _ clocks: inout DutyClocks, in context: DossierContext
    ) {
        versions.append(Version(entry: context.rule.provenance.entry, request: request))
        // An answer is to the text that stood when it was given: what is stated anew waits for one of its own.
        guard request.crossing == .crossLine, let statement = context.rule.statement else { return }
        answerClock = start(
            .convoyAnswerWithin, of: statement, request, id, isOpen: isOpen, &clocks, in: context)
    }

    /// What was owed to the request as it stood is owed no more.
    mutating func settle(_ clocks: inout DutyClocks, at now: Instant) {
        guard var clock = answerClock, clock.settledAt == nil else { return }
        clocks.settle(clock.id, at: now)
        clock.settledAt = now
        answerClock = clock
    }

    private func start(
        _ rule: ClauseRule, of statement: StatementHash, _ request: ConvoyRequest, _ id: RecordID, isOpen: Bool,
        _ clocks: inout DutyClocks, in context: DossierContext
    ) -> PaperClock? {
        guard let party = request.answeredBy.party, party != id.owner, let term = context.instruments.rule(rule),
            context.register.parties[party]?.standing == .takesPart
        else { return nil }
        let clock = PaperClock(DeadlineID(statement, rule.name, party), under: term, since: context.rule.now)
        run(clock, id, isOpen: isOpen, &clocks, at: context.rule.now)
        return clock
    }

    private func run(
        _ clock: PaperClock, _ id: RecordID, isOpen: Bool, _ clocks: inout DutyClocks, at now: Instant
    ) {
        clocks.start(
            Deadline(clock.id, due: clock.due, waiting: id.owner, under: clock.term, record: id, isOpen: isOpen),
            at: now)
    }

    /// Takes a step that was accepted.
    mutating func take(
        _ said: Dossier.Said<ConvoyStep>, of request: ConvoyRequest, id: RecordID, isOpen: Bool,
        _ clocks: inout DutyClocks, in context: DossierContext
    ) {
        let now = context.rule.now
        remark(said, of: request, in: context)
        steps.append(said)
        switch said.content.event {
        case .answered(let answer):
            answerClock?.settle(&clocks, at: now)
            guard answer != .denied, lettersClock == nil, letters == nil, request.crossing == .crossLine else { return }
            lettersClock = start(
                .lettersWithin, of: said.statement, request, id, isOpen: isOpen, &clocks, in: context)
        case .letters: lettersClock?.settle(&clocks, at: now)
        case .reported:
            // It is over: nobody owes it an answer or letters any more.
            answerClock?.settle(&clocks, at: now)
            lettersClock?.settle(&clocks, at: now)
        case .hold(.stop, let name):
            guard var clock = clock(name), let decision = said.content.decision else { return }
            clocks.stop(clock.id)
            clock.stop(PaperClock.Stop(from: now, decision: decision, statement: said.statement))
            set(name, clock)
        case .hold(.resume, let name):
            guard var clock = clock(name) else { return }
            clock.resume(at: now)
            run(clock, id, isOpen: isOpen, &clocks, at: now)
            set(name, clock)
        default: break
        }
    }
}

extension PaperClock {
    /// What it waited for came: in time, or after it had lapsed, which stays so.
    mutating func settle(_ clocks: inout DutyClocks, at now: Instant) {
        guard settledAt == nil else { return }
        clocks.settle(id, at: now)
        settledAt = now
    }
}

extension ConvoyPaper {
    /// Notes where a step does not agree with the instrument or with what was agreed; nothing is refused for it.
    private mutating func remark(
        _ said: Dossier.Said<ConvoyStep>, of request: ConvoyRequest, in context: DossierContext
    ) {
        func add(_ text: String) { remarks.append(Remark(statement: said.statement, text: text)) }
        switch said.content.event {
        case .inspected(let what, let stage, let by, found: _):
            let clauses = context.instruments.inspections(of: what, at: stage)
            guard !clauses.isEmpty else {
                return add("no clause says who may inspect \(what.rawValue) at \(stage.rawValue)")
            }
            let isNamed = clauses.contains { _, terms in
                by.party.map(terms.parties.contains) ?? false || terms.bodies.contains(by.name)
            }
            if !isNamed {
                let names = clauses.map(\.clause.description).joined(separator: ", ")
                add("'\(by.name)' inspected \(what.rawValue) at \(stage.rawValue) and is not named by \(names)")
            }
        case .seal(let state, let number, truck: _):
            let isKnown = steps.contains {
                if case .seal(.applied, number: number, truck: _) = $0.content.event { true } else { false }
            }
            if state != .applied, !isKnown { add("seal '\(number)' is not among those that were put on") }
            if state == .broken || state == .missing { add("seal '\(number)' was found \(state.rawValue)") }
        case .removed where request.cargo == .sealed:
            add("items were taken off cargo that travels under seal")
        default: break
        }
    }
}
