import Geodesy
import HTTPTypes
import Statements
import Testing
import TransparencyLog

@testable import HTTPSignatures

@Suite struct RequestVerifierTests {
    @Test("a signed request is verified, with a body and without", arguments: PublicKey.Algorithm.allCases)
    func verifies(algorithm: PublicKey.Algorithm) throws {
        let key = Fixtures.key(algorithm)
        let verified = try Fixtures.verify(Fixtures.signed(by: key), key: key.publicKey)
        #expect(verified.keyID == key.publicKey.id)
        #expect(verified.digest == ContentDigest(of: Fixtures.body))
        for path in ["/", "", "/a?b", "/a?"] {
            let bare = try Fixtures.signed(by: key, Fixtures.request(.get, path: path), body: nil)
            #expect(try Fixtures.verify(bare, body: nil, key: key.publicKey).digest == nil)
        }
        // An empty body has a digest too.
        try Fixtures.verify(Fixtures.signed(by: key, body: []), body: [], key: key.publicKey)
    }

    @Test("a signature of RFC 8941's other spellings is the same signature")
    func otherSpelling() throws {
        let key = Fixtures.key()
        let spaced = try Fixtures.editing(Fixtures.signed(by: key), "\"@method\" ", to: "  \"@method\"   ")
        try Fixtures.verify(spaced, key: key.publicKey)
    }

    /// Each changes one covered part of the signed request.
    static let mutations: [(String, @Sendable (inout HTTPRequest) -> Void)] = [
        ("method", { $0.method = .put }),
        ("authority", { $0.authority = "other.example" }),
        ("port", { $0.authority = "node.example:8443" }),
        ("path", { $0.path = "/v1/Statements?wait=1&x=%20" }),
        ("path slash", { $0.path = "/v1/statements/?wait=1&x=%20" }),
        ("query", { $0.path = "/v1/statements?wait=2&x=%20" }),
        ("query order", { $0.path = "/v1/statements?x=%20&wait=1" }),
        ("query encoding", { $0.path = "/v1/statements?wait=1&x=+" }),
        ("query gone", { $0.path = "/v1/statements" }),
        ("content type", { $0.headerFields[.contentType] = "application/xml" }),
        ("content type gone", { $0.headerFields[.contentType] = nil }),
        ("content type twice", { $0.headerFields.append(HTTPField(name: .contentType, value: "application/json")) }),
        ("digest", { $0.headerFields[.contentDigest] = ContentDigest(of: [1]).fieldValue }),
        ("digest gone", { $0.headerFields[.contentDigest] = nil }),
        ("digest with company", { $0.headerFields[.contentDigest]? += ", sha-512=:AAAA:" }),
        ("label", { $0.headerFields[.signature] = $0.headerFields[.signature]?.replacingFirst("parley", with: "x") }),
    ]

    @Test("a change of any covered part fails", arguments: 0..<mutations.count, PublicKey.Algorithm.allCases)
    func mutation(index: Int, algorithm: PublicKey.Algorithm) throws {
        let key = Fixtures.key(algorithm)
        var request = try Fixtures.signed(by: key)
        Self.mutations[index].1(&request)
        #expect(throws: SignatureError.self, "\(Self.mutations[index].0)") {
            try Fixtures.verify(request, key: key.publicKey)
        }
    }

    @Test("a change of any parameter fails as a bad signature")
    func parameters() throws {
        let key = Fixtures.key()
        let signed = try Fixtures.signed(by: key)
        let edits = [
            ("created=1700000000", "created=1700000001"), ("nonce=\"AAEC", "nonce=\"BAEC"),
            ("created=1700000000", "created=1700000000;expires=1700000100"),
            ("\"@method\" \"@authority\"", "\"@authority\" \"@method\""), (" \"content-type\"", ""),
        ]
        for (piece, other) in edits {
            let request = try Fixtures.editing(signed, piece, to: other)
            #expect(throws: SignatureError.signatureInvalid(key.publicKey.id), "\(other)") {
                try Fixtures.verify(request, key: key.publicKey)
            }
        }
    }

    @Test("every flipped bit of the signature fails", arguments: PublicKey.Algorithm.allCases)
    func signatureBits(algorithm: PublicKey.Algorithm) throws {
        let key = Fixtures.key(algorithm)
        var request = try Fixtures.signed(by: key)
        let signature = try SignatureInput(parsing: request).signature
        for bit in 0..<signature.count * 8 {
            var altered = signature
            altered[bit / 8] ^= 1 << UInt8(bit % 8)
            request.headerFields[.signature] = "parley=:\(Base64.encode(altered)):"
            #expect(throws: SignatureError.signatureInvalid(key.publicKey.id), "bit \(bit)") {
                try Fixtures.verify(request, key: key.publicKey)
            }
        }
    }

    @Test("the body that came is compared with the one that was signed")
    func body() throws {
        let key = Fixtures.key()
        let signed = try Fixtures.signed(by: key)
        for other in [[], Fixtures.body + [10], Array(Fixtures.body.dropLast())] {
            #expect(throws: SignatureError.bodyAltered) {
                try Fixtures.verify(signed, body: other, key: key.publicKey)
            }
        }
        let bare = try Fixtures.signed(by: key, body: nil)
        #expect(throws: SignatureError.bodyNotCovered) { try Fixtures.verify(bare, body: [1], key: key.publicKey) }
    }

    @Test("a request is taken once, and a bad one does not use up its nonce")
    func replay() throws {
        let key = Fixtures.key()
        let nonces = NonceGuard()
        let signed = try Fixtures.signed(by: key)
        var altered = signed
        altered.method = .put
        #expect(throws: SignatureError.signatureInvalid(key.publicKey.id)) {
            try Fixtures.verify(altered, key: key.publicKey, nonces: nonces)
        }
        #expect(nonces.count == 0)
        try Fixtures.verify(signed, key: key.publicKey, nonces: nonces)
        #expect(throws: SignatureError.replayed(nonce: Base64.encode(Fixtures.nonce))) {
            try Fixtures.verify(signed, key: key.publicKey, nonces: nonces)
        }
        let again = try Fixtures.signed(by: key, nonce: [UInt8](repeating: 7, count: 64))
        try Fixtures.verify(again, key: key.publicKey, nonces: nonces)
    }

    @Test("the window is the guard's")
    func window() throws {
        let key = Fixtures.key()
        let signed = try Fixtures.signed(by: key)
        try Fixtures.verify(signed, key: key.publicKey, now: Fixtures.now(120))
        let error = #expect(throws: SignatureError.self) {
            try Fixtures.verify(
                signed, key: key.publicKey, now: Fixtures.now(31), nonces: NonceGuard(windowSeconds: 30))
        }
        #expect(error?.rule == "signature-too-old")
    }

    @Test("keys that are not enrolled, or of another algorithm, are refused")
    func keys() throws {
        let key = Fixtures.key()
        let signed = try Fixtures.signed(by: key)
        #expect(throws: SignatureError.keyUnknown(key.publicKey.id)) {
            try Fixtures.verify(signed, key: Fixtures.key().publicKey)
        }
        let named = try Fixtures.editing(signed, "alg=\"ed25519\"", to: "alg=\"ecdsa-p256-sha256\"")
        #expect(throws: SignatureError.algorithmOfAnotherKey(named: .p256, key: .ed25519)) {
            try Fixtures.verify(named, key: key.publicKey)
        }
    }

    @Test("what was signed for another node is refused")
    func authorities() throws {
        let key = Fixtures.key()
        let signed = try Fixtures.signed(by: key, Fixtures.request(authority: "Node.Example:443"))
        try Fixtures.verify(signed, key: key.publicKey, authorities: ["a.example", "node.example"])
        try Fixtures.verify(signed, key: key.publicKey, authorities: ["NODE.example:443"])
        #expect(throws: SignatureError.otherAuthority("node.example")) {
            try Fixtures.verify(signed, key: key.publicKey, authorities: ["a.example"])
        }
    }

    @Test("every error has a rule of its own and a sentence")
    func errors() {
        let id = Fixtures.key().publicKey.id
        let all: [SignatureError] = [
            .fieldMissing("a"), .fieldRepeated("a"), .fieldTooLong("a", limitBytes: 1), .fieldMalformed("a", "b"),
            .noneTagged, .severalTagged, .signatureMissing(label: "a"), .signatureLength(found: 1),
            .parameterMissing("a"),
            .parameterMalformed("a", "b"), .parameterUnknown("a"), .componentUnknown("a"),
            .componentParameter("a", parameter: "b"), .componentRepeated(.date), .componentNotCovered(.date),
            .componentAbsent(.date), .componentNotText(.date), .targetForm("a"), .otherAuthority("a"),
            .tooOld(createdSeconds: 1, windowSeconds: 1), .fromTheFuture(createdSeconds: 1, windowSeconds: 1),
            .expired(atSeconds: 1), .keyUnknown(id), .algorithmOfAnotherKey(named: .p256, key: .ed25519),
            .signatureInvalid(id), .cannotSign, .replayed(nonce: "a"), .busy(retryAfterSeconds: 1), .bodyNotCovered,
            .bodyAltered,
        ]
        #expect(Set(all.map(\.rule)).count == all.count)
        for error in all { #expect("\(error)".count > 12, "\(error.rule)") }
    }
}

extension String {
    fileprivate func replacingFirst(_ piece: String, with other: String) -> String {
        firstRange(of: piece).map { replacingCharacters(in: $0, with: other) } ?? self
    }
}
