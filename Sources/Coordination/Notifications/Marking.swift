public import Geodesy
import Statements
import StrictJSON
public import TransparencyLog

/// How a roof or a vehicle is marked, and when that can be seen from the air.
public struct Marking: Hashable, Sendable {
    /// When a marking can be seen.
    public enum Visibility: String, CaseIterable, Sendable {
        case day, night, thermal
    }

    /// Where it is and what it shows, such as "red crescent, 6 m, on the roof".
    public let text: String
    /// When it can be seen, in order; empty when nobody has said.
    public let visible: [Visibility]

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        text = try fields.required("text").text(limit: 200)
        var visible: Set<Visibility> = []
        for element in try fields.present("visible")?.array(limit: Visibility.allCases.count) ?? [] {
            visible.insert(try element.choice())
        }
        self.visible = Visibility.allCases.filter(visible.contains)
        try fields.finish()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("text", text)
            guard !visible.isEmpty else { return }
            fields.key("visible")
            fields.array { list in for word in visible { list.string(word.rawValue) } }
        }
    }
}

/// Something filed elsewhere: the log holds its hash, so that nobody can exchange it later.
public struct DocumentReference: Hashable, Sendable {
    /// What it is.
    public enum Kind: String, CaseIterable, Sendable {
        case outline
        case photo
        case roofMarking = "roof-marking"
        case vehicleMarking = "vehicle-marking"
        case plate
        case consent
        case manifest
        case other
    }

    /// What it is.
    public let kind: Kind
    /// SHA-256 of its bytes.
    public let digest: Hash
    /// What it shows or where it is filed.
    public let text: String?

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        kind = try fields.required("kind").choice()
        digest = try fields.required("sha256").base64Hash()
        text = try fields.present("text")?.text(limit: 200)
        try fields.finish()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("kind", kind.rawValue)
            fields.member("sha256", digest.base64)
            if let text { fields.member("text", text) }
        }
    }
}

/// Who last went and looked; the owner's word, since nobody else has checked it.
public struct Verification: Hashable, Sendable {
    /// People one verification may name.
    public static let maximumPeople = 4

    /// When.
    public let at: Instant
    /// By function, such as "security officer" and "head of mission".
    public let by: [String]

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        at = try fields.required("at").instant()
        let list = try fields.required("by")
        var people: [String] = []
        for element in try list.array(limit: Self.maximumPeople) { people.append(try element.text(limit: 200)) }
        guard !people.isEmpty else { throw list.refused("names nobody who went and looked") }
        by = people
        try fields.finish()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("at", at.description)
            fields.key("by")
            fields.array { list in for person in by { list.string(person) } }
        }
    }
}
