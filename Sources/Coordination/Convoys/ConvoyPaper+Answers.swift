import Geodesy
import Statements
import TransparencyLog

/// Answers count for the text that stood when they were given, and an authority's own word above what was entered of it.
extension ConvoyPaper {
    /// The request as it stood before an entry; nil before the first.
    func request(before entry: EntryIndex) -> ConvoyRequest? { versions.last { $0.entry < entry }?.request }

    /// Whether a step is by who was asked when it was stated.
    private func isOfAuthority(_ step: Dossier.Said<ConvoyStep>) -> Bool {
        request(before: step.provenance.entry)?.answeredBy.party == step.party
    }

    /// Of steps that say the same kind of thing the one that counts: the authority's last, else the last that was entered.
    private func counting(
        _ steps: some BidirectionalCollection<Dossier.Said<ConvoyStep>>
    ) -> Dossier.Said<ConvoyStep>? {
        steps.last(where: isOfAuthority) ?? steps.last
    }

    /// The answer to the request as it stands; nil while there is none.
    public var answer: Dossier.Said<ConvoyStep>? {
        guard let last = versions.last else { return nil }
        return counting(steps.filter { $0.content.isAnswer && $0.provenance.entry > last.entry })
    }

    /// The last answer to the request as it stands or stood; nil while there was none.
    public var lastAnswer: Dossier.Said<ConvoyStep>? { answer ?? counting(steps.filter(\.content.isAnswer)) }

    /// The last answer that agreed, in full or in part, and the request that it answered.
    ///
    /// An agreement that was taken back was one. Nil where there was none, or where it was only entered and its authority says
    /// otherwise.
    public var agreementBeforehand: (answer: Dossier.Said<ConvoyStep>, request: ConvoyRequest)? {
        let agreed = steps.filter { if case .answered(let word) = $0.content.event { word != .denied } else { false } }
        guard let answer = counting(agreed), let asked = request(before: answer.provenance.entry) else { return nil }
        if !isOfAuthority(answer), let last = lastAnswer, case .answered(.denied) = last.content.event { return nil }
        return (answer, asked)
    }

    /// What was stated of letters last, and counts; nil while nothing was.
    public var letters: Dossier.Said<ConvoyStep>? {
        counting(steps.filter { if case .letters = $0.content.event { true } else { false } })
    }

    /// Statements by which somebody stood in the way although it had been agreed to, in full or in part: a fact of its own.
    ///
    /// That an agreement was taken back is among them.
    public var impededAfterAgreement: [Dossier.Said<ConvoyStep>] {
        var authority: ConvoyStep.Answer?
        var entered: ConvoyStep.Answer?
        var found: [Dossier.Said<ConvoyStep>] = []
        for step in steps {
            let isAgreed = (authority ?? entered).map { $0 != .denied } ?? false
            switch step.content.event {
            case .answered(let answer):
                if isOfAuthority(step) { authority = answer } else { entered = answer }
                if isAgreed, (authority ?? entered) == .denied { found.append(step) }
            case .removed, .progress(.held), .progress(.turnedBack), .progress(.aborted), .letters(.refused, number: _),
                .letters(.withdrawn, number: _):
                if isAgreed { found.append(step) }
            case .offloaded(let offload):
                if isAgreed, offload != .full { found.append(step) }
            case .reported(let outcome):
                if isAgreed, outcome.needsDecider { found.append(step) }
            default: continue
            }
        }
        return found
    }
}

extension ConvoyStep {
    /// Whether it answers the request.
    var isAnswer: Bool { if case .answered = event { true } else { false } }
}
