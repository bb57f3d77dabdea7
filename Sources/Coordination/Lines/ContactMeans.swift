import Statements
public import StrictJSON

/// A way to reach a cell or an officer; lines are established with several, in the order to try them.
public struct ContactMeans: Hashable, Sendable {
    /// Ways that one line or shift may list.
    public static let maximumCount = 8

    /// The kinds of means; paper and in person are means too, and are entered afterwards.
    public enum Kind: String, CaseIterable, Sendable {
        case line, telephone, radio, paper
        case inPerson = "in-person"
    }

    /// The kind.
    public let kind: Kind
    /// What else there is to know, such as a call sign; a number belongs into a restricted roster.
    public let note: String?

    /// A way from its parts.
    public init(kind: Kind, note: String?) {
        self.kind = kind
        self.note = note
    }

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        kind = try fields.required("kind").choice()
        note = try fields.present("note")?.text(limit: 200)
        try fields.finish()
    }

    static func list(_ value: JSONValue?) throws(JSONError) -> [ContactMeans] {
        var means: [ContactMeans] = []
        for element in try value?.array(limit: maximumCount) ?? [] { means.append(try ContactMeans(element)) }
        return means
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("kind", kind.rawValue)
            if let note { fields.member("note", note) }
        }
    }
}
