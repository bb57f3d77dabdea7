import Crypto
import TransparencyLog

/// One opened body with the parties it was sealed for.
public struct OpenedPart: Hashable, Sendable {
    /// The parties whose key opened it, in order.
    public let parties: [PartyID]
    /// What they may see.
    public let body: OpenedBody

    /// A part from its parts.
    public init(parties: [PartyID], body: OpenedBody) {
        self.parties = parties
        self.body = body
    }
}

/// Somebody a body is sealed for.
public struct SealingRecipient: Hashable, Sendable {
    /// The party.
    public let party: PartyID
    /// Its node's key.
    public let key: SealingPublicKey

    /// The node of `party`, which holds the other half of `key`.
    public init(_ party: PartyID, _ key: SealingPublicKey) {
        self.party = party
        self.key = key
    }
}

extension SealedBody {
    static let encapsulatedByteCount = 32
    static let wrappedKeyByteCount = 48
    private static let keyByteCount = 32
    private static let tagByteCount = 16
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    // Each part's key is used once, so its nonce may be a constant.
    private static let nonce = [UInt8](repeating: 0, count: 12)
    private static let bodyLabel = Array("parley/sealed/v1\0".utf8)
    private static let wrapLabel = Array("parley/seal/v1\0".utf8)

    /// Seals parts of one body, each for recipients who see the same fields of it.
    ///
    /// About 0.1 ms a recipient.
    ///
    /// - Throws: `SealingError` when parts are not of one body, a party is named twice, or a limit is exceeded.
    public init(sealing parts: [(body: OpenedBody, recipients: [SealingRecipient])]) throws(SealingError) {
        guard let commitment = parts.first?.body.commitment, parts.allSatisfy({ !$0.recipients.isEmpty }) else {
            throw .noRecipient
        }
        guard parts.allSatisfy({ $0.body.commitment == commitment }) else { throw .otherBody }
        let parties = parts.flatMap { $0.recipients.map(\.party) }
        guard Set(parties).count == parties.count else { throw .recipientTwice }
        guard parts.count <= Self.maximumParts, parties.count <= Self.maximumRecipients else {
            throw .tooManyRecipients(parties.count)
        }
        var sealed: [Part] = []
        for part in parts { sealed.append(try Self.seal(part.body, for: part.recipients)) }
        try self.init(sealed: sealed)
    }

    private static func seal(_ body: OpenedBody, for recipients: [SealingRecipient]) throws(SealingError) -> Part {
        let text = body.json
        guard text.count <= OpenedBody.maximumBytes else { throw .tooLong(byteCount: text.count) }
        let commitment = body.commitment.hash.bytes
        let key = SymmetricKey(data: SecretBytes.random(keyByteCount))
        guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
            let box = try? ChaChaPoly.seal(text, using: key, nonce: nonce, authenticating: bodyLabel + commitment)
        else { throw .notSealed }
        let ciphertext = [UInt8](box.ciphertext) + [UInt8](box.tag)
        let digest = Hash.sha256(of: ciphertext)
        var named: [Recipient] = []
        for recipient in recipients {
            named.append(try wrap(key, for: recipient, info: info(commitment, digest, recipient.party)))
        }
        return Part(ciphertext: ciphertext, recipients: named)
    }

    private static func wrap(
        _ key: SymmetricKey, for recipient: SealingRecipient, info: [UInt8]
    ) throws(SealingError) -> Recipient {
        guard let theirs = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: recipient.key.bytes),
            var sender = try? HPKE.Sender(recipientKey: theirs, ciphersuite: suite, info: foreign(info)),
            let wrapped = try? sender.seal(key.withUnsafeBytes { [UInt8]($0) })
        else { throw .badKey(recipient.party) }
        return Recipient(
            party: recipient.party, key: recipient.key.fingerprint, encapsulated: [UInt8](sender.encapsulatedKey),
            wrappedKey: [UInt8](wrapped))
    }

    private static func info(_ commitment: [UInt8], _ ciphertext: Hash, _ party: PartyID) -> [UInt8] {
        wrapLabel + commitment + ciphertext.bytes + Array(party.rawValue.utf8)
    }

    /// Bytes in the type that HPKE's calls take, which is Foundation's; this room does without Foundation.
    private static func foreign<Bytes: RangeReplaceableCollection<UInt8>>(_ bytes: [UInt8]) -> Bytes { Bytes(bytes) }

    /// Opens every part that is sealed to one of these keys; empty when none is.
    ///
    /// About 0.1 ms a key that opens something.
    ///
    /// - Throws: `SealingError` when a part that names one of the keys does not open with it, or holds another body than
    ///   the statement commits to: then the sealed body, whose hash its author signed, shows whose fault it is.
    public func open(
        with keys: [SealingPrivateKey], as commitment: Commitment
    ) throws(SealingError) -> [OpenedPart] {
        var out: [OpenedPart] = []
        for part in parts {
            let mine = part.recipients.compactMap { recipient in
                keys.first { $0.publicKey.fingerprint == recipient.key }.map { (recipient, $0) }
            }
            guard !mine.isEmpty else { continue }
            let digest = Hash.sha256(of: part.ciphertext)
            var body: OpenedBody?
            for (recipient, key) in mine {
                let info = Self.info(commitment.hash.bytes, digest, recipient.party)
                let unwrapped = try Self.unwrap(recipient, with: key, info: info)
                let opened = try Self.decrypt(part.ciphertext, with: unwrapped, commitment, for: recipient.party)
                guard body == nil || body == opened else { throw .notOpened(recipient.party) }
                body = opened
            }
            if let body { out.append(OpenedPart(parties: mine.map(\.0.party).sorted(), body: body)) }
        }
        return out
    }

    private static func unwrap(
        _ recipient: Recipient, with key: SealingPrivateKey, info: [UInt8]
    ) throws(SealingError) -> SymmetricKey {
        guard
            var opener = try? HPKE.Recipient(
                privateKey: key.value, ciphersuite: suite, info: foreign(info),
                encapsulatedKey: foreign(recipient.encapsulated)),
            let bytes = try? opener.open(recipient.wrappedKey), bytes.count == keyByteCount
        else { throw .notOpened(recipient.party) }
        return SymmetricKey(data: bytes)
    }

    private static func decrypt(
        _ ciphertext: [UInt8], with key: SymmetricKey, _ commitment: Commitment, for party: PartyID
    ) throws(SealingError) -> OpenedBody {
        guard ciphertext.count >= tagByteCount, let nonce = try? ChaChaPoly.Nonce(data: nonce),
            let box = try? ChaChaPoly.SealedBox(
                nonce: nonce, ciphertext: ciphertext.dropLast(tagByteCount), tag: ciphertext.suffix(tagByteCount)),
            let text = try? ChaChaPoly.open(box, using: key, authenticating: bodyLabel + commitment.hash.bytes)
        else { throw .notOpened(party) }
        let body: OpenedBody
        do { body = try OpenedBody(json: [UInt8](text)) } catch { throw .notABody(party) }
        guard body.commitment == commitment else { throw .otherBody }
        return body
    }
}

/// Why a body was not sealed, or did not open.
public enum SealingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A part, or the whole, is for nobody.
    case noRecipient
    /// A party is named twice.
    case recipientTwice
    /// More recipients than a sealed body may have.
    case tooManyRecipients(Int)
    /// More bytes than a sealed body may have.
    case tooLong(byteCount: Int)
    /// A party's sealing key is no usable X25519 key.
    case badKey(PartyID)
    /// The cipher failed, which it never does with a good key.
    case notSealed
    /// A part names this party's key and does not open with it.
    case notOpened(PartyID)
    /// What it opens to is not a list of fields.
    case notABody(PartyID)
    /// The fields are not those that the statement commits to.
    case otherBody

    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .noRecipient: "every part of a sealed body is for somebody; say who gets it"
        case .recipientTwice: "a party is named twice; each gets one part"
        case .tooManyRecipients(let count):
            "\(count) recipients; a body is sealed for at most \(SealedBody.maximumRecipients)"
        case .tooLong(let count):
            "the body has \(count) bytes once sealed; at most \(SealedBody.maximumBytes) are taken: shorten it"
        case .badKey(let party): "the sealing key of '\(party)' cannot be used; its root key must enrol the node again"
        case .notSealed: "the body could not be sealed; try again"
        case .notOpened(let party):
            "the part for '\(party)' does not open with its key; keep the sealed body: its author signed its hash"
        case .notABody(let party):
            "the part for '\(party)' holds no list of fields; keep the sealed body: its author signed its hash"
        case .otherBody: "the fields are not those that the statement commits to; its author signed both"
        }
    }
}

extension SealedBody {
    /// Opens what is sealed to one of these keys for the parties that a statement names: its audience and its author.
    ///
    /// A part for anybody else is left alone, whoever's key it names.
    ///
    /// - Returns: nil when nothing is for these keys.
    /// - Throws: as `open(with:as:)`.
    public func opened(
        of statement: Statement, with keys: [SealingPrivateKey]
    ) throws(SealingError) -> OpenedParts? {
        guard let commitment = statement.commitment, let audience = statement.audience else { return nil }
        let parts = try open(with: keys, as: commitment)
        guard !parts.isEmpty else { return nil }
        return try OpenedParts(parts).only(for: Set(audience).union([statement.party]))
    }
}
