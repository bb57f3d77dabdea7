import Coordination
import Delivery
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog
@testable import ParleyNode

@Suite("what statements mean to people outside")
struct NoticeFeedTests {
    private static func entry(_ said: SaidStatement) throws -> Node.Entry {
        let signed = try SignedStatement(said.envelope)
        return Node.Entry(
            index: EntryIndex(0), stored: StoredEntry(envelope: said.envelope), signed: signed, body: nil,
            bodyName: signed.hash)
    }

    @Test("what a recipient's officer received ends the delivery of that statement, and of no other")
    func receipts() throws {
        let scenario = try Scenario()
        let notice = try scenario.draft("un-hub", .notificationNotify, "hospital", Bodies.site())
        let received = try scenario.draft(
            "party-a", .notificationReceive, "receipt",
            Bodies.object { fields in
                fields.member("record", "un-hub/hospital")
                fields.member("statement", notice.hash.description)
            })
        guard case .receipt(let hashes)? = NoticeFeed.usualMeaning(.notificationReceive, try Self.entry(received))
        else {
            Issue.record("a receipt means nothing")
            return
        }
        #expect(hashes == [notice.hash])
        guard
            case .notice(.routine, awaitsReceipt: true)? = NoticeFeed.usualMeaning(
                .notificationNotify, try Self.entry(notice))
        else {
            Issue.record("a notice means nothing")
            return
        }
    }
}
