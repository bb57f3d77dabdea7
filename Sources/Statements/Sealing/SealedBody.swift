public import StrictJSON
public import TransparencyLog

/// A restricted body as its author hands it to the host: ciphertext, and the key to it wrapped for each recipient.
///
/// Whoever carries it learns who the recipients are and how long the body is, and nothing else. The statement names its
/// hash, so that who sealed what is signed.
public struct SealedBody: Hashable, Sendable {
    /// Bytes of a sealed body.
    public static let maximumBytes = 4 * 1024 * 1024
    /// Parts of one: at most one for each party of an audience.
    public static let maximumParts = 64
    /// Recipients of all parts together: an audience and the author's own node.
    public static let maximumRecipients = 65
    static let maximumDepth = 6

    /// One opened body, for recipients who see the same fields.
    public struct Part: Hashable, Sendable {
        /// ChaCha20-Poly1305 of the opened body, tag last.
        public let ciphertext: [UInt8]
        /// For whom.
        public let recipients: [Recipient]
    }

    /// Whose node opens a part, and with which key.
    public struct Recipient: Hashable, Sendable {
        /// The party.
        public let party: PartyID
        /// The fingerprint of its node's sealing key.
        public let key: Hash
        /// What HPKE encapsulated, 32 bytes.
        public let encapsulated: [UInt8]
        /// The part's key, wrapped, 48 bytes.
        public let wrappedKey: [UInt8]
    }

    /// Exactly what was received, and what the statement names the hash of.
    public let bytes: [UInt8]
    /// The parts, in order.
    public let parts: [Part]

    /// What the statement must name.
    public var hash: Hash { Hash.sha256(of: bytes) }

    /// Every recipient of every part, in order.
    public var recipients: [Recipient] { parts.flatMap(\.recipients) }

    /// Reads a sealed body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(_ bytes: [UInt8]) throws(JSONError) {
        let limits = JSONDocument.Limits(maximumBytes: Self.maximumBytes, maximumDepth: Self.maximumDepth)
        var object = try JSONDocument(bytes, limits: limits).root.object()
        let list = try object.required("parts")
        try object.finish()
        var parts: [Part] = []
        var parties: Set<PartyID> = []
        for item in try list.array(limit: Self.maximumParts) {
            var fields = try item.object()
            let ciphertext = try fields.required("ciphertext").base64Bytes()
            let recipients = try fields.required("recipients")
            try fields.finish()
            var named: [Recipient] = []
            for recipient in try recipients.array(limit: Self.maximumRecipients) {
                named.append(try Recipient(recipient, besides: &parties))
            }
            guard !named.isEmpty else { throw recipients.refused("is empty; a part is for somebody") }
            parts.append(Part(ciphertext: ciphertext, recipients: named))
        }
        guard !parts.isEmpty else { throw list.refused("is empty; a body for nobody is not sealed at all") }
        guard parties.count <= Self.maximumRecipients else {
            throw list.refused("names \(parties.count) recipients; at most \(Self.maximumRecipients) are taken")
        }
        self.bytes = bytes
        self.parts = parts
    }

    /// Writes what was sealed.
    init(sealed parts: [Part]) throws(SealingError) {
        self.parts = parts
        let capacity = parts.reduce(64) { $0 + $1.ciphertext.count * 4 / 3 + 320 * $1.recipients.count + 64 }
        var writer = JSONWriter(capacity: capacity)
        writer.object { fields in
            fields.key("parts")
            fields.array { list in for part in parts { Self.write(part, to: &list) } }
        }
        bytes = writer.bytes
        guard bytes.count <= Self.maximumBytes else { throw .tooLong(byteCount: bytes.count) }
    }

    private static func write(_ part: Part, to list: inout JSONWriter) {
        list.object { fields in
            fields.key("ciphertext")
            fields.plainString(Base64.encodeASCII(part.ciphertext))
            fields.key("recipients")
            fields.array { recipients in
                for recipient in part.recipients {
                    recipients.object { item in
                        item.member("party", recipient.party.rawValue)
                        item.member("key", recipient.key.hex)
                        item.member("encapsulated", Base64.encode(recipient.encapsulated))
                        item.member("wrappedKey", Base64.encode(recipient.wrappedKey))
                    }
                }
            }
        }
    }
}

extension SealedBody.Recipient {
    fileprivate init(_ value: JSONValue, besides parties: inout Set<PartyID>) throws(JSONError) {
        var fields = try value.object()
        let name = try fields.required("party")
        party = try name.identifier()
        guard parties.insert(party).inserted else { throw name.refused("is named twice; a party gets one part") }
        let key = try fields.required("key")
        guard let fingerprint = Hash(hex: try key.string()) else {
            throw key.refused("must be the SHA-256 of a sealing key, 64 lower-case hex characters")
        }
        self.key = fingerprint
        encapsulated = try fields.required("encapsulated").base64Bytes(count: SealedBody.encapsulatedByteCount)
        wrappedKey = try fields.required("wrappedKey").base64Bytes(count: SealedBody.wrappedKeyByteCount)
        try fields.finish()
    }
}

extension JSONValue {
    /// Bytes in standard base64; exactly `count` of them where that is given.
    fileprivate func base64Bytes(count: Int? = nil) throws(JSONError) -> [UInt8] {
        guard let bytes = try? Base64.decode(stringBytes()), count.map({ $0 == bytes.count }) ?? true else {
            throw refused("must be \(count.map { "\($0) bytes in " } ?? "")standard base64 with padding")
        }
        return bytes
    }
}
