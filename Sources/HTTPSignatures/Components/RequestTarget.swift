public import HTTPTypes

/// A request's target in origin form: the path and the query, both exactly as sent.
///
/// Source: RFC 9110 section 7.1, RFC 9421 sections 2.2.6 and 2.2.7.
public struct RequestTarget: Hashable, Sendable {
    /// The scheme that is assumed when a request names none.
    public static let defaultScheme = "https"

    /// The path; `/` when the target has none.
    public let path: String
    /// What follows the first `?`; nil when there is no `?`.
    public let query: String?

    /// Splits a request's target.
    ///
    /// - Throws: `targetForm` for absolute and asterisk forms, and for a fragment.
    public init(of request: HTTPRequest) throws(SignatureError) {
        try self.init(request.path ?? "")
    }

    /// Splits a target.
    ///
    /// - Throws: `targetForm` for absolute and asterisk forms, and for a fragment.
    public init(_ target: String) throws(SignatureError) {
        let bytes = target.utf8
        guard !bytes.contains(UInt8(ascii: "#")) else { throw .targetForm(target) }
        let mark = bytes.firstIndex(of: UInt8(ascii: "?"))
        let path = bytes[..<(mark ?? bytes.endIndex)]
        guard path.isEmpty || path.first == UInt8(ascii: "/") else { throw .targetForm(target) }
        self.path = path.isEmpty ? "/" : String(decoding: path, as: UTF8.self)
        query = mark.map { String(decoding: bytes[bytes.index(after: $0)...], as: UTF8.self) }
    }

    /// An authority in the one form that is signed: lower case, without the scheme's own port.
    ///
    /// Source: RFC 9421 section 2.2.3, RFC 9110 section 4.2.3.
    public static func normalized(authority: String, scheme: String) -> String {
        let lowered = authority.lowercasedASCII
        let ownPort =
            switch scheme.lowercasedASCII {
            case "https": ":443"
            case "http": ":80"
            default: ":"
            }
        // An empty port is the scheme's own, too.
        for suffix in [ownPort, ":"] where lowered.utf8.count > suffix.utf8.count && lowered.hasSuffix(suffix) {
            return String(lowered.dropLast(suffix.count))
        }
        return lowered
    }
}

extension String {
    /// A-Z as a-z, and nothing else changed.
    fileprivate var lowercasedASCII: String {
        String(decoding: utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
