import Markup
import Testing

@Suite("HTML around texts of others") struct HTMLWriterTests {
    private func written(_ write: (inout HTMLWriter) -> Void) -> String {
        var html = HTMLWriter()
        write(&html)
        return String(decoding: html.bytes, as: UTF8.self)
    }

    @Test(
        "what could be markup, or make a text read as another, is shown as characters",
        arguments: [
            ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"), ("a\u{0}b\u{7F}\t", "a\u{FFFD}b\u{FFFD}\u{FFFD}"),
            ("\u{202A}\u{202E}x\u{202C}", "\u{FFFD}\u{FFFD}x\u{FFFD}"), ("a\u{2028}b\u{2029}", "a\u{FFFD}b\u{FFFD}"),
            ("\u{85}\u{9F}\u{A0}", "\u{FFFD}\u{FFFD}\u{A0}"), ("one\ntwo", "one\ntwo"),
            ("قافلة – 👩‍👩‍👧", "قافلة – 👩‍👩‍👧"), ("\u{2066}x\u{2069}", "\u{2066}x\u{2069}"), ("", ""),
        ])
    func texts(text: String, expected: String) { #expect(written { $0.text(text) } == expected) }

    @Test("every scalar is shown as it is, escaped, or as U+FFFD, and never as less or more")
    func everyScalar() {
        for value in (0...0x2_FFFF as ClosedRange<UInt32>) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isMisleading =
                switch value {
                case 0x0A: false
                case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E: true
                default: false
                }
            let expected =
                switch scalar {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                case "\"": "&quot;"
                case "'": "&#39;"
                default: isMisleading ? "\u{FFFD}" : String(Character(scalar))
                }
            let found = written { $0.text(String(Character(scalar))) }
            guard found.unicodeScalars.elementsEqual(expected.unicodeScalars) else {
                Issue.record("U+\(String(value, radix: 16)) is written as \(found)")
                return
            }
        }
    }

    @Test("a text of somebody's stands in a direction of its own; its language cannot leave its attribute")
    func foreign() {
        #expect(written { $0.foreign("حلب", language: "ar") } == "<bdi lang=\"ar\">حلب</bdi>")
        #expect(written { $0.foreign("<", language: "\" x=\"") } == "<bdi lang=\"&quot; x=&quot;\">&lt;</bdi>")
        #expect(written { $0.foreign("x") } == "<bdi>x</bdi>")
        // In a picture nothing but these characters isolates, so the text's own may not close it.
        #expect(written { $0.pictured("a\u{2069}b") } == "\u{2068}a\u{FFFD}b\u{2069}")
        #expect(written { $0.code("a<b") } == "<code dir=\"ltr\">a&lt;b</code>")
    }

    @Test("lengths are in tenths", arguments: [(0.0, "0"), (-0.04, "0"), (-0.26, "-0.3"), (12.0, "12"), (1.25, "1.3")])
    func lengths(value: Double, expected: String) { #expect(written { $0.length(value) } == expected) }
}
