import Coordination
import Delivery
import Geodesy
import Statements
import StrictJSON
import Synchronization
import TestKit
import Testing

@testable import HTTPAPI

/// A queue in memory: what a service has, without sending.
private final class Desk: DeliveryDesk {
    private let core: Mutex<DeliveryCore>
    private let isStoring: Bool

    init(_ core: DeliveryCore, isStoring: Bool = true) {
        self.core = Mutex(core)
        self.isStoring = isStoring
    }

    var overview: DeliveryOverview {
        DeliveryOverview(
            core: core.withLock { $0 },
            storeFault: isStoring ? nil : DeliveryError(.failed, "the queue cannot be stored", cause: "secret"),
            bookFault: "address-book.json: /recipients: is missing")
    }

    func retry(_ id: DeliveryID) async throws -> Bool {
        guard isStoring else { throw DeliveryError(.failed, "the queue cannot be stored", cause: "secret") }
        return core.withLock { $0.retry(id, at: DeliveryBooks.noon) != nil }
    }

    func forget(_ id: DeliveryID) async throws -> Bool {
        guard isStoring else { throw DeliveryError(.failed, "the queue cannot be stored", cause: "secret") }
        return core.withLock { $0.forget(id, at: DeliveryBooks.noon) != nil }
    }
}

@Suite("the delivery queue over HTTP")
struct DeliveryRouteTests {
    private static let open = "un-hub/hospital"
    private static let sealed = "red-crescent/shelter"

    private static func populate(_ scenario: inout Scenario) throws {
        try scenario.say("un-hub", .notificationNotify, "hospital", Bodies.site())
        try scenario.say(
            "red-crescent", .notificationNotify, "shelter", Bodies.site("Shelter"),
            audience: [PartyID(checked: "party-a")])
    }

    /// One handed over, one that a mail server refused with its address in its words, one to somebody who left the book.
    private static func core() throws -> DeliveryCore {
        let ways = DeliveryBooks.webhook() + "," + DeliveryBooks.mailbox()
        let book = try AddressBook(
            json: Array(
                DeliveryBooks.file([
                    DeliveryBooks.entry("party-a/duty", ways), DeliveryBooks.entry("party-b", DeliveryBooks.phone()),
                ]).utf8))
        var core = DeliveryCore(book: book, seed: 1, at: DeliveryBooks.noon)
        func notice(_ number: Int, _ record: String) throws -> Notice {
            Notice(
                statement: DeliveryBooks.notice(number).statement, record: try #require(RecordID(record)),
                urgency: .routine)
        }
        let (duty, left) = (book.recipients[0].id, book.recipients[1].id)
        var step = try core.enqueue(
            [(try notice(1, open), [duty]), (try notice(2, sealed), [duty]), (try notice(3, open), [left])],
            cursor: 21, at: DeliveryBooks.noon)
        for _ in 0..<3 {
            let outcomes = step.sends.map { sent in
                let outcome: DeliveryOutcome =
                    sent.notice.statement == DeliveryBooks.notice(1).statement
                    ? .handedOver
                    : .refused(DeliveryFault(.refused, "550 no mailbox duty@example.org, +963115550100, whsec_x"))
                return (assignment: sent, outcome: Optional(outcome))
            }
            step = core.finish(outcomes, at: DeliveryBooks.noon)
        }
        core.use(
            try AddressBook(json: Array(DeliveryBooks.file([DeliveryBooks.entry("party-a/duty", ways)]).utf8)),
            at: DeliveryBooks.noon)
        return core
    }

    private static func serve(
        party: String?, desk: (any DeliveryDesk)?, _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        try await TestServer.serve(
            { $0.party = party.map { PartyID(checked: $0) } }, prepare: populate, deliveries: desk, body)
    }

    @Test("officers of the node's party see the queue; to everybody else there is none, and nothing can be done")
    func rights() async throws {
        let core = try Self.core()
        let letter = try #require(core.deadLetters.first).delivery.id
        try await Self.serve(party: "un-hub", desk: Desk(core)) { server in
            #expect(try await server.get("/deliveries", by: "un-hub").status == 200)
            #expect(try await server.get("/deliveries").status == 401)
            for other in ["party-a", "red-crescent", "neutral-host"] {
                let asked = [
                    ("GET", "/deliveries"), ("POST", "/deliveries/\(letter)/retry"),
                    ("DELETE", "/deliveries/\(letter)"),
                ]
                for (method, path) in asked {
                    let reply = try await server.ask(method, path, by: other)
                    #expect(reply.status == 404, "\(other) \(method)")
                    #expect(reply.text.contains("\"rule\":\"not-found\""), "\(other) \(method)")
                }
            }
            #expect(try await server.get("/deliveries", by: "un-hub").text.contains(letter.text))
        }
        // A node that does not know whose it is shows it to nobody.
        try await Self.serve(party: nil, desk: Desk(core)) { server in
            for party in ["un-hub", "neutral-host", "party-a"] {
                let reply = try await server.get("/deliveries", by: party)
                #expect(reply.status == 404, "\(party)")
            }
        }
        try await Self.serve(party: "un-hub", desk: nil) { server in
            let reply = try await server.get("/deliveries", by: "un-hub")
            #expect(reply.status == 404 && reply.text.contains("no-delivery"), "\(reply.text)")
            #expect(try await server.get("/deliveries", by: "party-a").text.contains("\"rule\":\"not-found\""))
        }
    }

    @Test("it shows ways, attempts and faults, and never an address, a number or a secret")
    func shown() async throws {
        try await Self.serve(party: "un-hub", desk: Desk(try Self.core())) { server in
            let reply = try await server.get("/deliveries", by: "un-hub")
            let document = try JSONDocument(
                OpenAPIDocument.bytes(version: "1"), limits: .init(maximumBytes: 1 << 20, maximumDepth: 40)
            ).root
            let schema = try #require(document["components/schemas/Deliveries"])
            #expect(try SchemaChecker(document: document).faults(try reply.json, schema).isEmpty, "\(reply.text)")
            #expect(
                reply.text.contains("\"counts\":{\"queued\":0,\"handedOver\":1,\"deadLetters\":2}"), "\(reply.text)")
            #expect(reply.text.contains("\"standing\":\"handed-over\""))
            #expect(reply.text.contains("\"reason\":\"not-reached\""))
            #expect(reply.text.contains("\"name\":\"mail\",\"means\":\"email\",\"attempts\":1"))
            #expect(reply.text.contains("\"name\":\"phone\",\"means\":null"))
            #expect(reply.text.contains("\"fault\":\"refused\""))
            #expect(reply.text.contains("\"bookFault\":\"address-book.json: /recipients: is missing\""))
            #expect(reply.text.contains("\"recipient\":\"party-a/duty\""))
            for hidden in ["example.org", "96311555", "whsec", "550"] {
                #expect(!reply.text.contains(hidden), "\(hidden)")
            }
            // The record's name only where the caller may read the record.
            #expect(reply.text.contains(Self.open))
            #expect(!reply.text.contains("shelter"))
            let reference = DeliveryBooks.notice(2).reference.text
            #expect(reply.text.contains(reference))
            let waiting = try await server.get("/deliveries?standing=waiting&limit=1", by: "un-hub")
            #expect(waiting.text.contains("\"deliveries\":[]") && waiting.text.contains("\"isCutShort\":true"))
        }
    }

    @Test("a dead letter is tried again, or forgotten; what is none, or has nobody to go to, is said")
    func work() async throws {
        let core = try Self.core()
        let letters = core.deadLetters.map(\.delivery)
        let here = try #require(letters.first { $0.recipient.officer != nil })
        let gone = try #require(letters.first { $0.recipient.officer == nil })
        let queued = try #require(core.queue.first)
        try await Self.serve(party: "un-hub", desk: Desk(core)) { server in
            func ask(_ method: String, _ path: String) async throws -> WireReply {
                try await server.ask(method, "/deliveries/" + path, by: "un-hub")
            }
            let retried = try await ask("POST", "\(here.id)/retry")
            #expect(retried.status == 200 && retried.text.contains("\"done\":\"retried\""), "\(retried.text)")
            let after = try await server.get("/deliveries", by: "un-hub")
            #expect(
                after.text.contains("\"counts\":{\"queued\":1,\"handedOver\":1,\"deadLetters\":1}"), "\(after.text)")
            #expect(try await ask("POST", "\(here.id)/retry").status == 404)
            #expect(try await ask("POST", "\(queued.id)/retry").status == 404)
            #expect(try await ask("DELETE", "\(queued.id)").status == 404)
            #expect(try await ask("DELETE", "nonsense").status == 404)
            let left = try await ask("POST", "\(gone.id)/retry")
            #expect(left.status == 409 && left.text.contains("recipient-not-in-book"), "\(left.text)")
            let forgotten = try await ask("DELETE", "\(gone.id)")
            #expect(forgotten.status == 200 && forgotten.text.contains("\"done\":\"forgotten\""), "\(forgotten.text)")
            #expect(try await ask("DELETE", "\(gone.id)").status == 404)
        }
    }

    @Test("a store that fails is said, with nothing of what lies beneath")
    func storeFails() async throws {
        let core = try Self.core()
        let letter = try #require(core.deadLetters.first).delivery.id
        try await Self.serve(party: "un-hub", desk: Desk(core, isStoring: false)) { server in
            let list = try await server.get("/deliveries", by: "un-hub")
            #expect(list.text.contains("\"storeFault\":\"the queue cannot be stored\""))
            for (method, path) in [("POST", "/deliveries/\(letter)/retry"), ("DELETE", "/deliveries/\(letter)")] {
                let reply = try await server.ask(method, path, by: "un-hub")
                #expect(reply.status == 503 && reply.text.contains("delivery-store"), "\(reply.text)")
                #expect(!reply.text.contains("secret"))
            }
        }
    }

    @Test("what is asked wrongly is named", arguments: ["limit=0", "limit=1001", "standing=received", "other=1"])
    func wrong(query: String) async throws {
        try await Self.serve(party: "un-hub", desk: Desk(try Self.core())) { server in
            let reply = try await server.get("/deliveries?\(query)", by: "un-hub")
            #expect(reply.status == 400)
        }
    }
}
