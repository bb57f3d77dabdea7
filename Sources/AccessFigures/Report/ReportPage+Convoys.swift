import Markup

extension ReportPage {
    /// Convoys by plan and by place.
    mutating func convoys() {
        let convoys = figures.convoys
        guard convoys.all.total > 0 || !convoys.outsidePeriod.isEmpty || !convoys.undated.isEmpty else { return }
        html.markup("<section class=\"page\">\n")
        heading(.convoys)
        outside(convoys.outsidePeriod)
        if !convoys.undated.isEmpty {
            html.markup("<p class=\"rule\">")
            html.text(words.say(.undated, words.number(convoys.undated.count)))
            html.markup(" ")
            reference([(nil, convoys.undated)])
            html.markup("</p>\n")
        }
        if convoys.all.total > 0 {
            subheading(.byPlan)
            answers(convoys.plans, .plan, otherwise: .noPlan)
            subheading(.peopleAndTrucks)
            paragraph(words.say(.statedRule))
            quantities(convoys.plans, .plan, otherwise: .noPlan)
            subheading(.byPlace)
            answers(convoys.places, .place, otherwise: .notStated)
        }
        html.markup("</section>\n")
    }

    static func answer(_ answer: ConvoyAnswer) -> Phrase {
        switch answer {
        case .full: .answerFull
        case .partial: .answerPartial
        case .denied: .answerDenied
        case .noneInTime: .answerNone
        case .awaited: .answerAwaited
        }
    }

    private mutating func answers(_ rows: [ConvoyRow], _ title: Phrase, otherwise: Phrase) {
        var heads = [Head.text(words.say(title)), .number(words.say(.all))]
        heads += ConvoyAnswer.allCases.map { .number(words.say(Self.answer($0))) }
        heads += [Phrase.agreedHead, .arrived, .notArrived, .arrivalNotKnown, .note].map { .number(words.say($0)) }
        openTable("\(words.say(.convoys)): \(words.say(title))", heads)
        for row in rows.prefix(limits.tableRows) {
            openRow(row.key.label, otherwise: otherwise)
            number(row.total)
            for answer in ConvoyAnswer.allCases { number(row.count(answer)) }
            number(row.agreedCount)
            number(row.agreedArrived.count)
            number(row.agreedNotArrived.count)
            number(row.agreedArrivalNotKnown.count)
            note(
                ConvoyAnswer.allCases.map { (words.say(Self.answer($0)), row.records($0)) }
                    + [
                        (words.say(.arrived), row.agreedArrived), (words.say(.notArrived), row.agreedNotArrived),
                        (words.say(.arrivalNotKnown), row.agreedArrivalNotKnown),
                    ])
            closeRow()
        }
        if rows.count > limits.tableRows {
            let rest = rows.dropFirst(limits.tableRows)
            openRow(ours: words.say(.otherRows, words.number(rest.count)))
            number(rest.reduce(0) { $0 + $1.total })
            for answer in ConvoyAnswer.allCases { number(rest.reduce(0) { $0 + $1.count(answer) }) }
            number(rest.reduce(0) { $0 + $1.agreedCount })
            number(rest.reduce(0) { $0 + $1.agreedArrived.count })
            number(rest.reduce(0) { $0 + $1.agreedNotArrived.count })
            number(rest.reduce(0) { $0 + $1.agreedArrivalNotKnown.count })
            note([(nil, rest.flatMap { $0.outcomes.all }.sorted())])
            closeRow()
        }
        closeTable()
    }

    private mutating func quantities(_ rows: [ConvoyRow], _ title: Phrase, otherwise: Phrase) {
        let heads = [
            Phrase.peopleRequested, .peopleAgreed, .peopleReached, .trucksSent, .trucksOffloaded, .trucksReturned,
        ]
        openTable(
            "\(words.say(.convoys)): \(words.say(.quantity))",
            [.text(words.say(title))] + heads.map { .number(words.say($0)) } + [.number(words.say(.note))])
        for row in rows.prefix(limits.tableRows) {
            openRow(row.key.label, otherwise: otherwise)
            let sums = [
                row.peopleRequested, row.peopleAgreed, row.peopleReached, row.trucksSent, row.trucksOffloaded,
                row.trucksReturned,
            ]
            for sum in sums { cell(stated(sum)) }
            note([(nil, row.outcomes.all)])
            closeRow()
        }
        if rows.count > limits.tableRows { restNotShown(rows.count - limits.tableRows, columns: heads.count + 1) }
        closeTable()
    }

    /// A row that says how many rows are not shown.
    mutating func restNotShown(_ count: Int, columns: Int) {
        html.markup("<tr><td colspan=\"")
        html.raw(columns + 1)
        html.markup("\">")
        html.text(words.say(.andMore, words.number(count)))
        html.markup("</td></tr>\n")
    }

    /// How long each step took and who held it.
    mutating func steps() {
        let steps = figures.steps.filter { !$0.records.isEmpty || !$0.contradictory.isEmpty }
        guard !steps.isEmpty else { return }
        html.markup("<section class=\"page\">\n")
        heading(.steps)
        paragraph(words.say(.stepRule))
        html.markup("<div class=\"part\">\n")
        subheading(.stepDurations)
        stepBars(steps)
        html.markup("</div>\n")
        let heads = [
            Phrase.ended, .median, .p90, .longest, .running, .longestRunning, .total, .stopped, .contradictoryTimes,
            .note,
        ]
        openTable(
            words.say(.stepDurations), [.text(words.say(.step))] + heads.map { .number(words.say($0)) })
        for figure in steps {
            openRow(ours: words.say(Phrase(figure.step)))
            number(figure.ended.count)
            for value in [figure.ended.median, figure.ended.p90, figure.ended.longest] {
                cell(value.map(words.duration) ?? words.say(.none))
            }
            number(figure.running.count)
            cell(figure.running.longest.map(words.duration) ?? words.say(.none))
            cell(words.duration(figure.totalSeconds))
            cell(words.duration(figure.stoppedSeconds))
            number(figure.contradictory.count)
            note([(nil, figure.records), (words.say(.contradictoryTimes), figure.contradictory)])
            closeRow()
        }
        closeTable()
        html.markup("<div class=\"part\">\n")
        subheading(.stepHolders)
        holderBars(steps)
        html.markup("</div>\n")
        holders(steps)
        stops(steps)
        html.markup("</section>\n")
    }

    private mutating func holders(_ steps: [StepFigure]) {
        let heads = [Phrase.ended, .running, .total, .stopped, .note]
        openTable(
            words.say(.stepHolders),
            [.text(words.say(.step)), .text(words.say(.heldBy))] + heads.map { .number(words.say($0)) })
        for figure in steps {
            for holder in figure.holders.prefix(limits.tableRows) {
                openRow(ours: words.say(Phrase(figure.step)))
                cell(foreign: holder.heldBy, otherwise: .nobodyNamed)
                number(holder.ended)
                number(holder.running)
                cell(words.duration(holder.totalSeconds))
                cell(words.duration(holder.stoppedSeconds))
                note([(nil, holder.records)])
                closeRow()
            }
            let rest = figure.holders.count - limits.tableRows
            if rest > 0 { restNotShown(rest, columns: heads.count + 1) }
        }
        closeTable()
    }

    private mutating func stops(_ steps: [StepFigure]) {
        guard steps.contains(where: { !$0.stops.isEmpty }) else { return }
        subheading(.stopReasons)
        let heads = [Phrase.count, .total, .note]
        openTable(
            words.say(.stopReasons),
            [.text(words.say(.step)), .text(words.say(.reason))] + heads.map { .number(words.say($0)) })
        for figure in steps {
            for stop in figure.stops.prefix(limits.tableRows) {
                openRow(ours: words.say(Phrase(figure.step)))
                cell(foreign: stop.reason, otherwise: .noReason)
                number(stop.count)
                cell(words.duration(stop.seconds))
                note([(nil, stop.records)])
                closeRow()
            }
            let rest = figure.stops.count - limits.tableRows
            if rest > 0 { restNotShown(rest, columns: heads.count + 1) }
        }
        closeTable()
    }
}
