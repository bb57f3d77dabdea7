public import Statements
public import TransparencyLog

/// Verifies a receipt offline: the statement's bytes, the receipt's bytes and the log's key, nothing else.
public enum ReceiptVerifier {
    /// What a receipt that holds says.
    public struct Verdict: Sendable {
        /// Which entry the statement is.
        public let entry: EntryIndex
        /// The checkpoint that it was proved against.
        public let checkpoint: Checkpoint
        /// Cosignatures of the witnesses asked about that hold.
        public let cosignatures: [Cosignature]
        /// The statement, whose own signature was checked only if a key was given.
        public let signed: SignedStatement
        /// Whether the statement's own signature was checked, too.
        public let isSignatureChecked: Bool
    }

    /// Checks that a statement is in a log.
    ///
    /// - Parameters:
    ///   - statement: the envelope, exactly as it was submitted.
    ///   - receipt: the tlog-proof.
    ///   - log: the log's key.
    ///   - witnesses: keys of witnesses whose cosignatures are to be verified.
    ///   - key: the key that is to have signed the statement; nil leaves its signature unchecked.
    /// - Returns: which entry, of which tree.
    /// - Throws: what does not hold.
    public static func verify(
        statement: [UInt8], receipt: [UInt8], log: NoteVerifierKey, witnesses: [NoteVerifierKey] = [],
        signedBy key: PublicKey? = nil
    ) throws(ReceiptError) -> Verdict {
        let signed: SignedStatement
        do throws(EnvelopeError) {
            signed = try SignedStatement(statement)
            if let key { _ = try VerifiedStatement(signed, by: key) }
        } catch { throw .statement(error) }
        do throws(ProofError) {
            let proof = try LogProof(parsing: receipt)
            let verified = try proof.verify(entry: statement, log: log, witnesses: witnesses)
            return Verdict(
                entry: proof.index, checkpoint: verified.checkpoint, cosignatures: verified.cosignatures,
                signed: signed, isSignatureChecked: key != nil)
        } catch { throw .receipt(error) }
    }

    /// Checks that a statement is in the log with this verifier key in text form.
    ///
    /// - Returns: which entry, of which tree.
    /// - Throws: what does not hold.
    public static func verify(statement: [UInt8], receipt: [UInt8], vkey: String) throws(ReceiptError) -> Verdict {
        let log: NoteVerifierKey
        do { log = try NoteVerifierKey(vkey: vkey) } catch { throw .key(error) }
        return try verify(statement: statement, receipt: receipt, log: log)
    }
}

/// Why a receipt does not prove what it is shown for.
public enum ReceiptError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The log's key is not one.
    case key(NoteError)
    /// What was submitted is no statement, or its signature does not hold.
    case statement(EnvelopeError)
    /// The receipt does not hold for this statement and this log.
    case receipt(ProofError)

    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .key(let error): "the log's key: \(error)"
        case .statement(let error): "the statement: \(error)"
        case .receipt(let error): "the receipt: \(error)"
        }
    }
}
