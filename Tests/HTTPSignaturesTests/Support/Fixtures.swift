import Geodesy
import HTTPTypes
import Statements
import Testing

@testable import HTTPSignatures

/// Keys, requests and clocks that several suites need.
enum Fixtures {
    static let createdSeconds: Int64 = 1_700_000_000

    static func now(_ secondsLater: Int64 = 0, microseconds: Int64 = 0) throws -> Instant {
        try Instant(microsecondsSince1970: (createdSeconds + secondsLater) * 1_000_000 + microseconds)
    }

    static func key(_ algorithm: PublicKey.Algorithm = .ed25519) -> SigningKey { SigningKey(algorithm) }

    static let nonce = [UInt8](0..<16)

    static let body = Array(#"{"hello": "world"}"#.utf8)

    static func request(
        _ method: HTTPRequest.Method = .post, path: String = "/v1/statements?wait=1&x=%20",
        authority: String = "node.example"
    ) -> HTTPRequest {
        var request = HTTPRequest(method: method, scheme: "https", authority: authority, path: path)
        request.headerFields[.contentType] = "application/json"
        request.headerFields[.accept] = "application/json"
        return request
    }

    static func signed(
        by key: SigningKey, _ request: HTTPRequest = request(), body: [UInt8]? = body, nonce: [UInt8] = nonce
    ) throws -> HTTPRequest {
        var request = request
        try RequestSigner(key: key).sign(&request, body: body, now: now(), nonce: nonce)
        return request
    }

    /// Verifies header fields and body in one go, with a guard of its own.
    @discardableResult
    static func verify(
        _ request: HTTPRequest, body: [UInt8]? = body, key: PublicKey, now: Instant? = nil,
        nonces: NonceGuard = NonceGuard(), authorities: Set<String>? = nil
    ) throws -> VerifiedRequest {
        let verifier = RequestVerifier(nonces: nonces, authorities: authorities)
        let verified = try verifier.verify(request, now: now ?? self.now()) { $0 == key.id ? key : nil }
        try verified.check(body: HashedBody(body ?? []))
        return verified
    }

    /// The request with a piece of its `Signature-Input` replaced; fails when the piece is not there.
    static func editing(_ request: HTTPRequest, _ piece: String, to other: String) throws -> HTTPRequest {
        var request = request
        let value = try #require(request.headerFields[.signatureInput])
        let range = try #require(value.firstRange(of: piece), "\(piece) in \(value)")
        request.headerFields[.signatureInput] = value.replacingCharacters(in: range, with: other)
        return request
    }
}

extension String {
    func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
