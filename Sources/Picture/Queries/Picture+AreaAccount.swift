import Coordination
import Geodesy
import HashTreeCollections
public import Statements

extension Picture {
    /// What is stated of one place that an officer of `reader` may read: assessments by party, needs, convoys to it.
    public func areaAccount(_ key: PlaceKey, as reader: PartyID?) -> AreaAccount {
        var codes: Set<String> = []
        func isMeant(_ place: NamedPlace) -> Bool {
            guard key.matches(place) else { return false }
            if let code = place.pcode { codes.insert(code.uppercased()) }
            return true
        }
        var newest: [PartyID: AreaAccount.Stated<AreaAssessment>] = [:]
        var history: [AreaAccount.Stated<AreaAssessment>] = []
        for dossier in dossiers.all(.assessment, as: reader) {
            for said in dossier.earlier + [dossier.stated] {
                guard case .assessment(let form) = said.content, isMeant(form.place) else { continue }
                let stated = dossier.stated(form, said)
                history.append(stated)
                // What was stated anew is corrected, whichever of the two is of a later time.
                guard said.statement == dossier.stated.statement else { continue }
                if let known = newest[stated.party], !known.isBefore(stated) { continue }
                newest[stated.party] = stated
            }
        }
        var needs: [AreaAccount.Stated<NeedStatement>] = []
        for dossier in dossiers.all(.need, as: reader) {
            guard case .need(let form) = dossier.stated.content, isMeant(form.place) else { continue }
            needs.append(dossier.stated(form, dossier.stated))
        }
        var deliveries: [AreaAccount.Delivery] = []
        for dossier in dossiers.all(.convoy, as: reader) {
            guard case .convoy(let form) = dossier.stated.content, let paper = dossier.paper,
                isMeant(form.destination)
            else { continue }
            deliveries.append(delivery(dossier, form, paper))
        }
        return AreaAccount(
            key: key, loggedAt: clock.now, isPartial: isPartial, pcodes: codes.sorted(),
            assessments: newest.values.sorted { $0.party < $1.party },
            history: history.sorted { $0.party == $1.party ? $0.isBefore($1) : $0.party < $1.party },
            needs: needs.sorted { ($0.form.sector, $0.dossier) < ($1.form.sector, $1.dossier) },
            deliveries: deliveries)
    }

    private func delivery(
        _ dossier: Dossier, _ form: ConvoyRequest, _ paper: ConvoyPaper
    ) -> AreaAccount.Delivery {
        let report = paper.steps.last { step in
            guard step.party == dossier.id.owner, step.content.people != nil else { return false }
            return if case .reported = step.content.event { true } else { false }
        }
        return AreaAccount.Delivery(
            request: dossier.stated(form, dossier.stated),
            state: paper.state(of: form, owner: dossier.id.owner, at: clock.now ?? .earliest),
            peopleReached: report?.content.people, report: report?.statement,
            lines: ManifestLedger(form, paper, owner: dossier.id.owner).lines)
    }
}

extension AreaAccount.Stated<AreaAssessment> {
    /// Whether it is of an earlier time, or of the same time and was logged earlier.
    fileprivate func isBefore(_ other: Self) -> Bool {
        (form.asOf, provenance.entry) < (other.form.asOf, other.provenance.entry)
    }
}

extension Dossier {
    fileprivate func stated<Form: Sendable>(_ form: Form, _ said: Said<Matter>) -> AreaAccount.Stated<Form> {
        AreaAccount.Stated(
            dossier: id, form: form, statement: said.statement, provenance: said.provenance,
            disputes: disputes.filter { $0.content.statement == said.statement }, isIncomplete: isIncomplete)
    }
}
