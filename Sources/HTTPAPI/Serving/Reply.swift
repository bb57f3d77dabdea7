import HTTPTypes
import Hummingbird
import StrictJSON
import TransparencyLog

/// Replies with a whole body.
enum Reply {
    /// How long a reply may be kept.
    enum Caching: Sendable {
        /// Not at all.
        case never
        /// Asked for again each time, with its tag.
        case checked
        /// For ever: what is at this address never changes.
        case forever(isPublic: Bool)
    }

    /// What `write` writes, as JSON.
    static func json(
        _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], _ write: (inout JSONWriter) -> Void
    ) -> Response {
        var writer = JSONWriter(capacity: 1024)
        write(&writer)
        return bytes(writer.bytes, type: "application/json", status: status, headers: headers)
    }

    /// A text.
    static func text(_ bytes: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        Self.bytes(bytes, type: "text/plain; charset=utf-8", status: status, headers: headers)
    }

    /// Bytes of a media type.
    static func bytes(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Bytes with a tag of their content; 304 without them when the caller has them already.
    static func cached(_ bytes: [UInt8], type: String, _ caching: Caching, for request: Request) -> Response {
        let tag = "\"\(Hash.sha256(of: bytes).hex)\""
        var headers: HTTPFields = [.eTag: tag]
        switch caching {
        case .never: headers[.cacheControl] = "no-store"
        case .checked: headers[.cacheControl] = "no-cache"
        case .forever(let isPublic):
            headers[.cacheControl] = (isPublic ? "public" : "private") + ", max-age=31536000, immutable"
        }
        if let known = request.headers[.ifNoneMatch], matches(known, tag) {
            return Response(status: .notModified, headers: headers)
        }
        return Self.bytes(bytes, type: type, headers: headers)
    }

    /// Weak comparison (RFC 9110 section 8.8.3.2).
    private static func matches(_ field: String, _ tag: String) -> Bool {
        if field == "*" { return true }
        return field.split(separator: ",").contains { part in
            let known = part.drop { $0 == " " || $0 == "\t" }
            return known.hasPrefix(tag) || known.hasPrefix("W/" + tag)
        }
    }
}

extension JSONWriter {
    /// A key and a text, or `null`.
    mutating func member(_ name: String, orNull text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    /// A key and a whole number, or `null`.
    mutating func member(_ name: String, orNull value: (some BinaryInteger)?) {
        key(name)
        if let value { integer(value) } else { null() }
    }
}
