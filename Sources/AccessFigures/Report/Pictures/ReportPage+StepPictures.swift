extension ReportPage {
    /// How long each step took: a bar to the median, a thin one to the ninth decile, a mark at the longest.
    mutating func stepBars(_ steps: [StepFigure]) {
        // One that has been running for long would leave no room for the others: it goes over the edge.
        let ended = steps.reduce(Int64(0)) { max($0, $1.ended.longest ?? 0) }
        let longest = ended > 0 ? ended : steps.reduce(Int64(1)) { max($0, $1.running.longest ?? 0) }
        let (left, right) = (136.0, 700.0)
        func x(_ seconds: Int64) -> Double { left + (right - left) * Double(seconds) / Double(longest) }
        openPicture(words.say(.chartSteps), height: steps.count * 44 + 8)
        for (position, figure) in steps.enumerated() {
            let y = Double(position) * 44 + 4
            label("end", x: left - 8, y: y + 26, words.say(Phrase(figure.step)))
            var parts: [String] = []
            if let median = figure.ended.median, let p90 = figure.ended.p90, let last = figure.ended.longest {
                rectangle("f1", x: left, y: y + 22, width: x(p90) - left, height: 6)
                rectangle("step", x: left, y: y + 18, width: x(median) - left, height: 14)
                line("mark", x(last), y + 16, x(last), y + 34)
                parts = [
                    "\(words.say(.median)) \(words.duration(median))", "\(words.say(.p90)) \(words.duration(p90))",
                    "\(words.say(.longest)) \(words.duration(last))",
                ]
            }
            if let running = figure.running.longest {
                line("open", left, y + 37, min(x(running), right + 8), y + 37)
                if running > longest { label("start", x: right + 8, y: y + 41, "▸") }
                let count = words.number(figure.running.count)
                parts.append("\(words.say(.running)): \(count), \(words.duration(running))")
            }
            label("start small", x: left + 3, y: y + 12, parts.joined(separator: " · "))
        }
        line("axis", left, 2, left, Double(steps.count) * 44 + 6)
        closePicture(legend: [
            ("step", words.say(.medianMark)), ("f1", words.say(.p90Mark)), ("markbox", words.say(.longestMark)),
            ("openbox", words.say(.longestRunning)),
        ])
    }

    /// Who held each step, the time in which the clock stood still apart.
    mutating func holderBars(_ steps: [StepFigure]) {
        let all = steps.flatMap { step in step.holders.map { (step: step.step, holder: $0) } }
        let shown = all.sorted { left, right in
            left.holder.totalSeconds == right.holder.totalSeconds
                ? left.step.slot < right.step.slot : left.holder.totalSeconds > right.holder.totalSeconds
        }.prefix(limits.bars)
        let longest = max(shown.map(\.holder.totalSeconds).max() ?? 1, 1)
        let (left, right) = (266.0, 640.0)
        openPicture(words.say(.chartHolders), height: shown.count * 26 + 8)
        for (position, entry) in shown.enumerated() {
            let y = Double(position) * 26 + 4
            let holder = entry.holder
            let step = words.say(Phrase(entry.step))
            if let name = holder.heldBy {
                label("end", x: left - 8, y: y + 14, stated: name, letters: 27, then: " · \(step)")
            } else {
                label("end soft", x: left - 8, y: y + 14, "\(words.say(.nobodyNamed)) · \(step)")
            }
            func width(_ seconds: Int128) -> Double { (right - left) * Double(seconds) / Double(longest) }
            let ran = holder.totalSeconds - holder.stoppedSeconds
            rectangle("step", x: left, y: y, width: width(ran), height: 20)
            rectangle("f4", x: left + width(ran), y: y, width: width(holder.stoppedSeconds), height: 20)
            label("start sum", x: left + width(holder.totalSeconds) + 6, y: y + 14, words.duration(holder.totalSeconds))
        }
        line("axis", left, 2, left, Double(shown.count) * 26 + 6)
        closePicture(legend: [("step", words.say(.clockRan)), ("f4", words.say(.clockStopped))])
        if all.count > shown.count { paragraph(words.say(.notPictured, words.number(all.count - shown.count))) }
    }

    /// People in need and reached, two bars a row.
    mutating func reachBars(_ rows: [ReachRow]) {
        let shown = rows.sorted { left, right in
            let (mine, theirs) = (Self.size(left), Self.size(right))
            return mine == theirs ? RowKey.precedes(left.place, right.place) : mine > theirs
        }.prefix(limits.bars)
        let largest = max(shown.map(Self.size).max() ?? 1, 1)
        let (left, right) = (266.0, 640.0)
        func width(_ people: some BinaryInteger) -> Double { (right - left) * Double(people) / Double(largest) }
        openPicture(words.say(.chartReach), height: shown.count * 40 + 8)
        for (position, row) in shown.enumerated() {
            let y = Double(position) * 40 + 4
            label(
                "end", x: left - 8, y: y + 20, stated: row.place.label ?? "", letters: 22,
                then: row.sector == nil ? " · \(words.say(.allSectors))" : " · ", thenStated: row.sector)
            switch row.need {
            case .people(let people):
                rectangle("f6", x: left, y: y + 1, width: width(people), height: 14)
                label("start sum", x: left + width(people) + 6, y: y + 12, words.number(people))
            case .contradictory, .noInformation:
                label("start soft", x: left + 6, y: y + 12, need(row.need))
            }
            if let value = row.reached.value {
                rectangle(row.reached.isComplete ? "step" : "f1", x: left, y: y + 17, width: width(value), height: 14)
                label("start sum", x: left + width(value) + 6, y: y + 28, reached(row.reached))
            } else {
                label("start soft", x: left + 6, y: y + 28, words.say(.noInformation))
            }
        }
        line("axis", left, 2, left, Double(shown.count) * 40 + 6)
        var legend: [(style: StaticString, text: String)] = [
            ("f6", words.say(.inNeed)), ("step", words.say(.reached)),
        ]
        if shown.contains(where: { $0.reached.value != nil && !$0.reached.isComplete }) {
            legend.append(("f1", "\(words.say(.reached)), \(words.say(.incompleteConvoys))"))
        }
        closePicture(legend: legend)
        if rows.count > shown.count { paragraph(words.say(.notPictured, words.number(rows.count - shown.count))) }
    }

    /// The larger of a row's two numbers, 0 where none is known.
    private static func size(_ row: ReachRow) -> Int128 {
        let reached = row.reached.value ?? 0
        guard case .people(let people) = row.need else { return reached }
        return max(reached, Int128(people))
    }
}
