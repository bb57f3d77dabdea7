public import HTTPTypes

/// The bytes that a signature covers.
///
/// Source: RFC 9421 section 2.5.
public enum SignatureBase {
    /// One line for each component, then the parameters; lines are joined by a line feed, none follows the last.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - components: what is covered, in order.
    ///   - parameters: the inner list of components with its parameters, serialised (RFC 9421 section 2.3).
    ///   - scheme: the scheme to assume when the request names none.
    /// - Returns: what is to be signed or verified.
    /// - Throws: why a component has no value that can be signed.
    public static func bytes(
        of request: HTTPRequest, components: [Component], parameters: String,
        scheme: String = RequestTarget.defaultScheme
    ) throws(SignatureError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        for component in components {
            let value = try component.value(in: request, scheme: scheme)
            bytes.append(contentsOf: "\"\(component.rawValue)\": \(value)\n".utf8)
        }
        bytes.append(contentsOf: "\"@signature-params\": \(parameters)".utf8)
        return bytes
    }
}
