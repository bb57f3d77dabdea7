import Geodesy
import HTTPTypes
import Hummingbird
import NIOCore
import ParleyNode
import ServiceLifecycle
import Statements
import TransparencyLog

/// `GET /feed`: every entry as it is logged, as Server-Sent Events, resumed without a gap or a double.
///
/// The number of an entry is the event's id. A client that is slow reads what it missed from the store; one that takes
/// nothing for too long is cut off and comes back with `Last-Event-ID`. Nothing is ever skipped. With `windows=true`,
/// openings and closings of the records' windows come between the entries; with `board=true` what waits for the caller's
/// party comes as it stands, and again whenever that changes.
enum FollowFeed {
    /// Every parameter, as the interface's description lists them.
    static let names = ["from", "windows", "windowsFrom", "board"]
    static let lastEventID = HTTPField.Name("Last-Event-ID")

    static func start(_ exchange: Exchange) async throws -> Response {
        guard let reader = exchange.reader else { throw Problem.notFound }
        let first = try first(of: exchange)
        let windowsSince = try windowsSince(of: exchange)
        let hasBoard = try flag("board", of: exchange)
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        if exchange.request.method == .head { return Response(status: .ok, headers: headers) }
        let facilities = exchange.facilities
        guard facilities.feedSeatsOfParties.take(reader) else { throw full(exchange) }
        guard facilities.feedSeats.take() else {
            facilities.feedSeatsOfParties.giveBack(reader)
            throw full(exchange)
        }
        guard let growth = exchange.node.publisher.growth() else {
            facilities.feedSeats.giveBack()
            facilities.feedSeatsOfParties.giveBack(reader)
            throw exchange.facilities.stopping.isSet ? Problem(Unavailable.stopping) : full(exchange)
        }
        // The seat is given back by the body, or when the reply is dropped before its body is asked for.
        let seat = Seat {
            facilities.feedSeats.giveBack()
            facilities.feedSeatsOfParties.giveBack(reader)
        }
        let body = ResponseBody { writer in
            defer { seat.giveBack() }
            var session = FeedSession(
                exchange: exchange, reader: reader, next: first, windowsSince: windowsSince, hasBoard: hasBoard)
            try await session.run(growth, to: &writer)
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// The entry after `Last-Event-ID`; else the one that `from` names; else the next one to be logged.
    private static func first(of exchange: Exchange) throws -> EntryIndex {
        let size = exchange.node.publisher.state.size
        if let name = lastEventID, let text = exchange.request.headers[name], !text.isEmpty {
            guard let last = EntryIndex(decimal: text) else {
                throw Problem("bad-event-id", "'Last-Event-ID' must be the number of an entry, as this feed gave it")
            }
            guard size.contains(last) else { throw ahead("'Last-Event-ID' \(last)", size) }
            return EntryIndex(last.value + 1)
        }
        guard let text = exchange.query["from"] else { return size.nextIndex }
        guard let from = EntryIndex(decimal: text) else {
            throw Problem.query("from", "must be the number of an entry")
        }
        guard from.value <= size.value else { throw ahead("'from' \(from)", size) }
        return from
    }

    /// The first instant whose windows are told: what `windowsFrom` says, else the next; nil without `windows=true`.
    private static func windowsSince(of exchange: Exchange) throws -> Instant? {
        let text = exchange.query["windowsFrom"]
        guard try flag("windows", of: exchange) else {
            guard text == nil else { throw Problem.query("windowsFrom", "needs 'windows=true'") }
            return nil
        }
        let now = exchange.node.clock.now()
        guard let text else { return (try? Instant(microsecondsSince1970: now.microsecondsSince1970 + 1)) ?? now }
        let from = try PlaceParameters.instant(text, "windowsFrom", .down)
        guard from <= now else { throw Problem.query("windowsFrom", "is after this node's clock, \(now)") }
        let oldest = now.adding(seconds: -Int64(exchange.limits.windowHistorySeconds))
        guard from >= oldest else {
            throw Problem.query("windowsFrom", "is too far back; the earliest is now \(oldest)")
        }
        return from
    }

    private static func flag(_ name: String, of exchange: Exchange) throws -> Bool {
        switch exchange.query[name] {
        case "true": true
        case nil, "false": false
        default: throw Problem.query(name, "must be true or false")
        }
    }

    private static func ahead(_ what: String, _ size: TreeSize) -> Problem {
        Problem(
            "feed-ahead-of-log",
            "\(what) is ahead of this log, which has \(size) entries; if this log showed you that entry, keep the checkpoint: "
                + "it is evidence")
    }

    private static func full(_ exchange: Exchange) -> Problem {
        var problem = Problem("too-many-feeds", "as many clients follow the feed as this server takes; try again")
        problem.retryAfterSeconds = exchange.limits.feedHeartbeatSeconds
        return problem
    }
}

/// A seat that is given back once, at the latest when nobody holds it any more.
final class Seat: Sendable {
    private let back: @Sendable () -> Void
    private let isTaken = Stopping()

    init(_ back: @escaping @Sendable () -> Void) { self.back = back }

    deinit { giveBack() }

    func giveBack() {
        guard isTaken.setOnce() else { return }
        back()
    }
}
