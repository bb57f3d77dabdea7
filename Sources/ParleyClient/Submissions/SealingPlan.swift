import Coordination
public import Statements
import StrictJSON

/// With which keys a restricted body is sealed, and which of its fields go to some parties only.
public struct SealingPlan: Sendable {
    /// The sealing keys of parties' nodes, as the log has them; the speaker's own among them where it has a node.
    public var keys: [PartyID: SealingPublicKey]
    /// Fields that go to these parties and the author only; all others go to the whole audience.
    public var fieldAudiences: [String: Set<PartyID>]

    /// A plan from its parts.
    public init(keys: [PartyID: SealingPublicKey] = [:], fieldAudiences: [String: Set<PartyID>] = [:]) {
        self.keys = keys
        self.fieldAudiences = fieldAudiences
    }

    /// What `reader` gets of a body that `author` states.
    func part(of body: OpenedBody, for reader: PartyID, from author: PartyID) -> OpenedBody {
        guard reader != author else { return body }
        return body.showing { fieldAudiences[$0]?.contains(reader) ?? true }
    }

    /// Seals a body for an audience and the author's own node: a part for each set of parties that see the same.
    func seal(
        _ body: OpenedBody, for audience: [PartyID], from author: PartyID
    ) throws(SubmissionError) -> SealedBody {
        let names = Set(body.shownNames)
        for name in fieldAudiences.keys.sorted() where !names.contains(name) { throw .unknownField(name) }
        var parties = Set(audience)
        if keys[author] != nil { parties.insert(author) }
        var parts: [(body: OpenedBody, recipients: [SealingRecipient])] = []
        for party in parties.sorted() {
            guard let key = keys[party] else { throw .withoutNode(party) }
            let recipient = SealingRecipient(party, key)
            let seen = part(of: body, for: party, from: author)
            if let at = parts.firstIndex(where: { $0.body == seen }) {
                parts[at].recipients.append(recipient)
            } else {
                parts.append((seen, [recipient]))
            }
        }
        do { return try SealedBody(sealing: parts) } catch { throw .sealing(error) }
    }

    /// Says whether everybody can read what they get: what the form needs cannot be withheld.
    func checkForm(
        _ kind: StatementKind, _ statement: Statement, _ body: OpenedBody?, hasParts: Bool
    ) throws(SubmissionError) {
        guard hasParts, let body, let known = Kind(kind) else { return }
        for party in statement.audience ?? [] {
            let seen = part(of: body, for: party, from: statement.party)
            guard !seen.isComplete else { continue }
            do throws(JSONError) {
                let limits = JSONDocument.Limits(
                    maximumBytes: OpenedBody.maximumBytes, maximumDepth: Statement.maximumDepth)
                _ = try Command(known, of: statement, body: JSONDocument(seen.body, limits: limits).root)
            } catch { throw .fieldNeeded(party, error) }
        }
    }
}
