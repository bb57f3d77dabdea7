import Coordination
import Testing

@Suite("doctrine")
struct DoctrineTests {
    @Test("every sentence is worded in every language, each its own")
    func complete() {
        var seen: Set<String> = []
        for language in Doctrine.Language.allCases {
            let sentences = Doctrine.sentences(in: language)
            #expect(sentences.count == Doctrine.allCases.count)
            for sentence in sentences { #expect(seen.insert(sentence).inserted && sentence.count > 20) }
        }
    }

    static let scripts: [(Doctrine.Language, ClosedRange<UInt32>)] = [
        (.arabic, 0x0600...0x06FF), (.russian, 0x0400...0x04FF), (.english, 0x41...0x7A), (.french, 0x41...0xFF),
    ]

    @Test("a sentence is in the script of its language", arguments: scripts)
    func script(language: Doctrine.Language, range: ClosedRange<UInt32>) {
        for sentence in Doctrine.sentences(in: language) {
            let letters = sentence.unicodeScalars.filter { $0.properties.isAlphabetic && $0.value != 0x0153 }
            #expect(letters.allSatisfy { range.contains($0.value) }, "\(sentence)")
        }
    }

    static let headers: [(String?, Doctrine.Language)] = [
        (nil, .english), ("", .english), ("ar", .arabic), ("ru-RU, en;q=0.8", .russian), ("de, fr;q=0.5", .french),
        ("en;q=0.2, ar;q=0.9", .arabic), ("fr;q=0", .english), ("*", .english), (";;;,,q=", .english),
        ("ru;q=nan", .english), ("ar;q=7, fr", .french), ("FR", .french),
        (String(repeating: "x,", count: 100_000) + "ar", .english),
    ]

    @Test("the reader's language is taken from what the reader sends", arguments: headers)
    func language(header: String?, expected: Doctrine.Language) {
        #expect(Doctrine.Language(accepting: header) == expected)
    }
}
