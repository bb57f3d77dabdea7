import Crypto
import HTTPTypes
import Statements
import Testing
import TransparencyLog

@testable import HTTPSignatures

/// The examples of RFC 9421 appendix B that fall into the profile's algorithms and components.
@Suite struct SignatureBaseTests {
    /// The request of appendix B.2.
    private func request() throws -> HTTPRequest {
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "example.com", path: "/foo?param=Value&Pet=dog")
        request.headerFields[.date] = "Tue, 20 Apr 2021 02:07:55 GMT"
        request.headerFields[.contentType] = "application/json"
        request.headerFields[.contentDigest] =
            "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"
        request.headerFields[.contentLength] = "18"
        return request
    }

    @Test("B.2.6: the base is the RFC's, and the RFC's Ed25519 key and signature hold over it")
    func ed25519() throws {
        let field =
            #"sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");"#
            + #"created=1618884473;keyid="test-key-ed25519""#
        let member = try #require(try members(field).first)
        let parameters = try SignatureInput.serialized(try #require(member.innerList))
        #expect(parameters == String(field.dropFirst("sig-b26=".count)))
        let base = try SignatureBase.bytes(
            of: request(), components: [.date, .method, .path, .authority, .contentType, .contentLength],
            parameters: parameters)
        let expected = [
            #""date": Tue, 20 Apr 2021 02:07:55 GMT"#, #""@method": POST"#, #""@path": /foo"#,
            #""@authority": example.com"#, #""content-type": application/json"#, #""content-length": 18"#,
            #""@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length")"#
                + #";created=1618884473;keyid="test-key-ed25519""#,
        ].joined(separator: "\n")
        #expect(String(decoding: base, as: UTF8.self) == expected)
        let key = try PublicKey(spki: Base64.decode("MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="))
        let signature = try Base64.decode(
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==")
        #expect(key.accepts(signature, over: base))
        // Ed25519 is deterministic: the RFC's private key makes the RFC's signature.
        let seed = try Base64.decode("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=")
        let signer = try SigningKey(ed25519Seed: seed)
        #expect(signer.publicKey == key)
        #expect(try signer.sign(base) == signature)
    }

    @Test("B.2.5: the RFC's MAC holds over the base, which is therefore right to the byte")
    func base25() throws {
        let parameters = #"("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret""#
        let base = try SignatureBase.bytes(
            of: request(), components: [.date, .authority, .contentType], parameters: parameters)
        let secret = try Base64.decode(
            "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==")
        let code = HMAC<SHA256>.authenticationCode(for: base, using: SymmetricKey(data: secret))
        #expect(Base64.encode([UInt8](code)) == "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=")
    }

    @Test("B.2.4: the RFC's P-256 signature, r and s in 64 bytes, holds over the RFC's base")
    func p256() throws {
        let base = [
            #""@status": 200"#, #""content-type": application/json"#,
            #""content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuah"#
                + "q4l5aGgfLQ==:", #""content-length": 23"#,
            #""@signature-params": ("@status" "content-type" "content-digest" "content-length")"#
                + #";created=1618884473;keyid="test-key-ecc-p256""#,
        ].joined(separator: "\n")
        let key = try PublicKey(
            spki: Base64.decode(
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lfw0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71"
                    + "Z50VGGdldkkDXZCnTNnoXQ=="))
        let signature = try Base64.decode(
            "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==")
        #expect(key.accepts(signature, over: Array(base.utf8)))
        #expect(!key.accepts(signature, over: Array((base + " ").utf8)))
    }

    @Test("parameters are serialised in their order and in one spelling")
    func canonical() throws {
        let spaced = #"a=(  "@method"   "@path" ); tag="x\"y\\";created=1;  flag;n=?1 "#
        let member = try #require(try members(spaced).first)
        let list = try #require(member.innerList)
        #expect(try SignatureInput.serialized(list) == #"("@method" "@path");tag="x\"y\\";created=1;flag;n"#)
    }

    private func members(_ field: String) throws -> [FieldMember] {
        try FieldMember.members(of: field, field: "signature-input", maximumBytes: 4096, maximumCount: 8)
    }
}
