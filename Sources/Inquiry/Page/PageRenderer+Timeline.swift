import Coordination
import Geodesy
import Markup
import Statements
import StrictJSON
import TransparencyLog

extension PageRenderer {
    /// What was said, by whom, when, to whom.
    mutating func timeline() {
        html.markup("<section>\n<h2>What was said</h2>\n<ol class=\"timeline\">\n")
        for entry in findings.statements { said(entry) }
        html.markup("</ol>\n</section>\n")
    }

    private mutating func said(_ entry: ProvedEntries.Entry) {
        let statement = entry.statement
        html.markup("<li>\n<p class=\"when\"><time>")
        html.code(statement.saidAt.description)
        html.markup("</time> claimed · logged no earlier than <time>")
        html.code(entry.clock.description)
        html.markup("</time> · entry ")
        html.code(entry.index.description)
        html.markup("</p>\n<h3>")
        html.text(KindWords.words(statement.kind))
        if statement.record != findings.bundle.record {
            html.text(" ")
            html.code(statement.record.description)
        }
        html.markup("</h3>\n<p class=\"who\">")
        speaker(of: entry)
        html.markup("</p>\n<p class=\"whom\">")
        recipients(of: statement)
        html.markup("</p>\n")
        body(of: entry)
        html.markup("<p class=\"name\">statement ")
        html.code(entry.verified.hash.description)
        html.markup("</p>\n</li>\n")
    }

    private mutating func speaker(of entry: ProvedEntries.Entry) {
        let statement = entry.statement
        if let person = cast.officer(OfficerRef(statement.party, statement.officer), before: entry.index) {
            if let name = person.name { BodyView.name(name, to: &html) }
            if let grade = person.grade {
                html.text(", ")
                html.foreign(grade)
            }
            html.text(" (")
            html.code(statement.officer.rawValue)
            html.text("), for ")
        } else {
            html.text("officer ")
            html.code(statement.officer.rawValue)
            html.text(" for ")
        }
        party(statement.party)
    }

    /// The party's name and its machine name.
    mutating func party(_ party: PartyID) {
        if let name = cast.name(of: party) {
            BodyView.name(name, to: &html)
            html.text(" (")
            html.code(party.rawValue)
            html.text(")")
        } else {
            html.code(party.rawValue)
        }
    }

    private mutating func recipients(of statement: Statement) {
        guard let audience = statement.audience else {
            html.markup("<span class=\"tag open\">open</span> to whoever may read the log")
            return
        }
        html.markup("<span class=\"tag\">restricted</span> ")
        guard !audience.isEmpty else { return html.text("given to nobody: a commitment that its author may open") }
        html.text("given to ")
        for (position, recipient) in audience.enumerated() {
            if position > 0 { html.text("; ") }
            party(recipient)
        }
    }

    private mutating func body(of entry: ProvedEntries.Entry) {
        if case .open(let body) = entry.statement.content {
            html.markup("<div class=\"body\">")
            BodyView.value(body, to: &html)
            html.markup("</div>\n")
        } else if let opened = findings.opened[entry.index] {
            html.markup("<div class=\"body\"><dl>")
            for field in opened.fields {
                switch field {
                case .shown(let name, let value, _): shown(name, value)
                case .hidden: html.markup("<dt class=\"hidden\">a field</dt><dd class=\"hidden\">not shown</dd>")
                }
            }
            html.markup("</dl></div>\n")
        } else {
            html.markup("<p class=\"sealed\">Its body is not shown here. The log holds a commitment to it.</p>\n")
        }
    }

    private mutating func shown(_ name: String, _ value: [UInt8]) {
        let limits = JSONDocument.Limits(maximumBytes: OpenedBody.maximumBytes, maximumDepth: Statement.maximumDepth)
        if let document = try? JSONDocument(value, limits: limits) {
            BodyView.member(name, document.root, to: &html, depth: 1)
        }
    }
}

/// Kinds in words.
enum KindWords {
    private static let words: [String: String] = [
        "notification.notify.v1": "Site notified", "notification.amend.v1": "Notification amended",
        "notification.withdraw.v1": "Notification withdrawn", "movement.notify.v1": "Movement notified",
        "movement.depart.v1": "Movement set out", "movement.check-in.v1": "Movement reported",
        "movement.delay.v1": "Movement delayed", "movement.close.v1": "Movement ended",
        "body.share.v1": "Body given to further parties", "body.recall.v1": "Body recalled",
        "check.certify.v1": "Check certified", "accord.found.v1": "Accord founded",
        "clock.tick.v1": "The log's clock", "party.enrol.v1": "Party enrolled", "officer.enrol.v1": "Officer enrolled",
        "officer.release.v1": "Officer released", "key.enrol.v1": "Key enrolled", "key.revoke.v1": "Key revoked",
        "node.enrol.v1": "Node enrolled", "node.revoke.v1": "Node ended", "party.rekey.v1": "Party's keys replaced",
        "party.suspend.v1": "Party suspended", "party.reinstate.v1": "Party reinstated",
        "party.leave.v1": "Party left", "witness.policy.v1": "Witness policy stated",
    ]

    static func words(_ kind: StatementKind) -> String { words[kind.rawValue] ?? kind.rawValue }
}
