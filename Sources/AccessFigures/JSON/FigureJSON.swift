import Geodesy
import StrictJSON

extension Figures {
    /// The figures as one JSON object in a fixed order; `doctrine` are the sentences that go with every output.
    ///
    /// Figures name the records behind them by position in `records`, and those name entries and statements. What is not
    /// known is `null`; quantities are numbers in their unit, with up to three decimals.
    public func json(doctrine: [String]) -> [UInt8] {
        var writer = JSONWriter(capacity: 4_096 + records.count * 160)
        writer.object { root in
            root.member("format", "parley-access-figures-v1")
            writeReading(to: &root, doctrine: doctrine)
            root.key("records")
            root.array { list in
                for record in records { FigureJSON.write(record, to: &list) }
            }
            root.key("movements")
            root.object { FigureJSON.write(movements, to: &$0) }
            root.key("convoys")
            root.object { FigureJSON.write(convoys, to: &$0) }
            FigureJSON.list("steps", steps, to: &root, FigureJSON.write)
            FigureJSON.list("cargo", cargo, to: &root, FigureJSON.write)
            FigureJSON.list("reach", reach, to: &root, FigureJSON.write)
            FigureJSON.list("constraints", constraints, to: &root, FigureJSON.write)
            FigureJSON.list("restrictions", restrictions, to: &root, FigureJSON.write)
            FigureJSON.list("scores", scores, to: &root, FigureJSON.write)
            FigureJSON.list("areas", areas, to: &root, FigureJSON.write)
            FigureJSON.list("reviews", reviews, to: &root, FigureJSON.write)
            FigureJSON.list("checks", checks, to: &root, FigureJSON.write)
        }
        return writer.bytes
    }

    private func writeReading(to root: inout JSONWriter, doctrine: [String]) {
        root.key("reading")
        root.object { fields in
            fields.member("accord", reading.accord)
            fields.member("asOf", reading.asOf.description)
            fields.member("logSize", reading.logSize)
            fields.member("partial", reading.isPartial)
            fields.key("missing")
            fields.array { list in for text in reading.missing { list.string(text) } }
            fields.member("reader", reading.reader)
            fields.member("audience", reading.audience)
        }
        root.key("doctrine")
        root.array { list in for text in doctrine { list.string(text) } }
        root.key("period")
        root.object { fields in
            fields.key("from")
            FigureJSON.text(period.start?.description, to: &fields)
            fields.key("to")
            FigureJSON.text(period.end?.description, to: &fields)
            fields.member("by", period.grain.rawValue)
            fields.member("zone", period.zoneText)
        }
    }
}

/// Writes single figures.
enum FigureJSON {
    static func list<Item>(
        _ name: String, _ items: [Item], to writer: inout JSONWriter, _ write: (Item, inout JSONWriter) -> Void
    ) {
        writer.key(name)
        writer.array { list in
            for item in items { list.object { write(item, &$0) } }
        }
    }

    static func text(_ text: String?, to writer: inout JSONWriter) {
        if let text { writer.string(text) } else { writer.null() }
    }

    static func member(_ name: String, _ value: String?, to writer: inout JSONWriter) {
        writer.key(name)
        text(value, to: &writer)
    }

    static func member(_ name: String, number value: (some BinaryInteger)?, to writer: inout JSONWriter) {
        writer.key(name)
        if let value { writer.integer(value) } else { writer.null() }
    }

    /// The records behind a figure.
    static func records(_ records: [RecordIndex], to writer: inout JSONWriter) {
        self.records("records", records, to: &writer)
    }

    static func records(_ name: String, _ records: [RecordIndex], to writer: inout JSONWriter) {
        writer.key(name)
        writer.array { list in for record in records { list.integer(record) } }
    }

    static func share(_ share: Share?, to writer: inout JSONWriter) {
        guard let share else { return writer.null() }
        writer.raw(Decimals.thousandths(share.thousandths))
    }

    static func sum(_ name: String, _ sum: StatedSum, inThousandths: Bool = false, to writer: inout JSONWriter) {
        writer.key(name)
        writer.object { fields in
            fields.key("sum")
            if let value = sum.value {
                fields.raw(inThousandths ? Decimals.thousandths(value) : String(value))
            } else {
                fields.null()
            }
            fields.member("stated", sum.stated)
            fields.member("of", sum.count)
        }
    }

    static func key(_ key: RowKey, to writer: inout JSONWriter) {
        member("label", key.label, to: &writer)
        guard let pcode = key.pcode else { return }
        writer.member("pcode", pcode)
    }

    static func write(_ record: Record, to list: inout JSONWriter) {
        list.object { fields in
            fields.member("ref", record.reference)
            fields.member("kind", record.kind.rawValue)
            fields.member("id", record.id)
            fields.key("sources")
            fields.array { sources in
                for source in record.sources {
                    sources.object { reference in
                        reference.member("entry", source.entry)
                        reference.member("statement", source.statement)
                    }
                }
            }
        }
    }

    static func write(_ row: OutcomeRow, to writer: inout JSONWriter) {
        key(row.key, to: &writer)
        writer.member("total", row.total)
        writer.member("ended", row.endedCount)
        writer.key("outcomes")
        writer.object { outcomes in
            for outcome in Outcome.allCases {
                outcomes.key(outcome.rawValue)
                outcomes.object { fields in
                    fields.member("count", row.count(outcome))
                    fields.key("shareOfEnded")
                    share(row.share(outcome), to: &fields)
                    records(row.records(outcome), to: &fields)
                }
            }
        }
        writer.key("notOver")
        writer.object { states in
            for state in MovementState.allCases where state != .closed {
                states.key(state.rawValue)
                states.object { fields in
                    fields.member("count", row.records(notOver: state).count)
                    records(row.records(notOver: state), to: &fields)
                }
            }
        }
        writer.key("unreadable")
        writer.object { fields in
            fields.member("count", row.unreadable.count)
            records(row.unreadable, to: &fields)
        }
    }
}
