import Testing
import TransparencyLog

@Suite struct HexTests {
    @Test func everyByte() throws {
        let all = (0...255).map { UInt8($0) }
        let text = Hex.encode(all)
        #expect(text.hasPrefix("000102030405060708090a0b0c0d0e0f10"))
        #expect(text.hasSuffix("fcfdfeff"))
        #expect(try Hex.decode(text) == all)
        #expect(try Hex.decode(Array("x\(text)".utf8).dropFirst()) == all)
        #expect(try Hex.decode("") == [])
    }

    @Test("only lower-case digits, in pairs")
    func refusals() {
        #expect(throws: TextEncodingError.wrongLength(encoding: "hexadecimal", characterCount: 3, mustBeMultipleOf: 2))
        {
            try Hex.decode("abc")
        }
        #expect(throws: TextEncodingError.badCharacter(encoding: "hexadecimal", offset: 2)) { try Hex.decode("abCd") }
        for byte in UInt8(0)...255 where !"0123456789abcdef".utf8.contains(byte) {
            #expect(throws: TextEncodingError.badCharacter(encoding: "hexadecimal", offset: 1), "\(byte)") {
                try Hex.decode([UInt8(ascii: "0"), byte])
            }
        }
    }
}
