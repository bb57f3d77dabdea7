public import TransparencyLog

/// The last checkpoint of a log that a witness cosigned: the log's signature and the witness's own, nothing else.
///
/// Lines that nobody has verified are never kept: one that claims to be the witness's own would spoil the note.
public struct WitnessState: Hashable, Sendable {
    /// The note with its signatures.
    public let signed: SignedCheckpoint

    /// The witness's own line.
    public let cosignature: NoteSignature

    /// When it cosigned, in whole seconds since 1970; 1...2^63 - 1.
    public let timestampSeconds: UInt64

    /// What the log stated.
    public var checkpoint: Checkpoint { signed.checkpoint }

    /// The note's bytes, as they are stored and served to monitors.
    public var bytes: [UInt8] { signed.bytes }

    /// Cosigns a checkpoint whose lines have all been verified.
    init(cosigning checkpoint: SignedCheckpoint, by signer: NoteSigner, atSeconds time: UInt64) throws(LogError) {
        do { cosignature = try signer.cosign(checkpoint.note.text, timestampSeconds: time) } catch {
            throw .note(error)
        }
        signed = try checkpoint.adding([cosignature])
        timestampSeconds = time
    }

    /// Reads what was stored: a checkpoint of this log that this witness cosigned.
    ///
    /// The log's own signature is verified where its key is still known; after a change of keys it may not be.
    init(stored bytes: [UInt8], log: WitnessedLog, witness: NoteVerifierKey) throws(LogError) {
        signed = try SignedCheckpoint(parsing: bytes)
        guard signed.checkpoint.origin == log.origin else {
            throw .otherOrigin(expected: log.origin.text, found: signed.checkpoint.origin.text)
        }
        do { _ = try signed.note.verified(by: log.keys + [witness]) } catch { throw .note(error) }
        guard let line = signed.note.signatures.last(where: witness.matches), let read = Cosignature(line) else {
            throw .note(.notSignedByKnownKey)
        }
        cosignature = line
        timestampSeconds = read.timestampSeconds
    }

    /// Whether this can have come after the other: it is as large at least, and not earlier.
    func canFollow(_ other: WitnessState) -> Bool {
        guard timestampSeconds >= other.timestampSeconds else { return false }
        return checkpoint.size > other.checkpoint.size || checkpoint == other.checkpoint
    }
}
