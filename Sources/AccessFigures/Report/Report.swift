import Geodesy
import Markup

extension Figures {
    /// What a report shows of long lists; everything is in the tables and in the JSON.
    public struct ReportLimits: Sendable {
        /// Rows of a table; the rest stands in one row, so that sums hold.
        public var tableRows = 200
        /// Bars of a picture by place, reason or holder; the rest stands in one bar.
        public var bars = 12
        /// Periods of a picture, the last ones.
        public var periods = 62
        /// Pictures of cargo.
        public var cargoPictures = 12
        /// Runs of records that a note names.
        public var noteRuns = 40
        /// Records listed with their statements; more, and the list is left to the tables and the JSON.
        public var listedRecords = 2_000

        /// The usual limits.
        public init() {}
    }

    /// The figures as one HTML page that prints on A4: no script, no request, every text escaped.
    ///
    /// `doctrine` are the sentences that go with every output. Every picture has its numbers in a table below it, and every
    /// row a note that leads to the records and their statements.
    public func report(
        doctrine: [String], words: ReportWords = .english, limits: ReportLimits = ReportLimits()
    ) -> [UInt8] {
        var page = ReportPage(self, words: words, limits: limits)
        page.render(doctrine: doctrine)
        return page.html.bytes
    }
}

/// Writes the page.
struct ReportPage {
    /// What a note names, part by part.
    struct Note {
        var parts: [(name: String?, records: [RecordIndex])]
    }

    var html: HTMLWriter
    let figures: Figures
    let words: ReportWords
    let limits: Figures.ReportLimits
    var notes: [Note] = []
    var pictures = 0

    init(_ figures: Figures, words: ReportWords, limits: Figures.ReportLimits) {
        self.figures = figures
        self.words = words
        self.limits = limits
        html = HTMLWriter(capacity: 65_536 + min(figures.records.count, limits.listedRecords) * 512)
    }

    /// Whether records are listed with their statements, so that notes can lead there.
    var listsRecords: Bool { figures.records.count <= limits.listedRecords }

    mutating func render(doctrine: [String]) {
        head()
        opening(doctrine: doctrine)
        summary()
        outcomes()
        convoys()
        steps()
        cargo()
        reach()
        access()
        sums()
        noteList()
        sourceList()
        html.markup("</main>\n</body>\n</html>\n")
    }

    private mutating func head() {
        html.markup("<!doctype html>\n<html lang=\"")
        html.text(words.language)
        html.markup(words.isRightToLeft ? "\" dir=\"rtl\">\n" : "\" dir=\"ltr\">\n")
        html.markup(
            """
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>
            """)
        html.text("\(words.say(.title)) - \(figures.reading.accord)")
        html.markup("</title>\n<style>\n")
        html.markup(ReportStyle.sheet)
        html.markup("</style>\n</head>\n<body>\n")
        html.markup(ReportStyle.patterns)
        html.markup("<main>\n")
    }

    private mutating func opening(doctrine: [String]) {
        let reading = figures.reading
        html.markup("<header>\n<p class=\"kicker\">")
        say(.kicker)
        html.markup("</p>\n<h1>")
        html.foreign(reading.accord)
        html.markup("</h1>\n<p class=\"span\">")
        let period = figures.period
        let from = period.start?.description ?? words.say(.fromBeginning)
        html.text(
            period.end.map { words.say(.periodSpan, from, $0.description) }
                ?? words.say(.periodOpen, from, words.say(.toEnd, reading.asOf.description)))
        html.markup(", ")
        say(
            [.grainDay, .grainWeek, .grainMonth, .grainWhole][
                FigurePeriod.Grain.allCases.firstIndex(of: period.grain) ?? 3])
        html.markup("</p>\n</header>\n<section class=\"rests\">\n<h2>")
        say(.rests)
        html.markup("</h2>\n<dl>\n")
        fact(.log) { $0.html.text($0.words.say(.logEntries, $0.words.number(reading.logSize))) }
        fact(.asOf) { $0.html.code(reading.asOf.description) }
        fact(.picture) { page in
            page.html.markup(reading.isPartial ? "<strong>" : "<span>")
            page.say(reading.isPartial ? .picturePartial : .pictureWhole)
            page.html.markup(reading.isPartial ? "</strong>" : "</span>")
        }
        for text in reading.missing { fact(.missing) { $0.html.foreign(text) } }
        fact(.readBy) { $0.html.foreign(reading.reader) }
        fact(.mayBeGiven) { $0.html.foreign(reading.audience) }
        fact(.zone) { $0.html.code(period.zoneText) }
        html.markup("</dl>\n<p>")
        say(.countedBy)
        html.markup(" ")
        say(.shareRule)
        html.markup("</p>\n<p>")
        say(.onlyThisRegister)
        html.markup("</p>\n")
        if !doctrine.isEmpty {
            html.markup("<div class=\"doctrine\"><h3>")
            say(.notesGoWith)
            html.markup("</h3>\n<ul>\n")
            for sentence in doctrine {
                html.markup("<li>")
                html.foreign(sentence)
                html.markup("</li>\n")
            }
            html.markup("</ul></div>\n")
        }
        html.markup("</section>\n")
    }

    private mutating func fact(_ name: Phrase, _ value: (inout ReportPage) -> Void) {
        html.markup("<dt>")
        say(name)
        html.markup("</dt><dd>")
        value(&self)
        html.markup("</dd>\n")
    }

    /// Writes a phrase.
    mutating func say(_ phrase: Phrase) { html.text(words.say(phrase)) }

    mutating func paragraph(_ text: String) {
        html.markup("<p class=\"rule\">")
        html.text(text)
        html.markup("</p>\n")
    }

    mutating func heading(_ phrase: Phrase) {
        html.markup("<h2>")
        say(phrase)
        html.markup("</h2>\n")
    }

    mutating func subheading(_ phrase: Phrase) {
        html.markup("<h3>")
        say(phrase)
        html.markup("</h3>\n")
    }
}
