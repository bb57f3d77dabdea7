public import Geodesy
import HashTreeCollections
import Statements
public import StrictJSON
import TransparencyLog

extension Line {
    /// Writes the line as replies and the digest show it, in one fixed order of fields.
    ///
    /// `now` is the log's clock; it decides how long a sighting still tells something.
    /// `register` says which of its parties take no part any more.
    public func write(to writer: inout JSONWriter, now: Instant?, register: PartyRegister) {
        writer.object { fields in
            fields.member("id", id.description)
            fields.member("owner", id.owner.rawValue)
            fields.key("terms")
            terms.write(to: &fields)
            fields.member("revision", revision)
            fields.source("established", established)
            fields.source("restated", restated)
            fields.key("parties")
            fields.array { list in
                for cell in terms.cells { list.object { write(cell, to: &$0, now: now, register) } }
            }
            fields.key("checks")
            fields.array { list in for check in checks { check.write(to: &list) } }
            fields.key("missed")
            fields.array { list in for check in missed { check.write(to: &list) } }
            fields.member("missedCount", missedCount)
            if let nextDue { fields.time("nextCheckDue", nextDue) }
            fields.key("running")
            fields.array { list in
                for check in running {
                    list.object { fields in
                        fields.time("due", check.due)
                        fields.member("called", check.called.rawValue)
                        fields.member("outcome", check.outcome?.rawValue ?? "")
                        fields.time("until", check.deadline)
                    }
                }
            }
        }
    }

    private func write(
        _ cell: LineTerms.Cell, to fields: inout JSONWriter, now: Instant?, _ register: PartyRegister
    ) {
        fields.member("party", cell.party.rawValue)
        if let standing = register.parties[cell.party]?.standing, standing != .takesPart {
            fields.member("standing", standing.word)
        }
        if let state = declared(by: cell.party) { fields.member("declared", state.rawValue) }
        if let declaration = declarations[cell.party] {
            fields.member("reason", declaration.reason)
            fields.source("declaredBy", declaration.provenance)
        }
        let state = now.map { observed(cell.party, at: $0) } ?? .unknown
        fields.member("observed", state.word)
        if let time = state.time { fields.time("observedAt", time) }
        fields.key("seenBy")
        fields.array { list in
            for (observer, seen) in observations(of: cell.party) {
                list.object { fields in
                    fields.member("party", observer.rawValue)
                    if let answered = seen.answeredAt { fields.time("answeredAt", answered) }
                    if let since = seen.notAnsweringSince { fields.time("notAnsweringSince", since) }
                    fields.time("lastAt", seen.lastAt)
                    fields.member("entry", seen.provenance.entry.value)
                }
            }
        }
    }
}

extension Line.EnteredCheck {
    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("by", caller.rawValue)
            check.write(fields: &fields)
            fields.member("enteredLater", isEnteredLater)
            fields.source("entered", provenance)
        }
    }
}

extension MissedCheck {
    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.time("due", due)
            fields.time("lapsedAt", lapsedAt)
            fields.member("by", caller.rawValue)
            fields.member("called", called.rawValue)
            fields.member("reason", reason.rawValue)
            fields.member("silent", silent.rawValue)
            if let declared { fields.member("declared", declared.rawValue) }
            if let clause {
                fields.key("clause")
                clause.write(to: &fields)
            }
            fields.member("establishedBy", establishedBy.entry.value)
            if let enteredLater { fields.source("enteredLater", enteredLater) }
        }
    }
}

extension JSONWriter {
    /// Who said it, when, and where it stands in the log.
    mutating func source(_ name: String, _ provenance: Provenance) {
        key(name)
        object { fields in
            fields.member("entry", provenance.entry.value)
            fields.time("loggedAt", provenance.loggedAt)
            fields.time("saidAt", provenance.saidAt)
            fields.member("officer", provenance.officer.rawValue)
        }
    }
}
