import Testing
import TransparencyLog

@Suite struct SignedCheckpointTests {
    let log = MemoryLog.counting(20)

    @Test func signedReadAndVerified() throws {
        let signer = try Fixtures.logSigner()
        let signed = try Fixtures.checkpoint(of: log, size: 20, signer: signer)
        let again = try SignedCheckpoint(parsing: signed.bytes)
        #expect(again == signed)
        let verified = try again.verified(by: signer.verifierKey)
        #expect(verified.checkpoint.root == log.builder.root)
        #expect(verified.checkpoint.size == 20)
        #expect(verified.cosignatures.isEmpty)
    }

    @Test("cosignatures are returned when they hold, and absent when they are")
    func witnesses() throws {
        let signer = try Fixtures.logSigner()
        let present = try Fixtures.witness("witness.example/a", seed: 2)
        let absent = try Fixtures.witness("witness.example/b", seed: 3)
        let bare = try Fixtures.checkpoint(of: log, size: 20, signer: signer)
        let line = try present.cosign(bare.note.text, timestampSeconds: 77)
        let signed = try bare.adding([line])
        let keys = [absent.verifierKey, present.verifierKey]
        let verified = try SignedCheckpoint(parsing: signed.bytes).verified(by: signer.verifierKey, witnesses: keys)
        #expect(verified.cosignatures.map(\.name.text) == ["witness.example/a"])
        #expect(verified.cosignatures.map(\.timestampSeconds) == [77])
        #expect(try bare.verified(by: signer.verifierKey, witnesses: keys).cosignatures.isEmpty)
        #expect(try signed.verified(by: signer.verifierKey).cosignatures.isEmpty)
    }

    @Test("a witness's word does not stand in for the log's")
    func witnessAlone() throws {
        let signer = try Fixtures.logSigner()
        let witness = try Fixtures.witness("witness.example/a", seed: 2)
        let text = try Fixtures.checkpoint(of: log, size: 20, signer: signer).note.text
        let note = try Note(text: text, signatures: [witness.cosign(text, timestampSeconds: 1)])
        let signed = try SignedCheckpoint(note: note)
        #expect(throws: LogError.note(.notSignedByKnownKey)) {
            try signed.verified(by: signer.verifierKey, witnesses: [witness.verifierKey])
        }
        #expect(throws: LogError.note(.wrongKeyType(signer.verifierKey.name))) {
            try signed.verified(by: signer.verifierKey, witnesses: [signer.verifierKey])
        }
    }

    @Test("another log's key, an altered root, a wrong key ID: none passes")
    func negatives() throws {
        let signer = try Fixtures.logSigner()
        let other = try Fixtures.logSigner("other.example/log", seed: 1)
        let sameName = try Fixtures.logSigner(seed: 6)
        let signed = try Fixtures.checkpoint(of: log, size: 20, signer: signer)
        #expect(throws: LogError.otherOrigin(expected: "other.example/log", found: "parley.example/log")) {
            try signed.verified(by: other.verifierKey)
        }
        #expect(throws: LogError.note(.notSignedByKnownKey)) { try signed.verified(by: sameName.verifierKey) }
        let swapped = try Checkpoint(origin: signer.verifierKey.name, size: 20, root: .sha256(of: []))
        let forged = try SignedCheckpoint(note: Note(text: swapped.text, signatures: signed.note.signatures))
        #expect(throws: LogError.note(.badSignature(signer.verifierKey.name, signer.verifierKey.keyID))) {
            try forged.verified(by: signer.verifierKey)
        }
        #expect(throws: LogError.otherOrigin(expected: "other.example/log", found: "parley.example/log")) {
            try signed.checkpoint.signed(by: other)
        }
        let witnessKey = try Fixtures.witness("parley.example/log", seed: 1)
        #expect(throws: LogError.note(.wrongKeyType(signer.verifierKey.name))) {
            try signed.verified(by: witnessKey.verifierKey)
        }
    }

    @Test("a signed text with an extension line is refused although its signature holds")
    func extensionLine() throws {
        let signer = try Fixtures.logSigner()
        let text = try Fixtures.checkpoint(of: log, size: 20, signer: signer).note.text + Array("extension\n".utf8)
        let note = try Note(text: text, signatures: [signer.sign(text)])
        #expect(throws: LogError.checkpointLines(4)) { try SignedCheckpoint(parsing: note.bytes) }
    }

    @Test("random strangers' lines in any order change nothing")
    func grease() throws {
        var random = SplitMix64(seed: 17)
        let signer = try Fixtures.logSigner()
        let signed = try Fixtures.checkpoint(of: log, size: 20, signer: signer)
        for _ in 0..<50 {
            let strangers = try (0..<Int.random(in: 0...5, using: &random)).compactMap { number in
                NoteSignature(
                    name: try KeyName(number % 2 == 0 ? "parley.example/log" : "grease.example/\(number)"),
                    keyID: KeyID(UInt32.random(in: 0...UInt32.max, using: &random)),
                    signature: random.bytes(Int.random(in: 1...200, using: &random)))
            }
            let lines = (signed.note.signatures + strangers).shuffled(using: &random)
            let greased = try SignedCheckpoint(parsing: Note(text: signed.note.text, signatures: lines).bytes)
            #expect(try greased.verified(by: signer.verifierKey).checkpoint == signed.checkpoint, "seed 17")
        }
    }
}
