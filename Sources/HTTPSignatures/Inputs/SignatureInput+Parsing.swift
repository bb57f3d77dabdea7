import Geodesy
public import HTTPTypes
import RawStructuredFieldValues
import Statements
import TransparencyLog

extension SignatureInput {
    /// Reads `Signature-Input` and `Signature`: the one signature with the profile's tag, those of others aside.
    ///
    /// - Throws: the first rule of the profile that the fields break.
    public init(parsing request: HTTPRequest) throws(SignatureError) {
        let inputs = try Self.members(of: .signatureInput, in: request)
        var tagged: FieldMember?
        for member in inputs where member.innerList?.tag == Self.tag {
            guard tagged == nil else { throw .severalTagged }
            tagged = member
        }
        guard let tagged, let list = tagged.innerList else { throw .noneTagged }
        guard tagged.semicolonCount == list.rfc9651Parameters.count + list.itemParameterCount else {
            throw .fieldMalformed("signature-input", "gives a parameter twice; each once")
        }
        let signatures = try Self.members(of: .signature, in: request)
        guard let member = signatures.first(where: { $0.label == tagged.label }), let signature = member.byteSequence
        else { throw .signatureMissing(label: tagged.label) }
        guard signature.count == PublicKey.signatureByteCount else { throw .signatureLength(found: signature.count) }
        try self.init(label: tagged.label, list: list, signature: signature)
    }

    private init(label: String, list: InnerList, signature: [UInt8]) throws(SignatureError) {
        var found = Parameters()
        for (name, value) in list.rfc9651Parameters { try found.read(name, value) }
        guard let created = found.created else { throw .parameterMissing("created") }
        guard let keyID = found.keyID else { throw .parameterMissing("keyid") }
        guard let algorithm = found.algorithm else { throw .parameterMissing("alg") }
        guard let nonce = found.nonce else { throw .parameterMissing("nonce") }
        if let expires = found.expires, expires <= created {
            throw .parameterMalformed("expires", "is not after 'created'")
        }
        self.init(
            label: label, components: try Self.components(of: list), createdSeconds: created,
            expiresSeconds: found.expires, keyID: keyID, algorithm: algorithm, nonce: nonce,
            parameters: try Self.serialized(list), signature: signature)
    }

    private static func members(of name: HTTPField.Name, in request: HTTPRequest) throws(SignatureError)
        -> [FieldMember]
    {
        guard let value = try request.onlyValue(of: name) else { throw .fieldMissing(name.canonicalName) }
        return try FieldMember.members(
            of: value, field: name.canonicalName, maximumBytes: maximumFieldBytes, maximumCount: 1 + maximumSignatures)
    }

    private static func components(of list: InnerList) throws(SignatureError) -> [Component] {
        var components: [Component] = []
        for item in list.bareInnerList {
            guard case .string(let name) = item.rfc9651BareItem else {
                throw .fieldMalformed("signature-input", "lists a component that is not a string in double quotes")
            }
            if let (parameter, _) = item.rfc9651Parameters.first(where: { _ in true }) {
                throw .componentParameter(name, parameter: parameter)
            }
            guard let component = Component(rawValue: name) else { throw .componentUnknown(name) }
            guard !components.contains(component) else { throw .componentRepeated(component) }
            components.append(component)
        }
        return components
    }

    /// The inner list with its parameters in their order, in RFC 8941's one spelling.
    static func serialized(_ list: InnerList) throws(SignatureError) -> String {
        var serializer = StructuredFieldValueSerializer()
        guard let bytes = try? serializer.writeListFieldValue([.innerList(list)]) else {
            throw .fieldMalformed("signature-input", "cannot be serialised again (RFC 8941)")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The profile's parameters as they come.
private struct Parameters {
    var created: Int64?
    var expires: Int64?
    var keyID: KeyFingerprint?
    var algorithm: PublicKey.Algorithm?
    var nonce: String?

    mutating func read(_ name: String, _ value: RFC9651BareItem) throws(SignatureError) {
        guard let parameter = ParameterName(rawValue: name) else { throw .parameterUnknown(name) }
        switch parameter {
        case .created: created = try Self.seconds(name, value)
        case .expires: expires = try Self.seconds(name, value)
        case .keyid:
            guard let id = KeyFingerprint(hex: try Self.text(name, value)) else {
                throw .parameterMalformed(
                    name, "must be the SHA-256 of the key's SubjectPublicKeyInfo, 64 lower-case hex characters")
            }
            keyID = id
        case .alg:
            guard let named = PublicKey.Algorithm(httpName: try Self.text(name, value)) else {
                let names = PublicKey.Algorithm.allCases.map { "\"\($0.httpName)\"" }.joined(separator: " or ")
                throw .parameterMalformed(name, "must be \(names)")
            }
            algorithm = named
        case .nonce:
            let text = try Self.text(name, value)
            guard let bytes = try? Base64.decode(text), SignatureInput.nonceBytes.contains(bytes.count) else {
                let range = SignatureInput.nonceBytes
                throw .parameterMalformed(
                    name, "must be \(range.lowerBound) to \(range.upperBound) random bytes in standard base64")
            }
            nonce = text
        case .tag: _ = try Self.text(name, value)
        }
    }

    private static func seconds(_ name: String, _ value: RFC9651BareItem) throws(SignatureError) -> Int64 {
        let latest = Instant.latest.microsecondsSince1970 / 1_000_000
        guard case .integer(let seconds) = value, (0...latest).contains(seconds) else {
            throw .parameterMalformed(name, "must be whole seconds since 1970")
        }
        return seconds
    }

    private static func text(_ name: String, _ value: RFC9651BareItem) throws(SignatureError) -> String {
        guard case .string(let text) = value else {
            throw .parameterMalformed(name, "must be a string in double quotes")
        }
        return text
    }
}
