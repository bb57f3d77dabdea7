import Statements

/// Claims stand beside the report of an incident, in the order of the log.
extension Dossier {
    /// What is claimed of it, side by side; empty where it is no incident.
    public var account: IncidentAccount { IncidentAccount(claims) }

    /// Says whether a claim may be entered.
    ///
    /// - Throws: the first rule broken.
    func decide(_ claim: IncidentClaim, by party: PartyID, in context: RuleContext) throws(Refusal) {
        guard mechanism == .incident else {
            throw .field("/incident", "'\(id)' is no incident but: \(mechanism.rawValue)")
        }
        guard claims.count < Self.maximumAdditions else {
            throw .tooMany("claims about one incident", limit: Self.maximumAdditions)
        }
        try context.requirePast(claim.reportedAt.start, "/reportedAt")
        if case .window(let from, _) = claim.value { try context.requirePast(from, "/value/from") }
        guard let named = claim.supersedes else { return }
        guard let earlier = claims.first(where: { $0.statement == named }) else {
            throw .field("/supersedes", "is no claim about '\(id)'")
        }
        guard earlier.party == party, earlier.content.isSameSource(as: claim) else {
            throw .field(
                "/supersedes",
                "'\(earlier.party)' entered that claim for '\(earlier.content.by.name)', and nobody else takes it back: "
                    + "enter this one without 'supersedes', and both stand side by side")
        }
        guard earlier.content.about == claim.about else {
            throw .field("/supersedes", "is a claim about '\(earlier.content.about.rawValue)'")
        }
        if let later = claims.first(where: { $0.content.supersedes == named }) {
            throw .field("/supersedes", "was superseded by entry \(later.provenance.entry); name that one")
        }
    }
}
