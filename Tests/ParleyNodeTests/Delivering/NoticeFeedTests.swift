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

    @Test("a convoy's request and its answer reach those who have it, and nobody else; no receipt is waited for")
    func convoys() async throws {
        var harness = try await Harness(sealingKeys: [:])
        let request = try harness.restricted(
            "duma", Bodies.convoyRequest("Under seal"), kind: .convoyRequest, audience: ["party-b"])
        _ = try await harness.node.submit(request.envelope, sealed: request.sealed)
        let answer = try harness.restricted(
            "a", Bodies.step(of: "un-hub/duma", [("answer", "full")], at: .test(0)), kind: .convoyRespond,
            of: "party-b", audience: ["un-hub"])
        _ = try await harness.node.submit(answer.envelope, sealed: answer.sealed)
        let feed = NoticeFeed(harness.node)
        let entries = ["un-hub", "party-a", "party-b"].map { DeliveryBooks.entry($0, DeliveryBooks.mailbox()) }
        let book = try AddressBook(json: Array(DeliveryBooks.file(entries).utf8))
        var told: [(StatementHash, [PartyID])] = []
        var cursor: UInt64 = 0
        while let news = try feed.news(from: cursor, book: book) {
            for (notice, recipients) in news.notices {
                #expect(!notice.awaitsReceipt)
                told.append((notice.statement, recipients.map(\.party)))
                for recipient in recipients {
                    let content = feed.currentContent(of: notice, for: recipient)
                    #expect(content?.texts.first?.text == "Under seal")
                }
            }
            cursor = news.cursor
        }
        #expect(told.map(\.0) == [request.hash, answer.hash])
        #expect(told.map(\.1) == [[PartyID(checked: "party-b")], [PartyID(checked: "un-hub")]])
    }
}
