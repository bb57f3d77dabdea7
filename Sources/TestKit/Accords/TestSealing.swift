import Crypto
public import Statements
import StrictJSON
import TransparencyLog

/// Seals bodies the same in every run, so that the same seed gives the same log; worth nothing outside tests.
///
/// HPKE is written out here from RFC 9180 with an ephemeral key that follows from a label. What it makes is opened by the
/// library's HPKE, so each is held against the other.
public enum TestSealing {
    /// Seals parts of one body as `SealedBody(sealing:)` does, with keys that follow from `label`.
    ///
    /// - Throws: `JSONError` when what was made does not read, `CryptoKitError` for unusable keys.
    public static func seal(
        _ parts: [(body: OpenedBody, recipients: [SealingRecipient])], label: String
    ) throws -> SealedBody {
        var writer = JSONWriter(capacity: 4_096)
        try writer.object { fields throws in
            fields.key("parts")
            try fields.array { list throws in
                for (number, part) in parts.enumerated() {
                    try write(part.body, part.recipients, label: "\(label)/\(number)", to: &list)
                }
            }
        }
        return try SealedBody(writer.bytes)
    }

    private static func write(
        _ body: OpenedBody, _ recipients: [SealingRecipient], label: String, to list: inout JSONWriter
    ) throws {
        let commitment = body.commitment.hash.bytes
        let key = secret("\(label)/body")
        let box = try ChaChaPoly.seal(
            body.json, using: SymmetricKey(data: key), nonce: ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12)),
            authenticating: Array("parley/sealed/v1\0".utf8) + commitment)
        let ciphertext = [UInt8](box.ciphertext) + [UInt8](box.tag)
        let digest = Hash.sha256(of: ciphertext).bytes
        try list.object { fields throws in
            fields.member("ciphertext", Base64.encode(ciphertext))
            fields.key("recipients")
            try fields.array { named throws in
                for recipient in recipients {
                    let info =
                        Array("parley/seal/v1\0".utf8) + commitment + digest + Array(recipient.party.rawValue.utf8)
                    let (encapsulated, wrapped) = try wrap(
                        key, to: recipient.key.bytes, info: info, ephemeral: secret("\(label)/\(recipient.party)"))
                    named.object { item in
                        item.member("party", recipient.party.rawValue)
                        item.member("key", recipient.key.fingerprint.hex)
                        item.member("encapsulated", Base64.encode(encapsulated))
                        item.member("wrappedKey", Base64.encode(wrapped))
                    }
                }
            }
        }
    }

    private static func secret(_ label: String) -> [UInt8] {
        Hash.sha256(of: Array("parley/test-seal/\(label)".utf8)).bytes
    }

    /// RFC 9180, sections 4.1 and 5.1.1: base mode, first message, without additional data.
    private static func wrap(
        _ message: [UInt8], to recipient: [UInt8], info: [UInt8], ephemeral: [UInt8]
    ) throws -> (encapsulated: [UInt8], sealed: [UInt8]) {
        let kem = Suite(id: Array("KEM".utf8) + [0x00, 0x20])
        let hpke = Suite(id: Array("HPKE".utf8) + [0x00, 0x20, 0x00, 0x01, 0x00, 0x03])
        let own = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: ephemeral)
        let theirs = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: recipient)
        let encapsulated = [UInt8](own.publicKey.rawRepresentation)
        let agreed = try own.sharedSecretFromKeyAgreement(with: theirs).withUnsafeBytes { [UInt8]($0) }
        let shared = kem.expand(
            kem.extract(salt: [], "eae_prk", agreed), "shared_secret", encapsulated + recipient, byteCount: 32)
        let context = [0] + hpke.extract(salt: [], "psk_id_hash", []) + hpke.extract(salt: [], "info_hash", info)
        let schedule = hpke.extract(salt: shared, "secret", [])
        let box = try ChaChaPoly.seal(
            message, using: SymmetricKey(data: hpke.expand(schedule, "key", context, byteCount: 32)),
            nonce: ChaChaPoly.Nonce(data: hpke.expand(schedule, "base_nonce", context, byteCount: 12)))
        return (encapsulated, [UInt8](box.ciphertext) + [UInt8](box.tag))
    }

    /// RFC 9180, section 4: HKDF with labels.
    private struct Suite {
        let id: [UInt8]
        private static let version = Array("HPKE-v1".utf8)

        func extract(salt: [UInt8], _ label: String, _ input: [UInt8]) -> [UInt8] {
            let material = SymmetricKey(data: Self.version + id + Array(label.utf8) + input)
            return [UInt8](HKDF<SHA256>.extract(inputKeyMaterial: material, salt: salt))
        }

        func expand(_ key: [UInt8], _ label: String, _ info: [UInt8], byteCount: Int) -> [UInt8] {
            let length = [UInt8(byteCount >> 8), UInt8(byteCount & 255)]
            let text = length + Self.version + id + Array(label.utf8) + info
            let out = HKDF<SHA256>.expand(
                pseudoRandomKey: SymmetricKey(data: key), info: text, outputByteCount: byteCount)
            return out.withUnsafeBytes { [UInt8]($0) }
        }
    }
}
