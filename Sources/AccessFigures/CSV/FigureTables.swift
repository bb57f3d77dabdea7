import Geodesy

extension Figures {
    /// Every table as CSV with HXL hashtags; `doctrine` are the sentences that go with every output.
    ///
    /// Tables of single records (`movements`, `convoys`, `steps`, `lines`, `removals` ...) name the log's entries; tables of
    /// counts name the records, and `sources` every statement. A cell is empty where nothing is known, never 0.
    public func tables(doctrine: [String]) -> [CSVTable] {
        var tables = [about(doctrine: doctrine), movementTable()]
        for table in movements.tables { tables.append(outcomes(table)) }
        tables += [
            convoyTable(), stepTable(), stepDurations(), stepHolders(), lineTable(), removalTable(), cargoTable(),
            reachTable(), constraintTable(), restrictionTable(), scoreTable(), assessmentTable(), reviewTable(),
            checkTable(), sourceTable(),
        ]
        return tables
    }

    private func about(doctrine: [String]) -> CSVTable {
        var csv = CSVWriter("about", [Column("What", "#meta+key"), Column("Value", "#meta+value")])
        func row(_ name: String, _ value: String) {
            csv.text(name)
            csv.text(value)
            csv.endRow()
        }
        row("accord", reading.accord)
        row("as of", reading.asOf.description)
        row("log entries", String(reading.logSize))
        row("picture", reading.isPartial ? "partial" : "whole")
        for text in reading.missing { row("missing", text) }
        row("read by", reading.reader)
        row("may be given to", reading.audience)
        row("period from", period.start?.description ?? "")
        row("period to", period.end?.description ?? "")
        row("period by", period.grain.rawValue)
        row("zone", period.zoneText)
        row("movements counted by", "planned departure")
        row("convoys counted by", "request")
        row("shares of", "those that ended with an outcome that could be read")
        for text in doctrine { row("note", text) }
        return csv.table
    }

    private func movementTable() -> CSVTable {
        var csv = CSVWriter(
            "movements",
            [
                Column("Reference", "#meta+ref"), Column("Movement", "#activity+id"), Column("Name", "#activity+name"),
                Column("Organiser", "#org+name"), Column("From", "#loc+origin+name"),
                Column("From, P-code", "#loc+origin+code"), Column("To", "#loc+dest+name"),
                Column("To, P-code", "#loc+dest+code"), Column("Period", "#meta+period"),
                Column("Planned departure", "#date+start+planned"), Column("State", "#status+state"),
                Column("Outcome", "#status+outcome"), Column("Outcome in the field's words", "#status+outcome+text"),
                Column("Closed at", "#date+end"), Column("Decided by", "#org+decider"),
                Column("Reason", "#cause+reason"),
                Column("Agreed beforehand by", "#org+agreed"), Column("Agreed at", "#date+agreed"),
                Column("Agreed beforehand", "#status+agreed"), Column("People", "#population+moved"),
                Column("Alarms and incidents", "#event+num"), Column("Entries", "#meta+source+entries"),
            ], capacity: 1_024 + movementFacts.count * 256)
        for (fact, record) in movementFacts {
            csv.reference(records[record])
            csv.text(fact.id)
            csv.text(fact.name)
            csv.text(fact.organiser)
            csv.place(fact.origin)
            csv.place(fact.destination)
            csv.text(period.label(ofFirstDay: period.firstDay(of: fact.plannedDeparture)))
            csv.decimal(fact.plannedDeparture.description)
            csv.decimal(fact.state.rawValue)
            csv.decimal(fact.state == .closed ? fact.outcome?.rawValue ?? "unreadable" : nil)
            csv.text(fact.outcomeWords)
            csv.decimal(fact.closedAt?.description)
            csv.text(fact.decidedBy)
            csv.text(fact.reason)
            csv.text(fact.agreement?.by)
            csv.decimal(fact.agreement?.at.description)
            csv.decimal(fact.agreement == nil ? nil : fact.wasAgreedBeforehand ? "yes" : "no, dated after the closing")
            csv.number(fact.people)
            csv.number(fact.incidents)
            csv.entries(records[record].sources)
            csv.endRow()
        }
        return csv.table
    }

    private static func columns(of dimension: Dimension) -> [Column] {
        switch dimension {
        case .period: [Column("Period", "#meta+period"), Column("First day", "#date+start")]
        case .place: [Column("Place", "#loc+dest+name"), Column("P-code", "#loc+dest+code")]
        case .organiser: [Column("Organiser", "#org+name")]
        case .decider: [Column("Decided by", "#org+decider")]
        case .reason: [Column("Reason", "#cause+reason")]
        case .agreement: [Column("Agreed beforehand by", "#org+agreed")]
        }
    }

    private func outcomes(_ table: OutcomeTable) -> CSVTable {
        var columns = Self.columns(of: table.dimension)
        let keys = columns.count
        columns += [Column("All", "#indicator+num+total"), Column("Ended", "#indicator+num+ended")]
        for outcome in Outcome.allCases {
            columns.append(Column(outcome.rawValue, "#indicator+num+\(outcome.rawValue.replacing("-", with: "_"))"))
        }
        columns += [
            Column("planned", "#indicator+num+planned"), Column("under way", "#indicator+num+under_way"),
            Column("overdue", "#indicator+num+overdue"), Column("outcome unreadable", "#indicator+num+unreadable"),
            Column("facilitated, share of ended", "#indicator+num+share+facilitated"),
            Column("Records", "#meta+source+records"),
        ]
        var csv = CSVWriter("outcomes-by-\(table.dimension.rawValue)", columns)
        for row in table.rows {
            csv.text(row.key.label ?? Self.nameless(table.dimension))
            if keys == 2 {
                if table.dimension == .period { csv.decimal(row.key.firstDay) } else { csv.text(row.key.pcode) }
            }
            csv.number(row.total)
            csv.number(row.endedCount)
            for outcome in Outcome.allCases { csv.number(row.count(outcome)) }
            for state in MovementState.allCases where state != .closed { csv.number(row.records(notOver: state).count) }
            csv.number(row.unreadable.count)
            csv.decimal(row.share(Outcome.facilitated).map { Decimals.thousandths($0.thousandths) })
            csv.references(row.all, of: records)
            csv.endRow()
        }
        return csv.table
    }

    /// What a row is called whose label nobody stated.
    private static func nameless(_ dimension: Dimension) -> String? {
        switch dimension {
        case .decider: "nobody named"
        case .reason: MovementCount.noReason
        default: nil
        }
    }
}

extension OutcomeRow {
    /// Every record of the row, in order.
    var all: [RecordIndex] {
        var all: [RecordIndex] = unreadable
        for outcome in Outcome.allCases { all += records(outcome) }
        for state in MovementState.allCases { all += records(notOver: state) }
        return all.sorted()
    }
}

extension CSVWriter {
    /// A place's name and code.
    mutating func place(_ place: Place) {
        text(place.label)
        text(place.pcode)
    }

    /// A place's name and code.
    mutating func place(_ place: RowKey) {
        text(place.label)
        text(place.pcode)
    }
}
