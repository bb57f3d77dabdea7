import StrictJSON
import TestKit
import Testing

@Suite("JSON values")
struct JSONValueTests {
    @Test("errors point at the value at fault")
    func pointers() throws {
        let root = try read("{\"a\":[{\"b/c\":{\"d~e\":\"x\"}},1],\"f\":null}")
        var fields = try root.object()
        let list = try fields.required("a").array()
        var inner = try list[0].object()
        var deep = try inner.required("b/c").object()
        let text = try deep.required("d~e")
        #expect(text.pointer == "/a/0/b~1c/d~0e")
        #expect(list[1].pointer == "/a/1")
        #expect(root.pointer == "")
        let wrong = #expect(throws: JSONError.self) { try text.integer() }
        #expect(wrong?.pointer == "/a/0/b~1c/d~0e")
        #expect(wrong?.rule == .wrongType(expected: "a whole number"))
        let missing = #expect(throws: JSONError.self) { try deep.required("nothing") }
        #expect(missing?.pointer == "/a/0/b~1c/nothing")
        #expect(missing?.rule == .missing)
        #expect("\(missing.map { "\($0)" } ?? "")" == "field '/a/0/b~1c/nothing': is missing")
    }

    @Test(
        "a text that breaks off says where it was",
        arguments: [
            ("{\"a\":[1,{\"b\":tru", "/a/1", 16), ("[1,[2,[3", "/1/1/0", 8), ("{\"a\":1}x", "/a", 7), ("[nope]", "", 2),
        ])
    func openPointers(text: String, pointer: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try read(text) }
        #expect(error?.pointer == pointer)
        #expect(error?.offset == offset)
    }

    @Test("what nobody asked for is refused by name")
    func unknownFields() throws {
        var fields = try read("{\"a\":1,\"b\":2,\"c\":null}").object()
        _ = try fields.required("a")
        #expect(fields.present("c") == nil)
        #expect(fields.optional("d") == nil)
        let error = #expect(throws: JSONError.self) { try fields.finish() }
        #expect(error?.pointer == "/b")
        #expect(error?.rule == .unknownField)
        _ = try fields.required("b")
        try fields.finish()
        // Beyond 64 members a form does not go, so the rest counts as unasked.
        let many = (0..<70).map { "\"k\($0)\":0" }.joined(separator: ",")
        var large = try read("{\(many)}").object()
        _ = large.optional("k69")
        #expect(throws: JSONError.self) { try large.finish() }
        #expect(try read("{\(many)}").object().members.map(\.key) == (0..<70).map { "k\($0)" })
    }

    @Test("every accessor refuses every other kind")
    func kinds() throws {
        let texts = ["null", "true", "1", "\"s\"", "[]", "{}"]
        let kinds: [JSONValue.Kind] = [.null, .boolean, .number, .string, .array, .object]
        for (text, kind) in zip(texts, kinds) {
            let value = try read(text)
            #expect(value.kind == kind)
            #expect(value.isNull == (kind == .null))
            #expect(((try? value.bool()) != nil) == (kind == .boolean))
            #expect(((try? value.integer()) != nil) == (kind == .number))
            #expect(((try? value.double()) != nil) == (kind == .number))
            #expect(((try? value.string()) != nil) == (kind == .string))
            #expect(((try? value.stringBytes()) != nil) == (kind == .string))
            #expect(((try? value.array()) != nil) == (kind == .array))
            #expect(((try? value.object()) != nil) == (kind == .object))
        }
    }

    @Test("strings decode, and raw bytes stand as they were")
    func strings() throws {
        let value = try read("[ \"a\\u00e9\\n\\ud83d\\ude00\\/\", {\"x\" : 1} ]")
        let list = try value.array()
        #expect(try list[0].string() == "aé\n😀/")
        #expect(try Array(list[0].stringBytes()) == Array("aé\n😀/".utf8))
        #expect(Array(list[0].rawBytes) == Array("\"a\\u00e9\\n\\ud83d\\ude00\\/\"".utf8))
        #expect(Array(list[1].rawBytes) == Array("{\"x\" : 1}".utf8))
        #expect(throws: JSONError.self) { try value.array(limit: 1) }
    }

    @Test("whole numbers keep their range and refuse fractions")
    func integers() throws {
        #expect(try read("9223372036854775807").integer() == .max)
        #expect(try read("-9223372036854775807").integer() == -.max)
        #expect(try read("1e3").integer() == 1_000)
        #expect(try read("100.00").integer() == 100)
        #expect(try read("-0").integer() == 0)
        for text in ["1.5", "9223372036854775808", "1e19", "1e999999999999", "0.1e-3"] {
            #expect(throws: JSONError.self, "\(text)") { try read(text).integer() }
        }
        let error = #expect(throws: JSONError.self) {
            try read("{\"n\":91}").object().members[0].value.integer(in: -90...90)
        }
        #expect(error.map { "\($0)" } == "field '/n': must be a whole number from -90 to 90, not 91")
    }

    @Test("doubles are finite")
    func doubles() throws {
        #expect(try read("1e308").double() == 1e308)
        #expect(try read("-0.1").double() == -0.1)
        #expect(throws: JSONError.self) { try read("1e309").double() }
    }
}

@Suite("decimals")
struct DecimalTextTests {
    /// Long multiplication on digits: slow, obvious, and without a limit.
    private func oracle(_ text: String, scale: Int) -> (digits: String, isExact: Bool) {
        let parts = text.lowercased().split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let isNegative = parts[0].hasPrefix("-")
        let number = parts[0].drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        var whole = Array(String(number[0]))
        var fraction = Array(number.count > 1 ? String(number[1]) : "")
        for _ in 0..<abs(exponent + scale) {
            if exponent + scale > 0 {
                whole.append(fraction.isEmpty ? "0" : fraction.removeFirst())
            } else {
                fraction.insert(whole.isEmpty ? "0" : whole.removeLast(), at: 0)
            }
        }
        let isExact = fraction.allSatisfy { $0 == "0" }
        if let first = fraction.first, first >= "5" {
            var at = whole.count - 1
            while at >= 0, whole[at] == "9" {
                whole[at] = "0"
                at -= 1
            }
            if at >= 0 {
                whole[at] = Character(String((whole[at].wholeNumberValue ?? 0) + 1))
            } else {
                whole.insert("1", at: 0)
            }
        }
        let digits = String(whole.drop { $0 == "0" })
        return (digits.isEmpty ? "0" : (isNegative ? "-" : "") + digits, isExact)
    }

    @Test("agrees with long multiplication", arguments: UInt64(0)..<20)
    func agrees(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<60 {
            let sign = random.happens(400) ? "-" : ""
            let whole =
                random.happens(200)
                ? "0" : "\(1 + random.below(9))" + (0..<random.below(12)).map { _ in "\(random.below(10))" }.joined()
            let fraction =
                random.happens(300) ? "" : "." + (0...random.below(12)).map { _ in "\(random.below(10))" }.joined()
            let exponent = random.happens(700) ? "" : "e\(random.within(-14...9))"
            let text = sign + whole + fraction + exponent
            let scale = random.below(8)
            let expected = oracle(text, scale: scale)
            let found = DecimalText.scaled(Array(text.utf8)[...], scale: scale)
            if let number = Int64(expected.digits) {
                #expect(found?.value == number, "SEED=\(seed): \(text) at \(scale)")
                #expect(found?.isExact == expected.isExact, "SEED=\(seed): \(text) at \(scale)")
            } else {
                #expect(found == nil, "SEED=\(seed): \(text) at \(scale)")
            }
        }
    }

    @Test("rounds half away from zero, and says that it did")
    func halves() {
        let cases: [(String, Int, Int64, Bool)] = [
            ("0.5", 0, 1, false), ("-0.5", 0, -1, false), ("0.49999999999999999999", 0, 0, false),
            ("36.151583", 7, 361_515_830, true),
            ("36.15158305", 7, 361_515_831, false), ("90.00000001", 7, 900_000_000, false),
            ("0.00000000000000000001", 7, 0, false),
            ("1e-100000", 7, 0, false), ("0e99999999", 7, 0, true), ("5e-8", 7, 1, false), ("4e-8", 7, 0, false),
            ("9223372036854775807", 0, .max, true), ("9223372036854775806.5", 0, .max, false),
        ]
        for (text, scale, value, isExact) in cases {
            let found = DecimalText.scaled(Array(text.utf8)[...], scale: scale)
            #expect(found?.value == value, "\(text)")
            #expect(found?.isExact == isExact, "\(text)")
        }
        for text in ["9223372036854775807.5", "1e19", "1e99999", "", "-", "abc", "1e", "1.2.3"] where text.count > 2 {
            #expect(DecimalText.scaled(Array(text.utf8)[...], scale: 0) == nil, "\(text)")
        }
    }
}
