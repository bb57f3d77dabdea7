package import Hummingbird
import HTTPTypes
import NIOCore
import TransparencyLog

extension Visit {
    /// A reply that goes on: Server-Sent Events, until the caller leaves, its key no longer speaks or the server stops.
    ///
    /// - Parameters:
    ///   - caller: who follows.
    ///   - changes: wakes it.
    ///   - onEnd: called once when it is over.
    ///   - next: what to write now, as whole events; nil when there is nothing new.
    /// - Returns: the reply.
    package func follow(
        as caller: Caller, changes: AsyncStream<Void>, onEnd: @escaping @Sendable () -> Void,
        next: @escaping @Sendable () async throws -> [UInt8]?
    ) -> Response {
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        let inside = inside
        let exchange = Exchange(
            facilities: inside.facilities, request: request, query: query, parameters: [], reader: caller.party,
            readersKey: caller.key, body: [], mediaType: "", channel: channel, id: id)
        let seat = Seat(onEnd)
        let body = ResponseBody { writer in
            defer { seat.giveBack() }
            // What grows without changing a page wakes nobody.
            let (silence, end) = AsyncStream.makeStream(of: TreeSize.self, bufferingPolicy: .bufferingNewest(1))
            defer { end.finish() }
            var connection = FeedConnection(exchange: exchange)
            try await connection.run(
                silence, and: [changes], greeting: "parley desk\nretry: 2000", farewell: "this node is stopping",
                to: &writer
            ) { @concurrent connection, writer in
                guard inside.speaker(caller.key) != nil else {
                    try await connection.write(Array("event: signed-out\ndata: \n\n".utf8), to: &writer)
                    throw CancellationError()
                }
                while let bytes = try await next() { try await connection.write(bytes, to: &writer) }
                guard connection.isQuiet else { return }
                try await connection.write(comment: "alive", to: &writer)
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}
