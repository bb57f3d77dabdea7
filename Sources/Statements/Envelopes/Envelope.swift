public import StrictJSON
import TransparencyLog

/// A DSSE envelope as it arrived: its exact bytes, and what they say; nobody has checked the signature yet.
///
/// Source: in-toto DSSE protocol 1.0 (envelope and pre-authentication encoding). The signature covers the
/// pre-authentication encoding of payload type and payload, so nothing is ever re-encoded to be verified.
public struct Envelope: Sendable {
    /// The payload type of a statement.
    public static let payloadType = "application/vnd.parley.statement+json"
    /// Bytes of a log entry, whole envelope included.
    public static let maximumBytes = 16 * 1024

    /// Exactly what was received, and what the log stores.
    public let bytes: [UInt8]
    /// The decoded payload: the statement's JSON text.
    public let payload: [UInt8]
    /// Which key is said to have signed.
    public let keyID: KeyFingerprint
    /// 64 bytes, Ed25519 or P-256 as the key says.
    public let signature: [UInt8]

    /// Reads an envelope with exactly one signature and the payload type of a statement.
    ///
    /// - Throws: `EnvelopeError.malformed` naming the field, at the first rule broken.
    public init(_ bytes: [UInt8]) throws(EnvelopeError) {
        do throws(JSONError) {
            let document = try JSONDocument(bytes, limits: .init(maximumBytes: Self.maximumBytes, maximumDepth: 4))
            var envelope = try document.root.object()
            let type = try envelope.required("payloadType")
            guard try type.stringBytes().elementsEqual(Self.payloadType.utf8) else {
                throw type.refused("must be '\(Self.payloadType)'")
            }
            let payload = try envelope.required("payload")
            guard let decoded = try? Base64.decode(payload.stringBytes()) else {
                throw payload.refused("must be standard base64 with padding (RFC 4648 section 4)")
            }
            let signatures = try envelope.required("signatures")
            let list = try signatures.array(limit: 1)
            guard let only = list.first else {
                throw signatures.refused("is empty; a statement carries exactly one signature")
            }
            try envelope.finish()
            var fields = try only.object()
            let keyID = try fields.required("keyid")
            guard let named = try KeyFingerprint(hex: keyID.stringBytes()) else {
                throw keyID.refused("must be the SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hex characters")
            }
            let signature = try fields.required("sig")
            guard let signed = try? Base64.decode(signature.stringBytes()),
                signed.count == PublicKey.signatureByteCount
            else { throw signature.refused("must be \(PublicKey.signatureByteCount) bytes in standard base64") }
            try fields.finish()
            self.init(bytes: bytes, payload: decoded, keyID: named, signature: signed)
        } catch {
            throw .malformed(error)
        }
    }

    init(bytes: [UInt8], payload: [UInt8], keyID: KeyFingerprint, signature: [UInt8]) {
        self.bytes = bytes
        self.payload = payload
        self.keyID = keyID
        self.signature = signature
    }

    /// Signs a payload and wraps it.
    ///
    /// - Throws: `KeyError` when the key cannot sign.
    public init(payload: [UInt8], signedBy key: SigningKey) throws(KeyError) {
        let signature = try key.sign(Self.preAuthentication(of: payload))
        let keyID = key.publicKey.id
        var writer = JSONWriter(capacity: payload.count * 4 / 3 + 320)
        writer.object { envelope in
            envelope.member("payloadType", Self.payloadType)
            envelope.member("payload", Base64.encode(payload))
            envelope.key("signatures")
            envelope.array { list in
                list.object { fields in
                    fields.member("keyid", keyID.description)
                    fields.member("sig", Base64.encode(signature))
                }
            }
        }
        self.init(bytes: writer.bytes, payload: payload, keyID: keyID, signature: signature)
    }

    /// The bytes that the signature covers: `DSSEv1 <length> <type> <length> <payload>`.
    public static func preAuthentication(of payload: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(payload.count + 64)
        out.append(contentsOf: preAuthenticationHeader)
        out.append(contentsOf: String(payload.count).utf8)
        out.append(UInt8(ascii: " "))
        out.append(contentsOf: payload)
        return out
    }

    private static let preAuthenticationHeader = Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) ".utf8)
}

/// Why some bytes are not a statement's envelope, or nobody we know signed them.
public enum EnvelopeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not of the envelope's or the statement's form; names the field and the rule.
    case malformed(JSONError)
    /// The key is not enrolled here.
    case unknownKey(KeyFingerprint)
    /// The bytes or the signature were altered, or another key signed.
    case badSignature(KeyFingerprint)

    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .malformed(let error): "\(error)"
        case .unknownKey(let id):
            "key \(id) is not enrolled in this accord; have your party's root key enrol it, then send again"
        case .badSignature(let id):
            "the signature does not match key \(id) over the bytes received; sign the exact payload again"
        }
    }
}
