import Coordination
import Statements
public import StrictJSON

extension ImportReport {
    /// Writes the report for programs; lists of issues, pairs and records stand in the order of the report.
    ///
    /// - Parameters:
    ///   - writer: Where to.
    ///   - includesBodies: Whether each record carries its body.
    public func write(to writer: inout JSONWriter, includesBodies: Bool = false) {
        writer.object { report in
            report.member("title", title)
            report.member("verdict", verdict)
            report.member("policy", policy.rawValue)
            report.member("isFileRefused", isFileRefused)
            report.key("rows")
            report.object { rows in
                rows.member("read", rowsRead)
                rows.member("good", rowsGood)
                rows.member("bad", rowsBad)
                rows.member("skipped", rowsSkipped)
            }
            report.member("recordsGood", records.count)
            report.member("recordsToSubmit", recordsToSubmit.count)
            report.member("coordinatesRounded", coordinatesRounded)
            report.member("edgesDensified", edgesDensified)
            report.key("skipped")
            report.array { list in
                for item in skipped {
                    list.object { fields in
                        fields.member("condition", item.condition)
                        fields.member("rows", item.rows)
                    }
                }
            }
            report.key("rules")
            report.object { rules in
                for (rule, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                    rules.member(rule.rawValue, count)
                }
            }
            report.key("issues")
            report.array { list in for issue in issues { issue.write(to: &list) } }
            report.member("issuesLeftOut", issuesLeftOut)
            report.key("duplicates")
            report.array { list in for pair in duplicates { pair.write(to: &list) } }
            report.member("areDuplicatesCutShort", areDuplicatesCutShort)
            report.key("records")
            report.array { list in
                for record in records {
                    list.object { fields in
                        fields.member("subject", record.subject.rawValue)
                        fields.member("line", record.line)
                        fields.member("row", record.row)
                        if includesBodies {
                            fields.key("body")
                            fields.raw(record.body)
                        }
                    }
                }
            }
        }
    }
}

extension ImportIssue {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("severity", severity.rawValue)
            if let line { fields.member("line", line) }
            if let row { fields.member("row", row) }
            if !field.isEmpty { fields.member("field", field) }
            fields.member("rule", rule.rawValue)
            fields.member("sentence", sentence)
        }
    }
}

extension DuplicatePair {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("kind", kind.rawValue)
            fields.key("distanceMetres")
            fields.decimal(distanceMillimetres, scale: 3)
            for (name, side) in [("first", first), ("second", second)] {
                fields.key(name)
                fields.object { fields in
                    if let line = side.line { fields.member("line", line) }
                    if let row = side.row { fields.member("row", row) }
                    fields.member("id", side.id)
                    fields.member("name", side.name)
                }
            }
        }
    }
}
