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
    let opened: OpenedBody?

    var hash: StatementHash {
        switch check {
        case .verified(let statement): statement.hash
        case .unknownKey(let statement): statement.hash
        }
    }

    /// Reads and verifies an envelope; this is the expensive part, and it needs nobody's leave to run in parallel.
    ///
    /// - Throws: the refusal for bytes that are no statement and for signatures that do not match.
    public init(_ bytes: [UInt8], opened: OpenedBody? = nil, knowing register: PartyRegister) throws(Refusal) {
        let signed: SignedStatement
        do {
            signed = try SignedStatement(bytes)
            if let key = register.keys[signed.envelope.keyID]?.key {
                check = .verified(try VerifiedStatement(signed, by: key))
            } else {
                check = .unknownKey(signed)
            }
        } catch { throw .envelope(error) }
        self.opened = opened
    }
}

/// What became of a submission.
public enum Outcome: Sendable {
    /// It is this entry, and durable.
    case accepted(EntryIndex)
    /// The rules did not take it.
    case refused(Refusal)
}
