/// The nine types of access constraint of the Access Monitoring and Reporting Framework (AMRF), in its order.
///
/// Indicators of humanitarian access (ACAPS) are scored by the same nine.
public enum ConstraintType: String, CaseIterable, Sendable {
    /// 1: the existence of needs, or an entitlement to assistance, is denied.
    case denialOfNeeds = "denial-of-needs"
    /// 2: people's access to services and assistance is restricted or obstructed.
    case obstructionOfServices = "obstruction-of-services"
    /// 3: entry of agencies, personnel or goods into the country is impeded.
    case entryImpediment = "entry-impediment"
    /// 4: movement within the country is restricted.
    case movementRestriction = "movement-restriction"
    /// 5: somebody interferes in how activities are carried out.
    case interference
    /// 6: violence against personnel, facilities and assets.
    case violence
    /// 7: active hostilities.
    case hostilities
    /// 8: mines, explosive remnants of war, unexploded ordnance.
    case minesERW = "mines-erw"
    /// 9: terrain, climate, infrastructure.
    case physicalEnvironment = "physical-environment"

    /// Its number in the framework, 1 to 9.
    public var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// Whether somebody decides it, who must then be named.
    ///
    /// Who was violent is a claim about an incident, and has no place here.
    public var isDecided: Bool { number <= 5 }
}

/// Whose access is constrained.
public enum ConstrainedGroup: String, CaseIterable, Sendable {
    /// Humanitarian personnel and goods.
    case humanitarian
    /// Those who monitor.
    case monitors
    /// The people themselves.
    case people
}

/// A bureaucratic impediment: which paper or payment stands in the way.
public enum BureaucraticImpediment: String, CaseIterable, Sendable {
    case visa
    case registration
    case customs
    case travelPermit = "travel-permit"
    case facilitationLetter = "facilitation-letter"
    case tax
    case other
}

/// Whether a policy that restricts access is written down.
public enum PolicyForm: String, CaseIterable, Sendable {
    case formal
    case informal
}
