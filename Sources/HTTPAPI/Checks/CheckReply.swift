public import Coordination
import Deconfliction
import Geodesy
public import ParleyNode
public import Picture
import Statements
import StrictJSON

/// The answer to a check as JSON, the same over HTTP and on the command line.
public enum CheckReply {
    /// The answer, findings nearest first, with what it rests on and what must be said beside it.
    public static func json(
        _ asked: ReadActivity, _ answer: CheckAnswer, _ knowledge: Knowledge, in language: Doctrine.Language = .english
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024 + answer.findings.count * 1024)
        writer.object { fields in
            fields.member("statement", Wording.statement(findings: answer.findings.count, knowledge))
            fields.key("notes")
            fields.array { list in
                let notes = Wording.notes(
                    isPartial: answer.isPartial, isExercise: answer.isExercise, knowledge, in: language)
                for note in notes { list.string(note) }
            }
            fields.member("exercise", answer.isExercise)
            fields.member("isPartial", answer.isPartial)
            if asked.wasRounded { fields.member("roundedToE7", true) }
            fields.key("findings")
            fields.array { list in
                for finding in answer.findings { list.object { write(finding, asked, answer.loggedAt, to: &$0) } }
            }
            KnowledgeFields(knowledge).write(to: &fields)
        }
        return writer.bytes
    }

    private static func write(
        _ finding: Finding, _ asked: ReadActivity, _ now: Instant?, to fields: inout JSONWriter
    ) {
        let (record, conflict) = (finding.record, finding.conflict)
        fields.member("record", record.id.description)
        fields.member("mechanism", record.mechanism.rawValue)
        if case .notification(let notification) = record {
            fields.member("kind", notification.details.kind.rawValue)
            fields.member("category", notification.details.category.rawValue)
        }
        fields.key("name")
        record.name.write(to: &fields)
        fields.member("state", record.state(at: now).rawValue)
        fields.key("owner")
        fields.object { owner in
            owner.member("party", record.id.owner.rawValue)
            if let name = finding.ownerName {
                owner.key("name")
                name.write(to: &owner)
            }
        }
        fields.metres("distanceMetres", conflict.distanceMillimetres)
        fields.metres("standOffMetres", conflict.standOffMillimetres)
        // The class and its clause do not set a distance that the caller chose.
        if conflict.standOffMillimetres > finding.standOff.millimetres + record.precisionMillimetres {
            fields.member("standOffSetBy", "activity")
        }
        fields.member("standOffClass", finding.standOff.name)
        fields.member("clause", finding.standOff.clause)
        if record.precisionMillimetres > 0 { fields.metres("precisionMetres", record.precisionMillimetres) }
        fields.key("overlap")
        fields.timeWindow(conflict.overlap)
        fields.key("nearestOnRecord")
        fields.position(conflict.nearestOnRecord)
        fields.key("nearestOnActivity")
        fields.position(conflict.nearestOnActivity)
        let source =
            asked.sources.indices.contains(conflict.activityVolume) ? asked.sources[conflict.activityVolume] : 0
        fields.member(asked.isRoute ? "leg" : "volume", source)
        fields.key("call")
        fields.object { call in write(finding, call: &call) }
        fields.key("links")
        fields.object { $0.member("record", "/records/\(record.id)") }
    }

    private static func write(_ finding: Finding, call: inout JSONWriter) {
        call.key("contact")
        finding.record.contact.write(to: &call)
        call.key("officers")
        call.array { list in
            for officer in finding.officers {
                list.object { fields in
                    fields.member("officer", officer.id.rawValue)
                    fields.key("name")
                    officer.name.write(to: &fields)
                    fields.member("grade", officer.grade.code)
                    if let contact = officer.contact {
                        fields.key("contact")
                        contact.write(to: &fields)
                    }
                }
            }
        }
    }
}
