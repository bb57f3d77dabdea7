import Coordination
import Geodesy
import Statements
import StrictJSON

/// A scenario file: an accord, its parties, and what was said when, each step with its source.
struct Scenario {
    static let maximumBytes = 4 << 20

    struct PartyPlan {
        let id: PartyID
        let role: String
        let name: [(language: String, text: String)]
        let officers: [OfficerPlan]
    }

    struct OfficerPlan {
        let id: OfficerID
        let grade: String
        let roles: [String]
        let algorithm: PublicKey.Algorithm
        let name: JSONValue
        let contact: JSONValue?
    }

    enum Action {
        case say(party: PartyID, officer: OfficerID, kind: StatementKind, subject: SubjectID, body: [UInt8])
        case check(reader: PartyID, activity: [UInt8])
    }

    struct Step {
        let at: Instant
        let text: String
        /// What later steps call its statement by; nil where none does.
        let name: String?
        let sources: [String]
        let action: Action
    }

    let title: String
    let about: String
    let sources: [(name: String, text: String)]
    let accord: AccordID
    let isExercise: Bool
    let accordName: [(language: String, text: String)]
    let foundedAt: Instant
    let host: PartyID
    let hostName: [(language: String, text: String)]
    let origin: String
    let standOffClasses: [Founding.StandOff]
    let parties: [PartyPlan]
    let steps: [Step]

    init(_ bytes: [UInt8]) throws(JSONError) {
        var fields = try JSONDocument(bytes, limits: .init(maximumBytes: Self.maximumBytes)).root.object()
        title = try fields.required("title").string()
        about = try fields.required("about").string()
        sources = try Self.texts(fields.required("sources")).map { (name: $0.language, text: $0.text) }
        var accord = try fields.required("accord").object()
        self.accord = try accord.required("id").identifier()
        isExercise = try accord.required("exercise").bool()
        accordName = try Self.texts(accord.required("name"))
        foundedAt = try accord.required("foundedAt").instant()
        var host = try accord.required("host").object()
        self.host = try host.required("id").identifier()
        hostName = try Self.texts(host.required("name"))
        origin = try accord.required("origin").string()
        var classes: [Founding.StandOff] = []
        for element in try accord.required("standOffClasses").array() {
            var item = try element.object()
            classes.append(
                (
                    name: try item.required("class").string(), millimetres: try item.required("metres").millimetres(),
                    clause: try item.required("clause").string()
                ))
        }
        standOffClasses = classes
        var parties: [PartyPlan] = []
        for element in try fields.required("parties").array() { parties.append(try Self.party(element)) }
        self.parties = parties
        var steps: [Step] = []
        for element in try fields.required("steps").array() { steps.append(try Self.step(element)) }
        self.steps = steps
        try fields.finish()
    }

    private static func texts(_ value: JSONValue) throws(JSONError) -> [(language: String, text: String)] {
        var out: [(language: String, text: String)] = []
        for (key, member) in try value.object().members { out.append((key, try member.string())) }
        return out
    }

    private static func party(_ value: JSONValue) throws(JSONError) -> PartyPlan {
        var fields = try value.object()
        var officers: [OfficerPlan] = []
        for element in try fields.required("officers").array() {
            var officer = try element.object()
            var roles: [String] = []
            for role in try officer.required("roles").array() { roles.append(try role.string()) }
            officers.append(
                OfficerPlan(
                    id: try officer.required("id").identifier(), grade: try officer.required("grade").string(),
                    roles: roles, algorithm: try officer.required("algorithm").choice(),
                    name: try officer.required("name"), contact: officer.present("contact")))
        }
        return PartyPlan(
            id: try fields.required("id").identifier(), role: try fields.required("role").string(),
            name: try texts(fields.required("name")), officers: officers)
    }

    private static func step(_ value: JSONValue) throws(JSONError) -> Step {
        var fields = try value.object()
        let at = try fields.required("at").instant()
        let text = try fields.required("text").string()
        let name = try fields.present("name")?.string()
        var sources: [String] = []
        for source in try fields.required("source").array() { sources.append(try source.string()) }
        let action: Action
        if let say = fields.optional("say") {
            var said = try say.object()
            action = .say(
                party: try said.required("party").identifier(), officer: try said.required("officer").identifier(),
                kind: try said.required("kind").identifier(), subject: try said.required("subject").identifier(),
                body: Array(try said.required("body").rawBytes))
        } else {
            var asked = try fields.required("check").object()
            action = .check(
                reader: try asked.required("as").identifier(),
                activity: Array(try asked.required("activity").rawBytes))
        }
        try fields.finish()
        return Step(at: at, text: text, name: name, sources: sources, action: action)
    }
}
