/// What a dossier is about; the word is the same in headers, replies and queries.
public enum DossierMechanism: String, CaseIterable, Sendable {
    /// What is planned for a period, place by place.
    case plan = "access-plan"
    /// A convoy's paper, from the request to the report.
    case convoy
    /// Something that stands in the way of access (AMRF).
    case constraint
    /// Whether people in an area can be reached, and can leave, criterion by criterion.
    case assessment
    /// People in need at a place.
    case need
    /// What happened to a movement, a convoy or a site, with what each side claims of it.
    case incident
    /// A threshold for voluntary, safe and dignified return, with its evidence.
    case threshold
    /// A party's claim that a place is ready for returns.
    case readiness
    /// What displaced people say that they intend.
    case intention
    /// Returns that somebody monitored.
    case monitoredReturn = "monitored-return"
    /// Mines or explosive remnants: suspected, confirmed or cleared.
    case hazard
}
