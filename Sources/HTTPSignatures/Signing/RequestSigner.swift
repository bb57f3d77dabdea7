public import Geodesy
public import HTTPTypes
import RawStructuredFieldValues
public import Statements
import TransparencyLog

/// Signs requests as the profile asks, with an officer's key.
public struct RequestSigner: Sendable {
    /// The officer's key.
    public let key: SigningKey
    private static let label = SignatureInput.tag

    /// A signer with this key.
    public init(key: SigningKey) { self.key = key }

    /// 16 new bytes from the system's random source.
    public static func nonce() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<SignatureInput.nonceBytes.lowerBound).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
    }

    /// Sets `Content-Digest`, `Signature-Input` and `Signature`; earlier ones are replaced.
    ///
    /// Covered are method, authority, path, the query when there is one, and of a body its digest and type.
    ///
    /// - Parameters:
    ///   - request: the request with its authority, in which nothing covered may change afterwards.
    ///   - body: the body as it will be sent; nil for none.
    ///   - now: the caller's clock.
    ///   - nonce: 16 to 64 random bytes, new for every request.
    /// - Throws: why a component has no value that can be signed, `parameterMalformed` for the nonce or a time before
    ///   1970, or `cannotSign`.
    public func sign(
        _ request: inout HTTPRequest, body: [UInt8]?, now: Instant, nonce: [UInt8] = RequestSigner.nonce()
    ) throws(SignatureError) {
        guard SignatureInput.nonceBytes.contains(nonce.count) else {
            throw .parameterMalformed("nonce", "must be 16 to 64 random bytes, not \(nonce.count)")
        }
        guard now.microsecondsSince1970 >= 0 else { throw .parameterMalformed("created", "is before 1970") }
        request.headerFields[.contentDigest] = body.map { ContentDigest(of: $0).fieldValue }
        var components: [Component] = [.method, .authority, .path]
        if try RequestTarget(of: request).query != nil { components.append(.query) }
        if body != nil { components.append(.contentDigest) }
        if body != nil, request.headerFields.contains(.contentType) { components.append(.contentType) }
        let list = Self.innerList(
            components, createdSeconds: now.microsecondsSince1970 / 1_000_000, key: key.publicKey, nonce: nonce)
        let parameters = try SignatureInput.serialized(list)
        let base = try SignatureBase.bytes(of: request, components: components, parameters: parameters)
        guard let signature = try? key.sign(base) else { throw .cannotSign }
        request.headerFields[.signatureInput] = "\(Self.label)=\(parameters)"
        request.headerFields[.signature] = "\(Self.label)=:\(Base64.encode(signature)):"
    }

    private static func innerList(
        _ components: [Component], createdSeconds: Int64, key: PublicKey, nonce: [UInt8]
    ) -> InnerList {
        var items = BareInnerList()
        for component in components {
            items.append(Item(bareItem: RFC9651BareItem.string(component.rawValue), parameters: [:]))
        }
        return InnerList(
            bareInnerList: items,
            parameters: [
                ParameterName.created.rawValue: RFC9651BareItem.integer(createdSeconds),
                ParameterName.keyid.rawValue: .string(key.id.description),
                ParameterName.alg.rawValue: .string(key.algorithm.httpName),
                ParameterName.nonce.rawValue: .string(Base64.encode(nonce)),
                ParameterName.tag.rawValue: .string(SignatureInput.tag),
            ])
    }
}
