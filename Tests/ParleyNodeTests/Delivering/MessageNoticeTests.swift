import Coordination
import Delivery
import Geodesy
import Logging
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@testable import ParleyNode

/// A line between two belligerents with a co-chair beside them, and an address book that has people of everybody.
private struct MessageWorld {
    static let id = RecordID(owner: PartyID(checked: "party-a"), subject: SubjectID(checked: "m"))
    static let duty = RecipientID(party: PartyID(checked: "party-b"))
    static let officer = RecipientID(party: PartyID(checked: "party-b"), officer: OfficerID(checked: "access-1"))
    static let coChair = RecipientID(party: PartyID(checked: "guarantor"), officer: OfficerID(checked: "access-1"))
    static let chairDuty = RecipientID(party: PartyID(checked: "guarantor"))

    var harness: Harness
    let book: AddressBook
    let feed: NoticeFeed
    var cursor: UInt64 = 0

    init(sealingKeys: [PartyID: SealingPublicKey] = [:]) async throws {
        let accord = try TestAccord(parties: [
            ("party-a", .belligerent), ("party-b", .belligerent), ("guarantor", .coChair), ("un-hub", .humanitarian),
        ])
        harness = try await Harness(sealingKeys: sealingKeys, accord: accord)
        let people = [
            "party-a", "party-b", "party-b/access-1", "guarantor", "guarantor/access-1", "un-hub", "neutral-host",
        ]
        let entries = people.map { DeliveryBooks.entry($0, DeliveryBooks.webhook()) }
        book = try AddressBook(json: Array(DeliveryBooks.file(entries).utf8))
        feed = NoticeFeed(harness.node)
        try await say("neutral-host", .lineEstablish, "flight", Bodies.line())
        try await say("neutral-host", .instrumentClauses, "mou", Bodies.instrument())
        _ = try news()
    }

    /// Says what must be taken.
    mutating func say(
        _ party: String, _ kind: Kind, _ subject: String, _ body: [UInt8], audience: [String]? = nil
    ) async throws {
        let said: SaidStatement
        if kind == .instrumentClauses {
            said = try byRoot(kind, subject, body)
        } else {
            said = try harness.restricted(subject, body, kind: kind, of: party, audience: audience)
        }
        let answer = try #require(try await harness.node.submit(all: [(said.envelope, said.sealed)]).first)
        try #require(answer.refusal == nil, "\(kind.rawValue): \(answer.refusal.map { "\($0)" } ?? "")")
    }

    /// The host's next statement by its root key.
    private mutating func byRoot(_ kind: Kind, _ subject: String, _ body: [UInt8]) throws -> SaidStatement {
        let host = harness.accord.host
        var writer = try #require(harness.writers[host.party])
        let state = harness.node.publisher.state
        writer.seen = TreeHead(size: state.size, root: state.tree.root)
        let said = try writer.draft(
            kind.name, subject, body, at: harness.clock.now(), as: .root, with: host.root)
        writer.advance(past: said)
        harness.writers[host.party] = writer
        return said
    }

    mutating func send(_ body: [UInt8] = Bodies.message(), audience: [String]? = nil) async throws {
        try await say("party-a", .messageSend, "m", body, audience: audience)
    }

    /// Everything that the log says since the last question.
    mutating func news() throws -> DeliveryNews {
        var all = DeliveryNews(cursor: cursor)
        while let next = try feed.news(from: cursor, book: book) {
            cursor = next.cursor
            all.notices += next.notices
            all.receipts += next.receipts
            all.touched.formUnion(next.touched)
        }
        return all
    }

    func message() throws -> Message { try #require(harness.node.publisher.state.picture.messages[Self.id]) }
    func reference() throws -> MessageCommand.MessageReference { .init(Self.id, try message().statement) }
    func notice() throws -> Notice { Notice(statement: try message().statement, record: Self.id, urgency: .flash) }

    /// A step of the ladder as the sender's officer states it.
    func step(to party: String, officer: String? = nil) throws -> [UInt8] {
        let reference = try reference()
        return Bodies.object { body in
            reference.write(to: &body)
            body.member("party", "party-b")
            body.member("step", 1)
            body.member("dueAt", Instant.test(300).description)
            body.member("rung", "co-chair")
            body.key("to")
            body.object { to in
                to.member("party", party)
                if let officer { to.member("officer", officer) }
            }
            body.member("instrument", "mou")
            body.member("clause", "4(c)")
        }
    }
}

@Suite("messages that people outside hear of")
struct MessageNoticeTests {
    private typealias World = MessageWorld

    @Test("given a message to a party, then its people hear of it with its urgency and its end, and nobody else")
    func sent() async throws {
        var world = try await World()
        try await world.send(Bodies.message(purpose: .warning, urgency: .immediate, expires: .test(3_600)))
        let news = try world.news()
        #expect(news.notices.count == 1)
        let (notice, recipients) = try #require(news.notices.first)
        #expect(recipients == [World.duty, World.officer])
        #expect(notice.urgency == .immediate)
        #expect(notice.expires == .test(3_600))
        #expect(notice.awaitsReceipt)
        #expect(notice.record == World.id)
        let content = try #require(await world.feed.content(of: notice, for: World.duty))
        #expect(content.texts.map(\.text) == ["Cease fire at once."])
        // It is open, and still no notice for those whom it is not to.
        #expect(await world.feed.content(of: notice, for: RecipientID(party: PartyID(checked: "un-hub"))) == nil)
    }

    @Test("every urgency is kept", arguments: Urgency.allCases)
    func urgencies(urgency: Urgency) async throws {
        var world = try await World()
        try await world.send(Bodies.message(urgency: urgency))
        #expect(try world.news().notices.map(\.notice.urgency.rawValue) == [urgency.rawValue])
    }

    @Test("given one position, then it is the message's; given several, then none is")
    func positions() async throws {
        let places = [Position(checkedLatitudeE7: 362_000_000, longitudeE7: 371_000_000)]
        let more = places + [Position(checkedLatitudeE7: 363_000_000, longitudeE7: 371_000_000)]
        for (given, expected) in [(places, places.first), (more, nil)] {
            var world = try await World()
            try await world.send(Bodies.message(at: given))
            let content = await world.feed.content(of: try world.notice(), for: World.duty)
            #expect(try #require(content).position == expected)
        }
    }

    @Test("given a read-back alone, then nothing is received; given the acknowledgement after it, then it is")
    func readBack() async throws {
        var world = try await World()
        let place = Position(checkedLatitudeE7: 362_000_000, longitudeE7: 371_000_000)
        try await world.send(Bodies.message(at: [place]))
        let reference = try world.reference()
        _ = try world.news()
        try await world.say("party-b", .messageReadBack, "rb", Bodies.readBack(reference, at: [place]))
        #expect(try world.news().receipts.isEmpty)
        #expect(await world.feed.content(of: try world.notice(), for: World.duty) != nil)
        try await world.say("party-b", .messageAcknowledge, "ack", Bodies.acknowledge(reference))
        let receipts = try world.news().receipts
        #expect(receipts.map(\.notice) == [reference.statement])
        #expect(receipts.map(\.party) == [World.duty.party])
        #expect(receipts.map(\.officer) == [OfficerID(checked: "access-1")])
    }

    @Test("given an acknowledgement and a later read-back that differs, then what is caught up with is not received")
    func differs() async throws {
        var world = try await World()
        let place = Position(checkedLatitudeE7: 362_000_000, longitudeE7: 371_000_000)
        let other = Position(checkedLatitudeE7: 371_000_000, longitudeE7: 362_000_000)
        try await world.send(Bodies.message(at: [place]))
        let reference = try world.reference()
        try await world.say("party-b", .messageReadBack, "rb", Bodies.readBack(reference, at: [place]))
        try await world.say("party-b", .messageAcknowledge, "ack", Bodies.acknowledge(reference))
        try await world.say("party-b", .messageReadBack, "rb-2", Bodies.readBack(reference, at: [other]))
        let news = try world.news()
        #expect(news.receipts.isEmpty)
        #expect(news.notices.flatMap(\.recipients) == [World.duty, World.officer])
    }

    @Test("given an answer, then its officer received the message")
    func answered() async throws {
        var world = try await World()
        try await world.send()
        let reference = try world.reference()
        try await world.say("party-b", .messageAnswer, "no", Bodies.answer(reference, .notMyForce, at: .test(0)))
        let receipts = try world.news().receipts
        #expect(receipts.map(\.notice) == [reference.statement])
        #expect(receipts.map(\.officer) == [OfficerID(checked: "access-1")])
    }

    @Test("given a correction, then only the message as it stands is told, and the one before is taken back")
    func corrected() async throws {
        var world = try await World()
        try await world.send()
        let before = try world.notice()
        let first = try #require(try world.news().notices.first?.notice)
        #expect(first.statement == before.statement)
        try await world.say("party-a", .messageCorrect, "m", Bodies.message(text: "Cease fire in sector four."))
        let news = try world.news()
        #expect(news.notices.map(\.notice.statement) == [try world.message().statement])
        #expect(news.touched == [World.id])
        #expect(await world.feed.content(of: before, for: World.duty) == nil)
        let content = await world.feed.content(of: try world.notice(), for: World.duty)
        #expect(content?.texts.map(\.text) == ["Cease fire in sector four."])
        // A node that was away tells of the correction alone.
        world.cursor = 0
        #expect(try world.news().notices.map(\.notice.statement) == [try world.message().statement])
    }

    @Test("given that the sender ended it, then there is nothing to send")
    func closed() async throws {
        var world = try await World()
        try await world.send()
        _ = try world.news()
        try await world.say("party-a", .messageClose, "m", Bodies.object { $0.member("reason", "It has stopped.") })
        #expect(try world.news().touched == [World.id])
        #expect(await world.feed.content(of: try world.notice(), for: World.duty) == nil)
        world.cursor = 0
        #expect(try world.news().notices.isEmpty)
    }

    @Test(
        "given a step that turns to a co-chair, then the officer hears of the same message, or else whoever is on duty",
        arguments: ["access-1", "flag-8", nil])
    func escalated(officer: String?) async throws {
        let world = try await World()
        let recipients = NoticeFeed.entries(
            of: World.chairDuty.party, officer.map { OfficerID(checked: $0) }, in: world.book)
        #expect(recipients.map(\.id) == [officer == "access-1" ? World.coChair : World.chairDuty])
        let without = try AddressBook(
            json: Array(DeliveryBooks.file([DeliveryBooks.entry("guarantor/access-1", DeliveryBooks.webhook())]).utf8))
        let rest = NoticeFeed.entries(of: World.chairDuty.party, OfficerID(checked: "other"), in: without)
        #expect(rest.map(\.id) == [World.coChair])
    }

    @Test("given an open message that nobody acknowledges, then the ladder reaches the co-chair's people")
    func ladder() async throws {
        var world = try await World()
        try await world.send()
        #expect(try world.news().notices.flatMap(\.recipients) == [World.duty, World.officer])
        // The host's node takes the steps that are due with whatever is logged next.
        for _ in 0..<6 {
            world.harness.clock.advance(seconds: 301)
            _ = try await world.harness.node.submit(all: world.harness.sites(1).map { ($0.envelope, nil) })
        }
        let steps = try #require(world.message().recipient(World.duty.party)?.steps)
        #expect(steps.contains { $0.to?.party == World.chairDuty.party })
        let told = Set(try world.news().notices.filter { $0.notice.record == World.id }.flatMap(\.recipients))
        #expect(told.contains(World.chairDuty))
        #expect(told.isSubset(of: [World.chairDuty, World.duty, World.officer]))
    }

    @Test("given a sealed message, then nobody outside its audience is told that it exists, whatever a step says")
    func sealed() async throws {
        var world = try await World()
        try await world.send(audience: ["party-b"])
        #expect(try world.news().notices.flatMap(\.recipients) == [World.duty, World.officer])
        world.harness.clock.advance(seconds: 301)
        try await world.say("party-a", .messageEscalate, "step", world.step(to: "guarantor"), audience: ["party-b"])
        #expect(try world.message().recipient(World.duty.party)?.steps.count == 1)
        #expect(try world.news().notices.flatMap(\.recipients).isEmpty)
        for name in ["guarantor", "un-hub", "neutral-host"] {
            let outsider = RecipientID(party: PartyID(checked: name))
            #expect(await world.feed.content(of: try world.notice(), for: outsider) == nil, "\(name)")
        }
    }

    @Test("given a sealed message whose body comes after its statement, then its people hear of it when it comes")
    func late() async throws {
        let key = try TestKeys.sealing("own/party-b")
        var world = try await World(sealingKeys: [World.duty.party: key.publicKey])
        let said = try world.harness.restricted(
            "m", Bodies.message(), kind: .messageSend, of: "party-a", audience: ["party-b"])
        let sealed = try SealedBody(try #require(said.sealed))
        let answer = try await world.harness.node.submit(said.envelope, sealed: said.sealed)
        let entry = try #require(answer.entry)
        let statement = try SignedStatement(said.envelope).statement
        // The same log at the recipient's node, which has not been given the body yet.
        let accord = world.harness.accord
        let node = try await Harness.open(
            accord, world.harness.store, MemoryAnchor(),
            keys: Node.Keys(log: accord.logSigner, node: accord.nodeKey, sealing: [key]))
        let feed = NoticeFeed(node, of: PartyID(checked: "party-b"))
        let news = try #require(try feed.news(from: entry.value, book: world.book))
        #expect(news.notices.isEmpty)
        #expect(news.unread == [entry.value])
        #expect(try feed.news(ofUnread: news.unread, cursor: 9, book: world.book).unread == news.unread)
        // What is sealed for others is not waited for.
        let other = NoticeFeed(node, of: PartyID(checked: "guarantor"))
        #expect(try #require(try other.news(from: entry.value, book: world.book)).unread.isEmpty)
        #expect(try await node.receive(sealed, of: statement, named: said.hash))
        let late = try feed.news(ofUnread: news.unread, cursor: 9, book: world.book)
        #expect(late.notices.flatMap(\.recipients) == [World.duty, World.officer])
        #expect(late.unread.isEmpty)
        #expect(late.cursor == 9)
        try await node.stop()
        try await world.harness.node.stop()
    }

    @Test("given a sealed message whose audience holds the co-chair, then the step reaches it, until it is received")
    func sealedToCoChair() async throws {
        var world = try await World()
        try await world.send(audience: ["guarantor", "party-b"])
        let first = try world.news()
        #expect(first.notices.flatMap(\.recipients) == [World.duty, World.officer])
        world.harness.clock.advance(seconds: 301)
        let step = try world.step(to: "guarantor", officer: "access-1")
        try await world.say("party-a", .messageEscalate, "step", step, audience: ["guarantor", "party-b"])
        let news = try world.news()
        #expect(news.notices.map(\.recipients) == [[World.coChair]])
        #expect(news.notices.map(\.notice.statement) == [try world.message().statement])
        #expect(news.notices.map(\.notice.urgency) == [.flash])
        #expect(await world.feed.content(of: try world.notice(), for: World.coChair) != nil)
    }
}
