public import Statements
public import StrictJSON

/// What is said about a dossier, by its owner or by another party that has it.
public enum DossierCommand: Sendable {
    /// Its owner opens it, or states it anew, whole.
    case state(Matter)
    /// A step of a convoy's paper.
    case step(ConvoyStep, of: RecordID)
    /// A claim about an incident.
    case claim(IncidentClaim, of: RecordID)
    /// A party that has it does not agree with what it says.
    case dispute(DossierDispute, of: RecordID)

    /// Reads the body of one of these kinds; nil for another kind.
    init?(_ kind: Kind, body: JSONValue) throws(JSONError) {
        if let matter = try Matter(kind, body: body) {
            self = .state(matter)
            return
        }
        guard kind.isDossierAddition else { return nil }
        var fields = try body.object()
        if kind == .dossierDispute {
            let id = try fields.required("dossier").recordName()
            let dispute = try DossierDispute(&fields)
            self = .dispute(dispute, of: id)
        } else if kind == .incidentClaim {
            let id = try fields.required("incident").recordName()
            let claim = try IncidentClaim(&fields)
            self = .claim(claim, of: id)
        } else {
            let id = try fields.required("convoy").recordName()
            guard let step = try ConvoyStep(kind, &fields) else { return nil }
            self = .step(step, of: id)
        }
        try fields.finish()
    }

    /// The dossier that it is about; `id` is the name that the statement's header makes.
    func dossier(_ id: RecordID) -> RecordID {
        switch self {
        case .state: id
        case .step(_, let of), .claim(_, let of), .dispute(_, let of): of
        }
    }
}

/// That a party which has a dossier does not agree with it; dissent is kept beside what it is about, never merged.
public struct DossierDispute: Hashable, Sendable {
    /// The statement that it is about.
    public let statement: StatementHash
    /// The field that it is about, as a JSON Pointer into that statement's body; nil for all of it.
    public let field: String?
    /// What the party holds instead, and on what grounds.
    public let text: String

    init(_ fields: inout JSONObject) throws(JSONError) {
        statement = try fields.required("statement").statementHash()
        field = try fields.present("field")?.text(limit: 200)
        text = try fields.required("text").text(limit: 1_000)
    }

    /// Writes its members.
    public func write(to fields: inout JSONWriter) {
        fields.member("statement", statement.description)
        if let field { fields.member("field", field) }
        fields.member("text", text)
    }
}
