import AccessFigures
import Coordination
import Geodesy
import HashTreeCollections
import Statements
import TransparencyLog

/// Constraints, restrictions on monitors, needs, scores and assessments as facts.
extension Picture {
    func addAccess(to facts: inout AccessFacts, as reader: PartyID?) {
        for dossier in dossiers.all(.constraint, as: reader) {
            guard case .constraint(let form) = dossier.stated.content else { continue }
            add(form, dossier, to: &facts)
        }
        for dossier in dossiers.all(.need, as: reader) {
            guard case .need(let form) = dossier.stated.content else { continue }
            facts.needs.append(
                NeedFact(
                    place: Place(form.place), sector: form.sector, peopleInNeed: UInt32(exactly: form.people),
                    asOf: form.asOf, source: SourceRef(dossier.stated)))
        }
        for dossier in dossiers.all(.assessment, as: reader) {
            // An area is looked at again and again: what was held before stays beside what is held now.
            for said in dossier.earlier + [dossier.stated] {
                guard case .assessment(let form) = said.content else { continue }
                add(form, said, by: dossier.id.owner, to: &facts)
            }
        }
    }

    private func add(_ form: AccessConstraint, _ dossier: Dossier, to facts: inout AccessFacts) {
        let source = SourceRef(dossier.stated)
        if form.affects == .monitors {
            facts.restrictions.append(
                MonitorRestrictionFact(
                    id: dossier.id.description, monitor: form.organisationType ?? dossier.id.owner.rawValue,
                    place: Place(form.place), from: form.from, to: form.until, kind: form.type.rawValue,
                    decidedBy: form.decision?.decidedBy.name, reason: form.decision?.reason, sources: [source]))
            return
        }
        facts.constraints.append(
            ConstraintFact(
                id: dossier.id.description,
                type: AccessFigures.ConstraintType(rawValue: form.type.number) ?? .physicalEnvironment,
                place: Place(form.place), from: form.from, to: form.until,
                decidedBy: form.decision?.decidedBy.name, effect: Self.effect(of: form), sources: [source]))
    }

    private static func effect(of form: AccessConstraint) -> String {
        var parts: [String] = []
        if let impediment = form.impediment { parts.append(form.impedimentText ?? impediment.rawValue) }
        if let people = form.effect?.people { parts.append("\(people) people not reached") }
        if let days = form.effect?.daysLost { parts.append("\(days) days lost") }
        if let text = form.text { parts.append(text) }
        return parts.isEmpty ? "not stated" : parts.joined(separator: "; ")
    }

    private func add(
        _ form: AreaAssessment, _ said: Dossier.Said<Matter>, by party: PartyID, to facts: inout AccessFacts
    ) {
        let (place, source) = (Place(form.place), SourceRef(said))
        for held in form.criteria {
            let view: CriterionView =
                switch held.finding {
                case .met: .yes
                case .notMet: .no
                case .unknown: .unknown
                }
            facts.assessments.append(
                AreaAssessmentFact(
                    place: place, criterion: held.criterion.rawValue, view: view, saidBy: party.rawValue,
                    asOf: form.asOf, people: form.population.flatMap { UInt32(exactly: $0.people) }, source: source))
        }
        for scored in form.indicators {
            let score: AccessFigures.Score =
                scored.score.level.flatMap { UInt8(exactly: $0) }.map { .points($0) } ?? .noInformation
            facts.scores.append(
                ScoreFact(
                    place: place, indicator: scored.indicator.rawValue, score: score, asOf: form.asOf, source: source))
        }
    }
}
