public import Geodesy
public import Statements
public import StrictJSON

/// What the officer who leaves tells the one who comes: one `roster.hand-over.v1`.
public struct HandOverNote: Hashable, Sendable {
    /// Open ends that one note may list.
    public static let maximumOpenEnds = 32

    /// The line.
    public let line: RecordID
    /// When the line changes hands.
    public let at: Instant
    /// Who comes.
    public let to: OfficerID
    /// The note.
    public let note: LocalisedText
    /// What is still open, by name or in words.
    public let openEnds: [String]

    init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        line = try fields.required("line").recordName()
        at = try fields.required("at").instant()
        to = try fields.required("to").identifier()
        note = try LocalisedText(fields.required("note"))
        var open: [String] = []
        for element in try fields.present("openEnds")?.array(limit: Self.maximumOpenEnds) ?? [] {
            open.append(try element.text(limit: 200))
        }
        openEnds = open
        try fields.finish()
    }

    func write(fields: inout JSONWriter) {
        fields.member("line", line.description)
        fields.time("at", at)
        fields.member("to", to.rawValue)
        fields.key("note")
        note.write(to: &fields)
        if !openEnds.isEmpty { fields.strings("openEnds", openEnds) }
    }
}

/// A hand-over: signed by the officer who leaves, then by the one who comes.
public struct HandOver: Hashable, Sendable {
    /// Its name in the accord.
    public let id: RecordID
    /// The note.
    public let note: HandOverNote
    /// Who may read it.
    public internal(set) var audience: Audience
    /// Who of them this node may show it to; nil when it is open.
    public internal(set) var readers: [PartyID]?
    /// Given by the officer who leaves.
    public let given: Provenance
    /// Taken by the officer who comes; nil until then.
    public internal(set) var taken: Provenance?
    /// What the officer who comes adds.
    public internal(set) var remark: String?

    /// Whether an officer of `reader` may read it.
    public func isReadable(by reader: PartyID?) -> Bool {
        audience.isReadable(by: reader, owner: id.owner, readers: readers)
    }

    /// Writes it as replies and the digest show it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("id", id.description)
            note.write(fields: &fields)
            fields.source("given", given)
            if let taken { fields.source("taken", taken) }
            if let remark { fields.member("remark", remark) }
        }
    }
}

extension Audience {
    /// Whether an officer of `reader` may read a body: one of the audience, for whom this node was handed what it folds.
    func isReadable(by reader: PartyID?, owner: PartyID, readers: [PartyID]?) -> Bool {
        guard admits(reader, owner: owner) else { return false }
        guard let readers, let reader else { return true }
        return reader == owner || readers.contains(reader)
    }
}
