import Crypto
import Testing
import TransparencyLog

@Suite struct NoteVerifierKeyTests {
    @Test func textFormRoundTrips() throws {
        let example = try NoteVerifierKey(vkey: NoteTests.exampleKey)
        #expect(example.vkey == NoteTests.exampleKey)
        #expect(example.name.text == "example.com/foo")
        #expect(example.kind == .ed25519)
        #expect(example.keyID.description == "530d903a")
        for signer in [try Fixtures.logSigner(), try Fixtures.witness("witness.example/ä", seed: 4)] {
            let again = try NoteVerifierKey(vkey: signer.verifierKey.vkey)
            #expect(again == signer.verifierKey)
            #expect(again.kind == signer.verifierKey.kind)
        }
    }

    @Test("type and name are part of the ID")
    func identity() throws {
        let log = try Fixtures.logSigner("same", seed: 9).verifierKey
        let witness = try Fixtures.witness("same", seed: 9).verifierKey
        let renamed = try Fixtures.logSigner("other", seed: 9).verifierKey
        #expect(log.publicKey == witness.publicKey)
        #expect(Set([log.keyID, witness.keyID, renamed.keyID]).count == 3)
        #expect(Set([log, witness, renamed, log]).count == 3)
    }

    @Test(
        "other texts are refused",
        arguments: [
            "", "+", "++", "example.com/foo", "example.com/foo+530d903a",
            "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U==",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
            "example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+", "example.com/foo+530d903a+AQ==",
            "exam ple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        ])
    func refusals(text: String) {
        #expect(throws: NoteError.self) { try NoteVerifierKey(vkey: text) }
    }

    @Test func mutatedTextsNeverGiveAnotherKey() throws {
        var random = SplitMix64(seed: 15)
        for _ in 0..<5000 {
            var bytes = Array(NoteTests.exampleKey.utf8)
            Mutation.apply(to: &bytes, using: &random)
            let text = String(decoding: bytes, as: UTF8.self)
            guard text != NoteTests.exampleKey else { continue }
            #expect(throws: NoteError.self, "\(text), seed 15") { try NoteVerifierKey(vkey: text) }
        }
    }

    @Test("names that Unicode calls equivalent are two names")
    func namesAreBytes() throws {
        let composed = try KeyName("caf\u{E9}")
        let decomposed = try KeyName("cafe\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect((composed < decomposed) == false)
        #expect(decomposed < composed)
    }

    @Test(arguments: ["", " ", "a b", "a+b", "a\u{A0}b", "a\u{2003}b", "a\u{85}b", "a\nb", "a\u{7F}b", "a\u{0}b"])
    func badNames(name: String) {
        #expect(throws: NoteError.badName(name)) { try KeyName(name) }
    }

    @Test func longestName() throws {
        #expect(try KeyName(String(repeating: "a", count: 255)).text.count == 255)
        #expect(throws: NoteError.self) { try KeyName(String(repeating: "a", count: 256)) }
    }

    /// Encodings of small order, the sign bit both ways; for each, signatures appear without a private key.
    static let smallOrder: [String] = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ]

    @Test("keys that bind nobody are refused, and they are indeed worthless", arguments: smallOrder)
    func weakKeys(text: String) throws {
        let encoding = try Hex.decode(text)
        for sign in [UInt8(0), 0x80] {
            var key = encoding
            key[31] |= sign
            #expect(throws: NoteError.weakKey(try KeyName("weak"))) {
                try NoteVerifierKey(name: KeyName("weak"), kind: .ed25519, publicKey: key)
            }
        }
        // R = the neutral point, S = 0: holds for about one message in eight at worst.
        let library = try Curve25519.Signing.PublicKey(rawRepresentation: encoding)
        let forged = [1] + [UInt8](repeating: 0, count: 63)
        let fooled = (UInt8(0)..<200).contains { library.isValidSignature(forged, for: [$0]) }
        #expect(fooled, "\(text)")
        #expect(!Ed25519Point.isSmallOrder([]))
        #expect(try !Ed25519Point.isSmallOrder(Fixtures.logSigner().verifierKey.publicKey))
    }
}
