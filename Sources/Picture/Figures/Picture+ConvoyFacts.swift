import AccessFigures
import Coordination
import Geodesy
import HashTreeCollections
import Statements
import TransparencyLog

/// A convoy's paper as facts: its answer, its steps and who held each, its manifest.
extension Picture {
    func convoyFact(of dossier: Dossier, at now: Instant) -> ConvoyFact? {
        guard case .convoy(let request) = dossier.stated.content, let paper = dossier.paper else { return nil }
        var fact = ConvoyFact(
            id: dossier.id.description, requester: dossier.id.owner.rawValue, place: Place(request.destination),
            requestedAt: dossier.opened.loggedAt, answer: Self.answer(of: request, paper, at: now),
            sources: [SourceRef(dossier.stated)] + paper.steps.map { SourceRef($0) })
        fact.plan = request.plan?.description
        fact.sectors = request.sectors
        fact.people.requested = UInt32(exactly: request.people)
        if let answer = paper.answer, case .answered(let word) = answer.content.event {
            let agreed = answer.content.people ?? (word == .full ? request.people : word == .denied ? 0 : nil)
            fact.people.agreed = agreed.flatMap { UInt32(exactly: $0) }
        }
        let own = Set(request.operators).union([dossier.id.owner])
        for step in paper.steps where own.contains(step.party) { Self.take(step.content, into: &fact) }
        fact.steps = Self.steps(of: request, dossier, paper, own)
        fact.lines = ManifestLedger(request, paper, owner: dossier.id.owner).lines.map(Self.line)
        return fact
    }

    private static func answer(of request: ConvoyRequest, _ paper: ConvoyPaper, at now: Instant) -> ConvoyAnswer {
        if let answer = paper.answer, case .answered(let word) = answer.content.event {
            return word == .full ? .full : word == .partial ? .partial : .denied
        }
        guard let clock = paper.answerClock, !clock.isStopped, clock.due <= now else { return .awaited }
        return .noneInTime
    }

    private static func take(_ step: ConvoyStep, into fact: inout ConvoyFact) {
        switch step.event {
        case .loaded:
            if let trucks = step.trucks { fact.trucks.sent = fact.trucks.sent ?? UInt32(exactly: trucks) }
        case .progress(.dispatched):
            if let trucks = step.trucks { fact.trucks.sent = UInt32(exactly: trucks) }
        case .offloaded:
            if let trucks = step.trucks { fact.trucks.fullyOffloaded = UInt32(exactly: trucks) }
            if let trucks = step.trucksReturned { fact.trucks.returnedNotFullyOffloaded = UInt32(exactly: trucks) }
        case .reported(let outcome):
            fact.isOver = true
            fact.outcome = Outcome(rawValue: outcome.rawValue)
            fact.people.reached = step.people.flatMap { UInt32(exactly: $0) } ?? fact.people.reached
        default: break
        }
    }

    /// The steps with who held each: from what made it run to what ended it.
    private static func steps(
        of request: ConvoyRequest, _ dossier: Dossier, _ paper: ConvoyPaper, _ own: Set<PartyID>
    ) -> [StepFact] {
        var found: [StepFact] = []
        let authority = request.answeredBy.name
        func stops(_ clock: PaperClock?) -> [ClockStop] {
            (clock?.stops ?? []).compactMap { stop in
                let end = stop.until ?? clock?.settledAt
                guard let end, let seconds = UInt32(exactly: stop.from.microseconds(to: end) / 1_000_000) else {
                    return nil
                }
                return ClockStop(
                    seconds: seconds, reason: stop.decision.reason,
                    source: SourceRef(
                        entry: dossier.stated.provenance.entry.value, statement: stop.statement.description))
            }
        }
        let answer = paper.answer
        if request.crossing == .crossLine {
            found.append(
                StepFact(
                    .answer, from: dossier.opened.loggedAt, to: answer?.provenance.loggedAt, heldBy: authority,
                    stops: stops(paper.answerClock), source: answer.map { SourceRef($0) } ?? SourceRef(dossier.stated)))
        }
        let letters = paper.steps.first { if case .letters = $0.content.event { true } else { false } }
        if let answer, case .answered(let word) = answer.content.event, word != .denied, request.crossing == .crossLine
        {
            found.append(
                StepFact(
                    .letters, from: answer.provenance.loggedAt, to: letters?.provenance.loggedAt, heldBy: authority,
                    stops: stops(paper.lettersClock), source: letters.map { SourceRef($0) } ?? SourceRef(answer)))
        }
        var loaded: Dossier.Said<ConvoyStep>?
        var dispatched: Dossier.Said<ConvoyStep>?
        var arrived: Dossier.Said<ConvoyStep>?
        var held: Dossier.Said<ConvoyStep>?
        func end(_ hold: Dossier.Said<ConvoyStep>, at time: Instant?) {
            found.append(
                StepFact(
                    .checkpoint, from: hold.content.at, to: time.map { max($0, hold.content.at) },
                    heldBy: hold.content.decision?.decidedBy.name ?? hold.content.place?.name, source: SourceRef(hold)))
        }
        for step in paper.steps where own.contains(step.party) {
            switch step.content.event {
            case .loaded: loaded = loaded ?? step
            case .progress(.dispatched):
                if let loaded, dispatched == nil {
                    found.append(
                        StepFact(
                            .dispatch, from: loaded.content.at, to: max(loaded.content.at, step.content.at),
                            heldBy: nil,
                            source: SourceRef(step)))
                }
                dispatched = dispatched ?? step
            case .progress(.held): held = held ?? step
            case .progress(let progress):
                if let hold = held {
                    end(hold, at: step.content.at)
                    held = nil
                }
                if progress == .arrived, arrived == nil {
                    arrived = step
                    if let dispatched {
                        found.append(
                            StepFact(
                                .travel, from: dispatched.content.at, to: max(dispatched.content.at, step.content.at),
                                heldBy: nil, source: SourceRef(step)))
                    }
                }
            case .offloaded:
                if let arrived {
                    found.append(
                        StepFact(
                            .offload, from: arrived.content.at, to: max(arrived.content.at, step.content.at),
                            heldBy: nil,
                            source: SourceRef(step)))
                }
                arrived = nil
            default: continue
            }
        }
        if let held { end(held, at: nil) }
        return found
    }

    private static func line(_ line: ManifestLedger.Line) -> LineFact {
        var fact = LineFact(
            key: line.line.key, item: line.line.item, category: line.line.category, unit: line.line.unit)
        fact.planned = line.line.planned.flatMap { Quantity(thousandths: $0) }
        fact.requested = Quantity(thousandths: line.line.requested)
        fact.agreed = line.agreed.flatMap { Quantity(thousandths: $0.amount) }
        fact.loaded = line.loaded.flatMap { Quantity(thousandths: $0.amount) }
        fact.delivered = line.delivered.flatMap { Quantity(thousandths: $0.amount) }
        fact.removals = line.removals.compactMap { removal in
            guard let quantity = Quantity(thousandths: removal.amount) else { return nil }
            return RemovalFact(
                quantity, by: removal.decision.decidedBy.name, at: removal.place?.name,
                moment: removal.stage == .loading ? .duringLoading : .afterLoading, reason: removal.decision.reason,
                source: SourceRef(removal.provenance, removal.statement))
        }
        return fact
    }
}
