public import Coordination
import Geodesy
import HashTreeCollections
import Picture
public import Statements
public import TransparencyLog

/// A statement on its way to the sequencer.
public struct Submission: Sendable {
    /// What is known about its signature.
    enum Check: Sendable {
        /// A key known at the time accepted the signature.
        case verified(VerifiedStatement)
        /// The key was not known then; it may stand in a statement just ahead.
        case unknownKey(SignedStatement)
    }

    let check: Check
    /// What was handed over beside it.
    let sealed: SealedBody?
    /// What this node's keys open of that.
    let opened: OpenedParts?

    var hash: StatementHash {
        switch check {
        case .verified(let statement): statement.hash
        case .unknownKey(let statement): statement.hash
        }
    }

    /// The leaf hash that it has as an entry.
    var leaf: Hash {
        switch check {
        case .verified(let statement): statement.leaf
        case .unknownKey(let statement): Hash.leaf(of: statement.envelope.bytes)
        }
    }

    /// Reads and verifies an envelope; this is the expensive part, and it needs nobody's leave to run in parallel.
    ///
    /// A sealed body is read and compared with what the statement names, and opened as far as `keys` open it.
    ///
    /// - Throws: the refusal for bytes that are no statement, for signatures that do not match, and for a sealed body that
    ///   is missing, not the one named, or does not open to what the statement commits to.
    public init(
        _ bytes: [UInt8], sealed: [UInt8]? = nil, keys: [SealingPrivateKey] = [], knowing register: PartyRegister
    ) throws(Refusal) {
        let signed: SignedStatement
        do {
            signed = try SignedStatement(bytes)
            if let key = register.keys[signed.envelope.keyID]?.key {
                check = .verified(try VerifiedStatement(signed, by: key))
            } else {
                check = .unknownKey(signed)
            }
        } catch { throw .envelope(error) }
        self.sealed = try Self.sealed(sealed, of: signed.statement)
        do { opened = try self.sealed?.opened(of: signed.statement, with: keys) } catch { throw .commitmentMismatch }
    }

    private static func sealed(_ bytes: [UInt8]?, of statement: Statement) throws(Refusal) -> SealedBody? {
        switch (statement.sealed, bytes) {
        case (nil, nil): return nil
        case (nil, .some): throw .bodyNotExpected
        case (.some, nil): throw .bodyNotHere
        case (let named?, let bytes?):
            guard Hash.sha256(of: bytes) == named else { throw .sealedMismatch }
            do { return try SealedBody(bytes) } catch { throw .malformedSealed(error) }
        }
    }

    /// Says whether the sealed body is for those whom the statement names and nobody else, each by their node's key.
    ///
    /// The sequencer asks it at the statement's place in the log: a key may have been enrolled just before.
    ///
    /// - Throws: the refusal that names the party.
    func checkRecipients(in register: PartyRegister) throws(Refusal) {
        guard let sealed else { return }
        let statement = signed.statement
        var expected = Set(statement.audience ?? [])
        if register.parties[statement.party]?.node != nil { expected.insert(statement.party) }
        let recipients = sealed.recipients
        for recipient in recipients where !expected.contains(recipient.party) {
            throw .sealedForAnother(recipient.party)
        }
        for party in expected.sorted() {
            guard let key = register.parties[party]?.node?.sealingKey else { throw .withoutNode(party) }
            guard let recipient = recipients.first(where: { $0.party == party }) else {
                throw .sealedWithoutPart(party)
            }
            guard recipient.key == key.fingerprint else { throw .sealedToOtherKey(party) }
        }
    }

    private var signed: SignedStatement {
        switch check {
        case .verified(let verified): verified.signed
        case .unknownKey(let signed): signed
        }
    }
}

/// What became of a submission.
public enum Outcome: Sendable {
    /// It is this entry, and durable.
    case accepted(EntryIndex)
    /// The rules did not take it.
    case refused(Refusal)
}
