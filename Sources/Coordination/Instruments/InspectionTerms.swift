public import Statements
import StrictJSON

/// Where cargo can be inspected.
public enum InspectionStage: String, CaseIterable, Sendable {
    case loading
    case checkpoint
    case border
    case arrival
}

/// What is looked at.
public enum InspectedThing: String, CaseIterable, Sendable {
    /// That the seals are whole and have the numbers listed.
    case seals
    /// What is inside.
    case cargo
}

/// Who may inspect what of a convoy, as a clause states it; nobody listed means nobody.
///
/// Sealed cargo that only agreed bodies open is the answer to the fear that aid hides military resupply.
public struct InspectionTerms: Hashable, Sendable {
    /// Parties and bodies that one clause may list.
    public static let maximumInspectors = 32

    /// What is looked at.
    public let what: InspectedThing
    /// Where; every stage when empty.
    public let stages: [InspectionStage]
    /// The parties that may.
    public let parties: [PartyID]
    /// Bodies that may and are no parties of the accord, in words.
    public let bodies: [String]

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        what = try fields.required("what").choice()
        var stages: [InspectionStage] = []
        for element in try fields.present("at")?.array(limit: InspectionStage.allCases.count) ?? [] {
            let stage: InspectionStage = try element.choice()
            guard !stages.contains(stage) else { throw element.refused("names '\(stage.rawValue)' twice") }
            stages.append(stage)
        }
        self.stages = stages
        var parties: [PartyID] = []
        for element in try fields.required("by").array(limit: Self.maximumInspectors) {
            parties.append(try element.identifier())
        }
        self.parties = parties
        var bodies: [String] = []
        for element in try fields.present("bodies")?.array(limit: Self.maximumInspectors) ?? [] {
            bodies.append(try element.text(limit: 200))
        }
        self.bodies = bodies
        try fields.finish()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("what", what.rawValue)
            if !stages.isEmpty { fields.strings("at", stages.map(\.rawValue)) }
            fields.strings("by", parties.map(\.rawValue))
            if !bodies.isEmpty { fields.strings("bodies", bodies) }
        }
    }

    /// Whether it speaks of looking at this there.
    func covers(_ what: InspectedThing, at stage: InspectionStage) -> Bool {
        self.what == what && (stages.isEmpty || stages.contains(stage))
    }
}
