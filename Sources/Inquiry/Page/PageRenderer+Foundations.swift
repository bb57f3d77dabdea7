import Coordination
import Geodesy
import Markup
import Statements
import StrictJSON
import TransparencyLog

extension PageRenderer {
    /// Who speaks in the bundle, by which keys.
    mutating func people() {
        var seen: Set<OfficerRef> = []
        html.markup(
            "<section>\n<h2>Who spoke</h2>\n<table>\n<tr><th>Officer</th><th>Party</th><th>Grade</th><th>Key</th></tr>\n"
        )
        for entry in findings.statements {
            let officer = OfficerRef(entry.statement.party, entry.statement.officer)
            guard seen.insert(officer).inserted else { continue }
            let person = cast.officer(officer, before: entry.index)
            html.markup("<tr><td>")
            if let name = person?.name {
                BodyView.name(name, to: &html)
                html.text(" ")
            }
            html.code(officer.officer.rawValue)
            html.markup("</td><td>")
            party(officer.party)
            html.markup("</td><td>")
            html.foreign(person?.grade ?? "-")
            html.markup("</td><td class=\"key\">")
            html.code(entry.verified.keyID.description)
            html.markup("</td></tr>\n")
        }
        html.markup("</table>\n</section>\n")
    }

    /// What everything rests on: the log's key, its checkpoint, its witnesses.
    mutating func rests() {
        let tree = findings.bundle.checkpoint.checkpoint
        html.markup("<section>\n<h2>What it rests on</h2>\n<dl class=\"facts\">\n")
        fact("Log", tree.origin.text)
        fact("Log's key, to be compared", findings.bundle.logKey)
        fact("Entries", tree.size.description)
        fact("Root", tree.root.base64)
        html.markup("</dl>\n")
        guard let witnesses = findings.witnesses, !witnesses.standings.isEmpty else {
            html.markup("</section>\n")
            return
        }
        html.markup("<table>\n<tr><th>Witness</th><th>Cosigned at</th></tr>\n")
        for standing in witnesses.standings {
            html.markup("<tr><td>")
            html.code(standing.name.description)
            html.markup("</td><td>")
            switch standing.state {
            case .cosigned(let time): html.code(WitnessTime.text(time))
            case .ahead(let time): html.text("ahead of the clock, \(WitnessTime.text(time)): does not count")
            case .absent: html.text("has not cosigned")
            }
            html.markup("</td></tr>\n")
        }
        html.markup("</table>\n<p>")
        html.text("These witnesses are named by \(findings.policyWords).")
        html.markup("</p>\n</section>\n")
    }

    private mutating func fact(_ name: StaticString, _ value: String) {
        html.markup("<dt>")
        html.markup(name)
        html.markup("</dt><dd>")
        html.code(value)
        html.markup("</dd>\n")
    }

    /// The entries that make the keys known and tell the time.
    mutating func groundwork() {
        html.markup(
            """
            <section>
            <h2>All entries in this file</h2>
            <details><summary>The founding, enrolments and clock statements that the rest stands on</summary>
            <table>
            <tr><th>Entry</th><th>What</th><th>About</th><th>Signed by</th><th>Claimed at</th></tr>

            """)
        for entry in findings.proved.entries {
            let statement = entry.statement
            html.markup("<tr><td>")
            html.code(entry.index.description)
            html.markup("</td><td>")
            html.text(KindWords.words(statement.kind))
            html.markup("</td><td>")
            html.code(statement.subject.rawValue)
            html.markup("</td><td>")
            html.code("\(statement.party)/\(statement.officer)")
            html.markup("</td><td>")
            html.code(statement.saidAt.description)
            html.markup("</td></tr>\n")
        }
        html.markup("</table>\n</details>\n</section>\n")
    }
}
