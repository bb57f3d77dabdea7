import Coordination
import Geodesy
import Markup
import Statements
import StrictJSON
import TransparencyLog

extension BundlePage {
    /// The page around a bundle that holds; nil when the bundle that is read back from it does not.
    ///
    /// A body whose author spelled `<` in two ways cannot be opened in a page. Readable without scripts, on paper, and in
    /// languages of both directions.
    public static func page(of findings: BundleFindings) -> [UInt8]? {
        let object = embedded(findings.bundle.bytes)
        var page = PageRenderer(findings)
        page.render()
        page.html.raw(opening)
        page.html.raw(object)
        page.html.markup("</script>\n</body>\n</html>\n")
        let opened = try? InquiryBundle(parsing: page.html.bytes).opened
        return opened == findings.bundle.opened ? page.html.bytes : nil
    }
}

/// Writes the readable part of the page.
struct PageRenderer {
    var html = HTMLWriter()
    let findings: BundleFindings
    let cast: Cast

    init(_ findings: BundleFindings) {
        self.findings = findings
        cast = Cast(findings.proved.entries)
    }

    mutating func render() {
        head()
        summary()
        list("What this file proves", "proves", findings.proves)
        list("What it does not prove", "limits", findings.doesNotProve)
        timeline()
        people()
        rests()
        groundwork()
        doctrine()
    }

    private mutating func head() {
        html.markup(
            """
            <!doctype html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>
            """)
        html.text("\(findings.bundle.record) - Parley bundle")
        html.markup("</title>\n<style>\n")
        html.markup(PageStyle.sheet)
        html.markup("</style>\n</head>\n<body>\n")
        guard cast.isExercise else { return }
        html.markup("<p class=\"exercise\">Exercise: a rehearsal, not an event</p>\n")
    }

    private mutating func summary() {
        html.markup("<header>\n<p class=\"kicker\">Parley · bundle for an inquiry</p>\n<h1>")
        html.code(findings.bundle.record.description)
        html.markup("</h1>\n<p class=\"accord\">")
        if let name = cast.accordName { BodyView.name(name, to: &html) }
        html.markup(" · ")
        html.code(findings.proved.speakers.accord.rawValue)
        html.markup("</p>\n<p>")
        let count = findings.statements.count
        html.text("\(BundleFindings.count(count, "statement")) about this record, ")
        html.text("taken from a log of \(findings.bundle.checkpoint.checkpoint.size) entries. Made at ")
        html.code(findings.bundle.madeAt.description)
        html.text(" by its maker's clock.")
        html.markup("</p>\n<p class=\"verdict ")
        switch findings.witnesses?.verdict {
        case .witnessed(let time) where findings.policySource == .given:
            html.markup("good\">Witnessed as of ")
            html.code(WitnessTime.text(time))
        case .witnessed(let time):
            html.markup("fair\">Witnessed as of ")
            html.code(WitnessTime.text(time))
            html.text(" by \(findings.policyWords) ")
        case .short(let shortfall):
            html.markup("poor\">Not witnessed: ")
            html.text(shortfall.missingWitnesses.map { "'\($0)'" }.joined(separator: ", "))
            html.text(" missing")
        case .noneRequired, nil: html.markup("poor\">Nothing is established by witnesses")
        }
        html.markup(
            """
            </p>
            <p class="aid">This page is a reading aid: only the object inside the file counts. Verify it before you rely on \
            it, on any computer, without a network, with the log's key as you had it from somebody you trust:</p>
            <pre dir="ltr">parley verify FILE --log-key KEY --policy POLICY
            python3 parley_verify.py bundle FILE --log-key KEY --policy POLICY</pre>
            </header>

            """)
    }

    private mutating func list(_ title: StaticString, _ name: StaticString, _ sentences: [String]) {
        html.markup("<section class=\"")
        html.markup(name)
        html.markup("\">\n<h2>")
        html.markup(title)
        html.markup("</h2>\n<ul>\n")
        for sentence in sentences {
            html.markup("<li>")
            html.text(sentence)
            html.markup("</li>\n")
        }
        html.markup("</ul>\n</section>\n")
    }

    private mutating func doctrine() {
        html.markup(
            """
            <footer>
            <p>Whoever was told had the duty to take care before; whoever was not told had it too.</p>

            """)
        // Nobody knows in which language the page will be read.
        for language in Doctrine.Language.allCases {
            html.markup("<p dir=\"auto\" lang=\"")
            html.text(language.rawValue)
            html.markup("\">")
            html.text(Doctrine.paragraph(in: language))
            html.markup("</p>\n")
        }
        html.markup("</footer>\n\n")
    }
}
