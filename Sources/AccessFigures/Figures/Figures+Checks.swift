extension Figures {
    /// The sums, with their parts.
    static func checks(
        _ movements: MovementFigures, _ convoys: ConvoyFigures, given: (movements: Int, convoys: Int), lines: Int,
        _ cargo: [CategoryFigure]
    ) -> [SumCheck] {
        let all = movements.all
        var checks = [
            SumCheck(
                .movementsGiven, total: given.movements,
                [("in-period", all.total), ("outside-period", movements.outsidePeriod.count)]),
            SumCheck(
                .movementsOfPeriod, total: all.total,
                Outcome.allCases.map { ($0.rawValue, all.count($0)) }
                    + [("not-over", all.notOverCount), ("unreadable", all.unreadable.count)]),
        ]
        for table in movements.tables {
            checks.append(
                SumCheck(
                    subject(table.dimension), total: all.total,
                    [("rows", table.total), ("left-out", table.leftOut.count)]))
        }
        let convoy = convoys.all
        checks += [
            SumCheck(
                .convoysGiven, total: given.convoys,
                [
                    ("in-period", convoy.total), ("outside-period", convoys.outsidePeriod.count),
                    ("undated", convoys.undated.count),
                ]),
            SumCheck(
                .convoyAnswers, total: convoy.total, ConvoyAnswer.allCases.map { ($0.rawValue, convoy.count($0)) }),
            SumCheck(
                .convoysAgreed, total: convoy.agreedCount,
                [
                    ("arrived", convoy.agreedArrived.count), ("not-arrived", convoy.agreedNotArrived.count),
                    ("not-known", convoy.agreedArrivalNotKnown.count),
                ]),
            SumCheck(.manifestLines, total: lines, [("categories", cargo.reduce(0) { $0 + $1.lines })]),
        ]
        return checks
    }

    private static func subject(_ dimension: Dimension) -> SumCheck.Subject {
        switch dimension {
        case .period: .periodTable
        case .place: .placeTable
        case .organiser: .organiserTable
        case .decider: .deciderTable
        case .reason: .reasonTable
        case .agreement: .agreementTable
        }
    }
}
