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

    /// The form.
    public var form: any StatedForm {
        switch self {
        case .plan(let form): form
        case .convoy(let form): form
        }
    }

    /// The places that it is about.
    public var places: [NamedPlace] { form.places }

    /// Which mechanism it belongs to.
    public var mechanism: DossierMechanism {
        switch self {
        case .plan: .plan
        case .convoy: .convoy
        }
    }

    /// Reads the body of a kind that opens a dossier, or states it anew; nil for another kind.
    init?(_ kind: Kind, body: JSONValue) throws(JSONError) {
        switch kind {
        case .planSubmit: self = .plan(try AccessPlan(body: body))
        case .convoyRequest: self = .convoy(try ConvoyRequest(body: body))
        default: return nil
        }
    }
}
