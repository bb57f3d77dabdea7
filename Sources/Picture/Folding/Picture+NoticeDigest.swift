import Coordination
import Geodesy
import HashTreeCollections
import Statements
import StrictJSON
import TransparencyLog

extension Picture {
    /// What the digest covers of what was said about notices, of declared units, and of what was handed to whom.
    func addNotices(_ scope: DigestScope, _ add: ((inout JSONWriter) -> Void) -> Void) {
        for (key, submission) in notices.submissions.sorted(by: { $0.key < $1.key })
        where scope == .local || !key.isSealed {
            add { fields in
                fields.member("submission", key.submission.rawValue)
                fields.member("party", key.party.rawValue)
                fields.member("sealed", key.isSealed)
                fields.member("purpose", submission.purpose.rawValue)
                fields.member("count", submission.count)
            }
        }
        for (id, ledger) in notices.ledgers.sorted(by: { $0.key < $1.key }) where ledger.isCovered(by: scope) {
            add { fields in
                fields.key("notice")
                ledger.write(to: &fields, id: id, scope)
            }
        }
        for (id, unit) in notices.units.units.sorted(by: { $0.key < $1.key }) {
            add { fields in
                fields.member("unit", id.description)
                fields.provenance("declared", unit.declared)
                guard scope == .local || unit.audience == .open, let declaration = unit.declaration else { return }
                fields.key("name")
                declaration.name.write(to: &fields)
                fields.key("area")
                fields.area(declaration.area)
                fields.key("window")
                fields.timeWindow(declaration.window)
            }
        }
        for (key, head) in outboxes.heads.sorted(by: { $0.key < $1.key }) {
            add { fields in
                fields.member("outbox", key.sender.rawValue)
                fields.member("recipient", key.recipient?.rawValue ?? "")
                fields.member("number", head.number)
                fields.member("chain", head.chain.base64)
            }
        }
    }
}
