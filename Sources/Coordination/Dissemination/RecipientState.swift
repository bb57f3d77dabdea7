public import Geodesy
public import Statements

/// How a notice stands with one recipient, derived from what was said; no state of it means consent.
public struct RecipientState: Hashable, Sendable {
    /// How far it got, in the field's words.
    public enum Step: String, CaseIterable, Sendable {
        /// It is in the log for this recipient, and nobody there has said that they have it.
        case transmitted
        /// An officer has acknowledged an earlier text of it.
        case earlierReceived = "earlier-text-received"
        /// An officer has acknowledged it.
        case received
        /// It went down from there, as the recipient attests.
        case disseminated
    }

    /// What one unit has.
    public struct UnitDepth: Hashable, Sendable {
        /// The unit, as its party names it; nil for what was passed on without naming one.
        public let unit: SubjectID?
        /// The deepest step attested.
        public let step: DisseminationStep
        /// Whether that was the text in force, and not an earlier one.
        public let isCurrent: Bool
        /// The statement.
        public let mark: ResponseMark
    }

    /// The recipient.
    public let party: PartyID
    /// Whether it takes part.
    public let standing: PartyStanding
    /// How far it got.
    public let step: Step
    /// Receipts of the text in force, in the order of the log.
    public let receipts: [NoticeReceipt]
    /// What its units have, in order of their names, first what no unit was named for.
    public let units: [UnitDepth]
    /// What it doubts, in the order of the log, with what the owner answered.
    public let challenges: [NoticeChallenge]
    /// Since when an acknowledgement is missing, and by which clause; nil while none is.
    public let noAnswer: ClauseDeadline?

    /// How deep the text in force went; nil where nothing was attested.
    public var depth: DisseminationDepth? { units.filter(\.isCurrent).map(\.step.depth).max() }

    /// Whether a doubt waits for the owner's answer.
    public var isDisputed: Bool { challenges.contains { !$0.isAnswered } }

    /// The units that have the text in force where they act.
    public var operatingUnits: Set<SubjectID> {
        Set(units.compactMap { $0.isCurrent && $0.step.depth.isOperating ? $0.unit : nil })
    }
}

extension NoticeLedger {
    /// How the notice stands with `party`, as far as this node may show it to `reader`.
    ///
    /// - Parameters:
    ///   - party: the recipient.
    ///   - standing: whether it takes part.
    ///   - version: the statement that made the notice what it is.
    ///   - now: the log's clock.
    ///   - reader: who asks; it is for the caller to ask only for its owner and for the recipient itself.
    /// - Returns: the state.
    public func state(
        of party: PartyID, standing: PartyStanding, version: StatementHash?, at now: Instant?, for reader: PartyID
    ) -> RecipientState {
        let mine = self[party]
        let receipts = mine.receipts.filter { $0.mark.isReadable(by: reader) }
        let current = receipts.filter { $0.version == version }
        let units = Self.units(mine.steps.filter { $0.mark.isReadable(by: reader) }, version)
        let isPassedOn = units.contains(where: \.isCurrent)
        let step: RecipientState.Step =
            isPassedOn
            ? .disseminated
            : !current.isEmpty ? .received : !receipts.isEmpty || !units.isEmpty ? .earlierReceived : .transmitted
        let isMissing = current.isEmpty && !isPassedOn
        let late = acknowledgeDue.flatMap { due in now.map { due.at <= $0 } == true && isMissing ? due : nil }
        let challenges = mine.challenges.filter { $0.mark.isReadable(by: reader) }.map { challenge in
            var shown = challenge
            shown.answers = challenge.answers.filter { $0.mark.isReadable(by: reader) }
            return shown
        }
        return RecipientState(
            party: party, standing: standing, step: step, receipts: current, units: units, challenges: challenges,
            noAnswer: late)
    }

    /// The deepest step of every unit: of the text in force where there is one, else of an earlier text.
    private static func units(_ steps: [AttestedStep], _ version: StatementHash?) -> [RecipientState.UnitDepth] {
        var best: [SubjectID?: RecipientState.UnitDepth] = [:]
        for attested in steps {
            let found = RecipientState.UnitDepth(
                unit: attested.step.unit, step: attested.step, isCurrent: attested.version == version,
                mark: attested.mark)
            guard let known = best[found.unit] else {
                best[found.unit] = found
                continue
            }
            let isBetter = known.isCurrent == found.isCurrent ? known.step.depth < found.step.depth : found.isCurrent
            if isBetter { best[found.unit] = found }
        }
        return best.values.sorted { ($0.unit?.rawValue ?? "") < ($1.unit?.rawValue ?? "") }
    }
}
