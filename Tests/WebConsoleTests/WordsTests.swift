import Foundation
import StrictJSON
import Testing

@testable import WebConsole

@Suite("words")
struct WordsTests {
    private static func shelf() throws -> WordShelf {
        try WordShelf(
            ConsoleFiles(folder: ConsoleFolder.resources).all("locales", limit: 64 << 20)
                .filter { $0.path.hasSuffix(".json") }.map { (String($0.path.dropLast(5)), $0.bytes) })
    }

    @Test("every language says everything, with every placeholder")
    func complete() throws {
        let shelf = try Self.shelf()
        let standard = shelf.words(WordShelf.standard)
        #expect(Set(shelf.codes).isSuperset(of: ["en", "ar", "ru", "fr"]))
        for code in shelf.codes {
            let words = shelf.words(code)
            let missing = standard.entries.keys.filter { words.entries[$0] == nil }.sorted()
            #expect(missing.isEmpty, "'\(code)' lacks \(missing)")
            let extra = words.entries.keys.filter { standard.entries[$0] == nil }.sorted()
            #expect(extra.isEmpty, "'\(code)' has what nobody asks for: \(extra)")
            for (key, entry) in words.entries {
                guard let original = standard.entries[key] else { continue }
                let wanted = Self.placeholders(original)
                // A form for just one or two may say the number in words.
                let found = Self.placeholders(entry)
                #expect(
                    found.subtracting(wanted).isEmpty && wanted.subtracting(found).isEmpty,
                    "'\(code)' \(key): has \(found.sorted()), wants \(wanted.sorted())")
            }
        }
    }

    private static func placeholders(_ entry: Words.Entry) -> Set<String> {
        let texts: [String] =
            switch entry {
            case .text(let text): [text]
            case .forms(let forms): Array(forms.values)
            }
        return texts.reduce(into: []) { found, text in
            for part in text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1) {
                if let end = part.firstIndex(of: "}") { found.insert(String(part[..<end])) }
            }
        }
    }

    /// Keys that code makes from a value of a closed list: each prefix must be there for a reason.
    private static var computed: [String] {
        get throws {
            let bytes = [UInt8](
                try Data(contentsOf: URL(fileURLWithPath: ConsoleFolder.resources + "/computed-words.json")))
            return try JSONDocument(bytes, limits: .init(maximumBytes: 65_536)).root.array().map { try $0.string() }
        }
    }

    @Test("every key that is asked for is there, and every key that is there is asked for")
    func used() throws {
        let entries = try Self.shelf().words(WordShelf.standard).entries
        let computed = try Self.computed
        var asked: Set<String> = []
        var named: Set<String> = []
        for file in try ConsoleFolder.texts("templates", [".mustache"]) {
            asked.formUnion(Self.names(in: file.text, after: ["{{words."]))
        }
        for file in try ConsoleFolder.texts("assets/js", [".js"]) {
            asked.formUnion(Self.names(in: file.text, after: ["t(\"", "has(\"", "plural(\""]))
            named.formUnion(Self.quoted(in: file.text))
        }
        for file in try ConsoleFolder.texts("forms", [".json"]) { named.formUnion(Self.quoted(in: file.text)) }
        let sources = URL(fileURLWithPath: ConsoleFolder.root + "/Sources/WebConsole")
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path) where path.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
            asked.formUnion(Self.names(in: text, after: ["words(\""]))
            named.formUnion(Self.quoted(in: text))
        }
        // A name that ends in a dot, or goes on with something computed, is looked for under its prefix.
        let missing = asked.filter { entries[$0] == nil && !$0.hasSuffix(".") && !computed.contains($0) }.sorted()
        #expect(missing.isEmpty, "missing: \(missing)")
        #expect(asked.count > 200, "the search itself finds what is asked for")
        let unused = entries.keys.filter { key in
            !asked.contains(key) && !named.contains(key) && !computed.contains { key.hasPrefix($0) }
        }.sorted()
        #expect(unused.isEmpty, "unused: \(unused)")
        let idle = computed.filter { prefix in !entries.keys.contains { $0.hasPrefix(prefix) } }
        #expect(idle.isEmpty, "no key begins with \(idle)")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The names that directly follow one of these texts, where a name character does not stand before it.
    private static func names(in text: String, after marks: [String]) -> Set<String> {
        let bytes = Array(text.utf8)
        var found: Set<String> = []
        for mark in marks.map({ Array($0.utf8) }) {
            var at = 0
            while at + mark.count < bytes.count {
                guard bytes[at] == mark[0], bytes[at..<(at + mark.count)].elementsEqual(mark),
                    at == 0 || !isNameByte(bytes[at - 1])
                else {
                    at += 1
                    continue
                }
                at += mark.count
                let end = bytes[at...].firstIndex { !isNameByte($0) } ?? bytes.endIndex
                let isComputed = end < bytes.endIndex && bytes[end] == UInt8(ascii: "\\")
                if !isComputed, end > at { found.insert(String(decoding: bytes[at..<end], as: UTF8.self)) }
                at = end
            }
        }
        return found
    }

    /// Names that stand in quotation marks of any kind.
    private static func quoted(in text: String) -> Set<String> {
        let bytes = Array(text.utf8)
        let marks: Set<UInt8> = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")]
        var found: Set<String> = []
        var start: Int?
        for (index, byte) in bytes.enumerated() {
            if marks.contains(byte) {
                if let begin = start, begin < index {
                    found.insert(String(decoding: bytes[begin..<index], as: UTF8.self))
                }
                start = index + 1
            } else if !isNameByte(byte) {
                start = nil
            }
        }
        return found
    }

    @Test("no language says what could be read as leave to go ahead")
    func wording() throws {
        let forbidden: [String: [String]] = [
            "en": ["safe", "approved", "unprotected", "permitted", "target"],
            "fr": ["approuvé", "autorisé à", "sans protection", "cible"],
            "ru": ["безопасно", "одобрен", "разрешено", "незащищ", "мишен"],
            "ar": ["آمن ", "موافق عليه", "مسموح", "غير محمي", "هدف عسكري"],
        ]
        let shelf = try Self.shelf()
        for (code, words) in forbidden {
            for (key, entry) in shelf.words(code).entries {
                let text = "\(entry)".lowercased()
                for word in words where text.contains(word) { Issue.record("'\(code)' \(key) says '\(word)'") }
            }
        }
    }

    @Test(
        "counts take the forms of CLDR",
        arguments: [
            (
                PluralRule.slavic, [1, 2, 5, 11, 12, 21, 22, 25, 101, 111],
                "one few many many many one few many one many"
            ),
            (
                .arabic, [0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111],
                "zero one two few few many many other other few many"
            ),
            (.oneOther, [0, 1, 2, 11, 21], "other one other other other"),
            (.zeroOneOther, [0, 1, 2, 11], "one one other other"),
        ])
    func forms(rule: PluralRule, counts: [Int64], expected: String) {
        #expect(counts.map { rule.form(of: $0).rawValue }.joined(separator: " ") == expected)
    }

    @Test("a file that is not of its form is refused, naming the key")
    func refusals() {
        let head = #""@name":"X","@direction":"ltr","@plural":"slavic""#
        for (text, said) in [
            ("{}", "@name"), ("[]", "object"), (#"{"@name":"X","@direction":"up","@plural":"none"}"#, "@direction"),
            ("{\(head),\"a\":{\"one\":\"x\",\"few\":\"y\",\"other\":\"z\"}}", "many"),
            ("{\(head),\"a\":{\"dual\":\"x\"}}", "dual"), ("{\(head),\"a\":7}", "a"),
        ] {
            do {
                _ = try Words(code: "xx", Array(text.utf8))
                Issue.record("taken: \(text)")
            } catch { #expect("\(error)".contains(said), "\(error)") }
        }
    }

    @Test("a name that is put into a sentence is set apart, and a placeholder that nobody fills stays")
    func filling() throws {
        let words = try Words(
            code: "en",
            Array(#"{"@name":"E","@direction":"ltr","@plural":"one-other","a":"Call {who} at {when}"}"#.utf8))
        #expect(words("a", ["who": "{when}"]) == "Call \u{2068}{when}\u{2069} at {when}")
        #expect(words("b") == "b")
    }

    @Test(
        "the language is the chosen one, else what the browser likes best and we have",
        arguments: [
            (nil, "ru;q=0.4, ar;q=0.9", "ar"), ("fr", "ar", "fr"), ("tlh", "de, ru-RU", "ru"), (nil, "de", "en"),
            (nil, "*, ;;q=x, \u{1F600}", "en"), (nil, "ru;q=0", "en"),
        ] as [(String?, String, String)])
    func choosing(chosen: String?, field: String, expected: String) throws {
        #expect(try Self.shelf().choose(chosen: chosen, accepting: field) == expected)
    }
}
