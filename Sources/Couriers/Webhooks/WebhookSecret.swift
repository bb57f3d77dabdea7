import Crypto
import TransparencyLog

/// A secret that webhooks are signed with, in the spelling of the Standard Webhooks specification.
public struct WebhookSecret: Sendable {
    /// Bytes of a symmetric secret.
    public static let byteCounts = 24...64

    private enum Key: Sendable {
        case symmetric(SymmetricKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    private let key: Key

    /// Reads `whsec_` and base64 of 24 to 64 bytes, or `whsk_` and base64 of an Ed25519 seed; nil for anything else.
    public init?(_ text: some StringProtocol) {
        if text.hasPrefix("whsec_"), let bytes = try? Base64.decode(String(text.dropFirst(6))),
            Self.byteCounts.contains(bytes.count)
        {
            key = .symmetric(SymmetricKey(data: bytes))
        } else if text.hasPrefix("whsk_"), let bytes = try? Base64.decode(String(text.dropFirst(5))),
            bytes.count == 32, let seed = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        {
            key = .ed25519(seed)
        } else {
            return nil
        }
    }

    /// The signature of one message: `v1,` or `v1a,` and base64, over `id.timestamp.body`.
    ///
    /// - Throws: whatever the library throws when it cannot sign.
    public func sign(id: String, timestamp: Int64, body: [UInt8]) throws -> String {
        let message = Array("\(id).\(timestamp).".utf8) + body
        switch key {
        case .symmetric(let secret):
            return "v1," + Base64.encode([UInt8](HMAC<SHA256>.authenticationCode(for: message, using: secret)))
        case .ed25519(let seed): return "v1a," + Base64.encode([UInt8](try seed.signature(for: message)))
        }
    }
}
