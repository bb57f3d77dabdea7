import Markup

extension ReportPage {
    /// Opens a picture of this size with its title and description for those who hear it.
    mutating func openPicture(_ title: String, height: Int, width: Int = 720) {
        pictures += 1
        html.markup("<figure>\n<svg role=\"img\" viewBox=\"0 0 ")
        html.raw(width)
        html.markup(" ")
        html.raw(height)
        html.markup("\" aria-labelledby=\"t")
        html.raw(pictures)
        html.markup(" d")
        html.raw(pictures)
        html.markup("\">\n<title id=\"t")
        html.raw(pictures)
        html.markup("\">")
        html.text(title)
        html.markup("</title><desc id=\"d")
        html.raw(pictures)
        html.markup("\">")
        say(.tableBelow)
        html.markup("</desc>\n")
    }

    /// Closes the picture; what its fillings mean stands below it.
    mutating func closePicture(legend: [(style: StaticString, text: String)] = []) {
        html.markup("</svg>\n")
        if !legend.isEmpty {
            html.markup("<figcaption><ul class=\"legend\">")
            for entry in legend {
                html.markup("<li><svg class=\"swatch\" aria-hidden=\"true\" viewBox=\"0 0 18 12\"><rect class=\"")
                html.markup(entry.style)
                html.markup("\" x=\"1\" y=\"1\" width=\"16\" height=\"10\"/></svg>")
                html.text(entry.text)
                html.markup("</li>")
            }
            html.markup("</ul></figcaption>\n")
        }
        html.markup("</figure>\n")
    }

    mutating func rectangle(_ style: StaticString, x: Double, y: Double, width: Double, height: Double) {
        html.markup("<rect class=\"")
        html.markup(style)
        html.markup("\" x=\"")
        html.length(x)
        html.markup("\" y=\"")
        html.length(y)
        html.markup("\" width=\"")
        html.length(max(width, 0))
        html.markup("\" height=\"")
        html.length(max(height, 0))
        html.markup("\"/>\n")
    }

    mutating func line(_ style: StaticString, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        html.markup("<path class=\"")
        html.markup(style)
        html.markup("\" d=\"M")
        html.length(x1)
        html.markup(" ")
        html.length(y1)
        html.markup("L")
        html.length(x2)
        html.markup(" ")
        html.length(y2)
        html.markup("\"/>\n")
    }

    /// Writes a label of our own.
    mutating func label(_ style: StaticString, x: Double, y: Double, _ text: String) {
        openLabel(style, x: x, y: y)
        html.text(text)
        html.markup("</text>\n")
    }

    /// Writes a label that somebody stated, cut where it is long; its whole stands in the table.
    mutating func label(
        _ style: StaticString, x: Double, y: Double, stated text: String, letters: Int = 34, then ours: String = "",
        thenStated more: String? = nil
    ) {
        openLabel(style, x: x, y: y)
        html.pictured(LabelWidth.cut(text, to: letters))
        html.text(ours)
        if let more { html.pictured(LabelWidth.cut(more, to: letters)) }
        html.markup("</text>\n")
    }

    private mutating func openLabel(_ style: StaticString, x: Double, y: Double) {
        html.markup("<text class=\"")
        html.markup(style)
        html.markup("\" x=\"")
        html.length(x)
        html.markup("\" y=\"")
        html.length(y)
        html.markup("\">")
    }

    func legend(_ bands: [Band]) -> [(style: StaticString, text: String)] {
        bands.map { ($0.style, words.say($0.phrase)) }
    }

    /// Stacked columns, one a period.
    mutating func columns(_ table: OutcomeTable) {
        let rows = Array(table.rows.suffix(limits.periods))
        if rows.count < table.rows.count {
            paragraph(words.say(.chartShowsLast, words.number(rows.count), words.number(table.rows.count)))
        }
        let bands = Band.allCases.filter { band in rows.contains { band.count(in: $0) > 0 } }
        let ticks = Ticks.upTo(rows.map(\.total).max() ?? 0)
        let top = Double(ticks.last ?? 1)
        let (left, right, floor, ceiling) = (44.0, 692.0, 236.0, 18.0)
        openPicture("\(words.say(.chartOutcomes)), \(words.say(.byPeriod))", height: 266)
        func y(_ value: Int) -> Double { floor - (floor - ceiling) * Double(value) / top }
        for tick in ticks {
            line("grid", left, y(tick), right, y(tick))
            label("end", x: left - 6, y: y(tick) + 4, words.number(tick))
        }
        let step = (right - left) / Double(max(rows.count, 1))
        let width = min(step * 0.78, 54)
        // As many labels as fit beside one another.
        let each = max(1, Int((66 / step).rounded(.up)))
        for (position, row) in rows.enumerated() {
            let x = left + step * (Double(position) + 0.5)
            var below = 0
            for band in bands {
                let count = band.count(in: row)
                guard count > 0 else { continue }
                let (low, high) = (y(below), y(below + count))
                rectangle(band.style, x: x - width / 2, y: high, width: width, height: low - high)
                if low - high >= 12, width >= 7.5 * Double(words.number(count).count) {
                    label(band.isDark ? "in light" : "in", x: x, y: (low + high) / 2 + 4, words.number(count))
                }
                below += count
            }
            if row.total > 0, width >= 14 { label("sum", x: x, y: y(row.total) - 4, words.number(row.total)) }
            if position % each == 0, let name = row.key.label {
                label(
                    "mid", x: x, y: floor + 17,
                    table.rows.count == 1 && figures.period.grain == .whole
                        ? words.say(.grainWhole) : name)
            }
        }
        line("axis", left, floor, right, floor)
        closePicture(legend: legend(bands))
    }

    /// Stacked bars, one a row; what has no bar of its own stands in the last.
    mutating func bars(_ table: OutcomeTable) {
        let shown = table.rows.count > limits.bars ? limits.bars - 1 : table.rows.count
        var bars = table.rows.prefix(shown).map { row in
            (label: row.key.label, words: words.say(Self.nameless(table.dimension)), row: row)
        }
        if table.rows.count > shown {
            let rest = words.say(.others, words.number(table.rows.count - shown))
            bars.append((nil, rest, .joined(table.rows.dropFirst(shown))))
        }
        let bands = Band.allCases.filter { band in bars.contains { band.count(in: $0.row) > 0 } }
        let largest = max(bars.map(\.row.total).max() ?? 1, 1)
        let (left, right) = (226.0, 664.0)
        openPicture(
            "\(words.say(.chartOutcomes)), \(words.say(Self.title(table.dimension)))", height: bars.count * 26 + 8)
        for (position, bar) in bars.enumerated() {
            let y = Double(position) * 26 + 4
            if let name = bar.label {
                label("end", x: left - 8, y: y + 14, stated: name)
            } else {
                label("end soft", x: left - 8, y: y + 14, bar.words)
            }
            var x = left
            for band in bands {
                let count = band.count(in: bar.row)
                guard count > 0 else { continue }
                let width = (right - left) * Double(count) / Double(largest)
                rectangle(band.style, x: x, y: y, width: width, height: 20)
                let text = words.number(count)
                if width >= 7.5 * Double(text.count) + 3 {
                    label(band.isDark ? "in light" : "in", x: x + width / 2, y: y + 14, text)
                }
                x += width
            }
            label("start sum", x: x + 6, y: y + 14, words.number(bar.row.total))
        }
        line("axis", left, 2, left, Double(bars.count) * 26 + 6)
        closePicture(legend: legend(bands))
    }
}
