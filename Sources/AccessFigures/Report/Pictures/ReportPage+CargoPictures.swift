import Markup

extension ReportPage {
    /// From planned to delivered, a picture for each category and unit.
    mutating func waterfalls(_ cargo: [CategoryFigure]) {
        let pictured = cargo.filter { figure in
            figure.unit != nil && CargoStage.allCases.contains { figure.sum($0).stated > 0 }
        }
        guard !pictured.isEmpty else { return }
        let shown = pictured.sorted { left, right in
            left.removed == right.removed ? left.lines > right.lines : left.removed > right.removed
        }.prefix(limits.cargoPictures)
        html.markup("<div class=\"multiples\">\n")
        for figure in shown { waterfall(figure) }
        html.markup("</div>\n")
        if cargo.count > shown.count {
            paragraph(words.say(.notPictured, words.number(cargo.count - shown.count)))
        }
    }

    private mutating func waterfall(_ figure: CategoryFigure) {
        let largest = CargoStage.allCases.reduce(max(figure.removed, 1)) { max($0, figure.sum($1).sum) }
        let (left, floor, ceiling, step) = (6.0, 132.0, 38.0, 56.0)
        func height(_ thousandths: Int128) -> Double { (floor - ceiling) * Double(thousandths) / Double(largest) }
        openPicture("\(words.say(.chartCargo)): \(figure.category ?? words.say(.noCategory))", height: 156, width: 348)
        if let category = figure.category {
            label("start sum", x: left, y: 14, stated: category, letters: 32)
        } else {
            label("start sum", x: left, y: 14, words.say(.noCategory))
        }
        label("far soft", x: 342, y: 14, stated: figure.unit ?? "", letters: 20)
        // What was taken off hangs between loaded and delivered.
        for (position, stage) in [CargoStage?.some(.planned), .requested, .agreed, .loaded, nil, .delivered]
            .enumerated()
        {
            let x = left + step * Double(position) + 4
            label("mid small", x: x + 23, y: floor + 15, words.say(stage.map { Phrase($0) } ?? .stageRemoved))
            guard let stage else {
                removed(figure, x: x, floor: floor, height: height)
                continue
            }
            let sum = figure.sum(stage)
            guard let value = sum.value else {
                label("mid soft", x: x + 23, y: floor - 6, words.say(.notKnown))
                continue
            }
            rectangle(
                sum.isComplete ? "step" : "step part", x: x, y: floor - height(value), width: 46, height: height(value))
            label("mid small", x: x + 23, y: floor - height(value) - 4, words.rounded(value))
            guard !sum.isComplete, height(value) >= 14 else { continue }
            label("in", x: x + 23, y: floor - 5, "\(sum.stated)/\(sum.count)")
        }
        line("axis", left, floor, 342, floor)
        closePicture()
    }

    /// Hangs what was taken off from what it was taken from.
    private mutating func removed(_ figure: CategoryFigure, x: Double, floor: Double, height: (Int128) -> Double) {
        guard figure.removed > 0 else {
            label("mid small", x: x + 23, y: floor - 4, "0")
            return
        }
        let loaded = figure.sum(.loaded).value
        let top = max(
            figure.removedDuringLoading > 0 ? figure.sum(.agreed).value ?? loaded ?? 0 : loaded ?? 0, figure.removed)
        rectangle("f3", x: x, y: floor - height(top), width: 46, height: height(figure.removed))
        label("mid small", x: x + 23, y: floor - height(top) - 4, "−\(words.rounded(figure.removed))")
    }
}
