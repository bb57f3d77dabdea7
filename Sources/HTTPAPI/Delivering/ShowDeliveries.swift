import Coordination
import Delivery
import Geodesy
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON

/// `GET /deliveries`: whom this node tells of what, by which ways, and whom it did not reach.
///
/// For officers of the party whose node this is; to everybody else it is not there. Never an address, a number, a secret
/// or the words of a mail server, which like to repeat an address.
enum ShowDeliveries {
    /// The parameters of the query.
    static let names = ["limit", "standing"]
    /// Rows of one list in one answer.
    static let maximumRows = 1_000

    static func list(_ exchange: Exchange) async throws -> Response {
        let (desk, reader) = try desk(of: exchange)
        let limit = try OpenEnds.limit(exchange, maximumRows)
        let standing = try standing(exchange)
        let overview = desk.overview
        let picture = exchange.node.publisher.state.picture
        let rows = try await exchange.compute(takesSeat: true) { Rows(overview.core, standing, limit) }
        return Reply.json { writer in
            writer.object { fields in
                fields.key("deliveries")
                fields.array { list in
                    for delivery in rows.queued {
                        list.object { row in
                            Self.write(delivery, overview.core, picture, reader, to: &row)
                            row.member("standing", delivery.standing.rawValue)
                        }
                    }
                }
                fields.key("deadLetters")
                fields.array { list in
                    for letter in rows.dead {
                        list.object { row in
                            Self.write(letter.delivery, overview.core, picture, reader, to: &row)
                            row.member("reason", letter.reason.rawValue)
                            row.member("endedAt", letter.at.description)
                        }
                    }
                }
                fields.key("counts")
                fields.object { counts in
                    counts.member("queued", rows.counts.queued)
                    counts.member("handedOver", rows.counts.handedOver)
                    counts.member("deadLetters", rows.counts.dead)
                }
                fields.member("isCutShort", rows.isCutShort)
                fields.member("entriesLookedAt", overview.core.cursor)
                if let fault = overview.storeFault { fields.member("storeFault", fault.message) }
                if let fault = overview.bookFault { fields.member("bookFault", fault) }
                fields.member("exercise", picture.accord?.isExercise ?? false)
            }
        }
    }

    /// The desk, for officers of the party whose node this is; for all others there is nothing here.
    static func desk(of exchange: Exchange) throws -> (desk: any DeliveryDesk, reader: PartyID) {
        guard let reader = exchange.reader, reader == exchange.facilities.configuration.party else {
            throw Problem.notFound
        }
        guard let desk = exchange.facilities.deliveries else {
            throw Problem(
                "no-delivery",
                "this node has no address book, so it tells nobody outside of anything; see docs/delivery.md"
            )
        }
        return (desk, reader)
    }

    private static func standing(_ exchange: Exchange) throws -> QueuedDelivery.Standing? {
        guard let text = exchange.query["standing"] else { return nil }
        guard let standing = QueuedDelivery.Standing(rawValue: text) else {
            let words = QueuedDelivery.Standing.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.query("standing", "must be one of \(words)")
        }
        return standing
    }

    /// What is shown of the queue: the most pressing and oldest first, and the newest letters first.
    private struct Rows: Sendable {
        let queued: [QueuedDelivery]
        let dead: [DeadLetter]
        let counts: (queued: Int, handedOver: Int, dead: Int)
        let isCutShort: Bool

        init(_ core: DeliveryCore, _ standing: QueuedDelivery.Standing?, _ limit: Int) {
            let all = core.queue
            let letters = core.deadLetters
            let wanted = standing.map { standing in all.filter { $0.standing == standing } } ?? all
            let handedOver = all.count { $0.standing == .handedOver }
            queued = Array(wanted.prefix(limit))
            dead = Array(letters.reversed().prefix(limit))
            counts = (all.count - handedOver, handedOver, letters.count)
            isCutShort = wanted.count > limit || letters.count > limit
        }
    }

    private static func write(
        _ delivery: QueuedDelivery, _ core: DeliveryCore, _ picture: Picture, _ reader: PartyID,
        to row: inout JSONWriter
    ) {
        let notice = delivery.notice
        row.member("delivery", delivery.id.description)
        row.member("reference", notice.reference.description)
        let isReadable =
            picture.messages[notice.record]?.isReadable(by: reader)
            ?? picture.record(notice.record)?.isReadable(by: reader) ?? false
        if isReadable { row.member("record", notice.record.description) }
        row.member("recipient", delivery.recipient.description)
        row.member("urgency", notice.urgency.rawValue)
        row.member("awaitsReceipt", notice.awaitsReceipt)
        if let expires = notice.expires { row.member("expires", expires.description) }
        row.member("queuedAt", delivery.queuedAt.description)
        row.key("ways")
        row.array { list in
            for leg in delivery.legs {
                list.object { way in
                    way.member("name", leg.means.rawValue)
                    let kind = core.addressBook[delivery.recipient]?.address(leg.means)?.kind
                    way.member("means", orNull: kind?.rawValue)
                    way.member("attempts", leg.attempts)
                    if let due = leg.due { way.member("due", due.description) }
                    if let at = leg.handedOverAt { way.member("handedOverAt", at.description) }
                    if let at = leg.deadAt { way.member("givenUpAt", at.description) }
                    if let fault = leg.fault { way.member("fault", fault.code.rawValue) }
                }
            }
        }
    }
}

/// `POST /deliveries/{delivery}/retry` and `DELETE /deliveries/{delivery}`: what is done about a dead letter.
enum DeadLetterWork {
    static func retry(_ exchange: Exchange) async throws -> Response {
        try await work(exchange, "retried") { try await $0.retry($1) }
    }

    static func forget(_ exchange: Exchange) async throws -> Response {
        try await work(exchange, "forgotten") { try await $0.forget($1) }
    }

    private static func work(
        _ exchange: Exchange, _ done: StaticString,
        _ body: (any DeliveryDesk, DeliveryID) async throws -> Bool
    ) async throws -> Response {
        let (desk, _) = try ShowDeliveries.desk(of: exchange)
        guard let id = DeliveryID(exchange.parameter(0)) else { throw Problem.notFound }
        let isDone: Bool
        do { isDone = try await body(desk, id) } catch let error as DeliveryError {
            var problem = Problem("delivery-store", "\(error.message); nothing is known to have changed, ask again")
            problem.retryAfterSeconds = exchange.limits.retryAfterSeconds
            throw problem
        }
        guard isDone else { throw refusal(id, desk.overview.core) }
        return Reply.json { writer in
            writer.object { fields in
                fields.member("delivery", id.description)
                fields.member("done", done.description)
            }
        }
    }

    /// Why nothing was done: there is no such letter, or nobody to send it to.
    private static func refusal(_ id: DeliveryID, _ core: DeliveryCore) -> Problem {
        let overdue = core.deadLetters.first { $0.delivery.id == id }
        guard let overdue else { return .notFound }
        return Problem(
            "recipient-not-in-book",
            "'\(overdue.delivery.recipient)' is no longer in the address book; enter the recipient, or forget the letter"
        )
    }
}
