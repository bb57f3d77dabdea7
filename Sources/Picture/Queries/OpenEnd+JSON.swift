import Coordination
public import Geodesy
import Statements
public import StrictJSON
import TransparencyLog

extension OpenEnd {
    /// Writes a line of the board; `now` is the log's clock.
    ///
    /// Without its age a line stays the same until something happens.
    public func write(to writer: inout JSONWriter, now: Instant, withAge: Bool = true) {
        writer.object { fields in
            fields.member("record", record.description)
            fields.member("waiting", waiting.rawValue)
            fields.member("silent", silent.rawValue)
            fields.member("since", since.description)
            if withAge { fields.member("ageSeconds", age(at: now)) }
            fields.member("unanswered", isUnanswered(at: now))
            if let message {
                fields.member("purpose", message.details.purpose.rawValue)
                fields.member("urgency", message.details.urgency.rawValue)
                fields.member("line", message.details.line.description)
                fields.member("statement", message.statement.description)
                fields.key("text")
                message.details.text.write(to: &fields)
                if let expires = message.details.expires {
                    fields.member("expires", expires.description)
                    fields.member("ranOut", message.hasRunOut(at: now))
                }
                fields.member("steps", message.recipient(silent)?.steps.count ?? 0)
            }
            if let alarm {
                fields.key("alarm")
                alarm.write(to: &fields)
            }
            if let state { fields.member("state", state.rawValue) }
            fields.key("owed")
            fields.array { list in for deadline in owed { deadline.write(to: &list) } }
            if let nextStep { fields.member("nextStepDue", nextStep.due.description) }
            fields.key("lapses")
            fields.array { list in
                for lapse in lapses {
                    list.object { inner in
                        lapse.write(to: &inner)
                        if let entry = lapse.recorded?.entry { inner.member("entry", entry.value) }
                    }
                }
            }
        }
    }
}
