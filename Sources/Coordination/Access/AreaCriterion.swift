/// One criterion of the two definitions that aid agencies use of an area; a label follows from none of them.
public enum AreaCriterion: String, CaseIterable, Sendable {
    /// Surrounded by armed actors.
    case surrounded
    /// With the sustained effect that assistance cannot regularly enter.
    case assistanceCannotEnter = "assistance-cannot-regularly-enter"
    /// Civilians, the sick and the wounded cannot regularly exit.
    case peopleCannotExit = "people-cannot-regularly-exit"
    /// Not regularly accessible for sustained programming because of denial.
    case denial
    /// The same because of the need to negotiate access ad hoc.
    case adHocNegotiation = "ad-hoc-negotiation"
    /// The same because of active conflict.
    case activeConflict = "active-conflict"
    /// The same because of checkpoints.
    case checkpoints
    /// The same because of a lack of timely approval.
    case noTimelyApproval = "no-timely-approval"

    /// The definition that it belongs to.
    public var definition: AreaDefinition {
        switch self {
        case .surrounded, .assistanceCannotEnter, .peopleCannotExit: .besieged
        case .denial, .adHocNegotiation, .activeConflict, .checkpoints, .noTimelyApproval: .hardToReach
        }
    }

    /// What is asked, in a sentence.
    public var sentence: String {
        switch self {
        case .surrounded: "the area is surrounded by armed actors"
        case .assistanceCannotEnter: "with the sustained effect that assistance cannot regularly enter"
        case .peopleCannotExit: "with the sustained effect that civilians, sick and wounded cannot regularly exit"
        case .denial: "not regularly accessible for sustained programming because of denial"
        case .adHocNegotiation:
            "not regularly accessible for sustained programming because access is negotiated ad hoc"
        case .activeConflict: "not regularly accessible for sustained programming because of active conflict"
        case .checkpoints: "not regularly accessible for sustained programming because of checkpoints"
        case .noTimelyApproval:
            "not regularly accessible for sustained programming because of a lack of timely approval"
        }
    }
}

/// The two definitions; which of their criteria somebody holds is asked of the picture and stated by nobody.
public enum AreaDefinition: String, CaseIterable, Sendable {
    /// Its three criteria stand together.
    case besieged
    /// Any one of its five is a reason.
    case hardToReach = "hard-to-reach"

    /// Its criteria.
    public var criteria: [AreaCriterion] { AreaCriterion.allCases.filter { $0.definition == self } }
}

/// What somebody finds of one criterion; not to have looked at it is no finding at all.
public enum CriterionFinding: String, CaseIterable, Sendable {
    case met
    case notMet = "not-met"
    /// It was looked at, and cannot be told.
    case unknown
}

/// The score of one indicator of access; no information is a value of its own and never counts as zero.
public enum AccessScore: Hashable, Sendable {
    /// 0, no constraint, to 3, the highest.
    case level(Int64)
    /// "X": there is no information.
    case noInformation

    /// The level; nil without information.
    public var level: Int64? { if case .level(let level) = self { level } else { nil } }

    /// As it is written: "0" to "3", or "X".
    public var text: String { level.map { "\($0)" } ?? "X" }
}
