public import Geodesy
public import Statements
public import StrictJSON

/// A place as people name it, with its place code and its position where they are known; never guessed from one another.
public struct NamedPlace: Hashable, Sendable {
    /// What it is called.
    public let name: String
    /// OCHA's place code.
    public let pcode: String?
    /// Where it is; nil where the source gives no position, and then it stays without one.
    public let position: Position?

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        name = try fields.required("name").text(limit: 200)
        if let code = fields.present("pcode") {
            let text = try code.text(limit: 24)
            guard text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) })
            else {
                throw code.refused("must be letters and digits, such as SY020001")
            }
            pcode = text
        } else {
            pcode = nil
        }
        position = try fields.present("position")?.position()
        try fields.finish()
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("name", name)
            if let pcode { fields.member("pcode", pcode) }
            guard let position else { return }
            fields.key("position")
            fields.position(position)
        }
    }
}

/// A body that decides or acts: by name, and as a party where it is one of the accord.
public struct NamedBody: Hashable, Sendable {
    /// What it is called.
    public let name: String
    /// The party that it is, or that answers for it; nil when it has none in this accord.
    public let party: PartyID?

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        name = try fields.required("name").text(limit: 200)
        party = try fields.present("party")?.identifier()
        try fields.finish()
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("name", name)
            if let party { fields.member("party", party.rawValue) }
        }
    }
}

/// Who decided something that stands in the way, and why; where no reason was given, that is what is written.
public struct Decision: Hashable, Sendable {
    /// What is written where none was given.
    public static let noReason = "no reason given"

    /// Who decided.
    public let decidedBy: NamedBody
    /// The reason given, or "no reason given".
    public let reason: String

    /// Takes `decidedBy` and `reason` out of a body that must have them.
    init(_ fields: inout JSONObject) throws(JSONError) {
        decidedBy = try NamedBody(fields.required("decidedBy"))
        reason = try fields.required("reason").text(limit: 400)
    }

    init(_ decider: JSONValue, reason: JSONValue) throws(JSONError) {
        decidedBy = try NamedBody(decider)
        self.reason = try reason.text(limit: 400)
    }

    /// Whether no reason was given.
    public var isWithoutReason: Bool { reason == Self.noReason }

    func write(to fields: inout JSONWriter) {
        fields.key("decidedBy")
        decidedBy.write(to: &fields)
        fields.member("reason", reason)
    }
}

extension JSONValue {
    /// An amount with at most three decimals, as thousandths; never negative, at most 10^9 units.
    func amount() throws(JSONError) -> Int64 {
        let (value, isExact) = try decimal(scale: 3)
        guard isExact else { throw refused("has more than 3 decimals; state it in a smaller unit") }
        guard value >= 0 else { throw refused("is negative; what is taken off has a statement of its own") }
        guard value <= 1_000_000_000_000 else { throw refused("is more than 1,000,000,000; state it in a larger unit") }
        return value
    }

    /// A number of people.
    func people() throws(JSONError) -> Int64 { try integer(in: 0...1_000_000_000) }
}
