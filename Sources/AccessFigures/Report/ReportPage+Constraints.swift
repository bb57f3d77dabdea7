import Geodesy
import Markup

extension ReportPage {
    /// Constraints, restrictions, scores and views.
    mutating func access() {
        let isEmpty =
            figures.constraints.isEmpty && figures.restrictions.isEmpty && figures.scores.isEmpty
            && figures.areas.isEmpty
        guard !isEmpty else { return }
        html.markup("<section class=\"page\">\n")
        constraints()
        restrictions()
        scores()
        areas()
        html.markup("</section>\n")
    }

    private mutating func constraints() {
        let rows = figures.constraints
        guard !rows.isEmpty else { return }
        heading(.constraints)
        paragraph(words.say(.constraintsRule))
        let heads = [
            Head.text(words.say(.type)), .text(words.say(.place)), .text(words.say(.pcode)), .text(words.say(.decider)),
            .number(words.say(.count)), .number(words.say(.lasting)), .number(words.say(.note)),
        ]
        openTable(words.say(.constraints), heads)
        for row in rows.prefix(limits.tableRows) {
            openRow(ours: words.say(Phrase(row.type)))
            cell(foreign: row.place.label, otherwise: .notStated)
            code(row.place.pcode)
            cell(foreign: row.decidedBy, otherwise: .nobodyNamed)
            number(row.records.count)
            number(row.lasting.count)
            note([(nil, row.records)])
            closeRow()
        }
        if rows.count > limits.tableRows { restNotShown(rows.count - limits.tableRows, columns: heads.count - 1) }
        closeTable()
    }

    private mutating func restrictions() {
        let rows = figures.restrictions
        guard !rows.isEmpty else { return }
        heading(.restrictions)
        let heads = [
            Head.text(words.say(.decider)), .text(words.say(.place)), .text(words.say(.kind)),
            .number(words.say(.count)),
            .number(words.say(.lasting)), .number(words.say(.withoutReason)), .number(words.say(.note)),
        ]
        openTable(words.say(.restrictions), heads)
        for row in rows.prefix(limits.tableRows) {
            openRow(row.decidedBy, otherwise: .nobodyNamed)
            cell(foreign: row.place.label, otherwise: .notStated)
            cell(foreign: row.kind, otherwise: .notStated)
            number(row.records.count)
            number(row.lasting.count)
            number(row.withoutReason.count)
            note([(nil, row.records)])
            closeRow()
        }
        if rows.count > limits.tableRows { restNotShown(rows.count - limits.tableRows, columns: heads.count - 1) }
        closeTable()
    }

    private mutating func scores() {
        let rows = figures.scores
        guard !rows.isEmpty else { return }
        heading(.scores)
        paragraph(words.say(.scoresRule))
        let heads = [
            Head.text(words.say(.place)), .text(words.say(.indicator)), .number(words.say(.score)),
            .text(words.say(.needAsOf)), .number(words.say(.note)),
        ]
        openTable(words.say(.scores), heads)
        for row in rows.prefix(limits.tableRows) {
            openRow(row.place.label, otherwise: .notStated)
            cell(foreign: row.indicator, otherwise: .notStated)
            cell(row.scores.map(\.score.text).joined(separator: " / "))
            cell(dayOf: row.asOf)
            note([(nil, row.scores.map(\.record))])
            closeRow()
        }
        if rows.count > limits.tableRows { restNotShown(rows.count - limits.tableRows, columns: heads.count - 1) }
        closeTable()
    }

    private mutating func areas() {
        let rows = figures.areas
        guard !rows.isEmpty else { return }
        heading(.areas)
        paragraph(words.say(.areasRule))
        let heads = [
            Head.text(words.say(.place)), .text(words.say(.criterion)), .text(words.say(.saidBy)),
            .text(words.say(.holds)),
            .text(words.say(.needAsOf)), .number(words.say(.note)),
        ]
        openTable(words.say(.areas), heads)
        for row in rows.prefix(limits.tableRows) {
            for view in row.views {
                openRow(row.place.label, otherwise: .notStated)
                cell(foreign: row.criterion, otherwise: .notStated)
                cell(foreign: view.saidBy, otherwise: .nobodyNamed)
                let holds = words.say(Phrase(view.view))
                cell(row.isDisputed ? "\(holds) (\(words.say(.disputed)))" : holds, isNumber: false)
                cell(dayOf: view.asOf)
                note([(nil, [view.record])])
                closeRow()
            }
        }
        if rows.count > limits.tableRows { restNotShown(rows.count - limits.tableRows, columns: heads.count - 1) }
        closeTable()
        reviews()
    }

    private mutating func reviews() {
        let reviews = figures.reviews
        subheading(.reviews)
        let heads = [
            Head.text(words.say(.criterion)), .text(words.say(.saidBy)), .text(words.say(.needAsOf)),
            .number(words.say(.placesYes)), .number(words.say(.placesNo)), .number(words.say(.placesUnknown)),
            .number(words.say(.peopleThere)), .number(words.say(.note)),
        ]
        openTable(words.say(.reviews), heads)
        for review in reviews.prefix(limits.tableRows) {
            openRow(review.criterion, otherwise: .notStated)
            cell(foreign: review.saidBy, otherwise: .nobodyNamed)
            cell(dayOf: review.asOf)
            number(review.yes.count)
            number(review.no.count)
            number(review.unknown.count)
            cell(review.people.count == 0 ? "0" : stated(review.people))
            note([
                (words.say(.viewYes), review.yes), (words.say(.viewNo), review.no),
                (words.say(.viewUnknown), review.unknown),
            ])
            closeRow()
        }
        if reviews.count > limits.tableRows { restNotShown(reviews.count - limits.tableRows, columns: heads.count - 1) }
        closeTable()
    }
}
