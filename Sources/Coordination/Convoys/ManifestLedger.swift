public import Statements

/// The manifest reconciled line by line: planned, requested, agreed, loaded, removed, delivered.
///
/// The convoy's own statements count: those of its owner and its operators, and the answer of who was asked. What others
/// state of the same stands beside them and is named where it differs. What nobody stated is nil, never zero.
public struct ManifestLedger: Hashable, Sendable {
    /// A removal of one line.
    public struct Removal: Hashable, Sendable {
        /// Thousandths of the unit.
        public let amount: Int64
        /// Where on its way.
        public let stage: InspectionStage
        /// Who decided and why.
        public let decision: Decision
        /// Where, if it is stated.
        public let place: NamedPlace?
        /// The party that states it.
        public let party: PartyID
        /// The statement.
        public let statement: StatementHash
        /// Its entry.
        public let provenance: Provenance
    }

    /// An amount with the statement that it comes from.
    public struct Stated: Hashable, Sendable {
        /// Thousandths of the unit.
        public let amount: Int64
        /// The statements that it adds up.
        public internal(set) var statements: [StatementHash]
    }

    /// One line.
    public struct Line: Hashable, Sendable {
        /// The line as requested.
        public let line: ConvoyRequest.Line
        /// What was agreed to; nil when no answer says.
        public internal(set) var agreed: Stated?
        /// What was loaded.
        public internal(set) var loaded: Stated?
        /// What was taken off, each time.
        public internal(set) var removals: [Removal] = []
        /// What was handed over.
        public internal(set) var delivered: Stated?
        /// What another party states otherwise, in sentences.
        public internal(set) var differences: [String] = []

        /// All that was taken off, thousandths; 0 only where something was loaded or answered and nothing was taken off.
        public var removed: Int64 { removals.map(\.amount).reduce(0, +) }

        /// Taken off after loading, thousandths; what was struck while loading never was on a truck.
        public var removedAfterLoading: Int64 {
            removals.filter { $0.stage != .loading }.map(\.amount).reduce(0, +)
        }

        /// What was loaded and is neither taken off nor delivered, thousandths; nil where either end is not stated.
        public var unaccounted: Int64? {
            guard let loaded, let delivered else { return nil }
            return loaded.amount - removedAfterLoading - delivered.amount
        }
    }

    /// The lines, in the order of the request.
    public let lines: [Line]

    /// Reconciles the paper of a convoy.
    public init(_ request: ConvoyRequest, _ paper: ConvoyPaper, owner: PartyID) {
        var lines = request.lines.map { Line(line: $0) }
        let own = Set(request.operators).union([owner])
        var answer: (rank: Int, step: Dossier.Said<ConvoyStep>)?
        for step in paper.steps {
            guard case .answered = step.content.event else { continue }
            // The answer of who was asked stands above what the owner entered of it; of equals the later.
            let rank = step.party == request.answeredBy.party ? 1 : 0
            if rank >= answer?.rank ?? 0 { answer = (rank, step) }
        }
        for place in lines.indices {
            let key = lines[place].line.key
            if let answer { lines[place].agreed = Self.agreed(lines[place].line, answer.step) }
            for step in paper.steps {
                guard let amount = step.content.amounts.first(where: { $0.line == key })?.amount else { continue }
                let isOwn = own.contains(step.party)
                switch step.content.event {
                case .loaded:
                    Self.take(amount, step, isOwn, "loaded", \.loaded, &lines[place])
                case .offloaded:
                    Self.take(amount, step, isOwn, "delivered", \.delivered, &lines[place])
                case .removed(let stage):
                    guard let decision = step.content.decision else { continue }
                    guard isOwn else {
                        lines[place].differences.append(
                            "'\(step.party)' states that \(Self.text(amount)) \(lines[place].line.unit) were taken off "
                                + "(entry \(step.provenance.entry))")
                        continue
                    }
                    lines[place].removals.append(
                        Removal(
                            amount: amount, stage: stage, decision: decision, place: step.content.place,
                            party: step.party, statement: step.statement, provenance: step.provenance))
                default: continue
                }
            }
        }
        self.lines = lines
    }

    /// What an answer agrees to of one line: what it says of it; all, where it says nothing of it; nothing, when denied.
    private static func agreed(_ line: ConvoyRequest.Line, _ step: Dossier.Said<ConvoyStep>) -> Stated? {
        guard case .answered(let answer) = step.content.event else { return nil }
        let said = step.content.amounts.first { $0.line == line.key }?.amount
        switch answer {
        case .denied: return Stated(amount: 0, statements: [step.statement])
        case .full: return Stated(amount: said ?? line.requested, statements: [step.statement])
        // A cut that names no lines leaves open which of them it meant.
        case .partial where step.content.amounts.isEmpty: return nil
        case .partial: return Stated(amount: said ?? line.requested, statements: [step.statement])
        }
    }

    private static func take(
        _ amount: Int64, _ step: Dossier.Said<ConvoyStep>, _ isOwn: Bool, _ word: String,
        _ path: WritableKeyPath<Line, Stated?>, _ line: inout Line
    ) {
        guard isOwn else {
            line.differences.append(
                "'\(step.party)' states \(text(amount)) \(line.line.unit) \(word) (entry \(step.provenance.entry))")
            return
        }
        let before = line[keyPath: path]
        line[keyPath: path] = Stated(
            amount: (before?.amount ?? 0) + amount, statements: (before?.statements ?? []) + [step.statement])
    }

    /// Thousandths as a decimal number.
    static func text(_ thousandths: Int64) -> String {
        let (whole, part) = thousandths.quotientAndRemainder(dividingBy: 1_000)
        guard part != 0 else { return "\(whole)" }
        var digits = String(part.magnitude + 1_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(thousandths < 0 && whole == 0 ? "-" : "")\(whole).\(digits)"
    }
}
