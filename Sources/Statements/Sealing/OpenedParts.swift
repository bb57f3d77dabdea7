public import StrictJSON

/// What a node opened of one sealed body: a part for each of its parties, which may show different fields.
public struct OpenedParts: Hashable, Sendable {
    /// The parts; their bodies have one commitment, and a party is in one of them.
    public let parts: [OpenedPart]

    /// The parts of one body, at least one.
    ///
    /// - Throws: `noRecipient` without parts, `otherBody` when they are not of one body.
    public init(_ parts: [OpenedPart]) throws(SealingError) {
        guard let commitment = parts.first?.body.commitment else { throw .noRecipient }
        guard parts.allSatisfy({ $0.body.commitment == commitment }) else { throw .otherBody }
        self.parts = parts
    }

    /// A body that these parties see alike.
    public init(_ body: OpenedBody, for parties: [PartyID]) {
        parts = [OpenedPart(parties: parties.sorted(), body: body)]
    }

    /// What the parts belong to.
    public var commitment: Commitment { folded.commitment }

    /// Every party that was given a part, in order.
    public var parties: [PartyID] { Set(parts.flatMap(\.parties)).sorted() }

    /// The part for `party`; nil when there is none here.
    public func body(for party: PartyID) -> OpenedBody? { parts.first { $0.parties.contains(party) }?.body }

    /// What the node folds into its picture: the fields that every one of its parties was given.
    ///
    /// So nobody learns from the picture what was withheld from them; each reads its own part in the statement.
    public var folded: OpenedBody {
        let least = parts[0].body
        return parts.dropFirst().reduce(least) { $0.showing(only: Set($1.body.shownNames)) }
    }

    /// The same with further parts; of two for one party the later one counts.
    ///
    /// - Throws: `otherBody` when they are not of the same body.
    public func adding(_ other: OpenedParts) throws(SealingError) -> OpenedParts {
        let replaced = Set(other.parties)
        let kept = parts.compactMap { part -> OpenedPart? in
            let parties = part.parties.filter { !replaced.contains($0) }
            return parties.isEmpty ? nil : OpenedPart(parties: parties, body: part.body)
        }
        return try OpenedParts(kept + other.parts)
    }

    /// Only the parts for these parties; nil when that leaves none.
    public func only(for parties: Set<PartyID>) -> OpenedParts? {
        let kept = parts.compactMap { part -> OpenedPart? in
            let named = part.parties.filter(parties.contains)
            return named.isEmpty ? nil : OpenedPart(parties: named, body: part.body)
        }
        return try? OpenedParts(kept)
    }
}

extension OpenedParts {
    static let maximumBytes = SealedBody.maximumParts * OpenedBody.maximumBytes

    /// How a node keeps it: `{"parts": [{"parties": [...], "fields": [...]}]}`.
    public var json: [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.object { object in
            object.key("parts")
            object.array { list in
                for part in parts {
                    list.object { fields in
                        fields.key("parties")
                        fields.array { names in for party in part.parties { names.string(party.rawValue) } }
                        part.body.write(to: &fields)
                    }
                }
            }
        }
        return writer.bytes
    }

    /// Reads what `json` wrote.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(json: [UInt8]) throws(JSONError) {
        let limits = JSONDocument.Limits(maximumBytes: Self.maximumBytes, maximumDepth: OpenedBody.maximumDepth + 2)
        let root = try JSONDocument(json, limits: limits).root
        var object = try root.object()
        var parts: [OpenedPart] = []
        for item in try object.required("parts").array(limit: SealedBody.maximumParts) {
            var fields = try item.object()
            var parties: [PartyID] = []
            for party in try fields.required("parties").array(limit: SealedBody.maximumRecipients) {
                parties.append(try party.identifier())
            }
            let body = try OpenedBody(fields: fields.required("fields"))
            try fields.finish()
            parts.append(OpenedPart(parties: parties, body: body))
        }
        try object.finish()
        do { try self.init(parts) } catch { throw root.refused("\(error)") }
    }
}
