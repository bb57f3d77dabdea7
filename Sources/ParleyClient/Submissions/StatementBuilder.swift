public import Coordination
public import Geodesy
public import Statements
public import StrictJSON

/// The last statement of a party's chain, from which the next one follows.
public struct ChainTip: Hashable, Sendable {
    /// Its number.
    public let sequence: UInt64
    /// Its name.
    public let hash: StatementHash

    /// A tip from its parts.
    public init(sequence: UInt64, hash: StatementHash) {
        self.sequence = sequence
        self.hash = hash
    }
}

/// Makes signed statements for one officer of one party; no clock, no network.
public struct StatementBuilder: Sendable {
    /// The accord.
    public let accord: AccordID
    /// The party that speaks.
    public let party: PartyID
    /// The officer who signs.
    public let officer: OfficerID
    /// The officer's key.
    public let key: SigningKey

    /// A builder for one officer.
    public init(accord: AccordID, party: PartyID, officer: OfficerID, key: SigningKey) {
        self.accord = accord
        self.party = party
        self.officer = officer
        self.key = key
    }

    /// Makes the party's next statement.
    ///
    /// - Parameters:
    ///   - kind: what kind of statement.
    ///   - subject: the party's record that it is about.
    ///   - body: a JSON object, kept to the byte.
    ///   - audience: open to all who may read the log, or for some parties, in any order.
    ///   - sealing: the keys of those who get a restricted body, and what is withheld from whom.
    ///   - tip: the party's statement before; nil for its first.
    ///   - seen: a recent tree of the log.
    ///   - saidAt: the time as claimed.
    ///   - given: a restricted body as it was committed to before, to be shared; its openings stay what they are.
    /// - Returns: what is to be submitted.
    /// - Throws: why no node would read it.
    public func statement(
        _ kind: StatementKind, about subject: SubjectID, body: [UInt8], audience: Audience,
        sealing: SealingPlan = SealingPlan(), after tip: ChainTip?, seen: TreeHead, saidAt: Instant,
        opened given: OpenedBody? = nil
    ) throws(SubmissionError) -> Submission {
        let opened: OpenedBody?
        var sealed: SealedBody?
        let content: Statement.Content
        let root = try Self.object(body, limit: audience == .open ? Envelope.maximumBytes : OpenedBody.maximumBytes)
        switch audience {
        case .open:
            opened = nil
            content = .open(root)
        case .parties(let parties):
            let named = Set(parties).sorted()
            guard named.count <= Statement.maximumAudience else {
                throw .audienceTooLarge(named.count, limit: Statement.maximumAudience)
            }
            let made: OpenedBody
            if let given {
                made = given
            } else {
                do throws(JSONError) { made = try OpenedBody(body: body) } catch { throw .body(error) }
            }
            opened = made
            if !named.isEmpty { sealed = try sealing.seal(made, for: named, from: party) }
            content = .restricted(made.commitment, audience: named, sealed: sealed?.hash)
        }
        let (sequence, isSpent) = (tip?.sequence ?? 0).addingReportingOverflow(1)
        guard !isSpent, sequence <= UInt64(Int64.max) else { throw .sequenceSpent }
        let statement = Statement(
            accord: accord, party: party, officer: officer, kind: kind, subject: subject, sequence: sequence,
            previous: tip?.hash, seen: seen, saidAt: saidAt, content: content)
        if let sealed, given == nil { try sealing.checkForm(kind, statement, opened, hasParts: sealed.parts.count > 1) }
        return try Submission(signing: statement.payload, with: key, opened: opened, sealed: sealed)
    }

    private static func object(_ body: [UInt8], limit: Int) throws(SubmissionError) -> JSONValue {
        do throws(JSONError) {
            let limits = JSONDocument.Limits(maximumBytes: limit, maximumDepth: Statement.maximumDepth)
            let root = try JSONDocument(body, limits: limits).root
            guard root.kind == .object else { throw root.refused("must be an object") }
            return root
        } catch { throw .body(error) }
    }
}

/// Why a statement cannot be made.
public enum SubmissionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The body is not a JSON object within the limits.
    case body(JSONError)
    /// More parties than an audience may name.
    case audienceTooLarge(Int, limit: Int)
    /// A party of the audience has no node, so nothing can be sealed for it.
    case withoutNode(PartyID)
    /// A field is withheld that the body does not have.
    case unknownField(String)
    /// A field is withheld that the form needs, so that those without it could not read the body.
    case fieldNeeded(PartyID, JSONError)
    /// The body cannot be sealed.
    case sealing(SealingError)
    /// The party's counter has come to its end.
    case sequenceSpent
    /// The envelope is larger than a log entry may be.
    case tooLong(byteCount: Int, limit: Int)
    /// A node would not read it back.
    case unreadable(EnvelopeError)
    /// The key cannot sign.
    case key(KeyError)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .body(let error): "the body: \(error)"
        case .audienceTooLarge(let count, let limit):
            "the audience names \(count) parties; at most \(limit) are possible"
        case .withoutNode(let party):
            "party '\(party)' has enrolled no node, so nothing can be sealed for it; it must enrol one first"
        case .unknownField(let name): "the body has no field '\(name)' that could be withheld"
        case .fieldNeeded(let party, let error):
            "'\(party)' could not read the body without a field that its form needs (\(error)); only optional fields "
                + "can be withheld"
        case .sealing(let error): "\(error)"
        case .sequenceSpent: "the party's statements have reached the last number there is"
        case .tooLong(let count, let limit):
            "the signed statement has \(count) bytes; a log entry holds \(limit): shorten the texts, or restrict the body "
                + "to an audience, which keeps it outside the log"
        case .unreadable(let error): "the statement would be refused: \(error)"
        case .key(let error): "the key: \(error)"
        }
    }
}
