/// A signed note whose text is a checkpoint, as it arrived: its signatures have not been verified.
public struct SignedCheckpoint: Hashable, Sendable {
    /// The whole note.
    public let note: Note

    /// What the note's text says.
    public let checkpoint: Checkpoint

    /// Reads a checkpoint with its signatures.
    ///
    /// - Throws: `note` when it is not a signed note, or what is wrong with the text.
    public init(parsing bytes: [UInt8]) throws(LogError) {
        let note: Note
        do { note = try Note(parsing: bytes) } catch { throw .note(error) }
        try self.init(note: note)
    }

    /// Takes a note whose text is a checkpoint.
    ///
    /// - Throws: what is wrong with the text.
    public init(note: Note) throws(LogError) {
        checkpoint = try Checkpoint(text: note.text)
        self.note = note
    }

    /// The note as it is sent and stored: exactly what was read.
    public var bytes: [UInt8] { note.bytes }

    /// The same checkpoint with further signature lines, such as witnesses' cosignatures.
    ///
    /// - Throws: `note` when there are too many.
    public func adding(_ signatures: [NoteSignature]) throws(LogError) -> SignedCheckpoint {
        do { return try SignedCheckpoint(note: note.adding(signatures), checkpoint: checkpoint) } catch {
            throw .note(error)
        }
    }

    private init(note: Note, checkpoint: Checkpoint) {
        self.note = note
        self.checkpoint = checkpoint
    }
}

/// A checkpoint that the log has signed; only verification makes one.
public struct VerifiedCheckpoint: Hashable, Sendable {
    /// The note as it arrived.
    public let signed: SignedCheckpoint

    /// The cosignatures of the witnesses that were asked about, in the order of the lines; whether they suffice is
    /// for a policy to say.
    public let cosignatures: [Cosignature]

    /// What the log has signed.
    public var checkpoint: Checkpoint { signed.checkpoint }

    fileprivate init(signed: SignedCheckpoint, cosignatures: [Cosignature]) {
        self.signed = signed
        self.cosignatures = cosignatures
    }
}

extension SignedCheckpoint {
    /// Verifies the log's signature, and those of the witnesses that have cosigned.
    ///
    /// - Parameters:
    ///   - log: the log's own key, of type 1; its name must be the checkpoint's origin.
    ///   - witnesses: keys of type 4; a witness that has not cosigned is merely absent from the result.
    /// - Returns: the checkpoint with the cosignatures that hold.
    /// - Throws: `otherOrigin`, or `note` when the log has not signed or a known key's signature does not hold.
    public func verified(
        by log: NoteVerifierKey, witnesses: [NoteVerifierKey] = []
    ) throws(LogError) -> VerifiedCheckpoint {
        guard log.name == checkpoint.origin else {
            throw .otherOrigin(expected: log.name.text, found: checkpoint.origin.text)
        }
        guard log.kind == .ed25519 else { throw .note(.wrongKeyType(log.name)) }
        if let stranger = witnesses.first(where: { $0.kind != .cosignatureV1 }) {
            throw .note(.wrongKeyType(stranger.name))
        }
        let verified: VerifiedNote
        do { verified = try note.verified(by: [log] + witnesses) } catch { throw .note(error) }
        // A witness's word does not stand in for the log's own.
        guard verified.keys.contains(log) else { throw .note(.notSignedByKnownKey) }
        return VerifiedCheckpoint(signed: self, cosignatures: verified.cosignatures)
    }
}
