import Coordination
import Geodesy
import HashTreeCollections
import Statements
import StrictJSON

/// Dossiers: a register of their own, beside the records that hold somewhere.
extension Picture {
    func decide(
        _ command: DossierCommand, id: RecordID, by party: PartyID, in context: RuleContext
    ) throws(Refusal) {
        if case .state = command { try checkName(id, for: .dossier) }
        try dossiers.decide(command, id: id, by: party, in: dossierContext(context))
    }

    mutating func apply(_ command: DossierCommand, _ statement: Statement, _ context: RuleContext) {
        let id = RecordID(owner: statement.party, subject: statement.subject)
        dossiers.apply(command, id: id, by: statement.party, clocks: &clocks, in: dossierContext(context))
    }

    private func dossierContext(_ context: RuleContext) -> DossierContext {
        DossierContext(rule: context, instruments: instruments, register: register)
    }

    /// Writes dossiers for the digest: all of them, or those that are open.
    func addDossiers(_ scope: DigestScope, _ add: ((inout JSONWriter) -> Void) -> Void) {
        for (_, dossier) in dossiers.dossiers.sorted(by: { $0.key < $1.key }) {
            guard scope == .local || dossier.audience == .open else { continue }
            add { fields in
                fields.key("dossier")
                dossier.write(to: &fields, now: clock.now ?? .earliest)
            }
        }
    }
}
