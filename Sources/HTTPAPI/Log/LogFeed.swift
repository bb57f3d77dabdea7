import HTTPTypes
import Hummingbird
import ParleyNode
import TransparencyLog

/// `GET /log/feed`: every checkpoint as it is published, as Server-Sent Events, for those who follow the log.
///
/// An event is the signed note, its lines as data lines; the id is the size. A client that is slow gets the newest only,
/// which is all that it needs: what lies between is in the log's files.
enum LogFeed {
    static func start(_ exchange: Exchange) async throws -> Response {
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        if exchange.request.method == .head { return Response(status: .ok, headers: headers) }
        guard exchange.facilities.logFeedSeats.take() else { throw full(exchange) }
        guard let growth = exchange.node.publisher.growth() else {
            exchange.facilities.logFeedSeats.giveBack()
            throw exchange.facilities.stopping.isSet ? Problem(Unavailable.stopping) : full(exchange)
        }
        // The seat is given back by the body, or when the reply is dropped before its body is asked for.
        let seats = exchange.facilities.logFeedSeats
        let seat = Seat { seats.giveBack() }
        let body = ResponseBody { writer in
            defer { seat.giveBack() }
            var session = LogFeedSession(exchange: exchange)
            try await session.run(growth, to: &writer)
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// The note as an event: what the data lines give, joined by line feeds, is the note to the byte.
    static func event(_ checkpoint: SignedCheckpoint) -> [UInt8] {
        var out = Array("id: \(checkpoint.checkpoint.size)\nevent: checkpoint\n".utf8)
        for line in checkpoint.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            out += Array("data: ".utf8) + line + [0x0A]
        }
        return out + [0x0A]
    }

    private static func full(_ exchange: Exchange) -> Problem {
        var problem = Problem("too-many-feeds", "as many nodes follow the log as this server takes; try again")
        problem.retryAfterSeconds = exchange.limits.feedHeartbeatSeconds
        return problem
    }
}

/// One client of the log's feed: what it was told last.
struct LogFeedSession {
    private let exchange: Exchange
    private var told: SignedCheckpoint?

    init(exchange: Exchange) { self.exchange = exchange }

    /// Writes until the client leaves, the node stops or the server does.
    @concurrent
    mutating func run(_ growth: AsyncStream<TreeSize>, to writer: inout any ResponseBodyWriter) async throws {
        var connection = FeedConnection(exchange: exchange)
        try await connection.run(
            growth, greeting: "parley log; ids are sizes\nretry: 1000", farewell: "this node is stopping", to: &writer
        ) { @concurrent connection, writer in
            if let checkpoint = exchange.node.publisher.state.checkpoint, checkpoint != told {
                try await connection.write(LogFeed.event(checkpoint), to: &writer)
                told = checkpoint
            } else if connection.isQuiet {
                try await connection.write(comment: "alive", to: &writer)
            }
        }
    }
}
