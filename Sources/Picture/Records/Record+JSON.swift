import Coordination
public import Geodesy
public import Statements
public import StrictJSON
import TransparencyLog

extension Record {
    /// Writes the record as API replies and the digest show it, in one fixed order of fields.
    ///
    /// `now` is the log's clock; it decides between active and expired and nothing else.
    public func write(to writer: inout JSONWriter, now: Instant?) { write(to: &writer, now: now) { _ in } }

    /// Writes the record as replies show it: with how it stands with its recipients, as far as that is the reader's.
    public func write(to writer: inout JSONWriter, now: Instant?, in picture: Picture, as reader: PartyID?) {
        write(to: &writer, now: now) { picture.writeRecipients(of: self, to: &$0, as: reader) }
    }

    private func write(to writer: inout JSONWriter, now: Instant?, _ more: (inout JSONWriter) -> Void) {
        writer.object { fields in
            fields.member("id", id.description)
            fields.member("mechanism", mechanism.rawValue)
            fields.member("owner", id.owner.rawValue)
            fields.member("state", state(at: now).rawValue)
            switch self {
            case .notification(let record): Self.write(record, to: &fields)
            case .movement(let record): Self.write(record, to: &fields)
            }
            if isIncomplete { fields.member("incomplete", true) }
            fields.key("audience")
            switch audience {
            case .open: fields.string("open")
            case .parties(let parties): fields.array { list in for party in parties { list.string(party.rawValue) } }
            }
            more(&fields)
        }
    }

    private static func write(_ record: Coordination.Notification, to fields: inout JSONWriter) {
        fields.key("details")
        record.details.write(to: &fields)
        fields.member("revision", record.revision)
        fields.provenance("notified", record.notified)
        fields.provenance("amended", record.amended)
        if let version = record.versions.latest { fields.member("statement", version.description) }
        if let reconfirmed = record.reconfirmed { fields.provenance("reconfirmed", reconfirmed) }
        if !record.changes.isEmpty {
            fields.key("changes")
            record.changes.write(to: &fields)
        }
        if case .withdrawn(let reason, let provenance) = record.state {
            if let reason { fields.member("withdrawalReason", reason) }
            fields.provenance("withdrawn", provenance)
        }
    }

    private static func write(_ record: Movement, to fields: inout JSONWriter) {
        fields.key("details")
        record.details.write(to: &fields)
        if record.revision > 1 { fields.member("revision", record.revision) }
        fields.member("legsReached", record.legsReached)
        fields.member("delaySeconds", record.delaySeconds)
        if case .underWay(let since) = record.state { fields.member("departedAt", since.description) }
        if let overdue = record.overdueSince { fields.member("overdueSince", overdue.description) }
        if let report = record.lastCheckIn {
            fields.key("lastCheckIn")
            fields.object { inner in
                inner.member("at", report.at.description)
                if let position = report.position {
                    inner.key("position")
                    inner.position(position)
                }
                if let means = report.means { inner.member("means", means.rawValue) }
                if let note = report.note { inner.member("note", note) }
                inner.provenance("statement", report.provenance)
            }
        }
        if let due = record.reportDue, record.silentSince == nil { fields.member("reportDue", due.description) }
        let alarms = record.alarms
        if !alarms.isEmpty {
            fields.key("alarms")
            fields.array { list in for alarm in alarms { alarm.write(to: &list) } }
        }
        fields.provenance("notified", record.notified)
        fields.provenance("updated", record.updated)
        if let version = record.versions.latest { fields.member("statement", version.description) }
        if !record.changes.isEmpty {
            fields.key("changes")
            record.changes.write(to: &fields)
        }
        if case .closed(let closure, let provenance) = record.state {
            fields.key("closure")
            if let closure {
                fields.object { inner in
                    inner.member("outcome", closure.outcome.rawValue)
                    inner.member("at", closure.at.description)
                    if let decidedBy = closure.decidedBy { inner.member("decidedBy", decidedBy) }
                    if let reason = closure.reason { inner.member("reason", reason) }
                    if let note = closure.note { inner.member("note", note) }
                    if let agreement = closure.agreement {
                        inner.key("agreement")
                        agreement.write(to: &inner)
                        inner.member("impededAfterAgreement", closure.isImpededAfterAgreement)
                    }
                }
            } else {
                fields.null()
            }
            fields.provenance("closed", provenance)
        }
    }
}
