import Testing
import TransparencyLog

@Suite struct Base64Tests {
    @Test(
        "RFC 4648 section 10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, text: String) throws {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.encodeASCII(Array(plain.utf8)) == Array(text.utf8))
        #expect(try Base64.decode(text) == Array(plain.utf8))
        #expect(try Base64.decode(Array(text.utf8)) == Array(plain.utf8))
        #expect(try Base64.decode(Array("xx\(text)yy".utf8).dropFirst(2).dropLast(2)) == Array(plain.utf8))
    }

    @Test func roundTripAgainstBitByBit() throws {
        var random = SplitMix64(seed: 1)
        for count in 0..<700 {
            let bytes = random.bytes(count)
            let text = Base64.encode(bytes)
            #expect(text == bitByBit(bytes), "\(count) bytes, seed 1")
            #expect(try Base64.decode(text) == bytes, "\(count) bytes, seed 1")
        }
    }

    @Test("a text decodes only if it is what encoding gives")
    func oneSpelling() {
        let characters = Array("ABgwxyz059+/=-_ \n".utf8) + [0, 0x80, 0xFF]
        var accepted = 0
        for a in characters {
            for b in characters {
                for c in characters {
                    for d in characters {
                        guard let bytes = try? Base64.decode([a, b, c, d]) else { continue }
                        accepted += 1
                        #expect(Base64.encodeASCII(bytes) == [a, b, c, d])
                    }
                }
            }
        }
        // 12 letters of the alphabet: 12^4 whole groups; with one pad the third character must end in two zero
        // bits (A, g, w, 0, 8...), with two pads the second in four.
        let third = Array("ABgwxyz059+/".utf8).filter { "AEIMQUYcgkosw048".utf8.contains($0) }.count
        let second = Array("ABgwxyz059+/".utf8).filter { "AQgw".utf8.contains($0) }.count
        #expect(accepted == 12 * 12 * 12 * 12 + 12 * 12 * third + 12 * second)
    }

    @Test func saysWhatIsWrong() {
        #expect(throws: TextEncodingError.wrongLength(encoding: "base64", characterCount: 3, mustBeMultipleOf: 4)) {
            try Base64.decode("Zm9")
        }
        #expect(throws: TextEncodingError.badCharacter(encoding: "base64", offset: 3)) {
            try Base64.decode("Zm9\nYmFy")
        }
        #expect(throws: TextEncodingError.badCharacter(encoding: "base64", offset: 4)) { try Base64.decode("Zm9v YmF") }
        #expect(throws: TextEncodingError.notCanonical(encoding: "base64")) { try Base64.decode("Zh==") }
        #expect(throws: TextEncodingError.notCanonical(encoding: "base64")) { try Base64.decode("Zm9=") }
        for text in ["=", "====", "A===", "Zg==Zg==", "Zg=v", "Zm9-", "Zm9é", " Zg=", "Zg=\n"] {
            #expect(throws: TextEncodingError.self, "\(text)") { try Base64.decode(text) }
        }
    }

    private func bitByBit(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var bits = bytes.flatMap { byte in (0..<8).map { byte >> UInt8(7 - $0) & 1 } }
        while bits.count % 6 != 0 { bits.append(0) }
        var text = stride(from: 0, to: bits.count, by: 6).map { start in
            alphabet[bits[start..<start + 6].reduce(0) { $0 * 2 + Int($1) }]
        }
        while text.count % 4 != 0 { text.append("=") }
        return String(text)
    }
}
