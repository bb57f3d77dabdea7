public import Statements

/// The parameters of a signature that the profile has (RFC 9421 section 2.3).
enum ParameterName: String, CaseIterable {
    case created, expires, keyid, alg, nonce, tag
}

extension PublicKey.Algorithm {
    /// The name in the registry of RFC 9421 section 6.2.
    public var httpName: String {
        switch self {
        case .ed25519: "ed25519"
        case .p256: "ecdsa-p256-sha256"
        }
    }

    /// The algorithm that the registry of RFC 9421 section 6.2 calls `httpName`; nil for one not in use here.
    public init?(httpName: String) {
        guard let found = Self.allCases.first(where: { $0.httpName == httpName }) else { return nil }
        self = found
    }
}
