public import Statements
import StrictJSON

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

    /// Reconciles the paper of a convoy, in one pass over its steps.
    public init(_ request: ConvoyRequest, _ paper: ConvoyPaper, owner: PartyID) {
        var lines = request.lines.map { Line(line: $0) }
        var places: [String: Int] = [:]
        for (place, line) in lines.enumerated() { places[line.line.key] = place }
        let own = Set(request.operators).union([owner])
        if let answer = paper.lastAnswer, let asked = paper.request(before: answer.provenance.entry) {
            Self.agree(answer, to: asked, &lines, places)
        }
        for step in paper.steps {
            let isOwn = own.contains(step.party)
            for amount in step.content.amounts {
                guard let place = places[amount.line] else { continue }
                switch step.content.event {
                case .loaded: Self.take(amount.amount, step, isOwn, "loaded", \.loaded, &lines[place])
                case .offloaded: Self.take(amount.amount, step, isOwn, "delivered", \.delivered, &lines[place])
                case .removed(let stage): Self.remove(amount.amount, step, isOwn, stage, &lines[place])
                default: continue
                }
            }
        }
        self.lines = lines
    }

    /// Enters what an answer agrees to of the request as it stood then.
    ///
    /// What it says of a line; all, where it says nothing of it; nothing, when denied. Of a line that is stated since nobody has
    /// said anything.
    private static func agree(
        _ step: Dossier.Said<ConvoyStep>, to asked: ConvoyRequest, _ lines: inout [Line], _ places: [String: Int]
    ) {
        guard case .answered(let answer) = step.content.event else { return }
        var said: [String: Int64] = [:]
        for amount in step.content.amounts { said[amount.line] = amount.amount }
        for line in asked.lines {
            guard let place = places[line.key] else { continue }
            let agreed: Int64
            switch answer {
            case .denied: agreed = 0
            case .full: agreed = said[line.key] ?? line.requested
            // A cut that names no lines leaves open which of them it meant.
            case .partial where said.isEmpty: continue
            case .partial: agreed = said[line.key] ?? line.requested
            }
            lines[place].agreed = Stated(amount: agreed, statements: [step.statement])
        }
    }

    private static func remove(
        _ amount: Int64, _ step: Dossier.Said<ConvoyStep>, _ isOwn: Bool, _ stage: InspectionStage, _ line: inout Line
    ) {
        guard let decision = step.content.decision else { return }
        guard isOwn else {
            line.differences.append(
                "'\(step.party)' states that \(text(amount)) \(line.line.unit) were taken off (entry "
                    + "\(step.provenance.entry))")
            return
        }
        line.removals.append(
            Removal(
                amount: amount, stage: stage, decision: decision, place: step.content.place, party: step.party,
                statement: step.statement, provenance: step.provenance))
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
    static func text(_ thousandths: Int64) -> String { JSONWriter.decimalText(Int128(thousandths), scale: 3) }
}
