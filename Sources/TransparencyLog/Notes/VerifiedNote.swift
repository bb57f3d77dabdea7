/// A note that at least one known key has signed, and no known key wrongly.
public struct VerifiedNote: Hashable, Sendable {
    /// The note as it arrived, unknown signature lines included.
    public let note: Note

    /// The keys whose signatures hold, each once, in the order of the lines.
    public let keys: [NoteVerifierKey]

    /// The cosignatures that hold, in the order of the lines; of several by one key the latest, in the first's place.
    public let cosignatures: [Cosignature]
}

extension Note {
    /// Verifies every signature that claims to be by one of the keys; lines of others are ignored.
    ///
    /// - Throws: `badSignature` as soon as one of a known key does not hold, `notSignedByKnownKey` when there is none,
    ///   also when `keys` is empty, and `ambiguousKeys`.
    public func verified(by keys: [NoteVerifierKey]) throws(NoteError) -> VerifiedNote {
        try Note.checkUnambiguous(keys)
        var signed: [NoteVerifierKey] = []
        var cosignatures: [Cosignature] = []
        for line in signatures {
            guard let key = keys.first(where: { $0.matches(line) }) else { continue }
            guard key.isValid(line, over: text) else { throw .badSignature(line.name, line.keyID) }
            if !signed.contains(key) { signed.append(key) }
            guard key.kind == .cosignatureV1, let cosignature = Cosignature(line) else { continue }
            let earlier = cosignatures.firstIndex { $0.name == line.name && $0.keyID == line.keyID }
            guard let earlier else {
                cosignatures.append(cosignature)
                continue
            }
            if cosignatures[earlier].timestampSeconds < cosignature.timestampSeconds {
                cosignatures[earlier] = cosignature
            }
        }
        guard !signed.isEmpty else { throw .notSignedByKnownKey }
        return VerifiedNote(note: self, keys: signed, cosignatures: cosignatures)
    }

    private static func checkUnambiguous(_ keys: [NoteVerifierKey]) throws(NoteError) {
        for (position, key) in keys.enumerated() {
            let twin = keys[..<position].first { $0.name == key.name && $0.keyID == key.keyID && $0 != key }
            if twin != nil { throw .ambiguousKeys(key.name, key.keyID) }
        }
    }
}
