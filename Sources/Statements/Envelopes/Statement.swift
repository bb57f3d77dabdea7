public import Geodesy
public import StrictJSON
public import TransparencyLog

/// A tree the speaker had seen: its size and root.
///
/// Nothing said with it can be older than it.
public struct TreeHead: Hashable, Sendable {
    /// Entries in the tree.
    public let size: TreeSize
    /// Root hash at that size.
    public let root: Hash

    /// The tree with `size` entries and this root.
    public init(size: TreeSize, root: Hash) {
        self.size = size
        self.root = root
    }

    /// The tree without entries.
    public static let empty = TreeHead(size: TreeSize(0), root: .emptyTree)
}

/// What a party says: who, about what, in which order, having seen what, and the content.
public struct Statement: Sendable {
    /// Parties that one audience may name.
    public static let maximumAudience = 64
    /// Levels of nesting in a payload.
    public static let maximumDepth = 16

    /// What is said: in the open, or as a commitment with an audience.
    public enum Content: Sendable {
        /// Open to whoever may read the log; a JSON object.
        case open(JSONValue)
        /// The body lies outside the log, sealed for `audience` and the speaker's own node; `sealed` is the hash of that.
        ///
        /// A body that is given to nobody has an empty audience and is not sealed.
        case restricted(Commitment, audience: [PartyID], sealed: Hash?)
    }

    /// The accord it belongs to.
    public let accord: AccordID
    /// The party that speaks.
    public let party: PartyID
    /// The officer who signs for it.
    public let officer: OfficerID
    /// What kind of statement.
    public let kind: StatementKind
    /// The party's record it is about.
    public let subject: SubjectID
    /// The party's own counter, 1 for its first.
    public let sequence: UInt64
    /// The party's previous statement; nil for its first.
    public let previous: StatementHash?
    /// A recent tree, against backdating.
    public let seen: TreeHead
    /// When it was said, as claimed.
    public let saidAt: Instant
    /// The content.
    public let content: Content

    /// A statement from its parts, for a signer.
    public init(
        accord: AccordID, party: PartyID, officer: OfficerID, kind: StatementKind, subject: SubjectID,
        sequence: UInt64, previous: StatementHash?, seen: TreeHead, saidAt: Instant, content: Content
    ) {
        self.accord = accord
        self.party = party
        self.officer = officer
        self.kind = kind
        self.subject = subject
        self.sequence = sequence
        self.previous = previous
        self.seen = seen
        self.saidAt = saidAt
        self.content = content
    }

    /// The parties that may read the body; nil when it is open.
    public var audience: [PartyID]? {
        guard case .restricted(_, let audience, _) = content else { return nil }
        return audience
    }

    /// What a restricted statement commits to; nil when it is open.
    public var commitment: Commitment? {
        guard case .restricted(let commitment, _, _) = content else { return nil }
        return commitment
    }

    /// The hash of the sealed body; nil when it is open or given to nobody.
    public var sealed: Hash? {
        guard case .restricted(_, _, let sealed) = content else { return nil }
        return sealed
    }

    /// Reads a payload.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(payload: [UInt8]) throws(JSONError) {
        let limits = JSONDocument.Limits(maximumBytes: Envelope.maximumBytes, maximumDepth: Self.maximumDepth)
        var fields = try JSONDocument(payload, limits: limits).root.object()
        accord = try fields.required("accord").identifier()
        party = try fields.required("party").identifier()
        officer = try fields.required("officer").identifier()
        kind = try fields.required("kind").identifier()
        subject = try fields.required("subject").identifier()
        sequence = try fields.required("sequence").plainNumber(from: 1)
        let before = try fields.required("previous")
        previous = before.isNull ? nil : try before.statementHash()
        var seen = try fields.required("seen").object()
        let size = TreeSize(try seen.required("size").plainNumber())
        self.seen = TreeHead(size: size, root: try seen.required("root").base64Hash())
        try seen.finish()
        saidAt = try fields.required("saidAt").instant()
        content = try Self.content(&fields)
        try fields.finish()
    }

    private static func content(_ fields: inout JSONObject) throws(JSONError) -> Content {
        let body = fields.optional("body")
        let commitment = fields.optional("commitment")
        switch (body, commitment) {
        case (let body?, nil):
            guard body.kind == .object else { throw body.refused("must be an object") }
            return .open(body)
        case (nil, let commitment?):
            let audience = try fields.required("audience")
            var parties: [PartyID] = []
            for member in try audience.array(limit: maximumAudience) {
                let party: PartyID = try member.identifier()
                if let last = parties.last, last >= party {
                    throw member.refused("must come in order, each party once")
                }
                parties.append(party)
            }
            let sealed = fields.optional("sealed")
            guard parties.isEmpty == (sealed == nil) else {
                throw (sealed ?? audience).refused(
                    "'sealed' is given exactly when the audience names somebody: a body for nobody is not sealed")
            }
            return .restricted(
                Commitment(try commitment.base64Hash()), audience: parties, sealed: try sealed?.base64Hash())
        default:
            throw fields.value.refused("needs either 'body' or 'commitment' with 'audience', not both and not neither")
        }
    }

    /// The payload's bytes, in one fixed order of fields.
    ///
    /// An open body is written as it stands.
    public var payload: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { fields in
            fields.member("accord", accord.rawValue)
            fields.member("party", party.rawValue)
            fields.member("officer", officer.rawValue)
            fields.member("kind", kind.rawValue)
            fields.member("subject", subject.rawValue)
            fields.member("sequence", sequence)
            fields.key("previous")
            if let previous { fields.string(previous.description) } else { fields.null() }
            fields.key("seen")
            fields.object { head in
                head.member("size", seen.size.value)
                head.member("root", seen.root.base64)
            }
            fields.member("saidAt", saidAt.description)
            switch content {
            case .open(let body):
                fields.key("body")
                fields.raw(body.rawBytes)
            case .restricted(let commitment, let audience, let sealed):
                fields.member("commitment", commitment.hash.base64)
                fields.key("audience")
                fields.array { list in for party in audience { list.string(party.rawValue) } }
                if let sealed { fields.member("sealed", sealed.base64) }
            }
        }
        return writer.bytes
    }
}
