import Crypto
public import Statements
public import TransparencyLog

/// Keys that are the same in every run; worth nothing outside tests.
public enum TestKeys {
    /// The signing key called `label`.
    ///
    /// - Throws: `KeyError.badPrivateKey` for the one label in 2^128 whose digest is no P-256 key.
    public static func signing(
        _ label: String, _ algorithm: PublicKey.Algorithm = .ed25519
    ) throws(KeyError) -> SigningKey {
        let seed = Hash.sha256(of: Array("parley/test-key/\(label)".utf8)).bytes
        switch algorithm {
        case .ed25519: return try SigningKey(ed25519Seed: seed)
        case .p256:
            guard let key = try? P256.Signing.PrivateKey(rawRepresentation: seed) else { throw .badPrivateKey }
            return SigningKey(p256: key)
        }
    }

    /// The log key with this name.
    ///
    /// - Throws: `NoteError` for a name that no note can carry.
    public static func log(_ name: String = "log.example/parley") throws(NoteError) -> NoteSigner {
        let seed = Hash.sha256(of: Array("parley/test-log/\(name)".utf8)).bytes
        return try NoteSigner(name: KeyName(name), kind: .ed25519, seed: seed)
    }

    /// The sealing key called `label`.
    ///
    /// - Throws: never: any 32 bytes are an X25519 key.
    public static func sealing(_ label: String) throws(KeyError) -> SealingPrivateKey {
        try SealingPrivateKey(bytes: Hash.sha256(of: Array("parley/test-sealing/\(label)".utf8)).bytes)
    }

    /// The sealing key of the test host's node.
    ///
    /// - Throws: never: any 32 bytes are an X25519 key.
    public static func hostSealing() throws(KeyError) -> SealingPrivateKey { try sealing("neutral-host") }

    /// The opening called `label`.
    public static func opening(_ label: String) -> FieldOpening {
        let bytes = Hash.sha256(of: Array("parley/test-opening/\(label)".utf8)).bytes
        return FieldOpening(bytes: bytes) ?? FieldOpening()
    }
}
