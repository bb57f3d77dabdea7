import Crypto

/// A public key that verifies note signatures, known by its name.
///
/// Source: c2sp.org/signed-note.
public struct NoteVerifierKey: Sendable {
    /// What a key signs, by its type byte.
    public enum Kind: UInt8, Hashable, Sendable {
        /// Ed25519 over the note's text: how a log signs.
        case ed25519 = 0x01
        /// Ed25519 with a time, over `cosignature/v1`: how a witness cosigns (c2sp.org/tlog-cosignature).
        case cosignatureV1 = 0x04
    }

    /// The key's name; for a log its origin.
    public let name: KeyName

    /// What it signs.
    public let kind: Kind

    /// The 32 bytes of RFC 8032.
    public let publicKey: [UInt8]

    /// The four bytes that its signatures carry.
    public let keyID: KeyID

    private let verifier: Curve25519.Signing.PublicKey

    /// Takes a name and a public key.
    ///
    /// - Throws: `weakKey` for a key that binds nobody, `badVerifierKey` when it is not 32 bytes.
    public init(name: KeyName, kind: Kind, publicKey: [UInt8]) throws(NoteError) {
        guard let verifier = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
            throw .badVerifierKey(name.text)
        }
        guard !Ed25519Point.isSmallOrder(publicKey) else { throw .weakKey(name) }
        self.name = name
        self.kind = kind
        self.publicKey = publicKey
        self.verifier = verifier
        keyID = KeyID(name: name, kind: kind, publicKey: publicKey)
    }

    /// Reads the text form, `name+id+base64(type || public key)`.
    ///
    /// - Throws: `badVerifierKey`, `badName`, `unknownKeyType` or `weakKey`.
    public init(vkey text: String) throws(NoteError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let nameText = String(parts[0]), let id = try? Hex.decode(Array(parts[1])[...]),
            let key = try? Base64.decode(Array(parts[2])), let type = key.first, key.count > 1
        else { throw .badVerifierKey(text) }
        guard let kind = Kind(rawValue: type) else { throw .unknownKeyType(type) }
        try self.init(name: KeyName(nameText), kind: kind, publicKey: Array(key.dropFirst()))
        guard keyID.bytes == id else { throw .badVerifierKey(text) }
    }

    /// The text form.
    public var vkey: String { "\(name)+\(keyID)+\(Base64.encode([kind.rawValue] + publicKey))" }

    /// Whether the signature claims to be by this key.
    public func matches(_ signature: NoteSignature) -> Bool { signature.keyID == keyID && signature.name == name }

    /// Whether the signature is by this key over the text.
    public func isValid(_ signature: NoteSignature, over text: [UInt8]) -> Bool {
        guard matches(signature) else { return false }
        switch kind {
        case .ed25519:
            return verifier.isValidSignature(signature.signature, for: text)
        case .cosignatureV1:
            guard let cosignature = Cosignature(signature) else { return false }
            let message = Cosignature.message(over: text, timestampSeconds: cosignature.timestampSeconds)
            return verifier.isValidSignature(cosignature.signature, for: message)
        }
    }
}

extension NoteVerifierKey: Hashable {
    /// Whether name, type and public key are the same.
    public static func == (left: NoteVerifierKey, right: NoteVerifierKey) -> Bool {
        left.name == right.name && left.kind == right.kind && left.publicKey == right.publicKey
    }

    /// Hashes name, type and public key.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(kind)
        hasher.combine(publicKey)
    }
}
