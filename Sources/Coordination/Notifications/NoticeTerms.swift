public import Statements
import StrictJSON

/// What every form of notice may say besides the place: who, to whom, in which submission, how urgent, how marked.
public struct NoticeTerms: Hashable, Sendable {
    /// Recipients one notice may name.
    public static let maximumRecipients = Statement.maximumAudience
    /// Further people to call.
    public static let maximumFocalPoints = 8
    /// Markings and documents, each.
    public static let maximumMarkings = 32
    /// Bytes of the reason for an emergency.
    public static let maximumReason = 400

    /// The organisation whose site or mission it is.
    public let organisation: LocalisedText?
    /// Those whose acknowledgement the owner expects, in order; empty when it names none.
    ///
    /// It narrows no audience and widens none: who may read is what the statement's audience says.
    public let recipients: [PartyID]
    /// The submission that it came with: additions and removals never share one.
    public let submission: SubmissionID?
    /// Why it comes later than the lead time; nil when it is no emergency.
    public let emergency: String?
    /// Whom to call when the contact does not answer, in order.
    public let focalPoints: [Contact]
    /// How it is marked, and when that can be seen.
    public let markings: [Marking]
    /// What is filed with it, by hash.
    public let documents: [DocumentReference]

    /// Terms that say nothing.
    public static let empty = NoticeTerms()

    private init() {
        organisation = nil
        recipients = []
        submission = nil
        emergency = nil
        focalPoints = []
        markings = []
        documents = []
    }

    /// Takes its fields out of a body.
    init(_ fields: inout JSONObject) throws(JSONError) {
        organisation = if let value = fields.present("organisation") { try LocalisedText(value) } else { nil }
        recipients = try Self.recipients(fields.present("recipients"))
        submission = try fields.present("submission")?.identifier()
        if let value = fields.present("emergency") {
            var inner = try value.object()
            emergency = try inner.required("reason").text(limit: Self.maximumReason)
            try inner.finish()
        } else {
            emergency = nil
        }
        var focalPoints: [Contact] = []
        for element in try fields.present("focalPoints")?.array(limit: Self.maximumFocalPoints) ?? [] {
            focalPoints.append(try Contact(element))
        }
        self.focalPoints = focalPoints
        var markings: [Marking] = []
        for element in try fields.present("markings")?.array(limit: Self.maximumMarkings) ?? [] {
            markings.append(try Marking(element))
        }
        self.markings = markings
        var documents: [DocumentReference] = []
        for element in try fields.present("documents")?.array(limit: Self.maximumMarkings) ?? [] {
            documents.append(try DocumentReference(element))
        }
        self.documents = documents
    }

    private static func recipients(_ value: JSONValue?) throws(JSONError) -> [PartyID] {
        var parties: [PartyID] = []
        for element in try value?.array(limit: maximumRecipients) ?? [] {
            let party: PartyID = try element.identifier()
            if let last = parties.last, last >= party {
                throw element.refused("must come in order, each party once")
            }
            parties.append(party)
        }
        return parties
    }

    /// Writes what it says into an open object, in one fixed order of fields.
    func write(to fields: inout JSONWriter) {
        if let organisation {
            fields.key("organisation")
            organisation.write(to: &fields)
        }
        if !recipients.isEmpty {
            fields.key("recipients")
            fields.array { list in for party in recipients { list.string(party.rawValue) } }
        }
        if let submission { fields.member("submission", submission.rawValue) }
        if let emergency {
            fields.key("emergency")
            fields.object { $0.member("reason", emergency) }
        }
        for (name, writes) in lists where !writes.isEmpty {
            fields.key(name)
            fields.array { list in for write in writes { write(&list) } }
        }
    }

    private var lists: [(String, [(inout JSONWriter) -> Void])] {
        [
            ("focalPoints", focalPoints.map { item in { item.write(to: &$0) } }),
            ("markings", markings.map { item in { item.write(to: &$0) } }),
            ("documents", documents.map { item in { item.write(to: &$0) } }),
        ]
    }

    /// Says whether these terms may stand in a statement to this audience.
    ///
    /// - Throws: `unknownParty` for a recipient that is not enrolled or may not read it, `field` for the owner itself.
    func decide(owner: PartyID, audience: Audience) throws(Refusal) {
        for (number, party) in recipients.enumerated() {
            guard party != owner else {
                throw .field("/recipients/\(number)", "your own party needs no notice of yours")
            }
            guard audience.admits(party, owner: owner) else {
                throw .field(
                    "/recipients/\(number)",
                    "party '\(party)' is not in the audience, so it could not read what it is to acknowledge")
            }
        }
    }
}

/// Notices that were submitted together, as their owner names them.
public struct SubmissionID: Identifier {
    /// The name as text.
    public let rawValue: String
    /// A name already checked.
    public init(checked: String) { rawValue = checked }
}
