public import Geodesy
public import HTTPTypes
public import Statements

/// Checks that an officer's key signed a request, now and for this node; the profile's rules in their order.
public struct RequestVerifier: Sendable {
    /// Remembers nonces, and says how wide the window is.
    public let nonces: NonceGuard
    /// The node's own names, as `host` or `host:port` in lower case; nil takes whichever the request names.
    ///
    /// Without them a request that was signed for one node could be played to another.
    public let authorities: Set<String>?
    /// The scheme that callers use, where the request does not say.
    public let scheme: String

    /// A verifier for one node.
    public init(nonces: NonceGuard, authorities: Set<String>? = nil, scheme: String = RequestTarget.defaultScheme) {
        self.nonces = nonces
        self.authorities = authorities.map { names in
            Set(names.map { RequestTarget.normalized(authority: $0, scheme: scheme) })
        }
        self.scheme = scheme
    }

    /// Whether a request carries a signature at all, good or bad.
    public static func isSigned(_ request: HTTPRequest) -> Bool {
        request.headerFields.contains(.signatureInput) || request.headerFields.contains(.signature)
    }

    /// Verifies a request from its header fields alone; the body is checked when it has come.
    ///
    /// - Parameters:
    ///   - request: the request as it arrived.
    ///   - now: this node's clock.
    ///   - key: the enrolled key of a fingerprint; nil when it may not speak.
    /// - Returns: the request as verified so far.
    /// - Throws: the first rule broken; the nonce is used up only by a request that breaks none.
    public func verify(
        _ request: HTTPRequest, now: Instant, key: (KeyFingerprint) -> PublicKey?
    ) throws(SignatureError) -> VerifiedRequest {
        let input = try SignatureInput(parsing: request)
        try input.checkCoverage(of: request)
        try input.checkTime(now: now, windowSeconds: nonces.windowSeconds)
        if let authorities {
            let named = try Component.authority.value(in: request, scheme: scheme)
            guard authorities.contains(named) else { throw .otherAuthority(named) }
        }
        guard let key = key(input.keyID) else { throw .keyUnknown(input.keyID) }
        let digest = try coveredDigest(of: request, input)
        try input.verify(base: input.base(of: request, scheme: scheme), by: key)
        try nonces.admit(input, now: now)
        return VerifiedRequest(input: input, digest: digest)
    }

    private func coveredDigest(of request: HTTPRequest, _ input: SignatureInput) throws(SignatureError)
        -> ContentDigest?
    {
        guard input.components.contains(.contentDigest) else { return nil }
        return try ContentDigest(parsing: Component.contentDigest.value(in: request))
    }
}

/// A request whose signature holds; only the check makes one.
///
/// Its body has yet to be compared.
public struct VerifiedRequest: Hashable, Sendable {
    /// What was signed, and by which key.
    public let input: SignatureInput
    /// The digest that was signed; nil when none was.
    public let digest: ContentDigest?

    fileprivate init(input: SignatureInput, digest: ContentDigest?) {
        self.input = input
        self.digest = digest
    }

    /// Which key signed.
    public var keyID: KeyFingerprint { input.keyID }

    /// Compares the body that came with the digest that was signed; to be called also when none came.
    ///
    /// - Throws: `bodyNotCovered` for a body without a signed digest, `bodyAltered` for another than the signed one.
    public func check(body: HashedBody) throws(SignatureError) {
        guard let digest else {
            guard body.byteCount == 0 else { throw .bodyNotCovered }
            return
        }
        guard digest == body.digest else { throw .bodyAltered }
    }
}
