public import TransparencyLog

/// Names a statement: SHA-256 of exactly what was signed (the pre-authentication encoding).
///
/// Re-spelling the envelope around the same payload does not change it, so a relay cannot make two of one.
public struct StatementHash: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The digest.
    public let hash: Hash

    /// The name with this digest.
    public init(_ hash: Hash) { self.hash = hash }

    /// Reads 64 lower-case hexadecimal characters; nil for anything else.
    public init?(hex: String) {
        guard let hash = Hash(hex: hex) else { return nil }
        self.hash = hash
    }

    /// Orders statements by their names.
    public static func < (left: StatementHash, right: StatementHash) -> Bool { left.hash < right.hash }

    /// 64 lower-case hexadecimal characters.
    public var description: String { hash.hex }
}

/// A statement that arrived: well formed, but nobody has checked who signed it.
public struct SignedStatement: Sendable {
    /// What arrived.
    public let envelope: Envelope
    /// What it says.
    public let statement: Statement
    /// Its name.
    public let hash: StatementHash
    /// What the signature covers.
    let signedBytes: [UInt8]

    /// Reads an envelope and the statement in it.
    ///
    /// - Throws: `malformed` naming the field and the rule.
    public init(_ bytes: [UInt8]) throws(EnvelopeError) {
        try self.init(envelope: Envelope(bytes))
    }

    /// Reads the statement in an envelope.
    ///
    /// - Throws: `malformed` naming the field and the rule.
    public init(envelope: Envelope) throws(EnvelopeError) {
        self.envelope = envelope
        do { statement = try Statement(payload: envelope.payload) } catch { throw .malformed(error) }
        signedBytes = Envelope.preAuthentication(of: envelope.payload)
        hash = StatementHash(Hash.sha256(of: signedBytes))
    }
}

/// A statement whose signature matches a key that somebody we know enrolled; only the check makes one.
///
/// Whether that key was still valid at its place in the log is for the rules to say.
public struct VerifiedStatement: Sendable {
    /// What arrived.
    public let signed: SignedStatement
    /// The leaf hash of the entry that it would be.
    public let leaf: Hash

    /// What it says.
    public var statement: Statement { signed.statement }
    /// Its name.
    public var hash: StatementHash { signed.hash }
    /// The key that signed.
    public var keyID: KeyFingerprint { signed.envelope.keyID }

    /// Checks the signature over the bytes exactly as received.
    ///
    /// - Throws: `unknownKey` when `key` is another than the envelope names, `badSignature` when anything was altered.
    public init(_ signed: SignedStatement, by key: PublicKey) throws(EnvelopeError) {
        guard key.id == signed.envelope.keyID else { throw .unknownKey(signed.envelope.keyID) }
        guard key.accepts(signed.envelope.signature, over: signed.signedBytes) else { throw .badSignature(key.id) }
        self.signed = signed
        leaf = Hash.leaf(of: signed.envelope.bytes)
    }

    /// A statement from one's own log, whose signature was checked before it was stored.
    ///
    /// The caller has compared `leaf` with the tree; nothing else may use this.
    public init(fromOwnLog signed: SignedStatement, leaf: Hash) {
        self.signed = signed
        self.leaf = leaf
    }
}
