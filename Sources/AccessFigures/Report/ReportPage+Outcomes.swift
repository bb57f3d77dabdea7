import Markup

extension ReportPage {
    /// The numbers that a reader looks for first.
    mutating func summary() {
        let all = figures.movements.all
        html.markup("<section>\n")
        heading(.summary)
        guard all.total > 0 || figures.convoys.all.total > 0 else {
            paragraph(words.say(.noMovements))
            outside(figures.movements.outsidePeriod)
            html.markup("</section>\n")
            return
        }
        html.markup("<ul class=\"tiles\">\n")
        tile(words.number(all.total), words.say(.movementsInPeriod), [(nil, all.all)])
        for family in Outcome.Family.allCases where all.count(family) > 0 {
            let records = Outcome.allCases.filter { $0.family == family }.flatMap { all.records($0) }.sorted()
            let of = words.say(.ofEnded, words.share(all.share(family)), words.number(all.endedCount))
            tile(words.number(all.count(family)), "\(words.family(family)) · \(of)", [(nil, records)])
        }
        let movements = figures.movements
        if !movements.impededAfterAgreement.isEmpty {
            tile(
                words.number(movements.impededAfterAgreement.count), words.say(.impededAfterAgreement),
                [(nil, movements.impededAfterAgreement)])
        }
        if !movements.deniedAfterAgreement.isEmpty {
            tile(
                words.number(movements.deniedAfterAgreement.count), words.say(.deniedAfterAgreement),
                [(nil, movements.deniedAfterAgreement)])
        }
        if all.notOverCount > 0 {
            let counts = [MovementState.planned, .underWay, .overdue].map { all.records(notOver: $0) }
            let text = words.say(
                .notYetOver, words.number(counts[0].count), words.number(counts[1].count),
                words.number(counts[2].count))
            tile(words.number(all.notOverCount), text, [(nil, counts.flatMap { $0 }.sorted())])
        }
        if !all.unreadable.isEmpty {
            tile(words.number(all.unreadable.count), words.say(.outcomeUnreadable), [(nil, all.unreadable)])
        }
        let convoys = figures.convoys.all
        if convoys.total > 0 {
            tile(words.number(convoys.total), words.say(.convoysInPeriod), [(nil, convoys.outcomes.all)])
            tile(
                words.number(convoys.agreedArrived.count),
                words.say(.convoysAgreedArrived, words.number(convoys.agreedCount)), [(nil, convoys.agreedArrived)])
        }
        html.markup("</ul>\n</section>\n")
    }

    private mutating func tile(
        _ number: String, _ text: String, _ records: [(name: String?, records: [RecordIndex])]
    ) {
        html.markup("<li><span class=\"big\">")
        html.text(number)
        html.markup("</span> ")
        html.text(text)
        html.markup(" ")
        reference(records)
        html.markup("</li>\n")
    }

    mutating func outside(_ records: [RecordIndex]) {
        guard !records.isEmpty else { return }
        html.markup("<p class=\"rule\">")
        html.text(words.say(.outsidePeriod, words.number(records.count)))
        html.markup(" ")
        reference([(nil, records)])
        html.markup("</p>\n")
    }

    /// How movements ended, by everything they are counted by.
    mutating func outcomes() {
        let movements = figures.movements
        guard movements.all.total > 0 else { return }
        html.markup("<section class=\"page\">\n")
        heading(.outcomes)
        outside(movements.outsidePeriod)
        let people = movements.people
        if people.stated > 0 {
            paragraph(
                words.say(
                    .people, words.number(people.sum), words.number(people.stated), words.number(people.count)))
        }
        if movements.incidents > 0 {
            html.markup("<p class=\"rule\">")
            let count = movements.withIncidents.count
            html.text(words.say(.incidents, words.number(movements.incidents), words.number(count)))
            html.markup(" ")
            reference([(nil, movements.withIncidents)])
            html.markup("</p>\n")
        }
        for table in movements.tables {
            guard !table.rows.isEmpty else { continue }
            html.markup("<div class=\"part\">\n")
            subheading(Self.title(table.dimension))
            if table.dimension == .decider || table.dimension == .reason {
                paragraph(words.say(.leftOutRule, words.number(table.leftOut.count)))
            }
            if table.dimension == .agreement {
                paragraph(words.say(.agreementLeftOut, words.number(table.leftOut.count)))
                if !movements.agreedAfterwards.isEmpty {
                    paragraph(words.say(.agreedAfterwards, words.number(movements.agreedAfterwards.count)))
                }
            }
            if table.dimension == .period {
                if movements.leavesOutEmptyPeriods { paragraph(words.say(.emptyPeriodsLeftOut)) }
                columns(table)
            } else {
                bars(table)
            }
            html.markup("</div>\n")
            rows(table)
        }
        fieldWords()
        html.markup("</section>\n")
    }

    static func title(_ dimension: Dimension) -> Phrase {
        switch dimension {
        case .period: .byPeriod
        case .place: .byPlace
        case .organiser: .byOrganiser
        case .decider: .byDecider
        case .reason: .byReason
        case .agreement: .byAgreement
        }
    }

    /// What a row is called whose label nobody stated.
    static func nameless(_ dimension: Dimension) -> Phrase {
        switch dimension {
        case .decider: .nobodyNamed
        case .reason: .noReason
        default: .notStated
        }
    }

    private static func headTitle(_ dimension: Dimension) -> Phrase {
        switch dimension {
        case .period: .period
        case .place: .place
        case .organiser: .organiser
        case .decider: .decider
        case .reason: .reason
        case .agreement: .agreedBy
        }
    }

    /// The table of a dimension; ways of ending that did not occur have no column.
    private mutating func rows(_ table: OutcomeTable) {
        let used = Outcome.allCases.filter { outcome in table.rows.contains { $0.count(outcome) > 0 } }
        let hasOpen = table.rows.contains { $0.notOverCount > 0 }
        let hasUnreadable = table.rows.contains { !$0.unreadable.isEmpty }
        var heads = [Head.text(words.say(Self.headTitle(table.dimension)))]
        if table.dimension == .place { heads.append(.text(words.say(.pcode))) }
        heads.append(.number(words.say(.all)))
        heads += used.map { .number(words.outcome($0)) }
        if hasOpen { heads.append(.number(words.say(.notOver))) }
        if hasUnreadable { heads.append(.number(words.say(.unreadable))) }
        let hasShare = table.dimension != .decider && table.dimension != .reason
        if hasShare { heads.append(.number(words.say(.shareFacilitated))) }
        heads.append(.number(words.say(.note)))
        openTable("\(words.say(.outcomes)): \(words.say(Self.title(table.dimension)))", heads)
        let shown = table.rows.count > limits.tableRows ? limits.tableRows - 1 : table.rows.count
        for row in table.rows.prefix(shown) {
            openRow(row.key.label, otherwise: Self.nameless(table.dimension))
            if table.dimension == .place { code(row.key.pcode) }
            cells(row, used, hasOpen, hasUnreadable, hasShare)
        }
        if table.rows.count > shown {
            openRow(ours: words.say(.otherRows, words.number(table.rows.count - shown)))
            if table.dimension == .place { code(nil) }
            cells(.joined(table.rows.dropFirst(shown)), used, hasOpen, hasUnreadable, hasShare)
        }
        closeTable()
        if used.count < Outcome.allCases.count { paragraph(words.say(.columnsLeftOut)) }
    }

    private mutating func cells(
        _ row: OutcomeRow, _ used: [Outcome], _ hasOpen: Bool, _ hasUnreadable: Bool, _ hasShare: Bool
    ) {
        number(row.total)
        for outcome in used { number(row.count(outcome)) }
        if hasOpen { number(row.notOverCount) }
        if hasUnreadable { number(row.unreadable.count) }
        if hasShare { cell(row.endedCount == 0 ? words.say(.none) : words.share(row.share(Outcome.facilitated))) }
        var parts: [(name: String?, records: [RecordIndex])] = used.map { (words.outcome($0), row.records($0)) }
        let open = MovementState.allCases.flatMap { row.records(notOver: $0) }.sorted()
        parts.append((words.say(.notOver), open))
        parts.append((words.say(.unreadable), row.unreadable))
        note(parts)
        closeRow()
    }

    private mutating func fieldWords() {
        let list = figures.movements.fieldWords
        guard !list.isEmpty else { return }
        subheading(.fieldWords)
        openTable(
            words.say(.fieldWords),
            [
                .text(words.say(.words)), .text(words.say(.readAs)), .number(words.say(.count)),
                .number(words.say(.note)),
            ])
        for word in list.prefix(limits.tableRows) {
            openRow(word.words, otherwise: .notStated)
            cell(word.outcome.map(words.outcome) ?? words.say(.unreadable), isNumber: false)
            number(word.records.count)
            note([(nil, word.records)])
            closeRow()
        }
        if list.count > limits.tableRows {
            openRow(ours: words.say(.otherRows, words.number(list.count - limits.tableRows)))
            cell("", isNumber: false)
            number(list.dropFirst(limits.tableRows).reduce(0) { $0 + $1.records.count })
            cell("")
            closeRow()
        }
        closeTable()
    }
}

extension OutcomeRow {
    /// Several rows as one without a label.
    static func joined(_ rows: some Collection<OutcomeRow>) -> OutcomeRow {
        var joined = OutcomeRow(RowKey(nil))
        for row in rows {
            for outcome in Outcome.allCases {
                for record in row.records(outcome) { joined.add(record, state: .closed, outcome: outcome) }
            }
            for state in MovementState.allCases {
                for record in row.records(notOver: state) { joined.add(record, state: state, outcome: nil) }
            }
            for record in row.unreadable { joined.add(record, state: .closed, outcome: nil) }
        }
        joined.sortRecords()
        return joined
    }
}
