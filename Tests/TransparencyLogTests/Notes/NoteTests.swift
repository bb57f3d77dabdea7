import Testing
import TransparencyLog

@Suite struct NoteTests {
    static let exampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    static let exampleSignature =
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    static let example = "This is an example message.\n\n— example.com/foo \(exampleSignature)\n"

    @Test("the example of the signed-note specification verifies")
    func specificationExample() throws {
        let key = try NoteVerifierKey(vkey: Self.exampleKey)
        let note = try Note(parsing: Array(Self.example.utf8))
        #expect(note.text == Array("This is an example message.\n".utf8))
        #expect(note.signatures.map(\.keyID) == [KeyID(0x530d_903a)])
        #expect(note.bytes == Array(Self.example.utf8))
        let verified = try note.verified(by: [key])
        #expect(verified.keys == [key])
        #expect(verified.cosignatures.isEmpty)
    }

    @Test("the text ends at the last empty line")
    func lastEmptyLine() throws {
        let signer = try Fixtures.logSigner()
        let text = Array("one\n\n— two AAAAAAA=\n\nthree\n".utf8)
        let note = try Note(text: text, signatures: [signer.sign(text)])
        let again = try Note(parsing: note.bytes)
        #expect(again == note)
        #expect(again.text == text)
        #expect(try again.verified(by: [signer.verifierKey]).keys == [signer.verifierKey])
        let empty = Array("\n".utf8)
        #expect(try Note(parsing: Note(text: empty, signatures: [signer.sign(empty)]).bytes).text == empty)
    }

    @Test("what breaks a rule is refused by that rule's name")
    func refusals() throws {
        func parse(_ text: String) throws(NoteError) -> Note { try Note(parsing: Array(text.utf8)) }
        let line = "— example.com/foo \(Self.exampleSignature)\n"
        #expect(throws: NoteError.noSignatures) { try parse("") }
        #expect(throws: NoteError.noSignatures) { try parse("text\n") }
        #expect(throws: NoteError.noSignatures) { try parse("text\n\n") }
        #expect(throws: NoteError.noSignatures) { try parse("text\n" + line) }
        #expect(throws: NoteError.noSignatures) { try parse("\n" + line) }
        #expect(throws: NoteError.badSignatureLine(1)) { try parse("text\n\n" + String(line.dropLast())) }
        #expect(throws: NoteError.badSignatureLine(2)) { try parse("text\n\n" + line + "x") }
        #expect(throws: NoteError.badSignatureLine(1)) { try parse("text\n\n- a AAAAAAA=\n") }
        #expect(throws: NoteError.badSignatureLine(1)) { try parse("text\n\n—  AAAAAAA=\n") }
        #expect(throws: NoteError.badSignatureLine(1)) { try parse("text\n\n— a b AAAAAAA=\n") }
        #expect(throws: NoteError.badSignatureLine(1)) { try parse("text\n\n— a+b AAAAAAA=\n") }
        #expect(throws: NoteError.badSignatureLine(1)) { try parse("text\n\n— a\u{3000}b AAAAAAA=\n") }
        #expect(throws: NoteError.badSignatureLine(1)) { try parse("text\n\n— a AAAAAA==\n") }
        #expect(throws: NoteError.badSignatureLine(1)) { try parse("text\n\n— a AAAAAAB=\n") }
        #expect(throws: NoteError.badSignatureLine(1)) { try parse("text\n\n— a AAAAAAA= \n") }
        #expect(throws: NoteError.controlCharacter(offset: 2)) { try parse("te\rxt\n\n" + line) }
        #expect(throws: NoteError.controlCharacter(offset: 4)) { try parse("text\t\n\n" + line) }
        #expect(throws: NoteError.notUTF8) { try Note(parsing: [0xC0, 0xAF] + Array("\n\n\(line)".utf8)) }
        #expect(throws: NoteError.tooLong(byteCount: 1 << 20 + 1, maximum: 1 << 20)) {
            try Note(parsing: [UInt8](repeating: 0x41, count: 1 << 20 + 1))
        }
        #expect(throws: NoteError.textNotTerminated) {
            try Note(text: Array("text".utf8), signatures: parse(Self.example).signatures)
        }
        #expect(throws: NoteError.textNotTerminated) { try Note(text: [], signatures: parse(Self.example).signatures) }
        #expect(throws: NoteError.noSignatures) { try Note(text: Array("text\n".utf8), signatures: []) }
    }

    @Test("128 signature lines are read, one more is not")
    func signatureLimit() throws {
        let signer = try Fixtures.logSigner()
        let text = Array("text\n".utf8)
        let stranger = try #require(
            NoteSignature(name: KeyName("stranger"), keyID: KeyID(7), signature: [UInt8](repeating: 9, count: 5000)))
        let note = try Note(
            text: text, signatures: [NoteSignature](repeating: stranger, count: 127) + [signer.sign(text)])
        #expect(try Note(parsing: note.bytes).verified(by: [signer.verifierKey]).keys == [signer.verifierKey])
        #expect(throws: NoteError.tooManySignatures(maximum: 128)) { try note.adding([stranger]) }
        #expect(throws: NoteError.tooManySignatures(maximum: 128)) { try Note(parsing: note.bytes + stranger.line) }
    }

    @Test("any single damaged byte is noticed, and what parses is given back byte for byte")
    func damage() throws {
        var random = SplitMix64(seed: 12)
        let signer = try Fixtures.logSigner()
        let text = Array("parley.example/log\n7\nabc\n".utf8)
        let original = try Note(text: text, signatures: [signer.sign(text)]).bytes
        var parsed = 0
        for round in 0..<6000 {
            var bytes = original
            Mutation.apply(to: &bytes, using: &random)
            guard bytes != original, let note = try? Note(parsing: bytes) else { continue }
            parsed += 1
            #expect(note.bytes == bytes, "round \(round), seed 12")
            #expect(throws: NoteError.self, "round \(round), seed 12") { try note.verified(by: [signer.verifierKey]) }
        }
        #expect(parsed > 500)
    }

    @Test func arbitraryBytesNeverCrashTheParser() {
        var random = SplitMix64(seed: 13)
        let pieces = ["\n", "\n\n", "— ", "name ", "AAAAAAA=", "\u{0}", "é", "+", " "].map { Array($0.utf8) }
        for round in 0..<4000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                bytes += pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            if round % 4 == 0 { bytes += random.bytes(3) }
            if let note = try? Note(parsing: bytes) { #expect(note.bytes == bytes, "round \(round), seed 13") }
        }
    }
}
