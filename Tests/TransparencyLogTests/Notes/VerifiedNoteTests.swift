import Testing
import TransparencyLog

@Suite struct VerifiedNoteTests {
    let text = Array("parley.example/log\n5\nroot\n".utf8)

    @Test("lines of unknown keys are ignored, even under a known name or a known ID")
    func unknownKeys() throws {
        let signer = try Fixtures.logSigner()
        let key = signer.verifierKey
        let good = try signer.sign(text)
        let junk = [UInt8](repeating: 3, count: 64)
        let sameName = try #require(NoteSignature(name: key.name, keyID: KeyID(1), signature: junk))
        let sameID = try #require(NoteSignature(name: KeyName("other"), keyID: key.keyID, signature: junk))
        for order in [[good, sameName, sameID], [sameID, sameName, good], [sameName, good, sameID]] {
            #expect(try Note(text: text, signatures: order).verified(by: [key]).keys == [key])
        }
        #expect(throws: NoteError.notSignedByKnownKey) {
            try Note(text: text, signatures: [sameName, sameID]).verified(by: [key])
        }
    }

    @Test("a forged line of a known key spoils the note, wherever it stands and however many hold")
    func forgedLine() throws {
        let log = try Fixtures.logSigner()
        let witness = try Fixtures.witness("witness.example/a", seed: 2)
        let keys = [log.verifierKey, witness.verifierKey]
        let good = [try log.sign(text), try witness.cosign(text, timestampSeconds: 5)]
        for line in good {
            var signature = line.signature
            signature[20] ^= 1
            let forged = try #require(NoteSignature(name: line.name, keyID: line.keyID, signature: signature))
            for lines in [good + [forged], [forged] + good] {
                #expect(throws: NoteError.badSignature(line.name, line.keyID)) {
                    try Note(text: text, signatures: lines).verified(by: keys)
                }
            }
            let short = try #require(NoteSignature(name: line.name, keyID: line.keyID, signature: [1]))
            #expect(throws: NoteError.badSignature(line.name, line.keyID)) {
                try Note(text: text, signatures: good + [short]).verified(by: keys)
            }
        }
    }

    @Test("no keys means no trust")
    func emptyKeys() throws {
        let note = try Note(text: text, signatures: [Fixtures.logSigner().sign(text)])
        #expect(throws: NoteError.notSignedByKnownKey) { try note.verified(by: []) }
    }

    @Test func eachKeyCountsOnceAndTheLatestCosignatureStands() throws {
        let witness = try Fixtures.witness("witness.example/a", seed: 2)
        let other = try Fixtures.witness("witness.example/b", seed: 3)
        let lines = try [
            witness.cosign(text, timestampSeconds: 50), other.cosign(text, timestampSeconds: 7),
            witness.cosign(text, timestampSeconds: 90), witness.cosign(text, timestampSeconds: 60),
        ]
        let verified = try Note(text: text, signatures: lines).verified(by: [other.verifierKey, witness.verifierKey])
        #expect(verified.keys == [witness.verifierKey, other.verifierKey])
        #expect(verified.cosignatures.map(\.timestampSeconds) == [90, 7])
    }

    @Test("the same key given twice is one key; two keys with one name and ID are refused")
    func ambiguity() throws {
        let signer = try Fixtures.logSigner()
        let note = try Note(text: text, signatures: [signer.sign(text)])
        #expect(try note.verified(by: [signer.verifierKey, signer.verifierKey]).keys.count == 1)
        // Two seeds whose public keys share name and ID: found by search, a collision of 32 bits.
        let name = try KeyName("c")
        var seen: [KeyID: UInt64] = [:]
        var random = SplitMix64(seed: 14)
        var pair: (NoteVerifierKey, NoteVerifierKey)?
        while pair == nil {
            let number = random.next()
            let publicKey = Self.publicKey(number)
            let id = KeyID(name: name, kind: .ed25519, publicKey: publicKey)
            if let earlier = seen.updateValue(number, forKey: id), earlier != number {
                pair = (
                    try NoteVerifierKey(name: name, kind: .ed25519, publicKey: publicKey),
                    try NoteVerifierKey(name: name, kind: .ed25519, publicKey: Self.publicKey(earlier))
                )
            }
        }
        let (first, second) = try #require(pair)
        #expect(throws: NoteError.ambiguousKeys(name, first.keyID)) { try note.verified(by: [first, second]) }
    }

    private static func publicKey(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) } + [UInt8](repeating: 5, count: 24)
    }
}
