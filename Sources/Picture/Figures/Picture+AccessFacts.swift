public import AccessFigures
import Coordination
import Geodesy
import HashTreeCollections
public import Statements
import TransparencyLog

/// What figures are counted from: the records and dossiers that one reader may see, as facts with their statements.
extension Picture {
    /// Everything that `reader` may read, as of the log's clock; nil for an accord that is not founded.
    ///
    /// Cost grows with movements and dossiers: some microseconds each.
    public func accessFacts(as reader: PartyID?) -> AccessFacts? {
        guard let accord, let now = clock.now else { return nil }
        var missing: [String] = []
        if unknownStatements > 0 {
            missing.append("\(unknownStatements) statements of kinds that this version does not know")
        }
        if sealedStatements > 0 { missing.append("\(sealedStatements) statements that are sealed from this node") }
        if unreadableStatements > 0 { missing.append("\(unreadableStatements) statements that do not read") }
        let name = accord.name.text()
        let isMarked = !accord.isExercise || name.hasPrefix("EXERCISE")
        var facts = AccessFacts(
            Reading(
                accord: isMarked ? name : "EXERCISE: \(name)", asOf: now, logSize: size.value, missing: missing,
                reader: reader?.rawValue ?? "whoever may read the log",
                audience: reader.map { "'\($0)' and those with whom it may share each record" }
                    ?? "whoever may read the log"))
        for slot in records.slots() {
            guard case .movement(let movement) = records[slot], records[slot].isReadable(by: reader) else { continue }
            facts.movements.append(fact(of: movement, records[slot].state(at: now), as: reader))
        }
        for dossier in dossiers.all(.convoy, as: reader) {
            if let convoy = convoyFact(of: dossier, at: now) { facts.convoys.append(convoy) }
        }
        addAccess(to: &facts, as: reader)
        return facts
    }

    private func fact(of movement: Movement, _ state: RecordState, as reader: PartyID?) -> MovementFact {
        let legs = movement.details.legs
        // What it sets out for is the end of the way there; the way back is no destination.
        let outward = legs.last { !$0.isReturn } ?? legs.last
        var fact = MovementFact(
            id: movement.id.description, organiser: movement.id.owner.rawValue, name: movement.details.name.text(),
            origin: Place(legs.first?.from ?? ""), destination: Place(outward?.to ?? ""),
            plannedDeparture: legs.first?.planned.start ?? movement.notified.loggedAt,
            state: MovementState(rawValue: state.rawValue) ?? .planned,
            sources: sources(of: movement))
        fact.people = movement.details.people.flatMap { UInt32(exactly: $0) }
        fact.incidents = UInt32(
            movement.alarms.count + dossiers.incidents(about: movement.id, as: reader).count)
        guard case .closed(let closure?, let provenance) = movement.state else { return fact }
        fact.outcome = Outcome(rawValue: closure.outcome.rawValue)
        fact.closedAt = closure.at
        fact.decidedBy = closure.decidedBy
        fact.reason = closure.reason
        fact.agreement =
            closure.agreement.map {
                AccessFigures.Agreement(
                    by: $0.by.name, at: $0.at, source: SourceRef(provenance, movement.versions.latest))
            } ?? agreement(to: movement, as: reader)
        return fact
    }

    /// The answer to a convoy's request that a movement carried out, where it was an agreement.
    private func agreement(to movement: Movement, as reader: PartyID?) -> AccessFigures.Agreement? {
        for id in dossiers.convoys(of: movement.id) {
            guard let dossier = dossiers[id], dossier.isReadable(by: reader), let paper = dossier.paper,
                // Whose movement it is must have a part in that paper: nobody else can say that it was agreed to.
                id.owner == movement.id.owner || paper.steps.contains(where: { $0.party == movement.id.owner }),
                let agreed = paper.agreementBeforehand
            else { continue }
            let (answer, asked) = agreed
            return AccessFigures.Agreement(
                by: asked.answeredBy.name, at: answer.content.at, source: SourceRef(answer))
        }
        return nil
    }

    private func sources(of movement: Movement) -> [SourceRef] {
        let first = movement.versions.earlier.first ?? movement.versions.latest
        var found = [SourceRef(movement.notified, first)]
        if case .closed(_, let provenance) = movement.state {
            found.append(SourceRef(provenance, movement.versions.latest))
        }
        return found
    }
}

extension SourceRef {
    init(_ provenance: Provenance, _ statement: StatementHash?) {
        self.init(entry: provenance.entry.value, statement: statement?.description ?? "")
    }

    init<Content>(_ said: Dossier.Said<Content>) { self.init(said.provenance, said.statement) }
}

extension Place {
    init(_ place: NamedPlace) { self.init(place.name, pcode: place.pcode) }
}
