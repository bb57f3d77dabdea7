import Geodesy
import StrictJSON

extension FigureJSON {
    static func write(_ figures: MovementFigures, to writer: inout JSONWriter) {
        writer.member("countedBy", "planned departure")
        writer.key("all")
        writer.object { write(figures.all, to: &$0) }
        records("outsidePeriod", figures.outsidePeriod, to: &writer)
        for table in figures.tables {
            writer.key("by" + table.dimension.rawValue.prefix(1).uppercased() + table.dimension.rawValue.dropFirst())
            writer.object { fields in
                list("rows", table.rows, to: &fields) { write($0, to: &$1) }
                fields.member("total", table.total)
                records("leftOut", table.leftOut, to: &fields)
            }
        }
        writer.member("emptyPeriodsLeftOut", figures.leavesOutEmptyPeriods)
        records("impededAfterAgreement", figures.impededAfterAgreement, to: &writer)
        records("deniedAfterAgreement", figures.deniedAfterAgreement, to: &writer)
        records("agreementDatedAfterClosing", figures.agreedAfterwards, to: &writer)
        list("fieldWords", figures.fieldWords, to: &writer) { word, fields in
            member("outcome", word.outcome?.rawValue, to: &fields)
            fields.member("words", word.words)
            fields.member("count", word.records.count)
            records(word.records, to: &fields)
        }
        sum("people", figures.people, to: &writer)
        writer.member("incidents", figures.incidents)
        records("withIncidents", figures.withIncidents, to: &writer)
    }

    static func write(_ figures: ConvoyFigures, to writer: inout JSONWriter) {
        writer.member("countedBy", "request")
        writer.key("all")
        writer.object { write(figures.all, to: &$0) }
        records("outsidePeriod", figures.outsidePeriod, to: &writer)
        records("undated", figures.undated, to: &writer)
        list("byPlan", figures.plans, to: &writer, write)
        list("byPlace", figures.places, to: &writer, write)
    }

    static func write(_ row: ConvoyRow, to writer: inout JSONWriter) {
        key(row.key, to: &writer)
        writer.member("total", row.total)
        writer.key("answers")
        writer.object { answers in
            for answer in ConvoyAnswer.allCases {
                answers.key(answer.rawValue)
                answers.object { fields in
                    fields.member("count", row.count(answer))
                    records(row.records(answer), to: &fields)
                }
            }
        }
        writer.member("agreed", row.agreedCount)
        writer.key("agreedArrived")
        writer.object { fields in
            fields.member("count", row.agreedArrived.count)
            fields.key("shareOfAgreed")
            share(Share(row.agreedArrived.count, of: row.agreedCount), to: &fields)
            records(row.agreedArrived, to: &fields)
        }
        records("agreedNotArrived", row.agreedNotArrived, to: &writer)
        records("agreedArrivalNotKnown", row.agreedArrivalNotKnown, to: &writer)
        writer.key("outcomes")
        writer.object { outcomes in
            for outcome in Outcome.allCases { outcomes.member(outcome.rawValue, row.outcomes.count(outcome)) }
            outcomes.member("not-over", row.outcomes.notOverCount)
            outcomes.member("unreadable", row.outcomes.unreadable.count)
        }
        sum("peopleRequested", row.peopleRequested, to: &writer)
        sum("peopleAgreed", row.peopleAgreed, to: &writer)
        sum("peopleReached", row.peopleReached, to: &writer)
        sum("trucksSent", row.trucksSent, to: &writer)
        sum("trucksFullyOffloaded", row.trucksOffloaded, to: &writer)
        sum("trucksReturnedNotFullyOffloaded", row.trucksReturned, to: &writer)
    }

    static func write(_ figure: StepFigure, to writer: inout JSONWriter) {
        writer.member("step", figure.step.rawValue)
        writer.member("ended", figure.ended.count)
        member("medianSeconds", number: figure.ended.median, to: &writer)
        member("p90Seconds", number: figure.ended.p90, to: &writer)
        member("longestSeconds", number: figure.ended.longest, to: &writer)
        writer.member("running", figure.running.count)
        member("longestRunningSeconds", number: figure.running.longest, to: &writer)
        writer.member("totalSeconds", figure.totalSeconds)
        writer.member("stoppedSeconds", figure.stoppedSeconds)
        list("holders", figure.holders, to: &writer) { holder, fields in
            member("heldBy", holder.heldBy, to: &fields)
            fields.member("ended", holder.ended)
            fields.member("running", holder.running)
            fields.member("totalSeconds", holder.totalSeconds)
            fields.member("stoppedSeconds", holder.stoppedSeconds)
            records(holder.records, to: &fields)
        }
        list("stops", figure.stops, to: &writer) { stop, fields in
            fields.member("reason", stop.reason)
            fields.member("count", stop.count)
            fields.member("seconds", stop.seconds)
            records(stop.records, to: &fields)
        }
        records(figure.records, to: &writer)
        records("contradictory", figure.contradictory, to: &writer)
    }
}
