extension SignedCheckpoint {
    /// The same checkpoint with only those lines that these keys have signed, each line once.
    ///
    /// What is kept or shown to others goes through here: a line that nobody has verified could spoil the note for them.
    ///
    /// - Throws: `note` when no line is left.
    public func keepingLines(of keys: [NoteVerifierKey]) throws(LogError) -> SignedCheckpoint {
        let text = note.text
        let lines = note.signatures.filter { line in
            keys.contains { $0.matches(line) && $0.isValid(line, over: text) }
        }
        let distinct = lines.indices.filter { !lines[..<$0].contains(lines[$0]) }.map { lines[$0] }
        guard !distinct.isEmpty else { throw .note(.notSignedByKnownKey) }
        let kept: Note
        do { kept = try Note(text: text, signatures: distinct) } catch { throw .note(error) }
        return try SignedCheckpoint(note: kept)
    }

    /// The same checkpoint with the cosignatures of both: of each witness the latest, the lines of this one first.
    ///
    /// Returns this one when the other speaks of another tree, or adds nothing.
    public func merging(_ other: SignedCheckpoint) -> SignedCheckpoint {
        guard checkpoint == other.checkpoint else { return self }
        var lines = note.signatures
        for line in other.note.signatures {
            guard let known = lines.firstIndex(where: { $0.name == line.name && $0.keyID == line.keyID }) else {
                lines.append(line)
                continue
            }
            guard let (old, new) = Self.times(lines[known], line), new > old else { continue }
            lines[known] = line
        }
        guard let merged = try? Note(text: note.text, signatures: lines) else { return self }
        return (try? SignedCheckpoint(note: merged)) ?? self
    }

    private static func times(_ one: NoteSignature, _ other: NoteSignature) -> (UInt64, UInt64)? {
        guard let first = Cosignature(one), let second = Cosignature(other) else { return nil }
        return (first.timestampSeconds, second.timestampSeconds)
    }
}
