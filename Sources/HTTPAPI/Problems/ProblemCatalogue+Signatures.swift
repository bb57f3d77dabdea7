extension ProblemCatalogue {
    /// The rules of signed requests (RFC 9421, RFC 9530).
    static let signatures = [
        Entry("signature-field-missing", 401, "A header field that a signed request needs is absent."),
        Entry("signature-field-repeated", 401, "A header field stands twice where it may stand once."),
        Entry("signature-field-too-long", 401, "A header field is longer than a signed request needs."),
        Entry("signature-field-malformed", 401, "A header field is not of the form of RFC 8941 or RFC 9530."),
        Entry("signature-none-tagged", 401, "No signature carries the tag of this interface."),
        Entry("signature-several-tagged", 401, "More than one signature carries the tag of this interface."),
        Entry("signature-missing", 401, "'Signature' lacks the label that 'Signature-Input' uses."),
        Entry("signature-length", 401, "The signature is not 64 bytes."),
        Entry("signature-parameter-missing", 401, "A required signature parameter is absent."),
        Entry("signature-parameter-malformed", 401, "A signature parameter breaks its rule."),
        Entry("signature-parameter-unknown", 401, "A signature parameter is not one of this interface."),
        Entry("signature-component-unknown", 401, "A covered component is not one of this interface."),
        Entry("signature-component-parameter", 401, "A covered component has a parameter."),
        Entry("signature-component-repeated", 401, "A component is covered twice."),
        Entry("signature-component-not-covered", 401, "A component that must be covered is not."),
        Entry("signature-component-absent", 401, "A covered component is not part of the request."),
        Entry("signature-component-not-text", 401, "A covered component holds a character that cannot be signed."),
        Entry("signature-target-form", 401, "The request target is not a path with an optional query."),
        Entry("signature-other-authority", 401, "The request was signed for another server."),
        Entry("signature-too-old", 401, "The request was signed too long ago."),
        Entry("signature-from-the-future", 401, "The request was signed ahead of this server's clock."),
        Entry("signature-expired", 401, "The signature's own end has passed."),
        Entry(
            "signature-invalid", 401,
            "The signature is not that of a key that may speak here: the key is not enrolled, has expired or was revoked, or the "
                + "request was altered. All of these look alike."),
        Entry("signature-replayed", 401, "The nonce was used before."),
        Entry("signature-busy", 503, "More signed requests arrive than this server remembers."),
        Entry(
            "signature-body-not-covered", 401, "The request has a body, and the signature does not cover its digest."),
        Entry("signature-body-altered", 401, "The body is not the one that was signed."),
    ]
}
