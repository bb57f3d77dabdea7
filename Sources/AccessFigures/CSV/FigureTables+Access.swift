import Geodesy

extension Figures {
    func reachTable() -> CSVTable {
        var csv = CSVWriter(
            "reach",
            [
                Column("Place", "#loc+name"), Column("P-code", "#loc+code"), Column("Sector", "#sector"),
                Column("People in need", "#inneed"), Column("What is known of the need", "#status+inneed"),
                Column("As of", "#date+inneed"), Column("People reached", "#reached"),
                Column("Convoys", "#indicator+num+convoys"), Column("Convoys that state it", "#indicator+num+stated"),
                Column("Reached, share of in need", "#indicator+num+share"), Column("Records", "#meta+source+records"),
            ])
        for row in reach {
            csv.place(row.place)
            csv.text(row.sector ?? "all")
            switch row.need {
            case .people(let people):
                csv.number(people)
                csv.decimal("stated")
            case .contradictory(let values):
                csv.number(Int?.none)
                csv.decimal("contradictory: " + values.map(String.init).joined(separator: " "))
            case .noInformation:
                csv.number(Int?.none)
                csv.decimal("X")
            }
            csv.decimal(row.needAsOf?.description)
            csv.number(row.reached.value)
            csv.number(row.reached.count)
            csv.number(row.reached.stated)
            csv.decimal(row.share.map { Decimals.thousandths($0.thousandths) })
            csv.references(row.needRecords + row.convoys, of: records)
            csv.endRow()
        }
        return csv.table
    }

    func constraintTable() -> CSVTable {
        var csv = CSVWriter(
            "constraints",
            [
                Column("Reference", "#meta+ref"), Column("Constraint", "#access+id"),
                Column("Type", "#access+type+code"),
                Column("Place", "#loc+name"), Column("P-code", "#loc+code"), Column("From", "#date+start"),
                Column("To", "#date+end"), Column("Decided by", "#org+decider"), Column("Effect", "#impact+text"),
                Column("Entries", "#meta+source+entries"),
            ])
        for (fact, record) in constraintFacts {
            csv.reference(records[record])
            csv.text(fact.id)
            csv.number(fact.type.rawValue)
            csv.place(fact.place)
            csv.decimal(fact.from.description)
            csv.decimal(fact.to?.description)
            csv.text(fact.decidedBy ?? "nobody named")
            csv.text(fact.effect)
            csv.entries(records[record].sources)
            csv.endRow()
        }
        return csv.table
    }

    func restrictionTable() -> CSVTable {
        var csv = CSVWriter(
            "restrictions",
            [
                Column("Reference", "#meta+ref"), Column("Restriction", "#access+id"),
                Column("Monitor", "#org+monitor"),
                Column("Place", "#loc+name"), Column("P-code", "#loc+code"), Column("From", "#date+start"),
                Column("To", "#date+end"), Column("What was done", "#access+type+text"),
                Column("Decided by", "#org+decider"), Column("Reason", "#cause+reason"),
                Column("Entries", "#meta+source+entries"),
            ])
        for (fact, record) in restrictionFacts {
            csv.reference(records[record])
            csv.text(fact.id)
            csv.text(fact.monitor)
            csv.place(fact.place)
            csv.decimal(fact.from.description)
            csv.decimal(fact.to?.description)
            csv.text(fact.kind)
            csv.text(fact.decidedBy ?? "nobody named")
            csv.text(fact.reason ?? MovementCount.noReason)
            csv.entries(records[record].sources)
            csv.endRow()
        }
        return csv.table
    }

    func scoreTable() -> CSVTable {
        var csv = CSVWriter(
            "scores",
            [
                Column("Place", "#loc+name"), Column("P-code", "#loc+code"), Column("Indicator", "#indicator+name"),
                Column("Score, X for no information", "#severity+score"), Column("As of", "#date+asof"),
                Column("Record", "#meta+source+records"),
            ])
        for row in scores {
            for score in row.scores {
                csv.place(row.place)
                csv.text(row.indicator)
                csv.decimal(score.score.text)
                csv.decimal(row.asOf.description)
                csv.references([score.record], of: records)
                csv.endRow()
            }
        }
        return csv.table
    }

    func assessmentTable() -> CSVTable {
        var csv = CSVWriter(
            "assessments",
            [
                Column("Place", "#loc+name"), Column("P-code", "#loc+code"), Column("Criterion", "#access+criterion"),
                Column("Said by", "#org+assessor"), Column("Holds", "#status+holds"), Column("As of", "#date+asof"),
                Column("People, as the same body puts them", "#affected"), Column("Record", "#meta+source+records"),
            ])
        for row in areas {
            for view in row.views {
                csv.place(row.place)
                csv.text(row.criterion)
                csv.text(view.saidBy)
                csv.decimal(view.view.rawValue)
                csv.decimal(view.asOf.description)
                csv.number(view.people)
                csv.references([view.record], of: records)
                csv.endRow()
            }
        }
        return csv.table
    }

    func reviewTable() -> CSVTable {
        var csv = CSVWriter(
            "reviews",
            [
                Column("Criterion", "#access+criterion"), Column("Said by", "#org+assessor"),
                Column("Up to", "#date+asof"),
                Column("Places: yes", "#indicator+num+yes"), Column("Places: no", "#indicator+num+no"),
                Column("Places: unknown", "#indicator+num+unknown"),
                Column("People where yes, as the same body puts them", "#affected"),
                Column("Places that state people", "#indicator+num+stated"), Column("Records", "#meta+source+records"),
            ])
        for review in reviews {
            csv.text(review.criterion)
            csv.text(review.saidBy)
            csv.decimal(review.asOf.description)
            csv.number(review.yes.count)
            csv.number(review.no.count)
            csv.number(review.unknown.count)
            csv.number(review.people.value)
            csv.number(review.people.stated)
            csv.references((review.yes + review.no + review.unknown).sorted(), of: records)
            csv.endRow()
        }
        return csv.table
    }

    func checkTable() -> CSVTable {
        var csv = CSVWriter(
            "checks",
            [
                Column("Sum", "#meta+check"), Column("Total", "#indicator+num+total"), Column("Part", "#meta+part"),
                Column("Count", "#indicator+num+part"), Column("Adds up", "#status+check"),
            ])
        for check in checks {
            for part in check.parts {
                csv.decimal(check.subject.rawValue)
                csv.number(check.total)
                csv.decimal(part.name)
                csv.number(part.count)
                csv.decimal(check.holds ? "yes" : "no")
                csv.endRow()
            }
        }
        return csv.table
    }

    func sourceTable() -> CSVTable {
        var csv = CSVWriter(
            "sources",
            [
                Column("Reference", "#meta+ref"), Column("Kind", "#meta+kind"), Column("Record", "#meta+id"),
                Column("Entry", "#meta+source+entries"), Column("Statement", "#meta+source+statements"),
            ], capacity: 1_024 + records.count * 128)
        for record in records {
            for source in record.sources {
                csv.reference(record)
                csv.decimal(record.kind.rawValue)
                csv.text(record.id)
                csv.number(source.entry)
                csv.text(source.statement)
                csv.endRow()
            }
        }
        return csv.table
    }
}
