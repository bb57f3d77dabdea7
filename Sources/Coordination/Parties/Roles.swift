/// What a party is to the accord.
public enum PartyRole: String, CaseIterable, Sendable {
    /// Takes part in the hostilities.
    case belligerent
    /// Answers for the conduct of another party.
    case guarantor
    /// Presides over the arrangement with another.
    case coChair = "co-chair"
    /// Brings aid; owns sites and movements.
    case humanitarian
    /// Observes and reports.
    case monitor
    /// Hosts the log; neutral.
    case host
    /// Reads only what is given to it.
    case observer
}

/// What an officer may sign for.
public enum OfficerRole: String, CaseIterable, Sendable {
    /// Humanitarian access: sites, infrastructure and movements.
    case access
    /// The deconfliction line.
    case duty
    /// Observation and casework.
    case monitor
    /// Reads and checks; signs nothing but requests.
    case observer
}
