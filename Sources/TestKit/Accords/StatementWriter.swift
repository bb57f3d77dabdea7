import Coordination
public import Geodesy
public import Statements
import StrictJSON
import TransparencyLog

/// A statement as it was said: what goes on the wire.
public struct SaidStatement: Sendable {
    /// The envelope.
    public let envelope: [UInt8]
    /// The sealed body beside it, for a restricted one.
    public let sealed: [UInt8]?
    /// What was sealed, for a restricted one.
    public let opened: OpenedBody?
    /// The statement's name.
    public let hash: StatementHash
    /// Its number in its chain.
    public let sequence: UInt64

    /// A statement from its parts.
    public init(
        envelope: [UInt8], sealed: [UInt8]? = nil, opened: OpenedBody? = nil, hash: StatementHash, sequence: UInt64
    ) {
        self.envelope = envelope
        self.sealed = sealed
        self.opened = opened
        self.hash = hash
        self.sequence = sequence
    }

    /// Bytes as somebody else may send them; its name and number are not looked at.
    public static func raw(_ envelope: [UInt8], _ sealed: [UInt8]? = nil) -> SaidStatement {
        SaidStatement(envelope: envelope, sealed: sealed, hash: StatementHash(.emptyTree), sequence: 0)
    }
}

/// Signs the statements of one chain in order, as a party's client does.
public struct StatementWriter: Sendable {
    /// The accord.
    public var accord: AccordID
    /// The party whose chain it is.
    public let party: PartyID
    /// The last statement's number; 0 before the first.
    public var sequence: UInt64 = 0
    /// The last statement's name.
    public var previous: StatementHash?
    /// The keys that bodies are sealed to; every party's is the test host's unless it has one of its own here.
    ///
    /// So a test's one node acts for all parties, as a host's may for small organisations.
    public var sealingKeys: [PartyID: SealingPublicKey] = [:]
    /// The tree that the next statement says it has seen.
    public var seen: TreeHead = .empty

    /// A writer for a chain that has not begun.
    public init(accord: AccordID, party: PartyID) {
        self.accord = accord
        self.party = party
    }

    /// Signs what would be the next statement, and leaves the chain where it is.
    ///
    /// With `audience` the body is committed to and sealed for it and for the party's own node; for nobody when the
    /// audience is empty. `withheld` names the fields that a party does not get; `opened` is shared instead of made.
    ///
    /// - Throws: `JSONError` when `body` is not JSON, `KeyError` when the key cannot sign, `EnvelopeError` when the
    ///   statement is not well formed.
    public func draft(
        _ kind: StatementKind, _ subject: String, _ body: [UInt8], at saidAt: Instant, as officer: OfficerID,
        with key: SigningKey, audience: [PartyID]? = nil, withheld: [PartyID: Set<String>] = [:],
        opened given: OpenedBody? = nil
    ) throws -> SaidStatement {
        let number = sequence + 1
        var opened: OpenedBody?
        var sealed: SealedBody?
        let content: Statement.Content
        if let audience {
            let label = "\(party)/\(number)/\(saidAt)"
            let made = try given ?? OpenedBody(body: body, opening: { TestKeys.opening("\(label)/\($0)") })
            opened = made
            if !audience.isEmpty {
                let parties = Set(audience).union([party]).sorted()
                let parts = try Dictionary(grouping: parties) { withheld[$0] ?? [] }
                    .sorted { ($0.value.first ?? party) < ($1.value.first ?? party) }
                    .map { hidden, parties in
                        (
                            body: made.showing { !hidden.contains($0) },
                            recipients: try parties.map { SealingRecipient($0, try sealingKey(of: $0)) }
                        )
                    }
                sealed = try TestSealing.seal(parts, label: label)
            }
            content = .restricted(made.commitment, audience: audience.sorted(), sealed: sealed?.hash)
        } else {
            content = .open(try JSONDocument(body, limits: .init(maximumBytes: 1 << 20)).root)
        }
        let statement = Statement(
            accord: accord, party: party, officer: officer, kind: kind, subject: try SubjectID(subject),
            sequence: number, previous: previous, seen: seen, saidAt: saidAt, content: content)
        let envelope = try Envelope(payload: statement.payload, signedBy: key)
        let signed = try SignedStatement(envelope: envelope)
        return SaidStatement(
            envelope: envelope.bytes, sealed: sealed?.bytes, opened: opened, hash: signed.hash, sequence: number)
    }

    private func sealingKey(of party: PartyID) throws -> SealingPublicKey {
        try sealingKeys[party] ?? TestKeys.hostSealing().publicKey
    }

    /// Moves the chain past a statement that was taken.
    public mutating func advance(past said: SaidStatement) {
        sequence = said.sequence
        previous = said.hash
    }
}
