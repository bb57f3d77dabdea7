import TestKit
import Testing
import TransparencyLog

@testable import HTTPSignatures

@Suite struct ContentDigestTests {
    @Test("RFC 9530's example, written and read")
    func example() throws {
        // Appendix B of RFC 9530: the digest of {"hello": "world"} and a line feed.
        let body = Array("{\"hello\": \"world\"}\n".utf8)
        let field = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
        #expect(ContentDigest(of: body).fieldValue == field)
        #expect(try ContentDigest(parsing: field) == ContentDigest(of: body))
    }

    @Test("digests by other algorithms may stand beside it")
    func several() throws {
        let own = ContentDigest(of: [1, 2, 3])
        #expect(try ContentDigest(parsing: "sha-512=:AAAA:, \(own.fieldValue)") == own)
        #expect(try ContentDigest(parsing: "\(own.fieldValue),unixsum=30637") == own)
    }

    @Test(
        "what holds no SHA-256, or two, is refused",
        arguments: [
            "", "sha-256", "sha-256=:AAAA:", "sha-256=\"RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=\"",
            "SHA-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:", "sha-512=:AAAA:",
            "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:, sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
            "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDh=:",
        ])
    func refused(field: String) {
        let error = #expect(throws: SignatureError.self) { try ContentDigest(parsing: field) }
        #expect(error?.rule == "signature-field-malformed", "\(field)")
    }

    @Test("a body hashed in pieces is the body hashed whole", arguments: UInt64(0)..<20)
    func streaming(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let body = random.bytes(Int.random(in: 0...5000, using: &random))
        var hasher = BodyHasher()
        var rest = body[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...700, using: &random))
            rest = rest.dropFirst(piece.count)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: hasher.update(piece)
            case 1: hasher.update(piece.lazy.map { $0 })
            default: piece.withUnsafeBytes { hasher.update($0) }
            }
        }
        #expect(hasher.finish() == HashedBody(body), "seed \(seed)")
    }
}
