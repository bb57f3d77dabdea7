public import Coordination
import Geodesy
public import Statements
public import StrictJSON

extension RecipientState {
    /// Writes the state as replies show it, in one fixed order of fields.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("party", party.rawValue)
            fields.member("state", step.rawValue)
            fields.member("standing", standing.word)
            if let since = standing.since { fields.member("since", since.description) }
            if let depth { fields.member("depth", depth.rawValue) }
            fields.member("disputed", isDisputed)
            if let noAnswer { fields.deadline("acknowledge", noAnswer) }
            fields.key("receipts")
            fields.array { list in
                for receipt in receipts { list.object { receipt.writeMembers(to: &$0) } }
            }
            fields.key("units")
            fields.array { list in
                for unit in units {
                    list.object { item in
                        unit.step.writeMembers(to: &item)
                        item.member("current", unit.isCurrent)
                        item.mark(unit.mark)
                    }
                }
            }
            fields.key("challenges")
            fields.array { list in
                for challenge in challenges {
                    list.object { challenge.writeMembers(to: &$0, answers: challenge.answers) }
                }
            }
        }
    }
}

extension Picture {
    /// Writes what a record shows of those it was handed to, for its owner and for the recipient who asks; nothing for
    /// anybody else.
    public func writeRecipients(of record: Record, to fields: inout JSONWriter, as reader: PartyID?) {
        let states = recipientStates(of: record.id, as: reader)
        guard !states.isEmpty else { return }
        if let short = notices[record.id].shortLead { fields.shortLead(short) }
        fields.key("recipients")
        fields.array { list in for state in states { state.write(to: &list) } }
    }
}

extension DepthAlarm {
    /// Writes the alarm as replies show it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("record", record.description)
            fields.member("party", party.rawValue)
            fields.member("begins", begins.description)
            fields.member("hasBegun", hasBegun)
            fields.deadline("operatingDepth", due)
            if let depth { fields.member("depth", depth.rawValue) }
            fields.key("unread")
            fields.array { list in for unit in unread { list.string(unit.rawValue) } }
            fields.member("unknownUnits", hasUnknownUnits)
            fields.member("alarm", sentence)
        }
    }

    /// The alarm in a sentence.
    public var sentence: String {
        let when = hasBegun ? "holds since \(begins)" : "begins at \(begins)"
        let deep = depth.map { "went down to '\($0.rawValue)' only" } ?? "is not attested to have gone down at all"
        let units =
            unread.isEmpty
            ? "no unit of '\(party)' is attested to have it"
            : "units of '\(party)' that operate there have not got it: \(unread.map(\.rawValue).joined(separator: ", "))"
        return "'\(record)' \(when) and \(deep); \(units); call '\(party)' and the organiser now"
    }
}

extension NoticeDue {
    /// Writes what is due as replies show it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("record", record.description)
            fields.member("party", party.rawValue)
            fields.member("due", deadline.at.description)
            fields.member("clause", deadline.clause)
        }
    }
}

extension OpenChallenge {
    /// Writes the doubt as replies show it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("record", record.description)
            fields.member("party", party.rawValue)
            fields.key("doubt")
            fields.object { challenge.writeMembers(to: &$0, answers: challenge.answers) }
        }
    }
}
