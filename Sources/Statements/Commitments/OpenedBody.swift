public import StrictJSON
import TransparencyLog

/// A restricted body with what opens it: a list of fields, each shown with its opening, or hidden behind its commitment.
///
/// It belongs to a statement when its `commitment` is the statement's. Showing one field to a third person is handing
/// over such a list with all others hidden.
public struct OpenedBody: Hashable, Sendable {
    /// Bytes of a body, and of its list of fields.
    public static let maximumBytes = 1024 * 1024
    /// Fields of one body.
    public static let maximumFields = 256
    /// Bytes of a field's name.
    public static let maximumNameBytes = 64
    /// Levels of nesting in the list: object, list and field stand around a value that lay in one object before.
    static let maximumDepth = Statement.maximumDepth + 2

    /// One member of a body.
    public enum Field: Hashable, Sendable {
        /// Its name, its value's bytes as they stand in the body, and what opens its commitment.
        case shown(name: String, value: [UInt8], opening: FieldOpening)
        /// Only its commitment.
        case hidden(FieldCommitment)
    }

    /// The fields in the body's order.
    public let fields: [Field]
    /// What the statement must commit to for this to be its body.
    public let commitment: Commitment

    private init(checked fields: [Field]) {
        self.fields = fields
        commitment = Commitment(
            over: fields.lazy.map { field in
                switch field {
                case .shown(let name, let value, let opening):
                    FieldCommitment(name: name, value: value, opening: opening)
                case .hidden(let commitment): commitment
                }
            })
    }

    /// Opens every field of a body, a JSON object, each with an opening of its own.
    ///
    /// - Parameters:
    ///   - body: the object's text.
    ///   - opening: the opening of the field with this name; random unless a test needs to know it.
    /// - Throws: `JSONError` for what is no object within the limits, or has a name that fields may not have.
    public init(body: [UInt8], opening: (String) -> FieldOpening = { _ in FieldOpening() }) throws(JSONError) {
        let limits = JSONDocument.Limits(maximumBytes: Self.maximumBytes, maximumDepth: Statement.maximumDepth)
        let root = try JSONDocument(body, limits: limits).root
        let members = try root.object().members
        guard members.count <= Self.maximumFields else {
            throw root.refused("holds \(members.count) fields; a restricted body has at most \(Self.maximumFields)")
        }
        var fields: [Field] = []
        fields.reserveCapacity(members.count)
        for (name, value) in members {
            guard Self.isFieldName(name) else { throw value.refused(Self.nameRule) }
            fields.append(.shown(name: name, value: Array(value.rawBytes), opening: opening(name)))
        }
        self.init(checked: fields)
        guard json.count <= Self.maximumBytes else {
            throw root.refused("has more than \(Self.maximumBytes) bytes once every field has its opening")
        }
    }

    /// Reads a list of fields: `{"fields": [...]}`, with nothing else in it.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(json: [UInt8]) throws(JSONError) {
        let limits = JSONDocument.Limits(maximumBytes: Self.maximumBytes, maximumDepth: Self.maximumDepth)
        var object = try JSONDocument(json, limits: limits).root.object()
        try self.init(fields: object.required("fields"))
        try object.finish()
    }

    /// Reads the list itself, where it stands in something larger.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(fields list: JSONValue) throws(JSONError) {
        var fields: [Field] = []
        var names: Set<String> = []
        for item in try list.array(limit: Self.maximumFields) {
            var members = try item.object()
            if let hidden = members.optional("commitment") {
                fields.append(.hidden(FieldCommitment(try hidden.base64Hash())))
            } else {
                let name = try members.required("name")
                let text = try name.string()
                guard Self.isFieldName(text) else { throw name.refused(Self.nameRule) }
                guard names.insert(text).inserted else { throw name.refused("is shown twice") }
                let value = try members.required("value")
                let opening = try members.required("opening")
                guard let bytes = try? Base64.decode(opening.stringBytes()), let opened = FieldOpening(bytes: bytes)
                else { throw opening.refused("must be \(FieldOpening.byteCount) bytes in standard base64") }
                fields.append(.shown(name: text, value: Array(value.rawBytes), opening: opened))
            }
            try members.finish()
        }
        self.init(checked: fields)
    }

    /// Whether a body's field may have this name: `[A-Za-z0-9._-]{1,64}`.
    public static func isFieldName(_ name: String) -> Bool {
        guard (1...maximumNameBytes).contains(name.utf8.count) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
    }

    private static let nameRule =
        "has a name that no field of a restricted body may have: 1 to \(maximumNameBytes) of A-Z, a-z, 0-9, '.', '_', '-'"
}

extension OpenedBody {
    /// Whether every field is shown.
    public var isComplete: Bool {
        fields.allSatisfy { if case .shown = $0 { true } else { false } }
    }

    /// The names of the fields that are shown, in the body's order.
    public var shownNames: [String] {
        fields.compactMap { if case .shown(let name, _, _) = $0 { name } else { nil } }
    }

    /// The body as far as it is shown: an object of the shown fields, each value as its author spelled it.
    public var body: [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { object in
            for case .shown(let name, let value, _) in fields {
                object.key(name)
                object.raw(value)
            }
        }
        return writer.bytes
    }

    /// The same body with only those fields shown whose name `isShown` takes; what was hidden stays hidden.
    public func showing(where isShown: (String) -> Bool) -> OpenedBody {
        OpenedBody(
            checked: fields.map { field in
                guard case .shown(let name, let value, let opening) = field, !isShown(name) else { return field }
                return .hidden(FieldCommitment(name: name, value: value, opening: opening))
            })
    }

    /// The same body with only these fields shown.
    public func showing(only names: Set<String>) -> OpenedBody { showing { names.contains($0) } }

    /// Writes the member `fields`.
    public func write(to object: inout JSONWriter) {
        object.key("fields")
        object.array { list in
            for field in fields {
                list.object { item in
                    switch field {
                    case .shown(let name, let value, let opening):
                        item.member("name", name)
                        item.key("value")
                        item.raw(value)
                        item.member("opening", Base64.encode(opening.bytes))
                    case .hidden(let commitment): item.member("commitment", commitment.hash.base64)
                    }
                }
            }
        }
    }

    /// The list of fields as it is sealed, kept and handed over.
    public var json: [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.object { write(to: &$0) }
        return writer.bytes
    }
}
