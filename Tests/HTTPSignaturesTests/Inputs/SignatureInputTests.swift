import Geodesy
import HTTPTypes
import Statements
import TestKit
import Testing
import TransparencyLog

@testable import HTTPSignatures

@Suite struct SignatureInputTests {
    private let key = Fixtures.key()

    @Test("what the signer writes is read back")
    func roundTrip() throws {
        let request = try Fixtures.signed(by: key)
        let input = try SignatureInput(parsing: request)
        #expect(input.label == "parley")
        #expect(input.components == [.method, .authority, .path, .query, .contentDigest, .contentType])
        #expect(input.createdSeconds == Fixtures.createdSeconds)
        #expect(input.expiresSeconds == nil)
        #expect(input.keyID == key.publicKey.id)
        #expect(input.algorithm == .ed25519)
        #expect(input.nonce == Base64.encode(Fixtures.nonce))
        #expect(input.signature.count == 64)
        #expect(request.headerFields[.signatureInput] == "parley=" + input.parameters)
    }

    /// A piece of the field, what stands in its place, and the rule that this breaks.
    static let edits: [(String, String, String)] = [
        (";tag=\"parley\"", "", "signature-none-tagged"),
        ("tag=\"parley\"", "tag=\"Parley\"", "signature-none-tagged"),
        ("tag=\"parley\"", "tag=parley", "signature-none-tagged"),
        ("tag=\"parley\"", "tag=\"parley\";tag=\"parley\"", "signature-field-malformed"),
        ("tag=\"parley\"", "tag=\"x\";tag=\"parley\"", "signature-field-malformed"),
        ("created=1700000000;", "", "signature-parameter-missing"),
        ("created=1700000000", "created=1700000000;created=1700000001", "signature-field-malformed"),
        ("created=1700000000", "created=\"1700000000\"", "signature-parameter-malformed"),
        ("created=1700000000", "created=1700000000.0", "signature-parameter-malformed"),
        ("created=1700000000", "created=-1", "signature-parameter-malformed"),
        ("created=1700000000", "created=@1700000000", "signature-parameter-malformed"),
        ("created=1700000000", "created=999999999999999", "signature-parameter-malformed"),
        ("created=1700000000", "created=9999999999999999", "signature-field-malformed"),
        ("created=1700000000", "created", "signature-parameter-malformed"),
        ("created=1700000000", "created=1700000000;expires=1700000000", "signature-parameter-malformed"),
        ("created=1700000000", "created=1700000000;expires=x", "signature-parameter-malformed"),
        ("created=1700000000", "created=1700000000;hint=\"a\"", "signature-parameter-unknown"),
        ("created=1700000000", "Created=1700000000", "signature-field-malformed"),
        ("alg=\"ed25519\"", "alg=\"hmac-sha256\"", "signature-parameter-malformed"),
        ("alg=\"ed25519\"", "alg=\"Ed25519\"", "signature-parameter-malformed"),
        ("alg=\"ed25519\"", "alg=ed25519", "signature-parameter-malformed"),
        ("alg=\"ed25519\";", "", "signature-parameter-missing"),
        ("keyid=\"", "keyid=\"0", "signature-parameter-malformed"),
        ("keyid=\"", "keyid=\"x\";x=\"", "signature-parameter-malformed"),
        ("nonce=\"AAECAwQFBgcICQoLDA0ODw==\";", "", "signature-parameter-missing"),
        ("nonce=\"AAECAwQFBgcICQoLDA0ODw==\"", "nonce=\"AAECAwQFBgcICQoLDA0O\"", "signature-parameter-malformed"),
        ("nonce=\"AAECAwQFBgcICQoLDA0ODw==\"", "nonce=\"AAECAwQFBgcICQoLDA0ODx==\"", "signature-parameter-malformed"),
        ("nonce=\"AAECAwQFBgcICQoLDA0ODw==\"", "nonce=:AAECAwQFBgcICQoLDA0ODw==:", "signature-parameter-malformed"),
        ("\"@method\"", "\"@method\" \"@method\"", "signature-component-repeated"),
        ("\"@method\"", "\"@method\";req", "signature-component-parameter"),
        ("\"content-type\"", "\"content-type\";sf", "signature-component-parameter"),
        ("\"content-type\"", "\"content-type\";bs", "signature-component-parameter"),
        ("\"content-digest\"", "\"content-digest\";key=\"sha-256\"", "signature-component-parameter"),
        ("\"content-type\"", "\"content-type\";tr;sf", "signature-component-parameter"),
        ("\"@query\"", "\"@query-param\";name=\"x\"", "signature-component-parameter"),
        ("\"@query\"", "\"@target-uri\"", "signature-component-unknown"),
        ("\"@query\"", "\"@status\"", "signature-component-unknown"),
        ("\"@query\"", "\"x-forwarded-for\"", "signature-component-unknown"),
        ("\"content-type\"", "\"Content-Type\"", "signature-component-unknown"),
        ("\"@query\"", "@query", "signature-field-malformed"),
        ("\"@query\"", "query", "signature-field-malformed"),
        ("parley=(", "parley=((", "signature-field-malformed"),
        ("parley=(", "other=(", "signature-missing"),
        ("parley=(", "parley=(),parley=(", "signature-field-malformed"),
        ("parley=(", "x=(),", "signature-field-malformed"),
        ("parley=(", "x=();tag=\"parley\", parley=(", "signature-several-tagged"),
        ("parley=(", "p=%\"\\\",parley=(", "signature-field-malformed"),
        ("parley=(", "parley=", "signature-field-malformed"),
    ]

    @Test("each rule of the field is kept and named", arguments: edits)
    func rules(piece: String, other: String, rule: String) throws {
        let request = try Fixtures.editing(Fixtures.signed(by: key), piece, to: other)
        let error = #expect(throws: SignatureError.self, "\(other)") { try SignatureInput(parsing: request) }
        #expect(error?.rule == rule, "\(other): \(error.map { "\($0)" } ?? "")")
    }

    @Test("signatures of others are left alone, whatever they cover")
    func others() throws {
        let signed = try Fixtures.signed(by: key)
        var request = try Fixtures.editing(
            signed, "parley=(", to: #"proxy=("@status";req "x-y";key="a,b;c");tag="edge", parley=("#)
        request.headerFields[.signature]? += ", proxy=:AAAA:"
        #expect(try SignatureInput(parsing: request) == SignatureInput(parsing: signed))
        try Fixtures.verify(request, key: key.publicKey)
    }

    @Test("the signature's own field keeps to the form too")
    func signatureField() throws {
        var request = try Fixtures.signed(by: key)
        func rule(_ value: String?) -> String? {
            request.headerFields[.signature] = value
            do {
                _ = try SignatureInput(parsing: request)
                return nil
            } catch { return error.rule }
        }
        #expect(rule(nil) == "signature-field-missing")
        #expect(rule("") == "signature-field-malformed")
        #expect(rule("parley") == "signature-missing")
        #expect(rule("parley=AAAA") == "signature-missing")
        #expect(rule("parley=:AAAA:") == "signature-length")
        #expect(rule("parley=:AA=A:") == "signature-missing")
        #expect(rule("other=:AAAA:") == "signature-missing")
        #expect(rule("parley=:AAAA:, parley=:AAAA:") == "signature-field-malformed")
        #expect(rule(String(repeating: "a", count: 5000)) == "signature-field-too-long")
        #expect(rule((0..<10).map { "a\($0)=:AAAA:" }.joined(separator: ",")) == "signature-field-malformed")
    }

    @Test("each of the two fields may stand once", arguments: [HTTPField.Name.signature, .signatureInput])
    func repeated(name: HTTPField.Name) throws {
        var request = try Fixtures.signed(by: key)
        request.headerFields.append(HTTPField(name: name, value: "x=:AAAA:"))
        #expect(throws: SignatureError.fieldRepeated(name.canonicalName)) { try SignatureInput(parsing: request) }
        request.headerFields[name] = nil
        #expect(throws: SignatureError.fieldMissing(name.canonicalName)) { try SignatureInput(parsing: request) }
    }

    @Test("what must be covered is asked for")
    func coverage() throws {
        let signed = try Fixtures.signed(by: key)
        for component in [Component.method, .authority, .path, .query] {
            let request = try Fixtures.editing(signed, "\"\(component.rawValue)\" ", to: "")
            let input = try SignatureInput(parsing: request)
            #expect(throws: SignatureError.componentNotCovered(component)) { try input.checkCoverage(of: request) }
        }
        var request = try Fixtures.editing(signed, "\"content-digest\" ", to: "")
        let input = try SignatureInput(parsing: request)
        #expect(throws: SignatureError.bodyNotCovered) { try input.checkCoverage(of: request) }
        request.headerFields[.contentDigest] = nil
        try input.checkCoverage(of: request)
        request.headerFields[.contentLength] = "0"
        try input.checkCoverage(of: request)
        request.headerFields[.contentLength] = "18"
        #expect(throws: SignatureError.bodyNotCovered) { try input.checkCoverage(of: request) }
    }

    @Test("both ends of the window are inside it")
    func window() throws {
        let input = try SignatureInput(parsing: Fixtures.signed(by: key))
        for inside: Int64 in [-120, -119, 0, 1, 119, 120] { try input.checkTime(now: Fixtures.now(inside)) }
        #expect(throws: SignatureError.tooOld(createdSeconds: Fixtures.createdSeconds, windowSeconds: 120)) {
            try input.checkTime(now: Fixtures.now(120, microseconds: 1))
        }
        #expect(throws: SignatureError.fromTheFuture(createdSeconds: Fixtures.createdSeconds, windowSeconds: 120)) {
            try input.checkTime(now: Fixtures.now(-120, microseconds: -1))
        }
        for far in [Instant.earliest, .latest] {
            #expect(throws: SignatureError.self) { try input.checkTime(now: far) }
        }
    }

    @Test("a signature ends when it says")
    func expiry() throws {
        let request = try Fixtures.editing(Fixtures.signed(by: key), ";keyid", to: ";expires=1700000005;keyid")
        let input = try SignatureInput(parsing: request)
        #expect(input.expiresSeconds == 1_700_000_005)
        try input.checkTime(now: Fixtures.now(4, microseconds: 999_999))
        #expect(throws: SignatureError.expired(atSeconds: 1_700_000_005)) { try input.checkTime(now: Fixtures.now(5)) }
    }

    @Test("bytes at random are refused or read, never a crash", arguments: UInt64(0)..<20)
    func fuzz(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let signed = try Fixtures.signed(by: key)
        let alphabet = Array(#"();,="\:?*@%-.09azAZ /+~"#.utf8)
        for _ in 0..<100 {
            var request = signed
            for name in [HTTPField.Name.signatureInput, .signature] {
                var bytes = Array((request.headerFields[name] ?? "").utf8)
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    let position = Int.random(in: 0..<bytes.count, using: &random)
                    let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[position] = byte
                    case 1: bytes.insert(byte, at: position)
                    default: bytes.remove(at: position)
                    }
                }
                request.headerFields[name] = String(decoding: bytes, as: UTF8.self)
            }
            guard let input = try? SignatureInput(parsing: request) else { continue }
            let same = input.parameters == (try SignatureInput(parsing: signed).parameters)
            let holds = (try? Fixtures.verify(request, key: key.publicKey)) != nil
            #expect(same || !holds, "seed \(seed): \(request.headerFields)")
        }
    }
}
