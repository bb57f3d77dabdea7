import Geodesy
import Markup

extension ReportPage {
    /// Cargo by category and unit.
    mutating func cargo() {
        let cargo = figures.cargo
        guard !cargo.isEmpty else { return }
        html.markup("<section class=\"page\">\n")
        heading(.cargo)
        paragraph(words.say(.cargoRule))
        waterfalls(cargo)
        var heads = [Head.text(words.say(.category)), .text(words.say(.unit)), .number(words.say(.lines))]
        heads += CargoStage.allCases.map { .number(words.say(Phrase($0))) }
        heads += [Phrase.stageRemoved, .removedOfAgreed, .removedOfLoaded, .note].map { .number(words.say($0)) }
        openTable(words.say(.cargo), heads)
        for figure in cargo.prefix(limits.tableRows) {
            openRow(figure.category, otherwise: .noCategory)
            cell(foreign: figure.unit, otherwise: .noUnit)
            number(figure.lines)
            for stage in CargoStage.allCases { cell(amount(figure.sum(stage))) }
            cell(figure.unit == nil ? words.say(.notKnown) : words.quantity(figure.removed))
            cell(words.share(figure.removedOfAgreed))
            cell(words.share(figure.removedOfLoadedShare))
            note([(nil, figure.records)])
            closeRow()
        }
        if cargo.count > limits.tableRows { restNotShown(cargo.count - limits.tableRows, columns: heads.count - 1) }
        closeTable()
        removers(cargo)
        html.markup("</section>\n")
    }

    /// A sum of quantities, with how many lines state it where not all do.
    func amount(_ sum: StatedSum) -> String {
        guard let value = sum.value else { return words.say(.notKnown) }
        let text = words.quantity(value)
        guard !sum.isComplete else { return text }
        return words.say(.statedBy, text, words.number(sum.stated), words.number(sum.count))
    }

    private mutating func removers(_ cargo: [CategoryFigure]) {
        guard cargo.contains(where: { !$0.removers.isEmpty }) else { return }
        subheading(.removers)
        let heads = [
            Head.text(words.say(.category)), .text(words.say(.removedBy)), .text(words.say(.removedWhere)),
            .text(words.say(.reason)), .number(words.say(.removals)), .number(words.say(.quantity)),
            .text(words.say(.unit)), .number(words.say(.note)),
        ]
        openTable(words.say(.removers), heads)
        var left = limits.tableRows
        for figure in cargo {
            for remover in figure.removers.prefix(left) {
                openRow(figure.category, otherwise: .noCategory)
                cell(foreign: remover.by, otherwise: .nobodyNamed)
                cell(foreign: remover.place, otherwise: .notStated)
                cell(foreign: remover.reason, otherwise: .noReason)
                number(remover.count)
                cell(remover.thousandths.map(words.quantity) ?? words.say(.notKnown))
                cell(foreign: figure.unit, otherwise: .noUnit)
                note([(nil, remover.records)])
                closeRow()
            }
            left -= min(left, figure.removers.count)
        }
        let rest = cargo.reduce(0) { $0 + $1.removers.count } - limits.tableRows
        if rest > 0 { restNotShown(rest, columns: heads.count - 1) }
        closeTable()
    }

    /// People reached against people in need.
    mutating func reach() {
        let rows = figures.reach
        guard !rows.isEmpty else { return }
        html.markup("<section class=\"page\">\n")
        heading(.reach)
        paragraph(words.say(.reachRule))
        html.markup("<div class=\"part\">\n")
        reachBars(rows)
        html.markup("</div>\n")
        let heads = [
            Head.text(words.say(.place)), .text(words.say(.pcode)), .text(words.say(.sector)),
            .number(words.say(.inNeed)),
            .text(words.say(.needAsOf)), .number(words.say(.reached)), .number(words.say(.reachedOfNeed)),
            .number(words.say(.note)),
        ]
        openTable(words.say(.reach), heads)
        for row in rows.prefix(limits.tableRows) {
            openRow(row.place.label, otherwise: .notStated)
            code(row.place.pcode)
            cell(foreign: row.sector, otherwise: .allSectors)
            cell(need(row.need))
            cell(dayOf: row.needAsOf)
            cell(reached(row.reached))
            cell(row.need == .people(0) ? words.say(.none) : words.share(row.share))
            note([(words.say(.inNeed), row.needRecords), (words.say(.reached), row.convoys)])
            closeRow()
        }
        if rows.count > limits.tableRows { restNotShown(rows.count - limits.tableRows, columns: heads.count - 1) }
        closeTable()
        html.markup("</section>\n")
    }

    func need(_ need: ReachRow.Need) -> String {
        switch need {
        case .people(let people): words.number(people)
        case .contradictory(let values): words.say(.contradictory, values.map(words.number).joined(separator: ", "))
        case .noInformation: words.say(.noInformation)
        }
    }

    func reached(_ sum: StatedSum) -> String {
        guard let value = sum.value else { return words.say(.notKnown) }
        guard !sum.isComplete else { return words.number(value) }
        return words.say(.atLeast, words.number(value), words.number(sum.stated), words.number(sum.count))
    }

    /// Sums that anybody can add up again.
    mutating func sums() {
        html.markup("<section>\n")
        heading(.sums)
        paragraph(words.say(.sumsRule))
        openTable(
            words.say(.sums),
            [.text(words.say(.sum)), .number(words.say(.total)), .text(words.say(.parts)), .text(words.say(.addsUp))])
        for check in figures.checks {
            openRow(ours: check.subject.rawValue)
            number(check.total)
            let parts = check.parts.filter { $0.count > 0 }.map { "\(words.number($0.count)) \($0.name)" }
            cell(parts.isEmpty ? "0" : parts.joined(separator: " + "), isNumber: false)
            cell(words.say(check.holds ? .addsUp : .doesNotAddUp), isNumber: false)
            closeRow()
        }
        closeTable()
        html.markup("</section>\n")
    }
}
