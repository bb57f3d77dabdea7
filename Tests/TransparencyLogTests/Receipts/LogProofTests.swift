import Testing
import TransparencyLog

@Suite struct LogProofTests {
    let log = MemoryLog.counting(300)

    func entry(_ number: Int) -> [UInt8] { Array("entry \(number)".utf8) }

    @Test func layout() throws {
        let signer = try Fixtures.logSigner()
        let proof = try Fixtures.receipt(of: log, index: 2, size: 3, signer: signer)
        let checkpoint = String(decoding: proof.checkpoint.bytes, as: UTF8.self)
        let sibling = Hash.node(log.leaves[0], log.leaves[1]).base64
        #expect(proof.bytes == Array("c2sp.org/tlog-proof@v1\nindex 2\n\(sibling)\n\n\(checkpoint)".utf8))
        let extra = try LogProof(inclusion: proof.inclusion, checkpoint: proof.checkpoint, extra: Array("foo".utf8))
        #expect(extra.bytes == Array("c2sp.org/tlog-proof@v1\nextra Zm9v\nindex 2\n\(sibling)\n\n\(checkpoint)".utf8))
        #expect(try LogProof(parsing: extra.bytes) == extra)
        #expect(try LogProof(parsing: extra.bytes).extra == Array("foo".utf8))
    }

    @Test("every entry's receipt holds after a trip through its text form")
    func everyEntry() throws {
        let signer = try Fixtures.logSigner()
        var tree = TreeReader(size: 300, tiles: log)
        let checkpoint = try Fixtures.checkpoint(of: log, size: 300, signer: signer)
        for index in stride(from: 0, to: 300, by: 7) {
            let receipt = try LogProof(
                inclusion: tree.inclusionProof(of: EntryIndex(UInt64(index))), checkpoint: checkpoint)
            let read = try LogProof(parsing: receipt.bytes)
            #expect(read == receipt)
            #expect(try read.verify(entry: entry(index), log: signer.verifierKey).checkpoint == checkpoint.checkpoint)
        }
        let single = try Fixtures.receipt(of: log, index: 0, size: 1, signer: signer)
        #expect(single.path.isEmpty)
        try LogProof(parsing: single.bytes).verify(entry: entry(0), log: signer.verifierKey)
    }

    @Test("each way of failing has its name")
    func failures() throws {
        let signer = try Fixtures.logSigner()
        let key = signer.verifierKey
        let good = try Fixtures.receipt(of: log, index: 20, size: 300, signer: signer)
        #expect(throws: ProofError.rootMismatch(size: 300)) { try good.verify(entry: entry(21), log: key) }
        #expect(throws: ProofError.unknownLog(expected: "other", found: "parley.example/log")) {
            try good.verify(entry: entry(20), log: Fixtures.logSigner("other").verifierKey)
        }
        #expect(throws: ProofError.badSignature(.notSignedByKnownKey)) {
            try good.verify(entry: entry(20), log: Fixtures.logSigner(seed: 8).verifierKey)
        }
        let text = String(decoding: good.bytes, as: UTF8.self)
        func edited(_ old: String, _ new: String) throws -> LogProof {
            try LogProof(parsing: Array(text.replacing(old, with: new, maxReplacements: 1).utf8))
        }
        #expect(throws: ProofError.indexBeyondTree(index: 300, size: 300)) {
            try edited("index 20\n", "index 300\n").verify(entry: entry(20), log: key)
        }
        #expect(throws: ProofError.rootMismatch(size: 300)) {
            try edited("index 20\n", "index 21\n").verify(entry: entry(20), log: key)
        }
        let first = good.path[0].base64 + "\n"
        #expect(throws: ProofError.pathLength(expected: 9, found: 8)) {
            try edited(first, "").verify(entry: entry(20), log: key)
        }
        #expect(throws: ProofError.pathLength(expected: 9, found: 10)) {
            try edited(first, first + first).verify(entry: entry(20), log: key)
        }
        #expect(throws: ProofError.badSignature(.badSignature(key.name, key.keyID))) {
            try edited("\n300\n", "\n301\n").verify(entry: entry(20), log: key)
        }
        #expect(throws: ProofError.pathLength(expected: 8, found: 9)) {
            try LogProof(inclusion: good.inclusion, checkpoint: Fixtures.checkpoint(of: log, size: 200, signer: signer))
                .verify(entry: entry(20), log: key)
        }
    }

    @Test("texts that are not receipts are refused with the line")
    func parseFailures() throws {
        let good = try Fixtures.receipt(of: log, index: 2, size: 3, signer: Fixtures.logSigner())
        let text = String(decoding: good.bytes, as: UTF8.self)
        let checkpoint = String(decoding: good.checkpoint.bytes, as: UTF8.self)
        let hash = good.path[0].base64
        let head = "c2sp.org/tlog-proof@v1\n"
        func parse(_ text: String) throws(ProofError) -> LogProof { try LogProof(parsing: Array(text.utf8)) }
        func line(_ number: Int) -> (any Error) -> Bool {
            { error in if case ProofError.badLine(number, _) = error { true } else { false } }
        }
        for bad in [
            "", "\n", "index 2\n", "c2sp.org/tlog-proof@v2\n" + text.dropFirst(head.count), " " + text,
            "\u{FEFF}" + text,
        ] {
            #expect(throws: ProofError.badHeader, "\(bad.prefix(30))") { try parse(bad) }
        }
        for bad in [
            "index", "index ", "index 02", "index -1", "index +1", "index 2 ", "Index 2", "index  2", "extra",
            "extraAAAA",
            "extra AA", "extra AAAB=", "index 9223372036854775807", "",
        ] {
            #expect(throws: (any Error).self, "\(bad)") { try parse(head + "\(bad)\n\(hash)\n\n" + checkpoint) }
            do { _ = try parse(head + "\(bad)\n\(hash)\n\n" + checkpoint) } catch { #expect(line(2)(error), "\(bad)") }
        }
        for bad in [String(hash.dropLast()), hash + " ", " " + hash, "AAAA", hash + hash, "extra AAAA"] {
            do {
                _ = try parse(head + "index 2\n\(bad)\n\n" + checkpoint)
                Issue.record("accepted \(bad)")
            } catch { #expect(line(3)(error), "\(bad)") }
        }
        do {
            _ = try parse(head + "extra AAAA\nextra AAAA\nindex 2\n\(hash)\n\n" + checkpoint)
            Issue.record("accepted two extra lines")
        } catch { #expect(line(3)(error)) }
        do {
            _ = try parse(head + "index 2\n" + String(repeating: hash + "\n", count: 64) + "\n" + checkpoint)
            Issue.record("accepted 64 hashes")
        } catch { #expect(line(66)(error)) }
        #expect(throws: ProofError.badCheckpoint(.note(.noSignatures))) { try parse(head + "index 2\n\(hash)\n\n") }
        #expect(throws: ProofError.self) { try parse(head + "index 2\n\(hash)\n" + checkpoint) }
        #expect(throws: ProofError.badCheckpoint(.note(.badSignatureLine(2)))) { try parse(text + "x") }
        #expect(throws: ProofError.badCheckpoint(.note(.badSignatureLine(1)))) { try parse(String(text.dropLast())) }
    }

    @Test func limits() throws {
        let good = try Fixtures.receipt(of: log, index: 2, size: 3, signer: Fixtures.logSigner())
        let most = [UInt8](repeating: 1, count: LogProof.maximumExtraByteCount)
        let large = try LogProof(inclusion: good.inclusion, checkpoint: good.checkpoint, extra: most)
        #expect(try LogProof(parsing: large.bytes) == large)
        #expect(throws: ProofError.self) {
            try LogProof(inclusion: good.inclusion, checkpoint: good.checkpoint, extra: most + [1])
        }
        #expect(throws: ProofError.self) {
            try LogProof(parsing: [UInt8](repeating: 0x41, count: LogProof.maximumByteCount + 1))
        }
    }

    @Test("no damaged receipt verifies, and what parses is given back byte for byte")
    func damage() throws {
        var random = SplitMix64(seed: 18)
        let signer = try Fixtures.logSigner()
        let original = try Fixtures.receipt(of: log, index: 250, size: 300, signer: signer).bytes
        var parsed = 0
        for round in 0..<6000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...2, using: &random) { Mutation.apply(to: &bytes, using: &random) }
            guard bytes != original, let proof = try? LogProof(parsing: bytes) else { continue }
            parsed += 1
            #expect(proof.bytes == bytes, "round \(round), seed 18")
            #expect(throws: ProofError.self, "round \(round), seed 18") {
                try proof.verify(entry: entry(250), log: signer.verifierKey)
            }
        }
        #expect(parsed > 500)
    }

    @Test("a receipt carries its witnesses' cosignatures")
    func witnesses() throws {
        let signer = try Fixtures.logSigner()
        let witness = try Fixtures.witness("witness.example/a", seed: 2)
        let bare = try Fixtures.checkpoint(of: log, size: 300, signer: signer)
        let cosigned = try bare.adding([witness.cosign(bare.note.text, timestampSeconds: 99)])
        let receipt = try LogProof(
            inclusion: InclusionProof(index: 4, size: 300, reader: log), checkpoint: cosigned)
        let verified = try LogProof(parsing: receipt.bytes)
            .verify(entry: entry(4), log: signer.verifierKey, witnesses: [witness.verifierKey])
        #expect(verified.cosignatures.map(\.timestampSeconds) == [99])
    }
}
