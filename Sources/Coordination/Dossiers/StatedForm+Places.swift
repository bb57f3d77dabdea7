/// The places that each form is about, in the order of its text.
extension AccessConstraint {
    /// Where it stands in the way.
    public var places: [NamedPlace] { [place] }
}

extension AreaAssessment {
    /// The area.
    public var places: [NamedPlace] { [place] }
}

extension NeedStatement {
    /// Where the people are.
    public var places: [NamedPlace] { [place] }
}

extension IncidentReport {
    /// Where it happened.
    public var places: [NamedPlace] { [place] }
}

extension ReturnThreshold {
    /// Where people would return to.
    public var places: [NamedPlace] { [place] }
}

extension ReadinessClaim {
    /// The place that is said to be ready.
    public var places: [NamedPlace] { [place] }
}

extension IntentionSurvey {
    /// Where people were asked, and where they would return to.
    public var places: [NamedPlace] { [askedIn, returnTo] }
}

extension ReturnMonitor {
    /// Where people came from, and where they went.
    public var places: [NamedPlace] { [from, to] }
}

extension HazardReport {
    /// None by name: it has an area.
    public var places: [NamedPlace] { [] }
}
