import Geodesy
import StrictJSON

extension FigureJSON {
    static func write(_ figure: CategoryFigure, to writer: inout JSONWriter) {
        member("category", figure.category, to: &writer)
        member("unit", figure.unit, to: &writer)
        writer.member("lines", figure.lines)
        for stage in CargoStage.allCases {
            sum(stage.rawValue, figure.sum(stage), inThousandths: true, to: &writer)
        }
        writer.key("removed")
        writer.object { fields in
            fields.member("lines", figure.linesWithRemovals)
            for (name, amount) in [
                ("sum", figure.removed), ("duringLoading", figure.removedDuringLoading),
                ("afterLoading", figure.removedAfterLoading), ("withoutAgreedQuantity", figure.removedWithoutAgreed),
            ] {
                fields.key(name)
                if figure.unit == nil { fields.null() } else { fields.raw(Decimals.thousandths(amount)) }
            }
            fields.key("shareOfAgreed")
            share(figure.removedOfAgreed, to: &fields)
            fields.key("shareOfLoaded")
            share(figure.removedOfLoadedShare, to: &fields)
            list("by", figure.removers, to: &fields) { remover, inner in
                member("by", remover.by, to: &inner)
                member("place", remover.place, to: &inner)
                member("reason", remover.reason, to: &inner)
                inner.member("count", remover.count)
                inner.key("quantity")
                if let amount = remover.thousandths {
                    inner.raw(Decimals.thousandths(amount))
                } else {
                    inner.null()
                }
                records(remover.records, to: &inner)
            }
        }
        records(figure.records, to: &writer)
    }

    static func write(_ row: ReachRow, to writer: inout JSONWriter) {
        writer.key("place")
        writer.object { key(row.place, to: &$0) }
        member("sector", row.sector, to: &writer)
        writer.key("inNeed")
        switch row.need {
        case .people(let people): writer.integer(people)
        case .contradictory(let values): writer.array { list in for value in values { list.integer(value) } }
        case .noInformation: writer.null()
        }
        member("inNeedAsOf", row.needAsOf?.description, to: &writer)
        records("inNeedRecords", row.needRecords, to: &writer)
        sum("reached", row.reached, to: &writer)
        records("convoys", row.convoys, to: &writer)
        writer.key("shareOfInNeed")
        share(row.share, to: &writer)
    }

    static func write(_ row: ConstraintRow, to writer: inout JSONWriter) {
        writer.member("type", row.type.rawValue)
        writer.key("place")
        writer.object { key(row.place, to: &$0) }
        member("decidedBy", row.decidedBy, to: &writer)
        writer.member("count", row.records.count)
        writer.member("lasting", row.lasting.count)
        records(row.records, to: &writer)
    }

    static func write(_ row: RestrictionRow, to writer: inout JSONWriter) {
        member("decidedBy", row.decidedBy, to: &writer)
        writer.member("kind", row.kind)
        writer.key("place")
        writer.object { key(row.place, to: &$0) }
        writer.member("count", row.records.count)
        writer.member("lasting", row.lasting.count)
        writer.member("withoutReason", row.withoutReason.count)
        records(row.records, to: &writer)
    }

    static func write(_ row: ScoreRow, to writer: inout JSONWriter) {
        writer.key("place")
        writer.object { key(row.place, to: &$0) }
        writer.member("indicator", row.indicator)
        writer.member("asOf", row.asOf.description)
        list("scores", row.scores, to: &writer) { score, fields in
            fields.key("score")
            switch score.score {
            case .points(let points): fields.integer(points)
            case .noInformation: fields.string("X")
            }
            fields.member("record", score.record)
        }
    }

    static func write(_ row: AreaRow, to writer: inout JSONWriter) {
        writer.key("place")
        writer.object { key(row.place, to: &$0) }
        writer.member("criterion", row.criterion)
        writer.member("disputed", row.isDisputed)
        list("views", row.views, to: &writer) { view, fields in
            fields.member("saidBy", view.saidBy)
            fields.member("holds", view.view.rawValue)
            fields.member("asOf", view.asOf.description)
            member("people", number: view.people, to: &fields)
            fields.member("record", view.record)
        }
    }

    static func write(_ review: AreaReview, to writer: inout JSONWriter) {
        writer.member("criterion", review.criterion)
        writer.member("saidBy", review.saidBy)
        writer.member("asOf", review.asOf.description)
        for (name, found) in [("yes", review.yes), ("no", review.no), ("unknown", review.unknown)] {
            writer.key(name)
            writer.object { fields in
                fields.member("count", found.count)
                records(found, to: &fields)
            }
        }
        sum("people", review.people, to: &writer)
    }

    static func write(_ check: SumCheck, to writer: inout JSONWriter) {
        writer.member("subject", check.subject.rawValue)
        writer.member("total", check.total)
        writer.key("parts")
        writer.object { parts in for part in check.parts { parts.member(part.name, part.count) } }
        writer.member("holds", check.holds)
    }
}

/// Whole thousandths as decimals.
enum Decimals {
    /// `1234500` as `1234.5`.
    static func thousandths(_ value: Int128) -> String { JSONWriter.decimalText(value, scale: 3) }
}
