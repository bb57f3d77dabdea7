import Statements

extension SignatureError: CustomStringConvertible {
    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .fieldMissing(let name):
            "header field '\(name)' is missing; sign the request (RFC 9421) with your enrolled key"
        case .fieldRepeated(let name): "header field '\(name)' stands more than once; send it once, in one line"
        case .fieldTooLong(let name, let limit): "header field '\(name)' is longer than \(limit) bytes"
        case .fieldMalformed(let name, let sentence): "header field '\(name)' \(sentence)"
        case .noneTagged:
            "'Signature-Input' has no signature with tag=\"\(SignatureInput.tag)\"; add the tag and sign again"
        case .severalTagged:
            "'Signature-Input' has several signatures with tag=\"\(SignatureInput.tag)\"; send exactly one"
        case .signatureMissing(let label): "'Signature' has no byte sequence under the label '\(label)'"
        case .signatureLength(let found):
            "the signature has \(found) bytes; Ed25519 and P-256 (r and s, 32 bytes each, not DER) both have "
                + "\(PublicKey.signatureByteCount)"
        case .parameterMissing(let name): "signature parameter '\(name)' is missing; it is required here"
        case .parameterMalformed(let name, let sentence): "signature parameter '\(name)' \(sentence)"
        case .parameterUnknown(let name):
            "signature parameter '\(name)' is not one of \(Self.list(ParameterName.allCases))"
        case .componentUnknown(let name): "component \"\(name)\" is not one of \(Self.list(Component.allCases))"
        case .componentParameter(let name, let parameter):
            "component \"\(name)\" has the parameter '\(parameter)'; components are covered whole and without parameters here"
        case .componentRepeated(let component): "component \"\(component.rawValue)\" is covered twice; list it once"
        case .componentNotCovered(let component):
            "component \"\(component.rawValue)\" is not covered by the signature; list it and sign again"
        case .componentAbsent(let component): "component \"\(component.rawValue)\" is covered, but the request has none"
        case .componentNotText(let component):
            "component \"\(component.rawValue)\" holds a character outside printable ASCII; encode it and sign again"
        case .targetForm(let target):
            "request target '\(target)' is not a path that begins with '/', with an optional query"
        case .otherAuthority(let authority):
            "the request is addressed to '\(authority)', which is not this node; sign for this one"
        case .tooOld(let created, let window):
            "signed at \(created) (seconds since 1970), more than \(window) s ago; set your clock and sign again"
        case .fromTheFuture(let created, let window):
            "signed at \(created) (seconds since 1970), more than \(window) s ahead of this node; set your clock"
        case .expired(let end): "the signature ended at \(end) (seconds since 1970); sign again"
        case .keyUnknown(let key): "key \(key) is not enrolled here; have your party's root key enrol it"
        case .algorithmOfAnotherKey(let named, let key):
            "signature parameter 'alg' says \(named.httpName), but the key is for \(key.httpName)"
        case .signatureInvalid(let key):
            "the signature does not match key \(key): request or signature was altered, or another key signed"
        case .cannotSign: "the key cannot sign; export it again, or make a new one and have it enrolled"
        case .replayed(let nonce): "nonce '\(nonce)' was used before; every request needs a signature with a new nonce"
        case .busy(let seconds): "too many signed requests are remembered at the moment; try again in \(seconds) s"
        case .bodyNotCovered: "the request has a body, but the signature does not cover \"content-digest\"; cover it"
        case .bodyAltered: "the body is not the one that was signed: its SHA-256 differs from 'Content-Digest'"
        }
    }

    private static func list<Name: RawRepresentable<String>>(_ names: [Name]) -> String {
        names.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}
