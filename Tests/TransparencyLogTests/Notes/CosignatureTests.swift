import Testing
import TransparencyLog

@Suite struct CosignatureTests {
    let text = Array("parley.example/log\n5\nqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqo=\n".utf8)

    @Test("what is signed begins with the header and the time")
    func message() {
        let message = Cosignature.message(over: text, timestampSeconds: 1_679_315_147)
        #expect(message == Array("cosignature/v1\ntime 1679315147\n".utf8) + text)
    }

    @Test func signsAndVerifies() throws {
        let witness = try Fixtures.witness("witness.example/a", seed: 2)
        let line = try witness.cosign(text, timestampSeconds: 0x0102_0304_0506_0708)
        #expect(line.signature.count == 72)
        #expect(Array(line.signature[..<8]) == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(witness.verifierKey.isValid(line, over: text))
        let cosignature = try #require(Cosignature(line))
        #expect(cosignature.timestampSeconds == 0x0102_0304_0506_0708)
        #expect(cosignature.name.text == "witness.example/a")
        #expect(!witness.verifierKey.isValid(line, over: text + [10]))
        for position in 0..<72 {
            var bytes = line.signature
            bytes[position] ^= 0x10
            let bad = try #require(NoteSignature(name: line.name, keyID: line.keyID, signature: bytes))
            #expect(!witness.verifierKey.isValid(bad, over: text), "byte \(position)")
        }
    }

    @Test("time 0 and times above 2^63 - 1 are refused both ways")
    func timestamps() throws {
        let witness = try Fixtures.witness("witness.example/a", seed: 2)
        #expect(throws: NoteError.badTimestamp(0)) { try witness.cosign(text, timestampSeconds: 0) }
        #expect(throws: NoteError.badTimestamp(1 << 63)) { try witness.cosign(text, timestampSeconds: 1 << 63) }
        let latest = try witness.cosign(text, timestampSeconds: 1 << 63 - 1)
        #expect(witness.verifierKey.isValid(latest, over: text))
        for lead in [[UInt8](repeating: 0, count: 8), [0x80] + [UInt8](repeating: 0, count: 7)] {
            let line = try #require(
                NoteSignature(name: latest.name, keyID: latest.keyID, signature: lead + latest.signature[8...]))
            #expect(Cosignature(line) == nil)
            #expect(!witness.verifierKey.isValid(line, over: text))
        }
    }

    @Test("a log's key does not cosign, a witness's does not sign, and neither passes for the other")
    func kinds() throws {
        let log = try Fixtures.logSigner("same", seed: 2)
        let witness = try Fixtures.witness("same", seed: 2)
        #expect(throws: NoteError.wrongKeyType(try KeyName("same"))) { try log.cosign(text, timestampSeconds: 1) }
        #expect(throws: NoteError.wrongKeyType(try KeyName("same"))) { try witness.sign(text) }
        #expect(!witness.verifierKey.isValid(try log.sign(text), over: text))
        #expect(!log.verifierKey.isValid(try witness.cosign(text, timestampSeconds: 1), over: text))
    }

    @Test func seedsAreThirtyTwoBytes() throws {
        let name = try KeyName("x")
        for count in [0, 31, 33, 64] {
            #expect(throws: NoteError.badSeed(name)) {
                try NoteSigner(name: name, kind: .ed25519, seed: [UInt8](repeating: 1, count: count))
            }
        }
    }
}
