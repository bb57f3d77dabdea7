import Testing
import TransparencyLog

@Suite struct WitnessReportTests {
    typealias Fixtures = WitnessFixtures
    let policy: WitnessPolicy
    let bare: SignedCheckpoint

    init() throws {
        let text =
            "log \(Fixtures.log.verifierKey.vkey)\n" + Fixtures.witnessLines(3)
            + "group two 2 w0 w1 w2\nquorum two\n"
        policy = try Fixtures.policy(text)
        bare = try Fixtures.checkpoint(5)
    }

    private func cosigned(_ times: [(witness: Int, seconds: UInt64)]) throws -> SignedCheckpoint {
        try bare.adding(
            times.map { try Fixtures.signers[$0.witness].cosign(bare.note.text, timestampSeconds: $0.seconds) })
    }

    @Test("the quorum counts verified cosignatures, and is as old as the one that completes it")
    func quorum() throws {
        let report = try policy.judge(cosigned([(2, 50), (0, 70), (1, 60)]))
        #expect(report.verdict == .witnessed(asOfSeconds: 60))
        #expect(report.ageSeconds(atSeconds: 100) == 40)
        #expect(report.ageSeconds(atSeconds: 10) == 0)
        #expect(report.checkpoint.cosignatures.count == 3)
        #expect(report.standings.map(\.state) == [70, 60, 50].map { .cosigned(atSeconds: $0) })
        let short = try policy.judge(cosigned([(1, 60)]))
        #expect(!short.verdict.isWitnessed && short.ageSeconds(atSeconds: 100) == nil)
        #expect(short.standings.map(\.state) == [.absent, .cosigned(atSeconds: 60), .absent])
    }

    @Test("one witness counts once, however often it cosigns, with its newest time")
    func duplicates() throws {
        let report = try policy.judge(cosigned([(1, 60), (1, 61), (1, 59)]))
        #expect(!report.verdict.isWitnessed)
        #expect(report.standings[1].state == .cosigned(atSeconds: 61))
    }

    @Test("a time that the clock has not reached does not count; an earlier one of the same witness does")
    func ahead() throws {
        let checkpoint = try cosigned([(0, 60), (1, 200), (1, 300)])
        let late = try policy.judge(checkpoint, latestSeconds: 199)
        #expect(!late.verdict.isWitnessed)
        #expect(late.standings[1].state == .ahead(atSeconds: 200))
        #expect(try policy.judge(checkpoint, latestSeconds: 200).verdict == .witnessed(asOfSeconds: 60))
        #expect(try policy.judge(checkpoint, latestSeconds: 200).standings[1].state == .cosigned(atSeconds: 200))
        #expect(try policy.judge(checkpoint).standings[1].state == .cosigned(atSeconds: 300))
    }

    @Test("lines of strangers are ignored, even many and in any order")
    func strangers() throws {
        let good = try cosigned([(0, 60), (1, 61)])
        let others = try Fixtures.signers[3...].map { try $0.cosign(bare.note.text, timestampSeconds: 9) }
        let grease = try #require(
            NoteSignature(name: try KeyName("grease"), keyID: KeyID(7), signature: [UInt8](repeating: 3, count: 2428)))
        var random = SplitMix64(seed: 42)
        for _ in 0..<20 {
            let lines = (good.note.signatures + others + [grease]).shuffled(using: &random)
            let note = try Note(text: bare.note.text, signatures: lines)
            let report = try policy.judge(SignedCheckpoint(note: note))
            #expect(report.verdict == .witnessed(asOfSeconds: 60))
        }
    }

    @Test("a line under a witness's name that does not hold spoils the note, as signed-note asks")
    func forged() throws {
        let line = try Fixtures.signers[2].cosign(Array("other\n".utf8), timestampSeconds: 60)
        let spoiled = try cosigned([(0, 60), (1, 61)]).adding([line])
        let error = NoteError.badSignature(Fixtures.keys[2].name, Fixtures.keys[2].keyID)
        #expect(throws: LogError.note(error)) { try policy.judge(spoiled) }
    }

    @Test("witnesses do not stand in for the log, and the log must be one of the policy's")
    func log() throws {
        let lines = try (0..<3).map { try Fixtures.signers[$0].cosign(bare.note.text, timestampSeconds: 9) }
        let unsigned = try SignedCheckpoint(note: Note(text: bare.note.text, signatures: lines))
        #expect(throws: LogError.note(.notSignedByKnownKey)) { try policy.judge(unsigned) }
        let other = try Fixtures.policy("log \(Fixtures.otherLog.verifierKey.vkey)\nquorum none\n")
        let error = LogError.otherOrigin(
            expected: Fixtures.otherLog.verifierKey.name.text, found: Fixtures.log.verifierKey.name.text)
        #expect(throws: error) { try other.judge(bare) }
        let anyLog = try Fixtures.policy("quorum none\n")
        #expect(throws: LogError.self) { try anyLog.judge(bare) }
        #expect(try anyLog.judge(bare, log: Fixtures.log.verifierKey).verdict == .noneRequired)
    }

    @Test("of two keys of one origin, the one that has signed verifies")
    func rotatedLogKey() throws {
        let name = Fixtures.log.verifierKey.name
        let next = try NoteSigner(name: name, kind: .ed25519, seed: [UInt8](repeating: 77, count: 32))
        let text = "log \(Fixtures.log.verifierKey.vkey)\nlog \(next.verifierKey.vkey)\nquorum none\n"
        let both = try Fixtures.policy(text)
        #expect(throws: Never.self) { try both.judge(bare) }
        #expect(throws: Never.self) { try both.judge(bare.checkpoint.signed(by: next)) }
        let third = try NoteSigner(name: name, kind: .ed25519, seed: [UInt8](repeating: 78, count: 32))
        #expect(throws: LogError.self) { try both.judge(bare.checkpoint.signed(by: third)) }
    }

    @Test("every flipped bit of a note just witnessed enough leaves it refused or no longer witnessed")
    func bitFlips() throws {
        let good = try cosigned([(0, 60), (2, 61)]).bytes
        for position in good.indices {
            for bit in 0..<8 {
                var bytes = good
                bytes[position] ^= 1 << UInt8(bit)
                guard let signed = try? SignedCheckpoint(parsing: bytes), let report = try? policy.judge(signed) else {
                    continue
                }
                #expect(!report.verdict.isWitnessed, "byte \(position), bit \(bit)")
            }
        }
    }

    @Test("a cosignature by another implementation, sunlight's test witness, holds, and its monitoring path is ours")
    func golden() throws {
        // Source: sunlight, cmd/skylight/testdata/witness; the log's own line is of a type that is not read here.
        let note = try Note(
            parsing: Array(
                """
                rome2026h1.example.org
                300
                lCkHUpkmVBEms2r2T1K6Og69+wUuuN3MIEW1/ezu2v0=

                — rome2026h1.example.org kVB1JgAAAZtxtEwABAMARzBFAiEAi+mTa2xjL1IdWpH82OeciGsGvwRAP+f1WkfKaSZCfFECIHoNPZ/Q3y6UNzvKOO9cuLr6V16vPNfhwhle9f6r5H/Z
                — witness.example.org uKLPIAAAAABpVGeAhm2bOvKc3LaB9PFN1ruG19Y5yqslmcAAbhftnn1Zznmo0LXFZq4LGvqKqLX8jWlwLKasxEGTLIqAVusneCBmBw==

                """.utf8))
        let key = try NoteVerifierKey(vkey: "witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN")
        let cosignature = try #require(note.verified(by: [key]).cosignatures.first)
        #expect(cosignature.timestampSeconds == 1_767_139_200)
        #expect(
            WitnessPath.checkpoint(of: try KeyName("rome2026h1.example.org"))
                == "000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706/checkpoint")
    }
}
