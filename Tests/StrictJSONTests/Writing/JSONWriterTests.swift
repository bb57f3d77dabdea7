import StrictJSON
import TestKit
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("commas stand between siblings and nowhere else")
    func commas() {
        let text = written { writer in
            writer.object { fields in
                fields.member("a", 1)
                fields.key("b")
                fields.array { list in
                    list.integer(1)
                    list.object { _ in }
                    list.array { _ in }
                    list.object { $0.member("x", true) }
                    list.null()
                }
                fields.key("c")
                fields.raw("{\"raw\":1}")
                fields.member("d", "e")
            }
        }
        #expect(text == "{\"a\":1,\"b\":[1,{},[],{\"x\":true},null],\"c\":{\"raw\":1},\"d\":\"e\"}")
    }

    @Test("escapes what JSON asks for and nothing else")
    func escapes() throws {
        let every = String(String.UnicodeScalarView((0..<0x100).compactMap { UnicodeScalar($0) })) + "é😀\u{2028}/"
        let text = written { $0.string(every) }
        #expect(try read(text).string() == every)
        #expect(text.hasPrefix("\"\\u0000\\u0001"))
        #expect(text.contains("\\n\\u000b"))
        #expect(text.contains("\\\"") && text.contains("\\\\") && text.hasSuffix("é😀\u{2028}/\""))
    }

    @Test("decimals are plain, exact and without trailing zeros")
    func decimals() throws {
        let cases: [(Int64, Int, String)] = [
            (361_515_830, 7, "36.151583"), (-1, 7, "-0.0000001"), (0, 7, "0"), (10_000_000, 7, "1"), (5, 0, "5"),
            (1_500, 3, "1.5"),
            (-1_234, 3, "-1.234"), (.max, 3, "9223372036854775.807"), (.min, 0, "-9223372036854775808"),
        ]
        for (value, scale, expected) in cases { #expect(written { $0.decimal(value, scale: scale) } == expected) }
        var random = SplitMix64(seed: 3)
        for _ in 0..<500 {
            let value = Int64(bitPattern: random.next()) >> Int64(1 + random.below(40))
            let scale = random.below(9)
            let back = try read(written { $0.decimal(value, scale: scale) }).decimal(scale: scale)
            #expect(back.value == value && back.isExact, "\(value) at \(scale)")
        }
    }

    @Test("doubles read back bit for bit; what is no number becomes null")
    func doubles() throws {
        var random = SplitMix64(seed: 4)
        for _ in 0..<500 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            #expect(try read(written { $0.double(value) }).double() == value)
        }
        for value in [Double.nan, .infinity, -.infinity] { #expect(written { $0.double(value) } == "null") }
    }

    @Test("random trees read back the same", arguments: UInt64(0)..<30)
    func trees(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func grow(_ writer: inout JSONWriter, _ depth: Int) {
            switch random.below(depth > 5 ? 5 : 7) {
            case 0: writer.null()
            case 1: writer.bool(random.happens(500))
            case 2: writer.integer(Int64(bitPattern: random.next()) >> 8)
            case 3: writer.decimal(Int64(random.below(1_000_000)), scale: random.below(6))
            case 4: writer.string(String(decoding: random.bytes(random.below(12)), as: UTF8.self))
            case 5: writer.array { list in for _ in 0..<random.below(5) { grow(&list, depth + 1) } }
            default:
                writer.object { fields in
                    for number in 0..<random.below(5) {
                        fields.key("\(number)\"\\\u{1}é")
                        grow(&fields, depth + 1)
                    }
                }
            }
        }
        for _ in 0..<20 {
            var writer = JSONWriter()
            grow(&writer, 0)
            let root = try JSONDocument(writer.bytes, limits: .init(maximumBytes: 1 << 20)).root
            #expect(rewritten(root) == writer.bytes, "SEED=\(seed)")
        }
    }
}
