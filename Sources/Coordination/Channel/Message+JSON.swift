public import Geodesy
import Statements
public import StrictJSON
import TransparencyLog

extension Message {
    /// Writes the message as replies and the digest show it, in one fixed order of fields.
    ///
    /// `now` is the log's clock; it decides what still counts.
    public func write(to writer: inout JSONWriter, now: Instant) {
        writer.object { fields in
            fields.member("id", id.description)
            fields.member("sender", sender.rawValue)
            fields.member("statement", statement.description)
            fields.member("version", version)
            fields.key("details")
            details.write(to: &fields)
            fields.provenance("sent", sent)
            fields.provenance("corrected", corrected)
            fields.member("saidAt", saidAt.description)
            if details.expires != nil { fields.member("ranOut", hasRunOut(at: now)) }
            fields.key("clauses")
            fields.object { write(terms, to: &$0) }
            fields.key("recipients")
            fields.array { list in
                for recipient in recipients { list.object { write(recipient, to: &$0, now: now) } }
            }
            if let closed {
                fields.key("closed")
                fields.object { inner in
                    if let reason = closed.reason { inner.member("reason", reason) }
                    inner.provenance("statement", closed.provenance)
                }
            }
            if isIncomplete { fields.member("incomplete", true) }
            fields.key("audience")
            switch audience {
            case .open: fields.string("open")
            case .parties(let parties): fields.array { list in for party in parties { list.string(party.rawValue) } }
            }
        }
    }

    private func write(_ terms: Terms, to fields: inout JSONWriter) {
        for (name, term) in [
            ("acknowledge-within", terms.acknowledge), ("decide-within", terms.decide),
            ("escalate-after", terms.escalate), ("acknowledgement-holds", terms.holds),
        ] {
            guard let term else { continue }
            fields.key(name)
            fields.object { inner in
                inner.member("instrument", term.instrument.rawValue)
                inner.member("clause", term.clause)
                inner.member("seconds", term.seconds + term.graceSeconds)
                if let grade = term.grade { inner.member("grade", grade.code) }
            }
        }
    }

    private func write(_ recipient: Recipient, to fields: inout JSONWriter, now: Instant) {
        fields.member("party", recipient.party.rawValue)
        fields.member("state", state(recipient, at: now).rawValue)
        if let seconds = secondsToDecisionMaker(recipient) { fields.member("secondsToDecisionMaker", seconds) }
        if let seconds = secondsToDecisionMakerAsSaid(recipient) {
            fields.member("secondsToDecisionMakerAsSaid", seconds)
        }
        if let delivered = recipient.delivered { fields.provenance("delivered", delivered) }
        fields.key("readBacks")
        fields.array { list in for given in recipient.readBacks { list.object { given.write(to: &$0) } } }
        fields.key("acknowledgements")
        fields.array { list in for given in recipient.acknowledgements { list.object { given.write(to: &$0) } } }
        fields.key("answers")
        fields.array { list in for given in recipient.answers { list.object { given.write(to: &$0) } } }
        fields.key("steps")
        fields.array { list in for step in recipient.steps { list.object { step.write(to: &$0) } } }
    }
}

extension Message.ReadBackGiven {
    func write(to fields: inout JSONWriter) {
        fields.key("understood")
        fields.object { readBack.write(to: &$0) }
        fields.key("differences")
        fields.array { list in for difference in differences { difference.write(to: &list) } }
        fields.member("of", statement.description)
        enteredLater?.write(to: &fields)
        fields.provenance("statement", provenance)
    }
}

extension Message.Acknowledgement {
    func write(to fields: inout JSONWriter) {
        fields.member("officer", officer.rawValue)
        fields.member("grade", grade.code)
        fields.member("means", "received")
        if let holdsUntil { fields.member("holdsUntil", holdsUntil.description) }
        if let note { fields.member("note", note) }
        fields.member("of", statement.description)
        enteredLater?.write(to: &fields)
        fields.provenance("statement", provenance)
    }
}

extension Message.Answer {
    func write(to fields: inout JSONWriter) {
        fields.member("answer", given.choice.rawValue)
        fields.member("at", given.at.description)
        fields.member("by", given.by)
        if let text = given.text {
            fields.key("text")
            text.write(to: &fields)
        }
        fields.member("grade", grade.code)
        fields.member("of", statement.description)
        given.enteredLater?.write(to: &fields)
        fields.provenance("statement", provenance)
    }
}

extension Deadline {
    /// Writes it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("statement", id.statement.description)
            fields.member("rule", id.rule.rawValue)
            fields.member("party", id.party.rawValue)
            if let occurrence = id.occurrence { fields.member("occurrence", occurrence.description) }
            fields.member("waiting", waiting.rawValue)
            fields.member("record", record.description)
            fields.member("due", due.description)
            fields.member("instrument", instrument.rawValue)
            fields.member("clause", clause)
            if step > 0 { fields.member("step", step) }
        }
    }
}
