import Coordination
import Delivery
import Geodesy
import HTTPTypes
import Hummingbird
import NIOCore
import ParleyNode
import Statements

/// A request on its way to its handler: checked as far as its route asks.
struct Exchange: Sendable {
    /// What the server has for its handlers.
    let facilities: Facilities
    /// The request.
    let request: Request
    /// The query, decoded.
    let query: QueryFields
    /// What the path's parameters hold, in order; not decoded, since no name of ours needs it.
    let parameters: [String]
    /// The party whose key signed the request; nil when nobody did.
    let reader: PartyID?
    /// The key that signed it; nil when nobody did.
    let readersKey: KeyFingerprint?
    /// The body, where the route reads it whole; plain, and as signed.
    let body: [UInt8]
    /// The body's media type, lower case, without parameters.
    let mediaType: String
    /// Where the request came in.
    let channel: any Channel
    /// The request's number.
    let id: String

    var node: Node { facilities.node }
    var limits: HTTPLimits { facilities.configuration.limits }

    /// The parameter at a position of the path.
    func parameter(_ position: Int) -> String { position < parameters.count ? parameters[position] : "" }

    /// Computes for long on a thread of its own; on a seat of the caller's party where that is asked.
    ///
    /// - Throws: what `work` throws, or a problem when there is too much to do.
    func compute<Value: Sendable>(
        takesSeat: Bool, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let seconds = limits.retryAfterSeconds
        let seats = facilities.checkSeats
        guard takesSeat, let reader else { return try await facilities.computing.run(retryAfterSeconds: seconds, work) }
        guard seats.take(reader) else {
            var problem = Problem(
                "too-many-checks", "your party asks too much of this server at once; ask again in \(seconds) s")
            problem.retryAfterSeconds = seconds
            throw problem
        }
        defer { seats.giveBack(reader) }
        return try await facilities.computing.run(retryAfterSeconds: seconds, work)
    }

    /// The language in which the caller reads what every output says about notices.
    var language: Doctrine.Language { Doctrine.Language(accepting: request.headers[.acceptLanguage]) }

    /// Whether the caller would rather have plain text than JSON.
    var prefersPlainText: Bool {
        guard let accept = request.headers[.accept] else { return false }
        for range in accept.lowercased().split(separator: ",") {
            let type = range.split(separator: ";").first.map { $0.filter { $0 != " " && $0 != "\t" } } ?? ""
            if type == "text/plain" { return true }
            if type == "application/json" || type == "*/*" || type == "application/*" { return false }
        }
        return false
    }
}

/// What handlers share: the node and everything that is bounded.
struct Facilities: Sendable {
    let node: Node
    /// The node's witness, where it has one.
    let witness: WitnessService?
    /// What the node tells people outside it; nil where it tells nobody.
    let deliveries: (any DeliveryDesk)?
    /// Where trackers report; nil where none does.
    let positions: (any PositionDesk)?
    let configuration: ServerConfiguration
    let authentication: RequestAuthentication
    let blocking: BlockingWork
    let computing: BlockingWork
    /// Checks in flight, by party.
    let checkSeats: PartySeats
    let deadlines: RequestDeadlines
    let feeds: FeedEvents
    let feedSeats: Seats
    /// Clients of the feed, by party.
    let feedSeatsOfParties: PartySeats
    let logFeedSeats: Seats
    let windows: WindowFeed
    let boards: BoardFeed
    let joining: JoinDesk
    let keysJoining: JoinDesk
    let metrics: RequestMetrics
    let stopping: Stopping
}
