import Geodesy
import HTTPTypes
import Statements
import Testing

@testable import HTTPSignatures

@Suite struct RequestSignerTests {
    @Test("the fields are to the byte what the profile says")
    func golden() throws {
        let key = try SigningKey(ed25519Seed: [UInt8](repeating: 7, count: 32))
        let request = try Fixtures.signed(by: key)
        #expect(
            request.headerFields[.signatureInput]
                == #"parley=("@method" "@authority" "@path" "@query" "content-digest" "content-type");created=1700000000"#
                + #";keyid="\#(key.publicKey.id)";alg="ed25519";nonce="AAECAwQFBgcICQoLDA0ODw==";tag="parley""#)
        #expect(
            request.headerFields[.contentDigest] == "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:")
        // Ed25519 is deterministic, so that the whole signature is golden.
        let base = try SignatureInput(parsing: request).base(of: request)
        #expect(
            String(decoding: base, as: UTF8.self).hasPrefix(
                """
                "@method": POST
                "@authority": node.example
                "@path": /v1/statements
                "@query": ?wait=1&x=%20
                "content-digest": sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:
                "content-type": application/json
                "@signature-params": ("@method"
                """))
    }

    @Test("signing again replaces what was there")
    func again() throws {
        let key = Fixtures.key()
        var request = try Fixtures.signed(by: key)
        try RequestSigner(key: key).sign(&request, body: nil, now: Fixtures.now(5))
        #expect(request.headerFields[.contentDigest] == nil)
        try Fixtures.verify(request, body: nil, key: key.publicKey)
    }

    @Test("what cannot be signed is refused")
    func refused() throws {
        let signer = RequestSigner(key: Fixtures.key())
        func rule(_ edit: (inout HTTPRequest) -> Void, now: Instant? = nil, nonce: [UInt8] = Fixtures.nonce) -> String?
        {
            var request = Fixtures.request()
            edit(&request)
            do {
                try signer.sign(&request, body: nil, now: now ?? Fixtures.now(), nonce: nonce)
                return nil
            } catch let error as SignatureError { return error.rule } catch { return "\(error)" }
        }
        #expect(rule { _ in } == nil)
        #expect(rule { $0.authority = nil } == "signature-component-absent")
        #expect(rule { $0.path = "*" } == "signature-target-form")
        #expect(rule({ _ in }, nonce: [1, 2, 3]) == "signature-parameter-malformed")
        #expect(rule({ _ in }, nonce: [UInt8](repeating: 1, count: 65)) == "signature-parameter-malformed")
        #expect(rule({ _ in }, now: .earliest) == "signature-parameter-malformed")
    }

    @Test("nonces of the system differ")
    func nonces() {
        #expect(Set((0..<100).map { _ in RequestSigner.nonce() }).count == 100)
    }
}
