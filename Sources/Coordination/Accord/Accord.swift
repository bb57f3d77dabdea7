import Geodesy
public import Statements
public import StrictJSON

/// The accord that one log belongs to, as its founding statement gives it.
public struct Accord: Hashable, Sendable {
    /// Stand-off classes one accord may have.
    public static let maximumClasses = 64
    /// The largest stand-off distance, 200 km.
    public static let maximumStandOffMillimetres: Int64 = 200_000_000

    /// A class of record and how far others keep from it.
    public struct StandOffClass: Hashable, Sendable {
        /// The class's name, such as `hospital`.
        public let name: String
        /// The distance, millimetres.
        public let millimetres: Int64
        /// The clause of the arrangement that sets it.
        public let clause: String

        /// A class from its parts.
        public init(name: String, millimetres: Int64, clause: String) {
            self.name = name
            self.millimetres = millimetres
            self.clause = clause
        }
    }

    /// The accord's machine name.
    public let id: AccordID
    /// The accord's name in words.
    public let name: LocalisedText
    /// Whether this is a rehearsal: shown with every answer, so that nobody takes one for the other.
    public let isExercise: Bool
    /// The neutral party that hosts the log.
    public let host: PartyID
    /// The host's name.
    public let hostName: LocalisedText
    /// The log's origin line and key, as a signed-note verifier key.
    public let logKey: String
    /// The host's root key.
    public let rootKey: PublicKey
    /// The key with which the host's node logs the clock.
    public let nodeKey: PublicKey
    /// Stand-off classes, sorted by name.
    public let standOffClasses: [StandOffClass]

    /// The class called `name`.
    public func standOff(_ name: String) -> StandOffClass? { standOffClasses.first { $0.name == name } }
}

extension Accord {
    /// Reads the body of `accord.found.v1`.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(id: AccordID, host: PartyID, body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        self.id = id
        self.host = host
        name = try LocalisedText(fields.required("name"))
        isExercise = try fields.present("exercise")?.bool() ?? false
        hostName = try LocalisedText(fields.required("hostName"))
        logKey = try fields.required("logKey").text(limit: 600)
        rootKey = try fields.required("rootKey").publicKey()
        nodeKey = try fields.required("nodeKey").publicKey()
        let list = try fields.required("standOffClasses")
        var classes: [StandOffClass] = []
        for element in try list.array(limit: Self.maximumClasses) {
            classes.append(try Self.standOffClass(element))
        }
        classes.sort { $0.name < $1.name }
        guard !classes.isEmpty else { throw list.refused("needs at least one class") }
        for (first, second) in zip(classes, classes.dropFirst()) where first.name == second.name {
            throw list.refused("gives class '\(first.name)' twice")
        }
        standOffClasses = classes
        try fields.finish()
        guard rootKey != nodeKey else { throw body.refused("needs two keys: 'rootKey' and 'nodeKey' are the same") }
    }

    private static func standOffClass(_ value: JSONValue) throws(JSONError) -> StandOffClass {
        var fields = try value.object()
        let name = try fields.required("class").identifier(as: SubjectID.self).rawValue
        let distance = try fields.required("metres")
        let millimetres = try distance.millimetres()
        guard (0...maximumStandOffMillimetres).contains(millimetres) else {
            throw distance.refused("must be from 0 to \(maximumStandOffMillimetres / 1000) metres")
        }
        let clause = try fields.required("clause").text(limit: 300)
        try fields.finish()
        return StandOffClass(name: name, millimetres: millimetres, clause: clause)
    }

    /// The founding body for these facts, in one fixed order of fields.
    public static func foundingBody(
        name: [(language: String, text: String)], isExercise: Bool, hostName: [(language: String, text: String)],
        logKey: String, rootKey: PublicKey, nodeKey: PublicKey,
        standOffClasses: [(name: String, millimetres: Int64, clause: String)]
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { body in
            body.key("name")
            body.object { texts in for (language, text) in name { texts.member(language, text) } }
            if isExercise { body.member("exercise", true) }
            body.key("hostName")
            body.object { texts in for (language, text) in hostName { texts.member(language, text) } }
            body.member("logKey", logKey)
            body.publicKey("rootKey", rootKey)
            body.publicKey("nodeKey", nodeKey)
            body.key("standOffClasses")
            body.array { list in
                for item in standOffClasses {
                    list.object { fields in
                        fields.member("class", item.name)
                        fields.metres("metres", item.millimetres)
                        fields.member("clause", item.clause)
                    }
                }
            }
        }
        return writer.bytes
    }
}
