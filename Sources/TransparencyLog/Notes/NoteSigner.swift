import Crypto

/// A private Ed25519 key with the name under which it signs notes or cosigns checkpoints.
public struct NoteSigner: Sendable {
    /// The public half.
    public let verifierKey: NoteVerifierKey

    private let key: Curve25519.Signing.PrivateKey

    /// Takes the key from its 32-byte seed (RFC 8032's private key); where it comes from is the caller's business.
    ///
    /// - Throws: `badSeed` when it is not 32 bytes.
    public init(name: KeyName, kind: NoteVerifierKey.Kind, seed: [UInt8]) throws(NoteError) {
        guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw .badSeed(name)
        }
        self.key = key
        verifierKey = try NoteVerifierKey(name: name, kind: kind, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Signs a note's text as a log does.
    ///
    /// - Throws: `wrongKeyType` for a witness's key.
    public func sign(_ text: [UInt8]) throws(NoteError) -> NoteSignature {
        guard verifierKey.kind == .ed25519 else { throw .wrongKeyType(verifierKey.name) }
        return try line(prefix: [], message: text)
    }

    /// Cosigns a checkpoint's text as a witness does, saying when.
    ///
    /// - Parameters:
    ///   - text: the checkpoint's three lines.
    ///   - timestampSeconds: whole seconds since 1970, from 1 to 2^63 - 1.
    /// - Returns: the signature line, the time in it.
    /// - Throws: `wrongKeyType` for a log's key, `badTimestamp`.
    public func cosign(_ text: [UInt8], timestampSeconds: UInt64) throws(NoteError) -> NoteSignature {
        guard verifierKey.kind == .cosignatureV1 else { throw .wrongKeyType(verifierKey.name) }
        guard (1...Cosignature.maximumTimestampSeconds).contains(timestampSeconds) else {
            throw .badTimestamp(timestampSeconds)
        }
        let message = Cosignature.message(over: text, timestampSeconds: timestampSeconds)
        return try line(prefix: Cosignature.bigEndian(timestampSeconds), message: message)
    }

    private func line(prefix: [UInt8], message: [UInt8]) throws(NoteError) -> NoteSignature {
        guard let signed = try? key.signature(for: message),
            let line = NoteSignature(name: verifierKey.name, keyID: verifierKey.keyID, signature: prefix + signed)
        else { throw .signingFailed(verifierKey.name) }
        return line
    }
}
