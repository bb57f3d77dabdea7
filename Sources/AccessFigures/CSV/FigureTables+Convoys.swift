import Geodesy

extension Figures {
    func convoyTable() -> CSVTable {
        var csv = CSVWriter(
            "convoys",
            [
                Column("Reference", "#meta+ref"), Column("Convoy", "#activity+id"), Column("Requester", "#org+name"),
                Column("Plan", "#activity+plan"), Column("Place", "#loc+name"), Column("P-code", "#loc+code"),
                Column("Requested at", "#date+start"), Column("Answer", "#status+answer"),
                Column("Over", "#status+over"), Column("Outcome", "#status+outcome"),
                Column("People requested", "#population+requested"), Column("People agreed", "#population+agreed"),
                Column("People reached", "#reached"), Column("Trucks sent", "#item+num+trucks+sent"),
                Column("Trucks fully offloaded", "#item+num+trucks+offloaded"),
                Column("Trucks returned not fully offloaded", "#item+num+trucks+returned"),
                Column("Sectors", "#sector+list"), Column("Entries", "#meta+source+entries"),
            ])
        for (fact, record) in convoyFacts {
            csv.reference(records[record])
            csv.text(fact.id)
            csv.text(fact.requester)
            csv.text(fact.plan)
            csv.place(fact.place)
            csv.decimal(fact.requestedAt?.description)
            csv.decimal(fact.answer.rawValue)
            csv.decimal(fact.isOver ? "yes" : "no")
            csv.decimal(fact.isOver ? fact.outcome?.rawValue ?? "unreadable" : nil)
            csv.number(fact.people.requested)
            csv.number(fact.people.agreed)
            csv.number(fact.people.reached)
            csv.number(fact.trucks.sent)
            csv.number(fact.trucks.fullyOffloaded)
            csv.number(fact.trucks.returnedNotFullyOffloaded)
            csv.text(fact.sectors.sorted().joined(separator: "; "))
            csv.entries(records[record].sources)
            csv.endRow()
        }
        return csv.table
    }

    func stepTable() -> CSVTable {
        var csv = CSVWriter(
            "steps",
            [
                Column("Reference", "#meta+ref"), Column("Step", "#activity+step"), Column("From", "#date+start"),
                Column("To", "#date+end"), Column("Held by", "#org+holder"),
                Column("Seconds stopped", "#indicator+num+stopped"), Column("Reasons for stops", "#cause+stop"),
                Column("Entry", "#meta+source+entries"), Column("Statement", "#meta+source+statements"),
            ])
        for (fact, record) in convoyFacts {
            for step in fact.steps {
                csv.reference(records[record])
                csv.decimal(step.step.rawValue)
                csv.decimal(step.from.description)
                csv.decimal(step.to?.description)
                csv.text(step.heldBy)
                csv.number(step.stops.reduce(Int64(0)) { $0 + Int64($1.seconds) })
                csv.text(step.stops.map(\.reason).joined(separator: "; "))
                csv.number(step.source.entry)
                csv.text(step.source.statement)
                csv.endRow()
            }
        }
        return csv.table
    }

    func stepDurations() -> CSVTable {
        var csv = CSVWriter(
            "step-durations",
            [
                Column("Step", "#activity+step"), Column("Ended", "#indicator+num+ended"),
                Column("Median, seconds", "#indicator+num+median"),
                Column("90th percentile, seconds", "#indicator+num+p90"),
                Column("Longest, seconds", "#indicator+num+longest"), Column("Still running", "#indicator+num+running"),
                Column("Longest still running, seconds", "#indicator+num+running+longest"),
                Column("In all, seconds", "#indicator+num+total"), Column("Stopped, seconds", "#indicator+num+stopped"),
                Column("Contradictory times", "#indicator+num+contradictory"),
                Column("Records", "#meta+source+records"),
            ])
        for figure in steps {
            csv.decimal(figure.step.rawValue)
            csv.number(figure.ended.count)
            csv.number(figure.ended.median)
            csv.number(figure.ended.p90)
            csv.number(figure.ended.longest)
            csv.number(figure.running.count)
            csv.number(figure.running.longest)
            csv.number(figure.totalSeconds)
            csv.number(figure.stoppedSeconds)
            csv.number(figure.contradictory.count)
            csv.references(figure.records, of: records)
            csv.endRow()
        }
        return csv.table
    }

    func stepHolders() -> CSVTable {
        var csv = CSVWriter(
            "step-holders",
            [
                Column("Step", "#activity+step"), Column("Held by", "#org+holder"),
                Column("Ended", "#indicator+num+ended"), Column("Still running", "#indicator+num+running"),
                Column("In all, seconds", "#indicator+num+total"), Column("Stopped, seconds", "#indicator+num+stopped"),
                Column("Records", "#meta+source+records"),
            ])
        for figure in steps {
            for holder in figure.holders {
                csv.decimal(figure.step.rawValue)
                csv.text(holder.heldBy ?? "nobody named")
                csv.number(holder.ended)
                csv.number(holder.running)
                csv.number(holder.totalSeconds)
                csv.number(holder.stoppedSeconds)
                csv.references(holder.records, of: records)
                csv.endRow()
            }
        }
        return csv.table
    }

    func lineTable() -> CSVTable {
        var csv = CSVWriter(
            "lines",
            [
                Column("Reference", "#meta+ref"), Column("Line", "#item+id"), Column("Item", "#item+name"),
                Column("Sector or category", "#sector"), Column("Unit", "#item+unit"),
            ]
                + CargoStage.allCases.map { Column($0.rawValue, "#item+num+\($0.rawValue)") }
                + [Column("removed", "#item+num+removed"), Column("Removals", "#item+num+removals")],
            capacity: 1_024 + convoyFacts.reduce(0) { $0 + $1.fact.lines.count } * 96)
        for (fact, record) in convoyFacts {
            for line in fact.lines {
                csv.reference(records[record])
                csv.text(line.key)
                csv.text(line.item)
                csv.text(line.category)
                csv.text(line.unit)
                for stage in CargoStage.allCases {
                    csv.quantity(line.quantity(stage))
                }
                let removed = line.removals.reduce(Int128(0)) { $0 + Int128($1.quantity.thousandths) }
                csv.decimal(line.removals.isEmpty ? nil : Decimals.thousandths(removed))
                csv.number(line.removals.count)
                csv.endRow()
            }
        }
        return csv.table
    }

    func removalTable() -> CSVTable {
        var csv = CSVWriter(
            "removals",
            [
                Column("Reference", "#meta+ref"), Column("Line", "#item+id"), Column("Item", "#item+name"),
                Column("Sector or category", "#sector"), Column("Removed", "#item+num+removed"),
                Column("Unit", "#item+unit"), Column("By", "#org+remover"), Column("Where", "#loc+removal+name"),
                Column("When", "#status+moment"), Column("Reason", "#cause+reason"),
                Column("Entry", "#meta+source+entries"), Column("Statement", "#meta+source+statements"),
            ])
        for (fact, record) in convoyFacts {
            for line in fact.lines {
                for removal in line.removals {
                    csv.reference(records[record])
                    csv.text(line.key)
                    csv.text(line.item)
                    csv.text(line.category)
                    csv.quantity(removal.quantity)
                    csv.text(line.unit)
                    csv.text(removal.by ?? "nobody named")
                    csv.text(removal.place)
                    csv.decimal(removal.moment.rawValue)
                    csv.text(removal.reason ?? MovementCount.noReason)
                    csv.number(removal.source.entry)
                    csv.text(removal.source.statement)
                    csv.endRow()
                }
            }
        }
        return csv.table
    }

    func cargoTable() -> CSVTable {
        var columns = [
            Column("Sector or category", "#sector"), Column("Unit", "#item+unit"),
            Column("Lines", "#indicator+num+lines"),
        ]
        for stage in CargoStage.allCases {
            columns.append(Column(stage.rawValue, "#item+num+\(stage.rawValue)"))
            columns.append(Column("\(stage.rawValue), lines that state it", "#indicator+num+\(stage.rawValue)+lines"))
        }
        columns += [
            Column("removed", "#item+num+removed"), Column("removed during loading", "#item+num+removed+loading"),
            Column("removed after loading", "#item+num+removed+after"),
            Column("removed, no agreed quantity stated", "#item+num+removed+other"),
            Column("removed, share of agreed", "#indicator+num+share+agreed"),
            Column("removed after loading, share of loaded", "#indicator+num+share+loaded"),
            Column("Records", "#meta+source+records"),
        ]
        var csv = CSVWriter("cargo", columns)
        for figure in cargo {
            csv.text(figure.category)
            csv.text(figure.unit)
            csv.number(figure.lines)
            for stage in CargoStage.allCases {
                csv.decimal(figure.sum(stage).value.map(Decimals.thousandths))
                csv.number(figure.sum(stage).stated)
            }
            let hasUnit = figure.unit != nil
            csv.decimal(hasUnit ? Decimals.thousandths(figure.removed) : nil)
            csv.decimal(hasUnit ? Decimals.thousandths(figure.removedDuringLoading) : nil)
            csv.decimal(hasUnit ? Decimals.thousandths(figure.removedAfterLoading) : nil)
            csv.decimal(hasUnit ? Decimals.thousandths(figure.removedWithoutAgreed) : nil)
            csv.decimal(figure.removedOfAgreed.map { Decimals.thousandths($0.thousandths) })
            csv.decimal(figure.removedOfLoadedShare.map { Decimals.thousandths($0.thousandths) })
            csv.references(figure.records, of: records)
            csv.endRow()
        }
        return csv.table
    }
}
