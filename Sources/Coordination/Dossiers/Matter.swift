public import StrictJSON

/// What the owner of a dossier states, whole, each time.
public protocol StatedForm: Hashable, Sendable {
    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    init(body: JSONValue) throws(JSONError)

    /// Says whether it may be said now, to this audience.
    ///
    /// - Throws: `field` naming what is wrong.
    func decide(in context: RuleContext) throws(Refusal)

    /// Writes the body it was read from, in one fixed order of fields.
    func write(to writer: inout JSONWriter)

    /// The places that it is about.
    var places: [NamedPlace] { get }
}

/// What a dossier holds: one form of one mechanism, as its owner stated it last.
public indirect enum Matter: Hashable, Sendable {
    /// A plan for a period.
    case plan(AccessPlan)
    /// A request for a convoy.
    case convoy(ConvoyRequest)
    /// An obstacle to access.
    case constraint(AccessConstraint)
    /// A party's assessment of an area.
    case assessment(AreaAssessment)
    /// People in need at a place.
    case need(NeedStatement)
    /// Something that happened.
    case incident(IncidentReport)
    /// A threshold for returns.
    case threshold(ReturnThreshold)
    /// A claim of readiness for returns.
    case readiness(ReadinessClaim)
    /// What displaced people intend.
    case intention(IntentionSurvey)
    /// Returns that were monitored.
    case monitoredReturn(ReturnMonitor)
    /// Mines or explosive remnants.
    case hazard(HazardReport)

    /// The form.
    public var form: any StatedForm {
        switch self {
        case .plan(let form): form
        case .convoy(let form): form
        case .constraint(let form): form
        case .assessment(let form): form
        case .need(let form): form
        case .incident(let form): form
        case .threshold(let form): form
        case .readiness(let form): form
        case .intention(let form): form
        case .monitoredReturn(let form): form
        case .hazard(let form): form
        }
    }

    /// The places that it is about.
    public var places: [NamedPlace] { form.places }

    /// What it is, in words for whoever is told that there is something new of it, by language.
    public var titles: [(language: String, text: String)] {
        switch self {
        case .plan(let form): form.name.texts
        case .convoy(let form): form.name.texts
        case .incident(let form): [("en", "\(form.kind.rawValue), alleged: \(form.place.name)")]
        case .hazard(let form): [("en", form.sentence)]
        default: [("en", mechanism.rawValue)]
        }
    }

    /// Which mechanism it belongs to.
    public var mechanism: DossierMechanism {
        switch self {
        case .plan: .plan
        case .convoy: .convoy
        case .constraint: .constraint
        case .assessment: .assessment
        case .need: .need
        case .incident: .incident
        case .threshold: .threshold
        case .readiness: .readiness
        case .intention: .intention
        case .monitoredReturn: .monitoredReturn
        case .hazard: .hazard
        }
    }

    /// Reads the body of a kind that opens a dossier, or states it anew; nil for another kind.
    init?(_ kind: Kind, body: JSONValue) throws(JSONError) {
        switch kind {
        case .planSubmit: self = .plan(try AccessPlan(body: body))
        case .convoyRequest: self = .convoy(try ConvoyRequest(body: body))
        case .constraintReport: self = .constraint(try AccessConstraint(body: body))
        case .areaAssess: self = .assessment(try AreaAssessment(body: body))
        case .needState: self = .need(try NeedStatement(body: body))
        case .incidentReport: self = .incident(try IncidentReport(body: body))
        case .thresholdState: self = .threshold(try ReturnThreshold(body: body))
        case .readinessClaim: self = .readiness(try ReadinessClaim(body: body))
        case .intentionSurvey: self = .intention(try IntentionSurvey(body: body))
        case .returnMonitor: self = .monitoredReturn(try ReturnMonitor(body: body))
        case .hazardReport: self = .hazard(try HazardReport(body: body))
        default: return nil
        }
    }
}
