import Crypto
import Geodesy
import HTTPAPI
import Statements
import StrictJSON
import TransparencyLog

/// A passkey (WebAuthn credential) of an officer, kept by this node; it opens sessions and signs no statement.
struct Passkey: Sendable, Equatable {
    /// The credential's id, base64url.
    let id: String
    /// Its public key: P-256, SubjectPublicKeyInfo.
    let publicKey: [UInt8]
    let party: PartyID
    let officer: OfficerID
    /// The officer's key under which it was added; without that key's word it opens nothing.
    let key: KeyFingerprint
    /// What its owner calls it.
    let label: String
    let addedAt: Instant
    /// The authenticator's own count; it never goes back, or somebody has copied it.
    var counter: UInt32
}

/// What an authenticator says: that its owner was there, for this question, at this site (WebAuthn level 2, section 7).
struct PasskeyAssertion: Sendable {
    /// Where the credential was used.
    struct Site: Sendable {
        /// The host's name without its port: the relying party's id.
        let host: String
        /// The origins that pages of this server have.
        let isOwnOrigin: @Sendable (String) -> Bool
    }

    let credential: String
    let clientData: [UInt8]
    let authenticatorData: [UInt8]
    let signature: [UInt8]

    /// Reads the members `credential`, `clientData`, `authenticatorData` and `signature`, each base64url.
    ///
    /// - Throws: `passkey`, where it is not of that form.
    init(_ value: JSONValue) throws {
        guard let credential = value["credential"]?.text, (1...1_400).contains(credential.utf8.count),
            let clientData = value["clientData"]?.text, let data = value["authenticatorData"]?.text,
            let signature = value["signature"]?.text
        else { throw Self.refusal("it lacks a member") }
        do {
            self.credential = credential
            self.clientData = try Base64URL.decode(clientData)
            authenticatorData = try Base64URL.decode(data)
            self.signature = try Base64URL.decode(signature)
        } catch { throw Self.refusal("it is not base64url") }
    }

    /// Verifies it, and gives the authenticator's count.
    ///
    /// - Throws: `passkey`, naming what does not hold.
    func verify(by passkey: Passkey, challenge: String, at site: Site) throws -> UInt32 {
        try Self.check(clientData, type: "webauthn.get", challenge: challenge, at: site)
        let counter = try Self.check(authenticatorData, at: site)
        guard let key = try? P256.Signing.PublicKey(derRepresentation: passkey.publicKey),
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
        else { throw Self.refusal("the signature is not of its form") }
        let signed = authenticatorData + Hash.sha256(of: clientData).bytes
        guard key.isValidSignature(signature, for: signed) else { throw Self.refusal("the signature does not hold") }
        // An authenticator that counts must have counted on.
        guard counter == 0 && passkey.counter == 0 || counter > passkey.counter else {
            throw Self.refusal("its count went back: somebody may have copied it")
        }
        return counter
    }

    /// What the browser says of the question.
    static func check(_ clientData: [UInt8], type: String, challenge: String, at site: Site) throws {
        guard let value = try? JSONDocument(clientData, limits: .init(maximumBytes: 8_192)).root else {
            throw refusal("what the browser says of it is not JSON")
        }
        guard value["type"]?.text == type else { throw refusal("it was made for something else") }
        guard value["challenge"]?.text == challenge else { throw refusal("it answers another question") }
        guard let origin = value["origin"]?.text, site.isOwnOrigin(origin), value["crossOrigin"]?.isTrue != true else {
            throw refusal("it was made at another site")
        }
    }

    /// What the authenticator says of the site and of its owner; gives its count.
    static func check(_ data: [UInt8], at site: Site) throws -> UInt32 {
        guard data.count >= 37 else { throw refusal("the authenticator's data are cut short") }
        guard data[..<32].elementsEqual(Hash.sha256(of: Array(site.host.utf8)).bytes) else {
            throw refusal("it was made for another site")
        }
        // Bit 0: somebody was there. Bit 2: and was recognised.
        guard data[32] & 0b101 == 0b101 else { throw refusal("its owner was not recognised by the device") }
        return data[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
    }

    static func refusal(_ why: String) -> Problem { Problem("passkey", "the passkey does not count: \(why)") }
}
