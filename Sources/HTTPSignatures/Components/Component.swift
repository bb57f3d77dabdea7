public import HTTPTypes

/// What of a request a signature may cover; always whole and without parameters.
///
/// Source: RFC 9421 section 2. The list is closed: a component that a node does not read cannot be checked by it.
public enum Component: String, CaseIterable, Hashable, Sendable {
    /// The method, as sent.
    case method = "@method"
    /// Host and port, in lower case and without the scheme's own port.
    case authority = "@authority"
    /// The path, as sent; `/` when empty.
    case path = "@path"
    /// `?` and the query, as sent; `?` alone when there is none.
    case query = "@query"
    /// The body's digest (RFC 9530).
    case contentDigest = "content-digest"
    /// The body's type.
    case contentType = "content-type"
    /// The body's length.
    case contentLength = "content-length"
    /// When the request was sent.
    case date

    /// The header field that it is; nil for what is derived from the request line.
    var field: HTTPField.Name? {
        switch self {
        case .method, .authority, .path, .query: nil
        case .contentDigest: .contentDigest
        case .contentType: .contentType
        case .contentLength: .contentLength
        case .date: .date
        }
    }

    /// The component's value in a request, as the signature base holds it.
    ///
    /// - Parameters:
    ///   - request: the request; its `authority` stands for the `Host` field.
    ///   - scheme: the scheme to assume when the request names none.
    /// - Returns: printable ASCII.
    /// - Throws: `componentAbsent`, `fieldRepeated`, `componentNotText` or `targetForm`.
    public func value(in request: HTTPRequest, scheme: String = RequestTarget.defaultScheme) throws(SignatureError)
        -> String
    {
        let value: String
        switch self {
        case .method: value = request.method.rawValue
        case .authority:
            guard let authority = request.authority, !authority.isEmpty else { throw .componentAbsent(self) }
            value = RequestTarget.normalized(authority: authority, scheme: request.scheme ?? scheme)
        case .path: value = try RequestTarget(of: request).path
        case .query: value = "?" + (try RequestTarget(of: request).query ?? "")
        case .contentDigest, .contentType, .contentLength, .date: value = try fieldValue(in: request)
        }
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { throw .componentNotText(self) }
        return value
    }

    private func fieldValue(in request: HTTPRequest) throws(SignatureError) -> String {
        guard let name = field else { throw .componentAbsent(self) }
        guard let value = try request.onlyValue(of: name) else { throw .componentAbsent(self) }
        return value
    }
}

extension HTTPField.Name {
    // All three names are tokens, so the fallbacks are never taken.

    /// RFC 9530 section 2.
    static let contentDigest = HTTPField.Name("Content-Digest") ?? .date
    /// RFC 9421 section 4.1.
    static let signatureInput = HTTPField.Name("Signature-Input") ?? .date
    /// RFC 9421 section 4.2.
    static let signature = HTTPField.Name("Signature") ?? .date
}

extension HTTPRequest {
    /// The value of a field that may stand once, without white space around it; nil when it is absent.
    ///
    /// - Throws: `fieldRepeated`: of two lines, two readers may believe two different ones.
    func onlyValue(of name: HTTPField.Name) throws(SignatureError) -> String? {
        let values = headerFields[values: name]
        guard values.count <= 1 else { throw .fieldRepeated(name.canonicalName) }
        guard let value = values.first else { return nil }
        let bytes = Array(value.utf8)
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
