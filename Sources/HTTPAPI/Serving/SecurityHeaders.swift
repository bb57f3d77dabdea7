import HTTPTypes
import Hummingbird

/// Header fields that every reply carries.
enum SecurityHeaders {
    private static let policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    private static let requestID = HTTPField.Name("X-Request-Id")
    private static let referrerPolicy = HTTPField.Name("Referrer-Policy")

    /// Adds what the handler did not set itself.
    static func add(to response: inout Response, id: String, speaksTLS: Bool) {
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.contentSecurityPolicy] == nil { response.headers[.contentSecurityPolicy] = policy }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if let referrerPolicy { response.headers[referrerPolicy] = "no-referrer" }
        if let requestID { response.headers[requestID] = id }
        if speaksTLS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    }
}
