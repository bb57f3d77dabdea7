import Foundation
import Geodesy
import StrictJSON
import Testing

@testable import AccessFigures

/// The page holds what it says, whatever statements hold.
@Suite struct ReportTests {
    static let hostile = [
        "</title><script>alert(1)</script>", "\" onload=\"x", "'><img src=x onerror=y>", "\u{202E}evil\u{202C}",
        "a\u{0}b",
        "\u{2069}\u{2066}x", "&lt;b&gt;", "]]><svg/onload=1>", String(repeating: "ق", count: 5_000),
        "line\nbreak\u{2028}x",
        "javascript:alert(1)", "url(http://example.org/x)", "👩‍👩‍👧‍👦 семья",
    ]

    static func hostileFigures() throws -> Figures {
        var random = RandomFacts(seed: 9)
        var facts = random.facts(movements: 40, convoys: 8, lines: 4, days: 9)
        for position in facts.movements.indices {
            let text = hostile[position % hostile.count]
            facts.movements[position].organiser = text
            facts.movements[position].destination = Place(text, pcode: position % 2 == 0 ? text : nil)
            facts.movements[position].reason = text
            facts.movements[position].decidedBy = text
            facts.movements[position].outcomeWords = text
            facts.movements[position].sources = [SourceRef(entry: .max, statement: text)]
        }
        for position in facts.convoys.indices {
            let text = hostile[position % hostile.count]
            facts.convoys[position].plan = text
            facts.convoys[position].lines = facts.convoys[position].lines.map { line in
                var line = line
                (line.category, line.unit, line.item) = (text, text, text)
                return line
            }
        }
        facts.reading.accord = hostile[0]
        facts.reading.reader = hostile[3]
        return try Figures(facts, period: FigurePeriod(by: .day))
    }

    @Test("hostile texts stay texts: no tag, no attribute, no direction of theirs")
    func hostileTexts() throws {
        let page = String(decoding: try Self.hostileFigures().report(doctrine: Self.hostile), as: UTF8.self)
        #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("<svg/"))
        #expect(!page.contains("\u{202E}") && !page.contains("\u{0}") && !page.contains("\u{2028}"))
        let tags = page.matches(of: /<\/?([a-zA-Z][a-zA-Z0-9]*)/).map { String($0.1) }
        let known: Set = [
            "html", "head", "meta", "title", "style", "body", "main", "header", "section", "div", "p", "h1", "h2", "h3",
            "dl",
            "dt", "dd", "ul", "ol", "li", "span", "strong", "a", "b", "bdi", "code", "table", "caption", "thead",
            "tbody",
            "tr", "th", "td", "figure", "figcaption", "svg", "desc", "rect", "path", "text", "pattern", "defs",
            "circle",
        ]
        #expect(Set(tags).subtracting(known).isEmpty, "\(Set(tags).subtracting(known))")
    }

    @Test("nothing is fetched and nothing runs", arguments: [0, 1])
    func selfContained(which: Int) throws {
        let figures = which == 0 ? try GoldenTests.small() : try Self.hostileFigures()
        let page = String(decoding: figures.report(doctrine: []), as: UTF8.self)
        for link in page.matches(of: /href="([^"]*)"/) { #expect(link.1.hasPrefix("#"), "\(link.1)") }
        let markup = page.matches(of: /<[^>]*>/).map { String($0.0) }
        for attribute in [" src=", " srcset=", "xlink:", "<link", "<base", "<iframe", "<object", "<embed", "<form"] {
            #expect(!markup.contains { $0.contains(attribute) }, "\(attribute)")
        }
        #expect(!markup.contains { $0.contains(" on") && $0.contains(/\son[a-z]+=/) })
        let sheet = try #require(page.firstMatch(of: /<style>([\s\S]*?)<\/style>/)).1
        #expect(!sheet.contains("@import"))
        #expect(sheet.matches(of: /url\(([^)]*)\)/).allSatisfy { $0.1.hasPrefix("#p") })
    }

    @Test("every link leads to one place, every place has one name, every tag is closed", arguments: [0, 1, 2])
    func wellFormed(which: Int) throws {
        var random = RandomFacts(seed: 1)
        let figures =
            switch which {
            case 0: try GoldenTests.small()
            case 1: try Self.hostileFigures()
            default:
                try Figures(
                    random.facts(movements: 300, convoys: 60, lines: 8, days: 90), period: FigurePeriod(by: .week))
            }
        let page = String(decoding: figures.report(doctrine: ["one"]), as: UTF8.self)
        let names = page.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
        #expect(Set(names).count == names.count)
        let links = Set(page.matches(of: /href="#([^"]*)"/).map { String($0.1) })
        #expect(links.isSubset(of: Set(names)), "\(links.subtracting(names).sorted().prefix(5))")
        for labelled in page.matches(of: /aria-labelledby="([^"]*)"/) {
            for name in labelled.1.split(separator: " ") { #expect(names.contains(String(name))) }
        }
        var open: [Substring] = []
        for tag in page.matches(of: /<(\/?)([a-z0-9]+)[^>]*?(\/?)>/) {
            guard tag.2 != "meta", tag.3.isEmpty else { continue }
            if tag.1.isEmpty { open.append(tag.2) } else { #expect(open.popLast() == tag.2) }
        }
        #expect(open.isEmpty)
        for head in page.matches(of: /<th[ >][^>]*/) { #expect(head.0.contains("scope=")) }
    }

    @Test("nothing at all makes a page, tables and JSON that say so")
    func nothing() throws {
        let figures = try Figures(AccessFacts(Snapshots.reading), period: FigurePeriod(by: .month))
        let page = String(decoding: figures.report(doctrine: ["one"]), as: UTF8.self)
        #expect(page.contains(ReportWords.english.say(.noMovements)))
        #expect(!page.contains("<figure"))
        #expect(figures.tables(doctrine: []).count == 23)
        let limits = JSONDocument.Limits(maximumBytes: 1_000_000)
        _ = try JSONDocument(figures.json(doctrine: []), limits: limits)
    }

    @Test("the JSON is strict JSON and its sums are those of the figures, hostile or not")
    func strictJSON() throws {
        let figures = try Self.hostileFigures()
        let document = try JSONDocument(
            figures.json(doctrine: Self.hostile), limits: JSONDocument.Limits(maximumBytes: 50_000_000))
        var root = try document.root.object()
        let records = try root.required("records").array()
        #expect(records.count == figures.records.count)
        var movements = try root.required("movements").object()
        var all = try movements.required("all").object()
        #expect(try all.required("total").integer() == Int64(figures.movements.all.total))
    }

    @Test("every fixed string is worded, fills its gaps and claims nothing")
    func wording() {
        for phrase in Phrase.allCases {
            let text = ReportWords.english.say(phrase, "1", "2", "3")
            #expect(!text.isEmpty, "\(phrase)")
            #expect(!text.contains("{"), "\(phrase)")
            for word in ["safe", "approve", "unprotected", "cleared", "secure"] {
                #expect(!text.lowercased().contains(word), "\(phrase) says '\(word)'")
            }
        }
    }

    @Test("long lists stay within their limits and the sums of a table hold")
    func limits() throws {
        var facts = AccessFacts(Snapshots.reading)
        for number in 0..<500 {
            facts.movements.append(
                MovementFact(
                    id: "m\(number)", organiser: "O", name: "n", origin: Place("A"),
                    destination: Place("place \(number)"),
                    plannedDeparture: RandomFacts.instant("2024-01-01T00:00:00Z"), state: .closed,
                    outcome: .facilitated,
                    sources: [SourceRef(entry: UInt64(number), statement: "s")]))
        }
        let figures = try Figures(facts, period: FigurePeriod(by: .whole))
        let page = String(decoding: figures.report(doctrine: []), as: UTF8.self)
        #expect(page.contains("301 further rows, together"))
        #expect(page.contains("489 others"))
        var few = Figures.ReportLimits()
        few.listedRecords = 100
        let short = String(decoding: figures.report(doctrine: [], limits: few), as: UTF8.self)
        #expect(!short.contains("id=\"rM1\"") && !short.contains("href=\"#rM1\""))
        #expect(short.contains("500 records are too many to print here"))
    }
}
