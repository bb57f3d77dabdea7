import HTTPTypes
import Hummingbird
import ParleyNode
import Statements
import StrictJSON

/// `POST /statements/batch`: a submission a line in, a line of answer for each out, in order and while more arrive.
///
/// Lines are decided in order and independently: a refused one does not hold up the others, unless they follow it in
/// their party's chain.
enum SubmitBatch {
    static let mediaTypes = ["application/x-ndjson", "application/ndjson", "application/jsonl"]

    static func run(_ exchange: Exchange) async throws -> Response {
        let isGzip = try BodyReader.isGzip(exchange.request)
        let body = ResponseBody { writer in
            var session = BatchSession(exchange: exchange, isGzip: isGzip)
            let isComplete = try await session.run(to: &writer)
            try await writer.finish(nil)
            if !isComplete { exchange.channel.lingerThenClose() }
        }
        return Response(status: .ok, headers: [.contentType: "application/x-ndjson"], body: body)
    }
}
