public import Geodesy
public import Statements
import StrictJSON
public import TransparencyLog

/// Whether a party takes part.
public enum PartyStanding: Hashable, Sendable {
    /// It does.
    case takesPart
    /// The host suspended it: only its root key speaks for it, and it goes on reading.
    case suspended(since: Instant)
    /// It left: what it said stands, and none of its keys speaks any more.
    case left(since: Instant)

    /// The word that replies use.
    public var word: String {
        switch self {
        case .takesPart: "takes-part"
        case .suspended: "suspended"
        case .left: "left"
        }
    }

    /// Since when; nil for a party that takes part.
    public var since: Instant? {
        switch self {
        case .takesPart: nil
        case .suspended(let since), .left(let since): since
        }
    }
}

/// A party's node, as its root key enrolled it.
public struct PartyNode: Hashable, Sendable {
    /// Signs the node's requests and what the node itself states.
    public let key: PublicKey
    /// Bodies for the party are sealed to it.
    public let sealingKey: SealingPublicKey
    /// Verifies the node's cosignatures; nil for a node that does not witness.
    public let witnessKey: NoteVerifierKey?
    /// The entry that enrolled it.
    public let enrolledAt: EntryIndex

    /// The keys that a statement names.
    public struct Keys: Hashable, Sendable {
        /// Signs the node's requests and statements.
        public let key: PublicKey
        /// Bodies are sealed to it.
        public let sealingKey: SealingPublicKey
        /// Verifies cosignatures.
        public let witnessKey: NoteVerifierKey?

        /// The keys of a node.
        public init(key: PublicKey, sealingKey: SealingPublicKey, witnessKey: NoteVerifierKey?) {
            self.key = key
            self.sealingKey = sealingKey
            self.witnessKey = witnessKey
        }

        init(_ fields: inout JSONObject) throws(JSONError) {
            key = try fields.required("key").publicKey()
            let sealing = try fields.required("sealingKey")
            guard let bytes = try? Base64.decode(sealing.stringBytes()), let found = SealingPublicKey(bytes: bytes)
            else { throw sealing.refused("must be 32 bytes of an X25519 public key in standard base64") }
            sealingKey = found
            if let witness = fields.present("witnessKey") {
                let text = try witness.text(limit: 600)
                do { witnessKey = try NoteVerifierKey(vkey: text) } catch { throw witness.refused("\(error)") }
                guard witnessKey?.kind == .cosignatureV1 else {
                    throw witness.refused("must be a verifier key of type 4, which cosigns (c2sp.org/tlog-cosignature)")
                }
            } else {
                witnessKey = nil
            }
        }

        /// The body of `node.enrol.v1`.
        public var body: [UInt8] {
            var writer = JSONWriter(capacity: 512)
            writer.object { fields in
                fields.publicKey("key", key)
                fields.member("sealingKey", Base64.encode(sealingKey.bytes))
                if let witnessKey { fields.member("witnessKey", witnessKey.vkey) }
            }
            return writer.bytes
        }
    }

    init(_ keys: Keys, enrolledAt: EntryIndex) {
        key = keys.key
        sealingKey = keys.sealingKey
        witnessKey = keys.witnessKey
        self.enrolledAt = enrolledAt
    }
}
