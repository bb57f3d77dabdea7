import Coordination
import Geodesy
import Statements
import StrictJSON

/// What the digest covers of what was said about a notice; for `open`, only what everybody has.
extension NoticeLedger {
    func write(to writer: inout JSONWriter, id: RecordID, _ scope: Picture.DigestScope) {
        writer.object { fields in
            fields.member("ledger", id.description)
            if let acknowledgeDue { fields.deadline("acknowledge", acknowledgeDue) }
            // When a sealed notice begins is not in its header.
            if let shortLead, scope == .local { fields.shortLead(shortLead) }
            fields.key("said")
            fields.array { list in
                for (party, ledger) in recipients { ledger.write(to: &list, party: party, scope) }
            }
        }
    }

    /// Whether the digest has anything to cover of it.
    func isCovered(by scope: Picture.DigestScope) -> Bool {
        if scope == .local || acknowledgeDue != nil { return true }
        return recipients.contains { _, ledger in
            (ledger.receipts.map(\.mark) + ledger.steps.map(\.mark) + ledger.challenges.map(\.mark))
                .contains { $0.readers == nil }
        }
    }
}

extension RecipientLedger {
    func write(to list: inout JSONWriter, party: PartyID, _ scope: Picture.DigestScope) {
        func covers(_ mark: ResponseMark) -> Bool { scope == .local || mark.readers == nil }
        for receipt in receipts where covers(receipt.mark) {
            list.object { fields in
                fields.member("by", party.rawValue)
                receipt.writeMembers(to: &fields)
            }
        }
        for attested in steps where covers(attested.mark) {
            list.object { fields in
                fields.member("by", party.rawValue)
                fields.member("version", attested.version.description)
                attested.step.writeMembers(to: &fields)
                fields.mark(attested.mark)
            }
        }
        for challenge in challenges where covers(challenge.mark) {
            list.object { fields in
                fields.member("by", party.rawValue)
                challenge.writeMembers(to: &fields, answers: challenge.answers.filter { covers($0.mark) })
            }
        }
    }
}

extension NoticeReceipt {
    func writeMembers(to fields: inout JSONWriter) {
        fields.member("version", version.description)
        fields.member("receivedAt", receivedAt.description)
        fields.member("means", means.rawValue)
        if let note { fields.member("note", note) }
        fields.mark(mark)
    }
}

extension DisseminationStep {
    func writeMembers(to fields: inout JSONWriter) {
        fields.member("depth", depth.rawValue)
        if let unit { fields.member("unit", unit.rawValue) }
        fields.member("at", at.description)
        fields.member("attestedBy", by)
    }
}

extension NoticeChallenge {
    func writeMembers(to fields: inout JSONWriter, answers: [Answer]) {
        fields.member("challenge", mark.statement.description)
        fields.member("version", version.description)
        fields.member("reason", reason.rawValue)
        fields.member("text", text)
        if let due { fields.deadline("answer", due) }
        fields.mark(mark)
        fields.key("answers")
        fields.array { list in
            for answer in answers {
                list.object { item in
                    item.member("answer", answer.answer.rawValue)
                    item.member("text", answer.text)
                    item.mark(answer.mark)
                }
            }
        }
    }
}

extension JSONWriter {
    mutating func mark(_ mark: ResponseMark) {
        member("statement", mark.statement.description)
        provenance("said", mark.provenance)
    }

    /// When something is due, by which clause: `answerDue`, `answerClause`.
    mutating func deadline(_ what: String, _ deadline: ClauseDeadline) {
        member(what + "Due", deadline.at.description)
        member(what + "Clause", deadline.clause)
    }

    mutating func shortLead(_ short: ShortLead) {
        key("shortLead")
        object { fields in
            fields.member("clause", short.clause)
            fields.member("neededSeconds", short.neededSeconds)
            fields.member("givenSeconds", short.givenSeconds)
            fields.member("emergency", short.isEmergency)
            fields.member("warning", short.sentence)
        }
    }
}
