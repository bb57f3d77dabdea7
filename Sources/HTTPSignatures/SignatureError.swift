public import Statements

/// Why a request's signature was not taken; an answer, not a fault, and each names its rule.
public enum SignatureError: Error, Hashable, Sendable {
    // The fields.
    /// A header field that the signature needs is absent.
    case fieldMissing(String)
    /// A header field that may stand once stands several times.
    case fieldRepeated(String)
    /// A header field is longer than anything this profile needs.
    case fieldTooLong(String, limitBytes: Int)
    /// A header field is not what RFC 8941 or RFC 9530 asks for; the sentence says what.
    case fieldMalformed(String, String)
    /// No signature carries this profile's tag.
    case noneTagged
    /// More than one signature carries this profile's tag.
    case severalTagged
    /// `Signature` has no member of the label that `Signature-Input` uses.
    case signatureMissing(label: String)
    /// The signature is not 64 bytes.
    case signatureLength(found: Int)

    // The parameters.
    /// A parameter of the profile is absent.
    case parameterMissing(String)
    /// A parameter of the profile breaks its rule; the sentence says which.
    case parameterMalformed(String, String)
    /// A parameter that the profile does not have.
    case parameterUnknown(String)

    // The components.
    /// A component that the profile does not have.
    case componentUnknown(String)
    /// A component with a parameter, of which the profile has none.
    case componentParameter(String, parameter: String)
    /// A component that is listed twice.
    case componentRepeated(Component)
    /// A component that must be covered and is not.
    case componentNotCovered(Component)
    /// A covered component that the request does not have.
    case componentAbsent(Component)
    /// A covered component with a character that a signature base cannot hold.
    case componentNotText(Component)
    /// The request target is not a path with an optional query.
    case targetForm(String)
    /// The request was signed for another host.
    case otherAuthority(String)

    // The time.
    /// Created longer ago than the window.
    case tooOld(createdSeconds: Int64, windowSeconds: Int64)
    /// Created further ahead than the window.
    case fromTheFuture(createdSeconds: Int64, windowSeconds: Int64)
    /// The signature's own end has passed.
    case expired(atSeconds: Int64)

    // The key.
    /// The key is not enrolled here.
    case keyUnknown(KeyFingerprint)
    /// `alg` is not the algorithm of the key.
    case algorithmOfAnotherKey(named: PublicKey.Algorithm, key: PublicKey.Algorithm)
    /// The signature does not hold.
    case signatureInvalid(KeyFingerprint)
    /// The key at hand cannot sign.
    case cannotSign

    // Replay.
    /// The same key has used the nonce before, within the window.
    case replayed(nonce: String)
    /// As many nonces as can be remembered are in use.
    case busy(retryAfterSeconds: Int64)

    // The body.
    /// The request has a body, and the signature does not cover its digest.
    case bodyNotCovered
    /// The body's bytes are not those that were signed.
    case bodyAltered
}

extension SignatureError {
    /// The rule's name, for programs; it never changes once released.
    public var rule: String {
        switch self {
        case .fieldMissing: "signature-field-missing"
        case .fieldRepeated: "signature-field-repeated"
        case .fieldTooLong: "signature-field-too-long"
        case .fieldMalformed: "signature-field-malformed"
        case .noneTagged: "signature-none-tagged"
        case .severalTagged: "signature-several-tagged"
        case .signatureMissing: "signature-missing"
        case .signatureLength: "signature-length"
        case .parameterMissing: "signature-parameter-missing"
        case .parameterMalformed: "signature-parameter-malformed"
        case .parameterUnknown: "signature-parameter-unknown"
        case .componentUnknown: "signature-component-unknown"
        case .componentParameter: "signature-component-parameter"
        case .componentRepeated: "signature-component-repeated"
        case .componentNotCovered: "signature-component-not-covered"
        case .componentAbsent: "signature-component-absent"
        case .componentNotText: "signature-component-not-text"
        case .targetForm: "signature-target-form"
        case .otherAuthority: "signature-other-authority"
        case .tooOld: "signature-too-old"
        case .fromTheFuture: "signature-from-the-future"
        case .expired: "signature-expired"
        case .keyUnknown: "signature-key-unknown"
        case .algorithmOfAnotherKey: "signature-algorithm"
        case .signatureInvalid: "signature-invalid"
        case .cannotSign: "signature-cannot-sign"
        case .replayed: "signature-replayed"
        case .busy: "signature-busy"
        case .bodyNotCovered: "signature-body-not-covered"
        case .bodyAltered: "signature-body-altered"
        }
    }
}
