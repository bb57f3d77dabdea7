import StrictJSON
import TestKit
import Testing

/// Reads a text with roomy limits.
func read(_ text: String, depth: Int = 32) throws(JSONError) -> JSONValue {
    try JSONDocument(Array(text.utf8), limits: .init(maximumBytes: 1 << 20, maximumDepth: depth)).root
}

/// The rule that a text breaks; nil when it is taken.
func rule(_ bytes: [UInt8], depth: Int = 32) -> JSONRule? {
    do throws(JSONError) {
        _ = try JSONDocument(bytes, limits: .init(maximumBytes: 1 << 20, maximumDepth: depth))
        return nil
    } catch { return error.rule }
}

@Suite("JSON grammar")
struct JSONGrammarTests {
    static let taken = [
        "0", "-0", "1", "-1", "10", "1.5", "-0.25", "1e2", "1E+2", "1e-2", "0e0", "0.0e+00",
        "123456789012345678901234567890",
        "\"\"", "\"a\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\"", "\"\\u00e9\\uABCD\"", "\"\\ud83d\\ude00\"",
        "\"é😀\"",
        "\"\u{7F}\"", "\"\\u0000\"", "true", "false", "null", "[]", "[ ]", "[1]", "[1,2]", "[[],[[]],{}]", "{}", "{ }",
        "{\"a\":1}", "{\"a\":{\"b\":[1,{\"c\":null}]}}", " \t\r\n1 \t\r\n", "[ 1 , 2 ]", "{ \"a\" : 1 , \"b\" : 2 }",
        "{\"\":0}", "{\"a\":1,\"A\":2}", "\"\u{2028}\u{2029}\"", "\"\\uFFFF\\uFFFE\"",
    ]

    @Test("takes what RFC 8259 has", arguments: taken)
    func takes(text: String) {
        #expect(rule(Array(text.utf8)) == nil)
    }

    static let refused: [(text: String, rule: JSONRule)] = [
        ("", .truncated), (" ", .truncated), ("[", .truncated), ("{", .truncated), ("[1", .truncated),
        ("[1,", .truncated),
        ("{\"a\"", .truncated), ("{\"a\":", .truncated), ("{\"a\":1", .truncated), ("{\"a\":1,", .truncated),
        ("\"a", .truncated), ("\"\\", .truncated), ("\"\\u00", .truncated), ("tru", .truncated), ("-", .truncated),
        ("[1,]", .unexpectedByte(0x5D)), ("[,1]", .unexpectedByte(0x2C)), ("[1 2]", .unexpectedByte(0x32)),
        ("[1;2]", .unexpectedByte(0x3B)), ("{\"a\":1,}", .unexpectedByte(0x7D)), ("{a:1}", .unexpectedByte(0x61)),
        ("{1:1}", .unexpectedByte(0x31)), ("{\"a\" 1}", .unexpectedByte(0x31)), ("{\"a\"}", .unexpectedByte(0x7D)),
        ("{\"a\":}", .unexpectedByte(0x7D)), ("{\"a\":1 \"b\":2}", .unexpectedByte(0x22)),
        ("[}", .unexpectedByte(0x7D)),
        ("{]", .unexpectedByte(0x5D)), ("[1}", .unexpectedByte(0x7D)), ("]", .unexpectedByte(0x5D)),
        ("'a'", .unexpectedByte(0x27)), ("+1", .unexpectedByte(0x2B)), (".5", .unexpectedByte(0x2E)),
        ("tRue", .unexpectedByte(0x52)), ("nul!", .unexpectedByte(0x21)), ("undefined", .unexpectedByte(0x75)),
        ("// c\n1", .unexpectedByte(0x2F)), ("[1/**/]", .unexpectedByte(0x2F)), ("\"a\u{1}\"", .unexpectedByte(1)),
        ("\"a\nb\"", .unexpectedByte(0x0A)), ("\"a\tb\"", .unexpectedByte(0x09)), ("\u{A0}1", .unexpectedByte(0xC2)),
        ("\u{FEFF}1", .unexpectedByte(0xEF)), ("1\u{0}", .trailingBytes), ("1 2", .trailingBytes),
        ("{}{}", .trailingBytes),
        ("[]]", .trailingBytes), ("truefalse", .trailingBytes), ("01", .badNumber), ("-01", .badNumber),
        ("00", .badNumber),
        ("1.", .badNumber), ("1.e2", .badNumber), ("1e", .badNumber), ("1e+", .badNumber), ("1.5e", .badNumber),
        ("NaN", .badNumber), ("Infinity", .badNumber), ("-Infinity", .badNumber), ("-NaN", .badNumber),
        ("--1", .badNumber),
        ("-a", .badNumber), ("0x10", .trailingBytes), ("1_000", .trailingBytes), ("1e5.5", .trailingBytes),
        ("\"\\a\"xxxx", .badEscape), ("\"\\u00G0\"", .badEscape), ("\"\\x41\"    ", .badEscape),
        ("\"\\'\"     ", .badEscape),
        ("\"\\ud800\"", .badEscape), ("\"\\udc00\"", .badEscape), ("\"\\ud800\\u0041\"", .badEscape),
        ("\"\\ud800\\ud800\"", .badEscape), ("\"\\ud83d x\"", .badEscape), ("{\"a\":1,\"a\":2}", .duplicateKey("a")),
        ("{\"a\":1,\"\\u0061\":2}", .duplicateKey("a")), ("{\"\":1,\"\":2}", .duplicateKey("")),
        ("[{\"x\":{\"k\":1,\"k\":1}}]", .duplicateKey("k")),
    ]

    @Test("refuses what it has not, naming the rule", arguments: refused)
    func refuses(text: String, expected: JSONRule) {
        #expect(rule(Array(text.utf8)) == expected, "\(text)")
    }

    @Test(
        "refuses text that is not UTF-8",
        arguments: [
            [0xFF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
            [0xC3, 0x28],
        ] as [[UInt8]])
    func refusesOtherEncodings(bytes: [UInt8]) {
        #expect(rule([0x22] + bytes + [0x22]) == .invalidUTF8)
        #expect(rule([0x7B, 0x22] + bytes + Array("\":1}".utf8)) == .invalidUTF8)
    }

    @Test("a key is the same by its bytes alone, however it is spelt")
    func keysByBytes() throws {
        // Composed and decomposed letters are two keys, escaped or not, in small objects and in large ones.
        #expect(rule(Array("{\"é\":1,\"e\u{301}\":2}".utf8)) == nil)
        #expect(rule(Array("{\"\\u00e9\":1,\"e\\u0301\":2}".utf8)) == nil)
        #expect(rule(Array("{\"é\":1,\"\\u00e9\":2}".utf8)) == .duplicateKey("é"))
        let many = (0..<30).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(rule(Array("{\(many)}".utf8)) == nil)
        #expect(rule(Array("{\(many),\"k7\":0}".utf8)) == .duplicateKey("k7"))
        #expect(rule(Array("{\(many),\"\\u006b7\":0}".utf8)) == .duplicateKey("k7"))
        // U+212A looks like a K and is none.
        var object = try read("{\"root\\u212aey\":1}").object()
        #expect(object.optional("rootKey") == nil)
        var plain = try read("{\"root\\u004bey\":1}").object()
        #expect(plain.optional("rootKey") != nil)
    }

    @Test("depth and length have limits, and the limit itself is taken")
    func limits() throws {
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        #expect(rule(nested(32)) == nil)
        #expect(rule(nested(33)) == .tooDeep(limit: 32))
        #expect(rule(nested(200_000)) == .tooDeep(limit: 32))
        #expect(rule([UInt8](repeating: 0x5B, count: 1 << 20)) == .tooDeep(limit: 32))
        #expect(rule(Array("{\"a\":{\"b\":1}}".utf8), depth: 1) == .tooDeep(limit: 1))
        let text = Array("[1,2]".utf8)
        _ = try JSONDocument(text, limits: .init(maximumBytes: 5))
        let error = #expect(throws: JSONError.self) { try JSONDocument(text, limits: .init(maximumBytes: 4)) }
        #expect(error?.rule == .tooLong(limit: 4))
        let huge = #expect(throws: JSONError.self) {
            try JSONDocument([UInt8](repeating: 0x20, count: 100 << 20), limits: .init(maximumBytes: 1 << 20))
        }
        #expect(huge?.rule == .tooLong(limit: 1 << 20))
    }

    @Test("whatever is changed in a text, it is taken or refused and never trapped", arguments: UInt64(0)..<40)
    func mutations(seed: UInt64) throws {
        let origin = Array(
            "{\"kind\":\"notify\",\"list\":[1,-2.5e3,\"\\u00e9\\ud83d\\ude00 x\"],\"o\":{\"a\":null,\"b\":true},\"é\":\"𝄞\"}"
                .utf8)
        var random = SplitMix64(seed: seed)
        for round in 0..<60 {
            var bytes = origin
            for _ in 0...random.below(3) {
                let at = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[at] = UInt8(random.below(256))
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(random.one(of: Array("{}[]\",:\\u0-eE.\u{0}".utf8)) ?? 0, at: at)
                default: bytes.removeSubrange(at..<min(bytes.count, at + random.below(9)))
                }
            }
            do throws(JSONError) {
                let root = try JSONDocument(bytes, limits: .init(maximumBytes: 1 << 16)).root
                // What was taken reads back the same after our own writer wrote it.
                let again = try JSONDocument(rewritten(root), limits: .init(maximumBytes: 1 << 16)).root
                #expect(rewritten(again) == rewritten(root), "SEED=\(seed) round \(round)")
            } catch {
                #expect(error.offset <= bytes.count, "SEED=\(seed) round \(round)")
                #expect(!"\(error)".isEmpty)
            }
        }
    }
}

/// A value written anew by the writer.
func rewritten(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    write(value, to: &writer)
    return writer.bytes
}

private func write(_ value: JSONValue, to writer: inout JSONWriter) {
    switch value.kind {
    case .null: writer.null()
    case .boolean: writer.bool((try? value.bool()) ?? false)
    case .number: writer.raw(value.rawBytes)
    case .string: writer.string((try? value.string()) ?? "")
    case .array: writer.array { list in for element in (try? value.array()) ?? [] { write(element, to: &list) } }
    case .object:
        writer.object { fields in
            for (key, member) in (try? value.object().members) ?? [] {
                fields.key(key)
                write(member, to: &fields)
            }
        }
    }
}
