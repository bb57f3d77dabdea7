public import Geodesy
public import HTTPTypes
public import Statements

/// What a request says of its signature: read and of the profile's form, but nobody has checked the signature yet.
///
/// Source: RFC 9421 section 4.
public struct SignatureInput: Hashable, Sendable {
    /// What the profile's signatures are tagged with, so that those of proxies are told apart.
    public static let tag = "parley"
    /// Bytes of each of the two fields `Signature-Input` and `Signature`.
    public static let maximumFieldBytes = 4096
    /// Signatures of others that one request may carry besides its own.
    public static let maximumSignatures = 8
    /// Random bytes that a nonce has.
    public static let nonceBytes = 16...64
    /// How far from now a signature may have been created, before and after.
    public static let windowSeconds: Int64 = 120

    /// The label that ties the two fields together; not covered by the signature.
    public let label: String
    /// What is covered, in order, each once.
    public let components: [Component]
    /// When it was signed, seconds since 1970.
    public let createdSeconds: Int64
    /// From when it no longer holds, seconds since 1970.
    public let expiresSeconds: Int64?
    /// The key that is said to have signed.
    public let keyID: KeyFingerprint
    /// The algorithm, as named.
    public let algorithm: PublicKey.Algorithm
    /// The nonce in base64, as signed.
    public let nonce: String
    /// Components and parameters, serialised: the last line of the signature base.
    public let parameters: String
    /// 64 bytes.
    public let signature: [UInt8]
}

extension SignatureInput {
    /// The bytes that the signature covers.
    ///
    /// - Throws: why a component has no value that can be signed.
    public func base(of request: HTTPRequest, scheme: String = RequestTarget.defaultScheme) throws(SignatureError)
        -> [UInt8]
    {
        try SignatureBase.bytes(of: request, components: components, parameters: parameters, scheme: scheme)
    }

    /// Checks that the signature covers what the profile asks for of this request.
    ///
    /// A body that the header fields do not announce is found by `VerifiedRequest.check(body:)`.
    ///
    /// - Throws: `componentNotCovered`, `bodyNotCovered` or `targetForm`.
    public func checkCoverage(of request: HTTPRequest) throws(SignatureError) {
        for component in [Component.method, .authority, .path] where !components.contains(component) {
            throw .componentNotCovered(component)
        }
        let target = try RequestTarget(of: request)
        guard target.query == nil || components.contains(.query) else { throw .componentNotCovered(.query) }
        let announced = try request.onlyValue(of: .contentLength).map { $0 != "0" } ?? false
        let isDigested = request.headerFields.contains(.contentDigest)
        guard components.contains(.contentDigest) || !(announced || isDigested) else { throw .bodyNotCovered }
    }

    /// Checks that the signature was created within the window around `now`, and has not ended.
    ///
    /// Both ends of the window are inside it; the instant at which the signature ends is outside.
    ///
    /// - Throws: `tooOld`, `fromTheFuture` or `expired`.
    public func checkTime(now: Instant, windowSeconds: Int64 = Self.windowSeconds) throws(SignatureError) {
        // The parser holds both to the years up to 9999, so that nothing here overflows.
        let age = now.microsecondsSince1970 - createdSeconds * 1_000_000
        guard age <= windowSeconds * 1_000_000 else {
            throw .tooOld(createdSeconds: createdSeconds, windowSeconds: windowSeconds)
        }
        guard age >= -windowSeconds * 1_000_000 else {
            throw .fromTheFuture(createdSeconds: createdSeconds, windowSeconds: windowSeconds)
        }
        if let end = expiresSeconds, now.microsecondsSince1970 >= end * 1_000_000 { throw .expired(atSeconds: end) }
    }

    /// Checks the signature over the signature base.
    ///
    /// - Throws: `keyUnknown` when `key` is another than the request names, `algorithmOfAnotherKey`, or
    ///   `signatureInvalid` when anything covered was altered.
    public func verify(base: [UInt8], by key: PublicKey) throws(SignatureError) {
        guard key.id == keyID else { throw .keyUnknown(keyID) }
        guard key.algorithm == algorithm else { throw .algorithmOfAnotherKey(named: algorithm, key: key.algorithm) }
        guard key.accepts(signature, over: base) else { throw .signatureInvalid(keyID) }
    }
}
