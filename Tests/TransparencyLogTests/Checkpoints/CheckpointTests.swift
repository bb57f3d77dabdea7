import Testing
import TransparencyLog

@Suite struct CheckpointTests {
    let root = Hash.sha256(of: [1])

    @Test func textForm() throws {
        let checkpoint = try Checkpoint(origin: KeyName("parley.example/log"), size: 70_000, root: root)
        #expect(checkpoint.text == Array("parley.example/log\n70000\n\(root.base64)\n".utf8))
        #expect(try Checkpoint(text: checkpoint.text) == checkpoint)
    }

    @Test("what breaks the format is refused by name")
    func refusals() {
        func parse(_ text: String) throws(LogError) -> Checkpoint { try Checkpoint(text: Array(text.utf8)) }
        let hash = root.base64
        #expect(throws: LogError.checkpointLines(0)) { try parse("") }
        #expect(throws: LogError.checkpointLines(2)) { try parse("o\n1\n") }
        #expect(throws: LogError.checkpointLines(3)) { try parse("o\n1\n\(hash)") }
        #expect(throws: LogError.checkpointLines(4)) { try parse("o\n1\n\(hash)\nextension\n") }
        #expect(throws: LogError.checkpointLines(4)) { try parse("o\n1\n\(hash)\n\n") }
        #expect(throws: LogError.checkpointOrigin) { try parse("\n1\n\(hash)\n") }
        #expect(throws: LogError.checkpointOrigin) { try parse("o p\n1\n\(hash)\n") }
        for size in ["", "01", "-1", "+1", "1 ", "0x1", "1.0", "9223372036854775808", "18446744073709551616"] {
            #expect(throws: LogError.checkpointSize, "\(size)") { try parse("o\n\(size)\n\(hash)\n") }
        }
        for text in ["", "AAAA", hash + "=", String(hash.dropLast()), " " + hash, hash + " ", root.hex] {
            #expect(throws: LogError.checkpointRoot, "\(text)") { try parse("o\n1\n\(text)\n") }
        }
        #expect(throws: LogError.checkpointRoot) { try parse("o\n0\n\(hash)\n") }
        #expect(throws: Never.self) { try parse("o\n0\n\(Hash.emptyTree)\n") }
        #expect(throws: Never.self) { try parse("o\n9223372036854775807\n\(hash)\n") }
        #expect(throws: LogError.checkpointSize) {
            try Checkpoint(origin: KeyName("o"), size: TreeSize(1 << 63), root: root)
        }
    }

    @Test func whateverParsesIsInItsOneSpelling() throws {
        var random = SplitMix64(seed: 16)
        let text = try Checkpoint(origin: KeyName("parley.example/log"), size: 1000, root: root).text
        var parsed = 0
        for _ in 0..<6000 {
            var bytes = text
            Mutation.apply(to: &bytes, using: &random)
            guard let checkpoint = try? Checkpoint(text: bytes) else { continue }
            parsed += 1
            #expect(checkpoint.text == bytes, "seed 16")
        }
        #expect(parsed > 500)
    }
}
