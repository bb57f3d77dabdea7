import Geodesy
import Markup

extension ReportPage {
    /// A table's head: a caption for those who hear it, and what stands above each column.
    struct Head {
        let title: String
        var isNumber = true

        static func text(_ title: String) -> Head { Head(title: title, isNumber: false) }
        static func number(_ title: String) -> Head { Head(title: title) }
    }

    mutating func openTable(_ caption: String, _ heads: [Head]) {
        // Many columns only fit with their heads upright.
        html.markup(heads.count > 11 ? "<table class=\"dense\">\n<caption>" : "<table>\n<caption>")
        html.text(caption)
        html.markup("</caption>\n<thead><tr>")
        for head in heads {
            html.markup(head.isNumber ? "<th scope=\"col\" class=\"n\"><span>" : "<th scope=\"col\"><span>")
            html.text(head.title)
            html.markup("</span></th>")
        }
        html.markup("</tr></thead>\n<tbody>\n")
    }

    mutating func closeTable() { html.markup("</tbody>\n</table>\n") }

    /// Begins a row whose label was stated by somebody, or stands for what nobody stated.
    mutating func openRow(_ label: String?, otherwise: Phrase) {
        html.markup("<tr><th scope=\"row\">")
        if let label { html.foreign(label) } else { say(otherwise) }
        html.markup("</th>")
    }

    mutating func openRow(ours label: String) {
        html.markup("<tr><th scope=\"row\">")
        html.text(label)
        html.markup("</th>")
    }

    mutating func closeRow() { html.markup("</tr>\n") }

    mutating func number(_ value: some BinaryInteger) {
        html.markup(value == 0 ? "<td class=\"n soft\">" : "<td class=\"n\">")
        html.text(words.number(value))
        html.markup("</td>")
    }

    /// Writes a cell of our own words or numbers.
    mutating func cell(_ text: String, isNumber: Bool = true) {
        html.markup(isNumber ? "<td class=\"n\">" : "<td>")
        html.text(text)
        html.markup("</td>")
    }

    /// Writes the day of an instant.
    mutating func cell(dayOf instant: Instant?) {
        html.markup("<td class=\"d\">")
        if let instant { html.text(String(instant.description.prefix(10))) }
        html.markup("</td>")
    }

    mutating func cell(foreign text: String?, otherwise: Phrase) {
        html.markup("<td>")
        if let text { html.foreign(text) } else { say(otherwise) }
        html.markup("</td>")
    }

    /// A place's code beside its name.
    mutating func code(_ text: String?) {
        html.markup("<td>")
        if let text { html.code(text) }
        html.markup("</td>")
    }

    /// A sum, with how many state it where not all do.
    func stated(_ sum: StatedSum) -> String {
        guard let value = sum.value else { return words.say(.notKnown) }
        return sum.isComplete
            ? words.number(value)
            : words.say(.statedBy, words.number(value), words.number(sum.stated), words.number(sum.count))
    }

    /// Writes a cell with a footnote's number that leads to the records behind the row.
    mutating func note(_ parts: [(name: String?, records: [RecordIndex])]) {
        html.markup("<td class=\"n\">")
        reference(parts)
        html.markup("</td>")
    }

    /// Writes a footnote's number.
    mutating func reference(_ parts: [(name: String?, records: [RecordIndex])]) {
        let parts = parts.filter { !$0.records.isEmpty }
        guard !parts.isEmpty else { return }
        notes.append(Note(parts: parts))
        html.markup("<a class=\"note\" id=\"b")
        html.raw(notes.count)
        html.markup("\" href=\"#n")
        html.raw(notes.count)
        html.markup("\">")
        html.raw(notes.count)
        html.markup("</a>")
    }

    /// The notes that the tables' numbers lead to.
    mutating func noteList() {
        guard !notes.isEmpty else { return }
        html.markup("<section class=\"notes\">\n")
        heading(.notes)
        paragraph(words.say(.notesRule))
        paragraph(words.say(.notesShort, words.number(limits.noteRuns)))
        html.markup("<ol>\n")
        for (position, note) in notes.enumerated() {
            html.markup("<li id=\"n")
            html.raw(position + 1)
            html.markup("\">")
            for (number, part) in note.parts.enumerated() {
                if number > 0 { html.markup("; ") }
                if let name = part.name {
                    html.text(name)
                    html.markup(": ")
                }
                runs(of: part.records)
            }
            html.markup(" <a class=\"back\" href=\"#b")
            html.raw(position + 1)
            html.markup("\">")
            say(.back)
            html.markup("</a></li>\n")
        }
        html.markup("</ol>\n</section>\n")
    }

    /// Records as runs, `M1–M12`.
    private mutating func runs(of records: [RecordIndex]) {
        var at = 0
        var written = 0
        while at < records.count {
            guard written < limits.noteRuns else {
                html.markup(" ")
                html.text(words.say(.andMore, words.number(records.count - at)))
                return
            }
            var last = at
            while last + 1 < records.count, records[last + 1] == records[last] + 1,
                figures.records[records[last + 1]].kind == figures.records[records[at]].kind
            {
                last += 1
            }
            if written > 0 { html.markup(" ") }
            if last - at < 2 { last = at }
            link(records[at])
            if last > at {
                html.markup("–")
                link(records[last])
            }
            written += 1
            at = last + 1
        }
    }

    private mutating func link(_ record: RecordIndex) {
        let reference = figures.records[record].reference
        guard listsRecords else { return html.text(reference) }
        html.markup("<a href=\"#r")
        html.text(reference)
        html.markup("\">")
        html.text(reference)
        html.markup("</a>")
    }

    /// Every record with its entries and statements.
    mutating func sourceList() {
        guard !figures.records.isEmpty else { return }
        html.markup("<section class=\"sources\">\n")
        heading(.sources)
        guard listsRecords else {
            paragraph(words.say(.sourcesShort, words.number(figures.records.count)))
            html.markup("</section>\n")
            return
        }
        paragraph(words.say(.sourcesRule))
        html.markup("<ul>\n")
        let entry = words.say(.entry)
        for record in figures.records {
            html.markup("<li id=\"r")
            html.text(record.reference)
            html.markup("\"><b>")
            html.text(record.reference)
            html.markup("</b> ")
            html.foreign(record.id)
            for source in record.sources {
                html.markup(" · ")
                html.text(entry)
                html.markup(" ")
                html.text(String(source.entry))
                html.markup(" ")
                html.code(source.statement)
            }
            html.markup("</li>\n")
        }
        html.markup("</ul>\n</section>\n")
    }
}
