import Testing
import TransparencyLog

@Suite struct PromiseNoteTests {
    let leaf = MemoryLog.leaf(7)

    private func made(by signer: NoteSigner) throws -> PromiseNote {
        try PromiseNote(index: 7, leaf: leaf, deadlineSeconds: 1_790_000_000, signedBy: signer)
    }

    @Test("a promise is the five lines of the specification, signed by the log, and reads back to the byte")
    func form() throws {
        let signer = try Fixtures.logSigner()
        let promise = try made(by: signer)
        let text = "parley/promise@v1\nparley.example/log\n7\n\(leaf.base64)\n1790000000\n"
        #expect(promise.note.text == Array(text.utf8))
        let read = try PromiseNote(parsing: promise.bytes)
        #expect(read == promise)
        #expect(read.bytes == promise.bytes)
        #expect(read.index == 7 && read.leaf == leaf && read.deadlineSeconds == 1_790_000_000)
        try read.verify(by: signer.verifierKey)
    }

    @Test("only the log's own key makes it a promise")
    func keys() throws {
        let signer = try Fixtures.logSigner()
        let promise = try made(by: signer)
        let twin = try Fixtures.logSigner(seed: 9)
        #expect(throws: PromiseError.note(.notSignedByKnownKey)) { try promise.verify(by: twin.verifierKey) }
        let other = try Fixtures.logSigner("other.example/log")
        #expect(throws: PromiseError.otherOrigin(expected: "other.example/log", found: "parley.example/log")) {
            try promise.verify(by: other.verifierKey)
        }
        let witness = try Fixtures.witness("parley.example/log", seed: 1)
        #expect(throws: PromiseError.note(.wrongKeyType(witness.verifierKey.name))) {
            try promise.verify(by: witness.verifierKey)
        }
        #expect(throws: PromiseError.note(.wrongKeyType(witness.verifierKey.name))) { try made(by: witness) }
    }

    @Test(
        "numbers have a limit and one spelling; lines are five",
        arguments: [
            "parley/promise@v1\na\n07\nL\n5\n", "parley/promise@v1\na\n7\nL\n05\n", "parley/promise@v1\na\n-1\nL\n5\n",
            "parley/promise@v1\na\n9223372036854775807\nL\n5\n", "parley/promise@v1\na\n7\nL\n9223372036854775808\n",
            "parley/promise@v1\na\n7\nL=\n5\n", "parley/promise@v1\na b\n7\nL\n5\n",
            "parley/promise@v1\na\n7\nL\n5\nmore\n",
            "parley/promise@v1\na\n7\nL\n", "parley/promise@v2\na\n7\nL\n5\n",
        ])
    func spelling(_ pattern: String) throws {
        let signer = try Fixtures.logSigner("a")
        let text = Array(
            pattern.split(separator: "L", omittingEmptySubsequences: false).joined(separator: leaf.base64).utf8)
        let note = try Note(text: text, signatures: [signer.sign(text)])
        #expect(throws: PromiseError.self) { try PromiseNote(parsing: note.bytes) }
    }

    @Test("damaged bytes are never a promise that the log is held to", arguments: UInt64(0)..<400)
    func damage(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let signer = try Fixtures.logSigner()
        let promise = try made(by: signer)
        var bytes = promise.bytes
        Mutation.apply(to: &bytes, using: &random)
        guard bytes != promise.bytes, let read = try? PromiseNote(parsing: bytes),
            (try? read.verify(by: signer.verifierKey)) != nil
        else { return }
        #expect(read.note.text == promise.note.text)
    }
}
